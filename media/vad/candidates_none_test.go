//go:build !rivals

package vad_test

// rivalCandidates are only there with the tag "rivals": they need libraries
// that the product does not.
func rivalCandidates() []candidate { return nil }
