//go:build !race

package export_test

// docxStep: each CV is written in every template.
const docxStep = 1
