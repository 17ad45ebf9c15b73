package user

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	maxName = 50 // characters (UM-001)
	maxBio  = 1000
)

// checkName refuses names that are empty, too long, or have characters that
// nobody can see.
func checkName(field, name string) error {
	if strings.TrimSpace(name) == "" {
		return fault.BadField(field, "required", "Enter a name.")
	}
	return checkLength(field, name)
}

// checkLength is checkName for a name that somebody may not have.
func checkLength(field, name string) error {
	switch {
	case utf8.RuneCountInString(name) > maxName:
		return fault.BadField(field, "max_length", "Use at most 50 characters.")
	case strings.ContainsFunc(name, invisible):
		return fault.BadField(field, "characters", "Use visible characters only.")
	}
	return nil
}

// invisible reports a character that shows nothing or turns the text around,
// other than the two joiners that Persian and Indian scripts are written with.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// checkLanguage refuses what is not an ISO 639-1 code.
func checkLanguage(field, code string) error {
	base, err := language.ParseBase(code)
	if err != nil || len(code) != 2 || base.String() != code {
		return fault.BadField(field, "iso_639_1", "Use a two-letter language code, such as en, ru or uz.")
	}
	return nil
}

// merge joins refusals of several fields into one.
func merge(err error) error {
	var many interface{ Unwrap() []error }
	if !errors.As(err, &many) {
		return err
	}
	var all *fault.Fault
	for _, one := range many.Unwrap() {
		f := fault.From(one)
		switch {
		case f == nil:
			return err
		case all == nil:
			all = f
		default:
			all = all.WithFields(f.Fields...)
			all.Message = "Several fields are not as they should be."
		}
	}
	return all
}
