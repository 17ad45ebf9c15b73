package cv

import (
	"strings"
	"unicode"
)

// maxName bounds a file's name, in characters.
const maxName = 200

// cleanName takes off paths and what a screen would not show as it is. A name
// that is nothing else is given.
func cleanName(name, format string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	if letters := []rune(name); len(letters) > maxName {
		name = string(letters[:maxName])
	}
	if name == "" {
		return "cv." + format
	}
	return name
}
