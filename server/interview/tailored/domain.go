package tailored

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed roles.tsv
var rolesTable string

// What speaks for a domain. A job's title says it best; technologies help
// where titles say nothing (software engineer) and where they say two things
// (full stack).
const (
	forTitle    = 8.0 // in the first lines of the job description
	forProfile  = 5.0 // in the title of the CV
	forMention  = 0.6 // of each of the first mentions elsewhere, which may be of colleagues
	maxMentions = 3
	forJobSkill = 1.0 // of each technology, by its share of the domain
	forCVSkill  = 0.4
	firstLines  = 8
	leastScore  = 1.7
	leastLead   = 1.2 // times the second
)

// Domain is that domain of the bank which a CV and a job description are about;
// empty where they are about none, or about several alike.
func Domain(cvText, jobText string) string {
	scores := map[string]float64{}
	for _, t := range []struct {
		text         string
		title, skill float64
	}{{jobText, forTitle, forJobSkill}, {cvText, forProfile, forCVSkill}} {
		text := bounded(t.text)
		title, rest := split(text)
		for _, r := range roles() {
			if r.in(title) > 0 {
				scores[r.domain] += t.title
			}
			scores[r.domain] += forMention * float64(min(r.in(rest), maxMentions))
		}
		for _, name := range technologies().in(text) {
			shares := technologies().shares[name]
			sum := 0.0
			for _, domain := range domains() {
				sum += shares[domain]
			}
			for _, domain := range domains() {
				scores[domain] += t.skill * shares[domain] / max(sum, 1)
			}
		}
	}
	ranked := domains()
	slices.SortStableFunc(ranked, func(a, b string) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	if scores[ranked[0]] < leastScore || scores[ranked[0]] < leastLead*scores[ranked[1]] {
		return ""
	}
	return ranked[0]
}

// split parts the words of the first line that names a profession, if that is
// one of the first lines at all, from the others': later ones name colleagues.
func split(text string) (title, rest []string) {
	lines := 0
	for line := range strings.Lines(text) {
		found := words(line)
		if len(found) > 0 {
			lines++
		}
		if title == nil && lines <= firstLines && slices.ContainsFunc(roles(), func(r role) bool { return r.in(found) > 0 }) {
			title = found
			continue
		}
		rest = append(rest, found...)
	}
	return title, rest
}

// role is a profession's names.
type role struct {
	domain string
	names  [][]string
}

var roles = sync.OnceValue(func() []role {
	var out []role
	for domain, names := range table(rolesTable) {
		r := role{domain: domain}
		for _, name := range names {
			r.names = append(r.names, strings.FieldsFunc(name, func(c rune) bool { return c == ' ' || c == '-' }))
		}
		out = append(out, r)
	}
	return out
})

// in counts the places where one of the names stands.
func (r role) in(words []string) int {
	n := 0
	for i := range words {
		if slices.ContainsFunc(r.names, func(name []string) bool { return begins(words[i:], name) }) {
			n++
		}
	}
	return n
}

func begins(words, name []string) bool {
	if len(words) < len(name) {
		return false
	}
	for i, want := range name {
		stem, open := strings.CutSuffix(want, "*")
		switch {
		case open && strings.HasPrefix(words[i], stem), words[i] == want:
		case strings.IndexFunc(want, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0 && strings.Contains(words[i], want):
		default:
			return false
		}
	}
	return true
}
