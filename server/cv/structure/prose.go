package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// prose marks the lines that say what somebody did: they are text below a head,
// and no company's name, however short they are.
func (r *reader) prose() {
	verbs := wording.For(r.out.Language)
	for _, l := range r.lines {
		l.prose = !l.Bullet && len(l.periods) == 0 && len(l.contacts) == 0 && l.runs() && strings.HasPrefix(verbs.Form(l.text), "past")
	}
}

// runs reports whether a short line has the letters of a sentence: a capital one
// first and, but for names and numbers, small ones then. Words of a company or a
// job stand in it only where others join them: "Led a team of engineers".
func (l *line) runs() bool {
	words, small := 0, 0
	for _, t := range l.tokens {
		if t.kind != word {
			continue
		}
		words++
		small += flag(words > 1 && !t.capital)
	}
	if words < 2 || words > 16 || 2*small < words-1 || small == 0 || !l.tokens[0].capital {
		return false
	}
	return l.anyHit(kindStop) || !l.anyHit(kindRole, kindOrg, kindLegal, kindSchool)
}

// beside reports whether a job's title has its company behind a comma, although
// nothing tells that this is one: "Senior Data Scientist, ING".
func (s subject) beside(p piece) bool {
	parts := pieces(p.l, p.start, p.end, true)
	last := parts[len(parts)-1]
	if s.loose || len(parts) < 2 || !s.any(parts[0], s.first) || s.any(last, s.first) {
		return false
	}
	for _, t := range last.within() {
		if t.kind == word && !t.capital {
			return false
		}
	}
	return true
}
