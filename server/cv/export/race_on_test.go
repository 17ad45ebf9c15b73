//go:build race

package export_test

// docxStep: under the race detector each CV is written in one template.
const docxStep = 3
