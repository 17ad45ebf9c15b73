package bank

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Code names a reason for or against a question; clients have words for each.
type Code string

// The codes of reasons, with what Reason.Detail has.
const (
	// WeakPoint: the person missed points of this question; their ids.
	WeakPoint Code = "weak_point"
	// WeakCategory: the person missed points of others in the category; its name.
	WeakCategory Code = "weak_category"
	// Technology: it is about wanted technologies; their names.
	Technology Code = "technology"
	// NeverAsked: the person was never asked it.
	NeverAsked Code = "never_asked"
	// NotLately: last asked more than a month ago; the date.
	NotLately Code = "not_asked_lately"
	// Lately: asked within the month, but there is nothing that fits better; the date.
	Lately Code = "asked_lately"
	// OtherDifficulty: it is of another one than the wanted; its own.
	OtherDifficulty Code = "other_difficulty"
	// OtherTechnology: it is about technologies that were not wanted; their names.
	OtherTechnology Code = "other_technology"
	// Untranslated: it is not in the wanted language; the one that it is asked in.
	Untranslated Code = "untranslated"
)

// Reason is why a question was picked, or what spoke against it.
type Reason struct {
	Code   Code
	Detail string
}

// How long a question rests. A question with weak points comes back the next
// day: that is when practice does most (spaced repetition starts at one day).
const (
	rest     = 30 * 24 * time.Hour
	weakRest = 20 * time.Hour
	// never is the rest of what was not asked yet.
	never = time.Duration(math.MaxInt64)
)

// What reasons are worth. Only their order matters: a weak point outweighs the
// rest together. Somebody who practises for a senior's interview rather has a
// senior's question again than a junior's, and rather one of another difficulty
// than one in a language that they do not speak.
const (
	forWeakPoint        = 2500
	forWeakCategory     = 110
	forTechnology       = 90
	forNeverAsked       = 100
	forNotLately        = 60
	againstUntranslated = -900
	againstDifficulty   = -700
	againstLately       = -450
	againstTechnology   = -130
)

// judge tells the reasons for and against questions, by their places.
type judge struct {
	x *Index
	w Wanted
	// since is how long ago each was asked, never for those that were not; weak is
	// that points were missed. Both by place.
	since []time.Duration
	weak  []bool
	// categories are those of weak questions.
	categories   []bool
	technologies []int
	mask         uint64
	difficulty   int32
	// language is the wanted one's bit, none for one that the product lacks.
	language uint64
}

func newJudge(x *Index, w Wanted) judge {
	j := judge{
		x: x, w: w, since: make([]time.Duration, len(x.questions)), weak: make([]bool, len(x.questions)),
		categories: make([]bool, len(x.categories)),
	}
	for i := range j.since {
		j.since[i] = never
	}
	for id, at := range w.Asked {
		if i, ok := x.byID[id]; ok {
			j.since[i] = min(w.Now.Sub(at), never-1)
		}
	}
	for id, points := range w.Weak {
		if i, ok := x.byID[id]; ok && len(points) > 0 {
			j.weak[i] = true
			j.categories[x.entries[i].category] = true
		}
	}
	for _, t := range w.Technologies {
		if n, ok := x.technologies[strings.ToLower(t)]; ok {
			j.technologies = append(j.technologies, n)
			j.mask |= 1 << (n % 64)
		}
	}
	j.difficulty = lookup(x.difficulties, w.Difficulty)
	if n, ok := x.languages[w.Language]; ok {
		j.language = 1 << n
	}
	return j
}

// score sums the reasons up. It does not make them, for it is asked of every
// question of the bank.
func (j *judge) score(i int) int {
	sum := 0
	j.each(i, func(_ Code, weight int) { sum += weight })
	return sum
}

// each tells the codes that hold of a question, the weightiest first.
func (j *judge) each(i int, tell func(code Code, weight int)) {
	e := &j.x.entries[i]
	since := j.since[i]
	weak := j.weak[i] && since >= weakRest
	if weak {
		tell(WeakPoint, forWeakPoint)
	} else if j.categories[e.category] {
		tell(WeakCategory, forWeakCategory)
	}
	if len(j.technologies) > 0 && len(e.technologies) > 0 {
		if n := e.common(j.technologies, j.mask); n > 0 {
			tell(Technology, min(n, 2)*forTechnology)
		} else {
			tell(OtherTechnology, againstTechnology)
		}
	}
	switch {
	case since == never:
		tell(NeverAsked, forNeverAsked)
	case since >= rest:
		tell(NotLately, forNotLately)
	case !weak:
		tell(Lately, againstLately)
	}
	if j.w.Difficulty != "" && e.difficulty != j.difficulty {
		tell(OtherDifficulty, againstDifficulty)
	}
	if j.w.Language != "" && e.languages&j.language == 0 {
		tell(Untranslated, againstUntranslated)
	}
}

// reasons are the codes with their details.
func (j *judge) reasons(i int) []Reason {
	var out []Reason
	q := &j.x.questions[i]
	j.each(i, func(code Code, _ int) {
		r := Reason{Code: code}
		switch code {
		case WeakPoint:
			r.Detail = strings.Join(j.w.Weak[q.ID], ", ")
		case WeakCategory:
			r.Detail = q.Category
		case Technology:
			r.Detail = strings.Join(j.common(q), ", ")
		case OtherTechnology:
			r.Detail = strings.Join(q.Technologies, ", ")
		case NotLately, Lately:
			r.Detail = j.w.Asked[q.ID].UTC().Format(time.DateOnly)
		case OtherDifficulty:
			r.Detail = q.Difficulty
		case Untranslated:
			_, r.Detail = q.In(j.w.Language)
		case NeverAsked:
		}
		out = append(out, r)
	})
	return out
}

// common are the question's technologies that are wanted.
func (j *judge) common(q *Question) []string {
	var out []string
	for _, t := range q.Technologies {
		if slices.Contains(j.technologies, j.x.technologies[t]) {
			out = append(out, t)
		}
	}
	return out
}
