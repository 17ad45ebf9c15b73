package job

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// maxYears is the most that is believed of a requirement.
const maxYears = 30

// count is a number of years as a token has it: "3", "3+", "3-5", "2-х".
var count = regexp.MustCompile(`^(\d{1,2})(?:\+|-\d{1,2}\+?|-\p{L}{1,2})?$`)

// numbers are the kinds of phrases that are numbers.
var numbers = []struct {
	kind string
	n    int
}{{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"ten", 10}}

// numberOf is the number that a token is; 0 for none.
func numberOf(t token) int {
	if m := count.FindStringSubmatch(t.text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil && n <= maxYears {
			return n
		}
		return 0
	}
	for _, number := range numbers {
		if known()[number.kind].is(t.text) {
			return number.n
		}
	}
	return 0
}

// reach is how many words before "years" their number may begin: "three to five
// full years".
const reach = 5

// years takes how many years of experience are asked for, and in what; under no
// heading only where experience is spoken of.
func (p *parser) years(a *asked, headed bool) {
	_, experience := has(a.words, wordExper)
	if !headed && !experience {
		return
	}
	for _, unit := range find(a.words, wordYears) {
		if _, age := has(a.words[unit.to:min(unit.to+2, len(a.words))], wordAge); age {
			continue
		}
		n, from := 0, unit.from
		for i := unit.from - 1; i >= max(0, unit.from-reach); i-- {
			if one := numberOf(a.words[i]); one > 0 && !partOfNumber(a.text, a.words[i]) {
				n, from = one, i
			} else if !known()[wordTo].is(a.words[i].text) {
				break
			}
		}
		if n == 0 {
			continue
		}
		at := piece{from, unit.to}
		r := Requirement{Kind: KindYears, Text: a.clause(at), Years: n}
		a.subject(&r, at)
		p.take(strings.Join(slices.Concat([]string{"years"}, r.AnyOf, r.Fields, r.Words), " "), r, a, at)
		return
	}
}

// subject tells what the years at a place are asked in: skills, fields, or other
// words of their clause.
func (a *asked) subject(r *Requirement, at piece) {
	own := a.around(at)
	if strong := find(a.words[at.to:own.to], wordStrong); len(strong) > 0 { // "and strong knowledge of Java" is another matter
		own.to = at.to + strong[0].from
	}
	start, end := a.words[own.from].start, a.words[own.to-1].end
	for _, hit := range a.hits {
		trade := len(fieldsIn(tokens(a.text[hit.Start:hit.End]))) > 0 // "in construction"
		if start <= hit.Start && hit.End <= end && !trade && !taxonomy.Soft(hit.Canonical) && !slices.Contains(r.AnyOf, hit.Canonical) {
			r.AnyOf = append(r.AnyOf, hit.Canonical)
		}
	}
	rest := slices.Concat(a.words[own.from:at.from], a.words[at.to:own.to])
	if r.Fields = fieldsIn(rest); len(r.AnyOf) == 0 && len(r.Fields) == 0 {
		r.Words = stems(says(slices.DeleteFunc(rest, func(t token) bool { return known()[wordVague].is(t.text) })))
	}
}

// partOfNumber reports whether a token stands behind a sign that makes it a piece
// of a longer number or a sum: "$61.20".
func partOfNumber(text string, t token) bool {
	if t.start == 0 {
		return false
	}
	switch text[t.start-1] {
	case '.', ',', '$':
		return true
	}
	return false
}
