package ats

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

func checkSkills(f *facts) verdict {
	if len(f.skills()) == 0 {
		return verdict{lost: 5}
	}
	return verdict{}
}

// few and many bound a list of skills.
const (
	few  = 6
	many = 50
)

func checkSkillCount(f *facts) verdict {
	switch n := len(f.skills()); {
	case n > many:
		return verdict{lost: 4, detail: fmt.Sprintf("You list %d skills.", n)}
	case n < few:
		return verdict{lost: min(4, few-n), detail: fmt.Sprintf("You list %d skills.", n)}
	}
	return verdict{}
}

func checkConcrete(f *facts) verdict {
	all := f.skills()
	if len(all) == 0 {
		return verdict{lost: 3, detail: "There are no skills."}
	}
	concrete := 0
	var soft []string
	var at []document.Span
	for _, s := range all {
		if taxonomy.Soft(s.Canonical) {
			soft = append(soft, s.Text)
			at = append(at, firsts(s.Value)...)
		} else {
			concrete++
		}
	}
	if concrete*100 >= 60*len(all) {
		return verdict{}
	}
	return verdict{lost: max(1, 3-cost(3, concrete*100, len(all)*60)), detail: count(len(soft), len(all), "skills are personal qualities: ") + quoted(soft) + ".", spans: at}
}

func checkProved(f *facts) verdict {
	known, proved := 0, 0
	for _, s := range f.skills() {
		if s.Canonical == "" || taxonomy.Soft(s.Canonical) {
			continue
		}
		known++
		if f.named[s.Canonical] {
			proved++
		}
	}
	switch {
	case len(f.skills()) == 0:
		return verdict{lost: 3, detail: "There are no skills."}
	case known == 0 || proved*100 >= 30*known:
		return verdict{}
	}
	return verdict{lost: max(1, 3-cost(3, proved*100, known*30)), detail: count(proved, known, "of the skills you list are named in your positions, projects or summary.")}
}

func checkText(f *facts) verdict {
	if f.Document.Recognised {
		return verdict{lost: 3, detail: "This file is a picture of a text."}
	}
	return verdict{}
}

// beside is the share of lines beside the first column from which on the page has
// columns, in per cent: a date at the right edge is none.
const beside = 10

func checkColumns(f *facts) verdict {
	if len(f.columns)*100 <= beside*f.lines {
		return verdict{}
	}
	return verdict{lost: 3, detail: count(len(f.columns), f.lines, "lines stand in a second column."), spans: f.columns[:1]}
}

func checkSections(f *facts) verdict {
	var lacking []string
	for _, s := range []struct {
		kind, name string
		has        bool
	}{
		{cv.SectionExperience, "experience", len(f.jobs) > 0},
		{cv.SectionEducation, "education", len(f.schools()) > 0},
		{cv.SectionSkills, "skills", len(f.skills()) > 0},
	} {
		if !s.has || !f.titled(s.kind) {
			lacking = append(lacking, s.name)
		}
	}
	if len(lacking) == 0 {
		return verdict{}
	}
	return verdict{lost: len(lacking), detail: "No usual title stands over: " + strings.Join(lacking, ", ") + "."}
}

// thin is how many words a CV has at least.
const thin = 150

func checkLength(f *facts) verdict {
	switch {
	case f.count < thin:
		return verdict{lost: 2, detail: fmt.Sprintf("The CV has %d words.", f.count)}
	case f.Document.Pages == 3:
		return verdict{lost: 1, detail: "The CV has 3 pages."}
	case f.Document.Pages > 3:
		return verdict{lost: 2, detail: fmt.Sprintf("The CV has %d pages.", f.Document.Pages)}
	}
	return verdict{}
}

func checkDateStyle(f *facts) verdict {
	var named, numbered, years []document.Span
	for _, j := range f.jobs {
		at := firsts(j.Period.Value)
		p := j.Period
		switch {
		case p.Empty() || p.Start.IsZero() && p.End.IsZero():
		case p.Start.Month == 0 && p.End.Month == 0:
			years = append(years, at...)
		case strings.IndexFunc(monthPart(p.Text), unicode.IsLetter) >= 0:
			named = append(named, at...)
		default:
			numbered = append(numbered, at...)
		}
	}
	fewer := named
	if len(numbered) < len(named) {
		fewer = numbered
	}
	switch {
	case len(named) > 0 && len(numbered) > 0:
		return verdict{lost: 2, detail: "Some months are written by name and some by number.", spans: fewer}
	case len(years) > 0 && len(named)+len(numbered) > 0:
		return verdict{lost: 1, detail: "Some positions have months and some only years.", spans: years}
	}
	return verdict{}
}

// monthPart is a period up to its first year, where the month stands.
func monthPart(text string) string {
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return ""
	}
	for i := range text {
		if i+4 <= len(text) && year.MatchString(text[i:i+4]) {
			if i > 0 {
				return text[:i]
			}
			return ""
		}
	}
	return text
}

func checkSpelling(f *facts) verdict {
	if len(f.Slips) == 0 {
		return verdict{}
	}
	var words []string
	v := verdict{lost: len(f.Slips)}
	for _, s := range f.Slips {
		words = append(words, f.Document.Text(s.Span))
		v.spans = append(v.spans, s.Span)
	}
	v.detail = fmt.Sprintf("%d to look at: %s.", len(f.Slips), quoted(words))
	return v
}

func checkWording(f *facts) verdict {
	var words []string
	var at []document.Span
	look := func(v cv.Value) {
		for _, hit := range slices.Concat(f.words.Cliches(v.Text), f.words.Fillers(v.Text)) {
			if hit.Kind == wording.Cliche || hit.Kind == wording.Filler {
				words = append(words, v.Text[hit.Start:hit.End])
				at = append(at, v.Spans[:min(1, len(v.Spans))]...)
			}
		}
	}
	look(f.Parsed.Summary)
	for _, i := range f.items {
		look(cv.Value{Text: i.text, Spans: i.spans})
	}
	switch n := len(words); {
	case n < 2:
		return verdict{}
	case n < 4:
		return verdict{lost: 1, detail: "Empty words: " + quoted(words) + ".", spans: at}
	default:
		return verdict{lost: 2, detail: fmt.Sprintf("%d empty words: %s.", n, quoted(words)), spans: at}
	}
}
