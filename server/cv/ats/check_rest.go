package ats

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/proofread"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

func checkSkills(f *facts) verdict {
	if len(f.skills()) == 0 {
		return verdict{lost: 5}
	}
	return verdict{}
}

// few and many bound a list of skills; each step of more costs a point.
const (
	few  = 6
	many = 50
	step = 5
)

func checkSkillCount(f *facts) verdict {
	switch n := len(f.skills()); {
	case n == 0:
		return verdict{lost: 4, under: noSkills, detail: "There are no skills."}
	case n > many:
		return verdict{lost: min(4, (n-many+step-1)/step), detail: "You list " + plural(n, "skill") + "."}
	case n < few:
		return verdict{lost: min(4, few-n), detail: "You list " + plural(n, "skill") + "."}
	}
	return verdict{}
}

var (
	soft  = thing{"skill", "skills", "is a personal quality", "are personal qualities"}
	line  = thing{"line", "lines", "stands beside others, in another column", "stand beside others, in another column"}
	proof = thing{"skill that we know", "skills that we know", "is named in your positions, projects or summary", "are named in your positions, projects or summary"}
)

func checkConcrete(f *facts) verdict {
	all := f.skills()
	if len(all) == 0 {
		return verdict{lost: 3, under: noSkills, detail: "There are no skills."}
	}
	concrete := 0
	var qualities []string
	var at []document.Span
	for _, s := range all {
		if taxonomy.Soft(s.Canonical) {
			qualities = append(qualities, s.Text)
			at = append(at, firsts(s.Value)...)
		} else {
			concrete++
		}
	}
	if concrete*100 >= 60*len(all) {
		return verdict{}
	}
	return verdict{lost: max(1, 3-cost(3, concrete*100, len(all)*60)), detail: soft.count(len(qualities), len(all)) + " Such as: " + quoted(qualities) + ".", spans: at}
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
		return verdict{lost: 3, under: noSkills, detail: "There are no skills."}
	case known == 0 || proved*100 >= 30*known:
		return verdict{}
	}
	return verdict{lost: max(1, 3-cost(3, proved*100, known*30)), detail: proof.count(proved, known)}
}

func checkText(f *facts) verdict {
	if f.Document.Recognised {
		return verdict{lost: 3, detail: "This file is a picture of a text."}
	}
	return verdict{}
}

// enoughBeside is the share of lines beside others from which on the page has
// columns, in per cent: a date at the right edge is none.
const enoughBeside = 10

func checkColumns(f *facts) verdict {
	if len(f.columns)*100 <= enoughBeside*f.lines {
		return verdict{}
	}
	return verdict{lost: 3, detail: line.count(len(f.columns), f.lines), spans: f.columns[:1]}
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

// thin is how many words a CV has at least; with fewer than meagre it says next to
// nothing.
const (
	thin   = 150
	meagre = 100
)

// pageWords is how many words a full page has, for formats that have no pages.
const pageWords = 600

func checkLength(f *facts) verdict {
	pages, about := f.Document.Pages, ""
	if f.Document.Format != "pdf" && (f.count+pageWords-1)/pageWords > pages {
		pages, about = (f.count+pageWords-1)/pageWords, "about "
	}
	switch {
	case f.count < f.atLeast(thin):
		lost := 1
		if f.count < f.atLeast(meagre) {
			lost = 2
		}
		return verdict{lost: lost, detail: "The CV has " + plural(f.count, "word") + ", empty ones left out."}
	case pages == 3:
		return verdict{lost: 1, detail: "The CV has " + about + "3 pages."}
	case pages > 3:
		return verdict{lost: 2, detail: fmt.Sprintf("The CV has %s%d pages.", about, pages)}
	}
	return verdict{}
}

func checkDateStyle(f *facts) verdict {
	var named, numbered, years []document.Span
	names, numbers, bare := 0, 0, 0
	for _, j := range f.jobs {
		at := firsts(j.Period.Value)
		p := j.Period
		switch {
		case p.Empty() || p.Start.IsZero() && p.End.IsZero():
		case p.Start.Month == 0 && p.End.Month == 0:
			years, bare = append(years, at...), bare+1
		case monthNumber.MatchString(p.Text):
			numbered, numbers = append(numbered, at...), numbers+1
		case strings.IndexFunc(p.Text, unicode.IsLetter) >= 0:
			named, names = append(named, at...), names+1
		}
	}
	fewer := named
	if numbers < names {
		fewer = numbered
	}
	switch {
	case names > 0 && numbers > 0:
		return verdict{lost: 2, detail: "Some months are written by name and some by number.", spans: fewer}
	case bare > 0 && names+numbers > 0:
		return verdict{lost: 1, detail: "Some positions have months and some only years.", spans: years}
	}
	return verdict{}
}

// monthNumber is a month by its number, before or behind its year; "seit 03/2021"
// has one, whatever words stand beside it.
var monthNumber = regexp.MustCompile(`\b\d{1,2}\s?[./\-]\s?(?:19|20)?\d\d\b|\b(?:19|20)\d\d\s?[./\-]\s?\d{1,2}\b`)

// checkSpelling leaves out what may be right: see proofread.Certain.
func checkSpelling(f *facts) verdict {
	var words []string
	var v verdict
	for _, s := range f.Slips {
		word := f.Document.Text(s.Span)
		if proofread.Certain(proofread.Kind(s.Kind), f.Parsed.Language, word, s.Suggestions) {
			words = append(words, word)
			v.spans = append(v.spans, s.Span)
		}
	}
	if len(words) == 0 {
		return verdict{}
	}
	v.lost = len(words)
	v.detail = plural(len(words), "word") + " to look at: " + quoted(words) + "."
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
		return verdict{lost: 2, detail: fmt.Sprintf("%d empty words, such as %s.", n, quoted(words)), spans: at}
	}
}
