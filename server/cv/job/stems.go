package job

import "unicode/utf8"

// stems are a text's words that say something, without their endings, each
// once. Cutting endings off by length is rough, and the same for every language.
func stems(words []token) []string {
	seen := map[string]bool{}
	var out []string
	for _, t := range words {
		s := stem(t.text)
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// stem is empty for short words, which say little.
func stem(word string) string {
	n := utf8.RuneCountInString(word)
	if n < 4 {
		return ""
	}
	keep := n
	switch {
	case n > 8:
		keep = n - 3
	case n > 5:
		keep = n - 2
	}
	end := 0
	for range keep {
		_, size := utf8.DecodeRuneInString(word[end:])
		end += size
	}
	return word[:end]
}
