// Package sphinx recognises English speech without any service, with
// PocketSphinx through cgo. It is the recogniser of an installation that has
// no key, and the last fallback of one that has: every transcript is marked
// degraded. Its figures are in docs/speech.md.
//
//	Write ──► pending sound ──► worker (holds a decoder) ──► hypothesis
//	                             ▲ Interim, Text ask here
//
// Each Recognition has one goroutine, the worker, which alone touches the
// decoder; Close waits for it. The worker takes a decoder from the pool at
// the first sound and gives it back when the text has been asked for, so that
// a session that is silent holds none.
package sphinx
