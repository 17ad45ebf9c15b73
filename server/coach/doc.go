// Package coach is the live interview coach: it turns the segments of speech
// that the media role sends into transcripts, decides what is a question to
// the user, and has answers written. Every viewer learns of it through the
// session's numbered event log.
package coach
