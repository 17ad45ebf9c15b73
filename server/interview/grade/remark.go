package grade

import (
	"slices"
	"strconv"
)

// Bounds of what people are told: more is not read.
const (
	maxStrengths    = 5
	maxImprovements = 4
	maxSuggestions  = 3
)

// remark says what is good, what to say instead, and what to do next time.
func (a *assessed) remark() {
	if a.result.Unfit == "" {
		a.praise()
	}
	a.improve()
	a.suggest()
}

func (a *assessed) tell(key string, filled ...string) string {
	return tell(a.ref.lang, key, filled...)
}

// praise names what the answer has, each with a quote. Without a point covered
// nothing is praised.
func (a *assessed) praise() {
	if a.covered == 0 {
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
		if p.Part == Outcome {
			add(a.tell("good_result"), p.Evidence)
		}
	}
	for _, s := range []struct {
		key   string
		piece int
	}{{"good_numbers", a.deep.numberAt}, {"good_reasons", a.deep.reasonAt}, {"good_example", a.deep.exampleAt}} {
		if s.piece >= 0 {
			p := a.r.pieces[s.piece]
			quote := a.r.text[p.start:p.end]
			if q, ok := a.ref.proves(a.r, quote); ok {
				add(a.tell(s.key), q)
			}
		}
	}
}

// improve says what to say instead: what makes each open point, and each
// missing part.
func (a *assessed) improve() {
	add := func(text, say string) {
		if len(a.result.Improvements) < maxImprovements {
			a.result.Improvements = append(a.result.Improvements, Improvement{Text: text, Say: say})
		}
	}
	for i, p := range a.result.Points {
		if p.Covered {
			continue
		}
		say := a.tell("say_point", "point", p.Point)
		if s := a.ref.points[i].sentence; s != "" {
			say = s
		}
		key := "open_point"
		if p.Partly {
			key = "partly_point"
		}
		add(a.tell(key, "point", p.Point), say)
	}
	if a.result.Unfit != "" {
		return
	}
	model := a.ref.built(a.ref.sample)
	for _, p := range a.result.Parts {
		if p.Evidence != "" {
			continue
		}
		say := a.tell("say_" + p.Part)
		if i := slices.IndexFunc(model, func(f FoundPart) bool { return f.Part == p.Part }); i >= 0 {
			say = model[i].Quote
		}
		add(a.tell("open_"+p.Part), say)
	}
}

// suggest says what to do next time.
func (a *assessed) suggest() {
	add := func(key string) {
		if len(a.result.Suggestions) < maxSuggestions {
			a.result.Suggestions = append(a.result.Suggestions, a.tell(key))
		}
	}
	if a.result.Unfit != "" {
		add("unfit_" + a.result.Unfit)
		return
	}
	if 2*a.covered < len(a.result.Points) {
		add("try_points")
	}
	if a.topical < 0.5 {
		add("try_relevance")
	}
	if a.deep.reasons == 0 {
		add("try_reasons")
	}
	if a.deep.numbers == 0 {
		add("try_numbers")
	}
	if a.result.Parts != nil {
		if slices.ContainsFunc(a.result.Parts, func(p Part) bool { return p.Evidence == "" }) {
			add("try_star")
		}
	} else if a.order.share() < 0.6 {
		add("try_structure")
	}
	if a.deep.examples == 0 {
		add("try_example")
	}
}

// why tells how a dimension's level came about.
func (a *assessed) why(dimension string) string {
	if a.result.Unfit != "" {
		return a.tell("unfit_" + a.result.Unfit)
	}
	n := strconv.Itoa
	switch dimension {
	case Coverage:
		why := a.tell("why_coverage", "n", n(a.covered), "all", n(len(a.result.Points)), "partly", n(a.partly()))
		switch {
		case a.byWhole && a.ref.recalls:
			why = a.tell("why_told", "points", why)
		case a.byWhole:
			why = a.tell("why_reasoned", "points", why)
		}
		return why
	case Depth:
		return a.tell("why_depth", "reasons", n(a.deep.reasons), "numbers", n(a.deep.numbers),
			"examples", n(a.deep.examples), "tradeoffs", n(a.deep.tradeoffs))
	case Structure:
		if a.result.Parts == nil {
			return a.tell("why_structure", "sentences", n(a.order.sentences), "links", n(a.order.steps))
		}
		return a.tell("why_star", "n", n(a.found()), "all", n(len(a.result.Parts)))
	}
	return a.tell("why_relevance", "percent", n(int(100*a.topical+0.5)))
}

// partly is how many points are touched on.
func (a *assessed) partly() int {
	n := 0
	for _, p := range a.result.Points {
		if p.Partly {
			n++
		}
	}
	return n
}
