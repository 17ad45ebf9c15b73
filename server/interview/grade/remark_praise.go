package grade

import (
	"slices"
	"strings"
)

// praise names what the answer has, each with a quote: points made, what a story
// has, and numbers, reasons and examples where they stand in a sentence that
// proves one of these. Without a point covered nothing is praised, but what
// proves an answer that stands as a whole.
func (a *assessed) praise() {
	whole := a.covered == 0 && a.standsWhole() && a.result.Level >= praisedLevel
	if a.covered == 0 && !whole {
		return
	}
	add := func(text, quote string) {
		if quote != "" && len(a.result.Strengths) < maxStrengths {
			a.result.Strengths = append(a.result.Strengths, Remark{Text: text, Quote: quote})
		}
	}
	for _, p := range a.result.Points {
		if p.Covered && len(a.result.Strengths) < maxStrengths-2 {
			add(a.tell("good_point", "point", p.Point), p.Evidence[0])
		}
	}
	for _, p := range a.result.Parts {
		if p.Part == Outcome || whole && p.Part != Task && a.shown(p) {
			add(a.tell("good_"+p.Part), p.Evidence)
		}
	}
	x := words(a.r.lang)
	cue := func(c *cues) func(piece) bool {
		return func(p piece) bool {
			return slices.ContainsFunc(c.find(a.r, p.first, p.last), func(h hit) bool {
				return !a.r.denied[h.first] && x.faint.at(a.r, h.first) == 0
			})
		}
	}
	proving := a.proving(whole)
	for _, s := range []struct {
		key string
		has func(piece) bool
	}{
		{"good_numbers", func(p piece) bool { return a.ref.figure(a.r, p) }},
		{"good_reasons", cue(x.reasons)},
		{"good_example", cue(x.examples)},
	} {
		if s.key == "good_example" && a.result.Parts != nil {
			continue // a story is an example itself
		}
		for _, p := range proving {
			if !s.has(p) {
				continue
			}
			if q, ok := a.ref.proves(a.r, a.r.text[p.start:p.end]); ok {
				add(a.tell(s.key), q)
				break
			}
		}
	}
}

// standsWhole tells whether an answer has its score by more than its points: it counts
// as a whole, or it is a story with parts that touches on points and makes few: less
// than half or, where its level speaks of most points, half of them.
func (a *assessed) standsWhole() bool {
	few := 2*a.covered < len(a.result.Points) || a.result.Level >= goodLevel && 2*a.covered == len(a.result.Points)
	return a.byWhole || a.ref.recalls && few && a.touched() > 0 && a.found() >= leastParts
}

// praisedLevel is the level from which a story is praised for its parts alone:
// "acceptable".
const praisedLevel = 3

// shown tells whether a part's evidence has words of it: a situation is also taken
// from where a story begins, which is nothing to praise.
func (a *assessed) shown(p Part) bool {
	x, r := words(a.r.lang), a.r
	at := strings.Index(r.text, p.Evidence)
	for _, h := range x.parts[p.Part].find(r, 0, len(r.tokens)-1) {
		if r.tokens[h.first].Start >= at && r.tokens[h.last].End <= at+len(p.Evidence) {
			return true
		}
	}
	return false
}

// proving are the pieces that have evidence of a point that is covered (or touched
// on, in an answer that stands as a whole) or of a part.
func (a *assessed) proving(whole bool) []piece {
	var quotes []string
	for _, p := range a.result.Points {
		if p.Covered || whole {
			quotes = append(quotes, p.Evidence...)
		}
	}
	for _, p := range a.result.Parts {
		if p.Evidence != "" {
			quotes = append(quotes, p.Evidence)
		}
	}
	return slices.DeleteFunc(slices.Clone(a.r.pieces), func(p piece) bool {
		return !slices.ContainsFunc(quotes, func(q string) bool {
			at := strings.Index(a.r.text, q)
			return at < p.end && at+len(q) > p.start
		})
	})
}
