package question

import (
	"strings"
	"unicode/utf8"
)

// followed finds the earlier turn that this one follows up on. A turn follows
// up when it begins like one ("and why", "what about"), when it points back
// with a word that has nothing to point at in the turn itself, or when it
// names an earlier part of the conversation. It follows the turn with which it
// shares the most words, by default the latest.
func followed(clauses []clause, questions []string, r *rules, ctx Context) string {
	if len(ctx.Turns) == 0 || len(clauses) == 0 || len(questions) == 0 {
		return ""
	}
	first := newClause(questions[0], r.unspaced)
	whole := newClause(joined(clauses), r.unspaced)
	switch {
	case whole.has(r.backward, r.unspaced):
	case leadsOn(first, r), len(questions) == 1 && leadsOn(clauses[len(clauses)-1].cutFillers(r), r):
	case len(questions) == 1 && refersBack(clauses, first, r):
	default:
		return ""
	}
	return closest(whole, r, ctx).ID
}

// leadsOn says that a clause begins like a follow-up. A single word that does
// ("why") is none at the head of a whole question: "why do you want to work for
// us" stands alone.
func leadsOn(c clause, r *rules) bool {
	const standsAlone = 5 // words
	opening := c.prefix(r.follow, r.unspaced)
	if opening == "" {
		return false
	}
	return r.unspaced || strings.Contains(strings.TrimSpace(opening), " ") || len(c.words()) < standsAlone
}

// refersBack says that a short question holds a word that points back, and
// that nothing earlier in the turn could be meant.
func refersBack(clauses []clause, first clause, r *rules) bool {
	const shortWords, shortRunes = 9, 16
	if r.unspaced && utf8.RuneCountInString(first.norm) > shortRunes || !r.unspaced && len(first.words()) > shortWords {
		return false
	}
	if !first.has(r.refer, r.unspaced) {
		return false
	}
	n := 0
	for _, c := range clauses {
		if len(c.words()) > 3 {
			n++
		}
	}
	return n <= 1
}

func closest(c clause, r *rules, ctx Context) Turn {
	best, most := ctx.Turns[len(ctx.Turns)-1], 0
	if r.unspaced {
		return best
	}
	for i := len(ctx.Turns) - 1; i >= 0; i-- {
		n := 0
		for _, w := range strings.Fields(normal(strings.Join(ctx.Turns[i].Questions, " "), false)) {
			if utf8.RuneCountInString(w) >= 5 && !everyday[w] && strings.Contains(c.norm, " "+w+" ") {
				n++
			}
		}
		if n > most {
			best, most = ctx.Turns[i], n
		}
	}
	return best
}

func joined(clauses []clause) string {
	var parts []string
	for _, c := range clauses {
		parts = append(parts, c.text)
	}
	return strings.Join(parts, " ")
}

// everyday are longer words that do not show what a turn is about.
var everyday = map[string]bool{
	"about": true, "would": true, "could": true, "which": true, "where": true, "there": true, "their": true, "these": true,
	"those": true, "other": true, "first": true, "second": true, "after": true, "before": true, "какой": true, "какие": true,
	"можете": true, "расскажите": true, "haqida": true, "qanday": true, "sobre": true, "cuénteme": true, "können": true,
	"erzählen": true, "pouvez": true, "parlez": true, "quelle": true, "hangi": true, "nasıl": true,
}
