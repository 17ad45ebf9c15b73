package ats

import (
	"fmt"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

func checkExperience(f *facts) verdict {
	switch {
	case len(f.jobs) > 0:
		return verdict{}
	case f.titled(cv.SectionProjects):
		return verdict{lost: 2, detail: "There are projects, and no positions."}
	}
	return verdict{lost: 6}
}

// share is a verdict by the share of positions that lack something.
func (f *facts) share(points int, lacks func(cv.Experience) bool, say thing) verdict {
	if len(f.jobs) == 0 {
		return verdict{lost: points, under: noExperience, detail: "There are no positions."}
	}
	var bad []document.Span
	n := 0
	for _, j := range f.jobs {
		if lacks(j) {
			n++
			bad = append(bad, head(j)...)
		}
	}
	if n == 0 {
		return verdict{}
	}
	return verdict{lost: max(1, cost(points, n, len(f.jobs))), detail: say.count(n, len(f.jobs)), spans: bad}
}

// head is where a position begins.
func head(j cv.Experience) []document.Span {
	all := firsts(j.Title, j.Company, j.Period.Value)
	return all[:min(1, len(all))]
}

func checkDates(f *facts) verdict {
	return f.share(5, func(j cv.Experience) bool {
		return j.Period.Start.IsZero() || j.Period.End.IsZero() && !j.Period.Current
	}, thing{"position", "positions", "does not say from when until when", "do not say from when until when"})
}

func checkTitles(f *facts) verdict {
	return f.share(3, func(j cv.Experience) bool { return j.Title.Empty() || j.Company.Empty() }, thing{"position", "positions", "lacks its title or employer", "lack their title or employer"})
}

// latest is how many positions must say what was done in them.
const latest = 3

func checkBullets(f *facts) verdict {
	recent := *f
	recent.jobs = f.jobs[:min(latest, len(f.jobs))]
	return recent.share(4, func(j cv.Experience) bool { return len(texts(j.Achievements)) < 2 }, thing{"position", "latest positions", "has no list of what you did", "have no list of what you did"})
}

// some says of how many items something is wrong with.
func (f *facts) some(wrong func(item) bool, say thing) (v verdict, n int) {
	var bad []document.Span
	for _, i := range f.items {
		if wrong(i) {
			n++
			bad = append(bad, i.spans[:min(1, len(i.spans))]...)
		}
	}
	if n == 0 {
		return verdict{}, 0
	}
	return verdict{detail: say.count(n, len(f.items)), spans: bad}, n
}

func checkVerbs(f *facts) verdict {
	if v, none := f.none(5); none {
		return v
	}
	var openings []string
	v, n := f.some(func(i item) bool {
		hits := f.words.Openings(i.text)
		for _, h := range hits {
			openings = append(openings, i.text[h.Start:h.End])
		}
		return len(hits) > 0
	}, thing{"item", "items", "hides what you did behind other words", "hide what you did behind other words"})
	if n > 0 {
		v.detail += " Such as: " + quoted(openings) + "."
		v.lost = max(1, cost(5, n*(2*len(f.items)-n), len(f.items)*len(f.items)))
	}
	return v
}

// enough is the share of items with figures that is asked for, in per cent.
const enough = 30

func checkNumbers(f *facts) verdict {
	if v, none := f.none(6); none {
		return v
	}
	n := 0
	var bad []document.Span
	for _, i := range f.items {
		if figure(i.text, f.Parsed.Language) {
			n++
		} else {
			bad = append(bad, i.spans[:min(1, len(i.spans))]...)
		}
	}
	if n*100 >= enough*len(f.items) {
		return verdict{}
	}
	lost := max(1, 6-cost(6, n*100, len(f.items)*enough))
	return verdict{lost: lost, detail: thing{"item", "items", "has a figure", "have a figure"}.count(n, len(f.items)), spans: bad}
}

// none is the verdict of a rule on items where there are none: what is not there
// is not good, and leaving it out must not pay.
func (f *facts) none(points int) (v verdict, none bool) {
	if len(f.items) > 0 {
		return verdict{}, false
	}
	under := noBullets
	if len(f.jobs) == 0 {
		under = noExperience
	}
	return verdict{lost: points, under: under, detail: "There are no items that say what you did."}, true
}

func checkItemLength(f *facts) verdict {
	if v, none := f.none(2); none && len(f.jobs) == 0 {
		return v
	}
	least := f.atLeast(4)
	what := fmt.Sprintf("shorter than %d or longer than 40 words, empty ones left out", least)
	v, n := f.some(func(i item) bool { return i.words < least || i.words > 40 }, thing{"item", "items", "is " + what, "are " + what})
	switch {
	case n*2 > len(f.items):
		v.lost = 2
	case n*5 > len(f.items):
		v.lost = 1
	default:
		return verdict{}
	}
	return v
}

func checkOrder(f *facts) verdict {
	if v, none := f.none(2); none && len(f.jobs) == 0 {
		return v
	}
	var last cv.Experience
	for _, j := range f.jobs {
		if j.Period.Start.IsZero() {
			continue
		}
		later := j.Period.Start.Time().After(last.Period.Start.Time())
		if !last.Period.Start.IsZero() && later && !last.Period.Current {
			return verdict{lost: 2, detail: "A later position stands below an earlier one.", spans: head(j)}
		}
		last = j
	}
	return verdict{}
}

func checkPerson(f *facts) verdict {
	if v, none := f.none(2); none && len(f.jobs) == 0 {
		return v
	}
	v, n := f.some(func(i item) bool { return len(f.words.FirstPerson(i.text)) > 0 }, thing{"item", "items", "speaks of “I” or “my”", "speak of “I” or “my”"})
	v.lost = min(n, 2)
	return v
}

func checkEducation(f *facts) verdict {
	if len(f.schools()) == 0 {
		return verdict{lost: 5}
	}
	return verdict{}
}

func checkEducationParts(f *facts) verdict {
	return f.school(3, func(e cv.Education) bool { return e.Degree.Empty() || e.Institution.Empty() }, thing{"entry", "entries", "lacks the degree or the school", "lack the degree or the school"})
}

func checkEducationDates(f *facts) verdict {
	return f.school(2, func(e cv.Education) bool {
		return e.Period.Start.IsZero() && e.Period.End.IsZero() && !e.Period.Current
	}, thing{"entry", "entries", "has no year", "have no year"})
}

func (f *facts) school(points int, lacks func(cv.Education) bool, say thing) verdict {
	all := f.schools()
	if len(all) == 0 {
		return verdict{lost: points, under: noEducation, detail: "There is no education."}
	}
	var bad []document.Span
	n := 0
	for _, e := range all {
		if lacks(e) {
			n++
			bad = append(bad, firsts(e.Degree, e.Institution)...)
		}
	}
	if n == 0 {
		return verdict{}
	}
	return verdict{lost: max(1, cost(points, n, len(all))), detail: say.count(n, len(all)), spans: bad}
}
