// Package password judges, hashes and compares passwords.
package password

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// MinLength is the fewest characters (code points) a password may have.
	MinLength = 8
	// MaxLength is the most characters (code points), in any script.
	MaxLength = 64
)

// common holds the 3,000 commonest passwords, one a line, in lower case, from
// zxcvbn-ts (MIT, see common.LICENSE.txt); tools/common_passwords.sh makes it.
//
//go:embed common.txt
var common string

// Check refuses a password that breaks a rule: MinLength to MaxLength
// characters; an upper-case and a lower-case letter, for which a letter of a
// script without case, such as Chinese, stands as well; a digit; a special
// character (punctuation, symbol or space); not among the 3,000 commonest
// passwords, nor the person's address or what stands before its @, in any case.
// Passwords are judged as they are hashed, in Unicode's form NFC.
//
// The fault names the request's field, once for each broken rule: min_length,
// max_length, uppercase, lowercase, digit, special, common, same_as_email.
func Check(field, password, email string) error {
	password = norm.NFC.String(password)
	var broken []fault.Field
	for _, r := range rules {
		if r.breaks(password, email) {
			broken = append(broken, fault.Field{Path: field, Rule: r.name, Message: r.message})
		}
	}
	if len(broken) == 0 {
		return nil
	}
	message := broken[0].Message
	if len(broken) > 1 {
		message = "Choose another password: this one breaks several rules."
	}
	return fault.New(fault.Invalid, "invalid_argument", message).WithFields(broken...)
}

var rules = []struct {
	name, message string
	breaks        func(password, email string) bool
}{
	{"min_length", "Use at least 8 characters.", func(p, _ string) bool { return utf8.RuneCountInString(p) < MinLength }},
	{"max_length", "Use at most 64 characters.", func(p, _ string) bool { return utf8.RuneCountInString(p) > MaxLength }},
	{"uppercase", "Add an upper-case letter.", lacks(func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) || caseless(r) })},
	{"lowercase", "Add a lower-case letter.", lacks(func(r rune) bool { return unicode.IsLower(r) || caseless(r) })},
	{"digit", "Add a digit.", lacks(unicode.IsDigit)},
	{"special", "Add a special character, such as ! or a space.", lacks(special)},
	{"common", "Choose another password: this is one of the commonest.", isCommon},
	{"same_as_email", "Choose another password: this is your e-mail address.", isAddress},
}

// lacks makes a rule that is broken when no character is of a kind.
func lacks(kind func(rune) bool) func(password, email string) bool {
	return func(password, _ string) bool { return !strings.ContainsFunc(password, kind) }
}

// caseless reports a letter of a script that knows no upper and lower case.
func caseless(r rune) bool {
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r) && !unicode.IsTitle(r)
}

func special(r rune) bool {
	return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r)
}

// isCommon looks for the whole password as a line of the list: some
// microseconds beside the hash's quarter of a second.
func isCommon(password, _ string) bool {
	if password == "" || strings.Contains(password, "\n") {
		return false
	}
	return strings.Contains("\n"+common, "\n"+strings.ToLower(password)+"\n")
}

func isAddress(password, email string) bool {
	email = norm.NFC.String(strings.TrimSpace(email))
	if email == "" {
		return false
	}
	local := email[:max(strings.LastIndex(email, "@"), 0)]
	return strings.EqualFold(password, email) || local != "" && strings.EqualFold(password, local)
}
