package interview

import (
	"embed"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/names/*.yaml
var nameTexts embed.FS

// names are what the bank's categories, its domains and the types of questions are
// called.
var names = say.Embedded(nameTexts, "texts/names")

// Category is what a category of the bank is called in a language; one that is not
// the bank's own is called by its words.
func Category(language, category string) string {
	return named(language, "category ", category)
}

// Skill is what a skill is called: a category of a domain or, without these, a type
// of questions.
func Skill(language, domain, category, kind string) string {
	if domain == "" && category == "" {
		return named(language, "type ", kind)
	}
	return named(language, "domain ", domain) + ": " + Category(language, category)
}

// named is the name of one of the bank's values, or its words.
func named(language, key, value string) string {
	if name := names().In(language, key+value); name != key+value {
		return name
	}
	return strings.ReplaceAll(value, "-", " ")
}
