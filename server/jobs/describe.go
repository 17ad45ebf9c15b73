package jobs

import (
	"regexp"

	"github.com/interviewai-pro/interviewai/server/fault"
)

// maxError bounds a stored error, in characters.
const maxError = 300

// What an error may quote and nobody should read later: addresses of people, and anything long enough to be a token or
// a key, or a URL's query.
var (
	personal = regexp.MustCompile(`[^\s<>"'(),;:/…]+@[^\s<>"'(),;:/]+`)
	lengthy  = regexp.MustCompile(`[A-Za-z0-9+/=_.~%-]{24,}`)
	query    = regexp.MustCompile(`\?[^\s"']+`)
	userinfo = regexp.MustCompile(`://[^\s/@]+@`)
)

// describe says what an error is, fit to be stored, logged and shown to an admin: bounded, and without what looks like
// personal data or a secret.
func describe(err error) string {
	text := err.Error()
	if f := fault.From(err); f != nil {
		text = f.Error()
	}
	// Everything behind this is cut off anyway; the expressions need not read it.
	if len(text) > 8*maxError {
		text = text[:8*maxError]
	}
	text = userinfo.ReplaceAllString(text, "://…@")
	text = query.ReplaceAllString(text, "?…")
	text = personal.ReplaceAllString(text, "…@…")
	text = lengthy.ReplaceAllString(text, "…")
	if r := []rune(text); len(r) > maxError {
		text = string(r[:maxError-1]) + "…"
	}
	return text
}
