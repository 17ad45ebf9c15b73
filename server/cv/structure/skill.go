package structure

import (
	"strings"
	"unicode"
)

// skillKey makes the ways alike in which a skill is written: "Node.js" and
// "NodeJS" are one; the signs that make C++ and C# what they are stay.
func skillKey(text string) string {
	var out strings.Builder
	for _, r := range fold(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#' {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func (l *lexicon) addSkill(columns []string) {
	name := columns[0]
	names := []string{name}
	if len(columns) > 1 {
		names = append(names, strings.Split(columns[1], ",")...)
	}
	for _, alias := range names {
		if key := skillKey(alias); key != "" {
			if _, ok := l.skills[key]; !ok {
				l.skills[key] = name
			}
		}
	}
}

// canonical is a skill's name in the taxonomy; empty for one that is not there.
func (l *lexicon) canonical(text string) string {
	if len(text) > 80 {
		return ""
	}
	return l.skills[skillKey(text)]
}
