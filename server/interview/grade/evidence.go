package grade

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a quote. A shorter one proves nothing ("a" stands in every answer),
// a longer one does not say where.
const (
	// maxQuote is in bytes: forty-five words in Cyrillic letters.
	maxQuote = 900
	// leastLetters are letters and digits, leastHan Chinese characters.
	leastLetters = 8
	leastHan     = 4
	leastWords   = 2
	// maxPlaces is how many places of a quote are looked at.
	maxPlaces = 8
)

// evidence is what is left of claimed quotes: those that stand in the answer
// letter by letter and say something that is neither denied nor the question's
// own words. Each stands once, in the order claimed, maxQuotes at most.
func (ref *reference) evidence(r *reading, quotes []string) []string {
	var out []string
	for _, q := range quotes {
		if q, ok := ref.proves(r, q); ok && !slices.Contains(out, q) {
			out = append(out, q)
		}
		if len(out) == maxQuotes {
			break
		}
	}
	return out
}

// proves is a quote without the space and the quotation marks round it, and
// whether it is evidence.
func (ref *reference) proves(r *reading, quote string) (string, bool) {
	q := strings.TrimSpace(quote)
	if len(q) > maxQuote || !utf8.ValidString(q) {
		return "", false
	}
	at := strings.Index(r.text, q)
	if at < 0 {
		q = strings.TrimSpace(strings.Trim(q, "\"'«»“”„…"))
		at = strings.Index(r.text, q)
	}
	if at < 0 || q == "" {
		return "", false
	}
	for range maxPlaces {
		if ref.says(r, at, at+len(q)) {
			return q, true
		}
		next := strings.Index(r.text[at+1:], q)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return "", false
}

// says tells whether a range of the answer's bytes says something: words
// enough, and of those with content one at least that the speaker does not say
// not to know, and that is not merely repeated from the question.
func (ref *reference) says(r *reading, start, end int) bool {
	count, letters, han := 0, 0, 0
	first, last := -1, -1
	for i, t := range r.tokens {
		if t.Start < start || t.End > end {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
		count++
		letters += utf8.RuneCountInString(r.words[i])
		if r.han(i) {
			han++
		}
	}
	if han < leastHan && (count < leastWords || letters < leastLetters) && !ref.mayBeWord(r, count) {
		return false
	}
	units := 0
	for _, u := range r.units {
		if u.first < first || u.last > last {
			continue
		}
		units++
		if !ref.askedKeys[u.key] && !r.unknown[u.first] {
			return true
		}
	}
	// Short Chinese words are written with the characters of the commonest ones.
	return units == 0 && han >= leastHan && !slices.Contains(r.unknown[first:last+1], true)
}
