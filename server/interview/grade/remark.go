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
	return tell(a.texts, key, filled...)
}

// improve says what to say instead: what makes each open point, and each
// missing part. Of a story there is an example at most: what the sample says is
// somebody else's life.
func (a *assessed) improve() {
	add := func(i Improvement) {
		if len(a.result.Improvements) < maxImprovements {
			a.result.Improvements = append(a.result.Improvements, i)
		}
	}
	for i, p := range a.result.Points {
		if p.Covered {
			continue
		}
		key := "open_point"
		if p.Partly {
			key = "partly_point"
		}
		one := Improvement{Text: a.tell(key, "point", p.Point), Say: a.ref.points[i].sentence}
		switch {
		case one.Say == "":
			one.Say = a.tell("say_point", "point", p.Point)
		case a.ref.recalls:
			one.Say, one.Example = a.tell("say_example", "text", one.Say), true
		}
		add(one)
	}
	if a.result.Unfit != "" {
		return
	}
	for _, p := range a.result.Parts {
		if p.Evidence == "" {
			add(Improvement{Text: a.tell("open_" + p.Part), Say: a.tell("say_" + p.Part)})
		}
	}
}

// goodLevel is the level from which an answer needs no advice on how to find its
// points: "good".
const goodLevel = 4

// suggest says what to do next time.
func (a *assessed) suggest() {
	add := func(key string) {
		if len(a.result.Suggestions) < maxSuggestions {
			a.result.Suggestions = append(a.result.Suggestions, a.tell(key))
		}
	}
	if a.result.Unfit != "" {
		add(a.unfitKey())
		return
	}
	good := a.result.Level >= goodLevel
	if 2*a.covered < len(a.result.Points) && !good {
		add("try_points")
	}
	// A story has its own words.
	if a.topical < 0.5 && !good && (!a.ref.recalls || a.touched() == 0) {
		add("try_relevance")
	}
	if a.deep.reasons == 0 {
		add("try_reasons")
	}
	if a.deep.numbers == 0 {
		add("try_numbers")
	}
	if a.result.Parts != nil {
		if !a.told() {
			add("try_star")
		}
		return // a story is an example itself
	}
	if a.order.share() < 0.6 {
		add("try_structure")
	}
	if a.deep.examples == 0 {
		add("try_example")
	}
}

// told tells whether a story has its parts, all but one of which are enough where the
// situation and the result are among them.
func (a *assessed) told() bool {
	lacks := func(part string) bool {
		return slices.ContainsFunc(a.result.Parts, func(p Part) bool { return p.Part == part && p.Evidence == "" })
	}
	return a.found() >= wholeParts && !lacks(Situation) && !lacks(Outcome)
}

// unfitKey is the text for an answer that is none.
func (a *assessed) unfitKey() string {
	if a.result.Unfit == Unknown && a.ref.recalls {
		return "unfit_unknown_story"
	}
	return "unfit_" + a.result.Unfit
}

// meaning is what the level means for this answer. One that stands as a whole has
// few of the points, and a text of its own.
func (a *assessed) meaning() string {
	level := strconv.Itoa(a.result.Level)
	switch {
	case a.result.Unfit != "":
		return a.tell(a.unfitKey())
	case a.standsWhole() && a.result.Level > 1:
		return a.tell("whole_" + level)
	}
	return a.tell("answer_" + level)
}

// why tells how a dimension's level came about.
func (a *assessed) why(dimension string) string {
	if a.result.Unfit != "" {
		return a.tell(a.unfitKey())
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
