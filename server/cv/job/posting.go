// Package job reads job descriptions and finds in a CV what proves each
// requirement. It reads by rules and by words that are data, so the same texts
// give the same result always.
package job

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// Bounds of what is read of a description.
const (
	maxText         = 20_000 // bytes
	maxLines        = 400
	maxRequirements = 80
)

// Kind is what a requirement asks for.
type Kind string

// The kinds.
const (
	KindSkill    Kind = "skill"
	KindYears    Kind = "years"
	KindDegree   Kind = "degree"
	KindLanguage Kind = "language"
	// KindOther is a line that names nothing known; it is compared by its words.
	KindOther Kind = "other"
)

// Requirement is one thing that a description asks for.
type Requirement struct {
	// Text is its name, such as "PostgreSQL", or the description's own line.
	Text string
	// Line is the description's sentence that asks for it first, from 0.
	Line int
	Kind Kind
	// Must tells must-haves from nice-to-haves.
	Must bool
	// Weight from 1: more for must-haves, for what stands in the title, is
	// stressed, or is named again.
	Weight int
	// AnyOf are names of skills of which one is enough; one for most. Years may be
	// asked in some.
	AnyOf []string
	// Fields are the trades that years, or the subjects that a degree are asked in,
	// by the names in fields.tsv; any of them will do.
	Fields []string
	// Years of experience, for KindYears.
	Years int
	// Code is the ISO 639-1 code of a language, Level "A1" to "C2" or "native";
	// Level is empty when none is said.
	Code, Level string
	// Words are the stems of what years are asked in that is no known skill or
	// field.
	Words []string
	// Grade is how high a degree must be, from 1 (vocational) to 4 (a doctor's), 0
	// for any; Related tells that one in a near subject will do.
	Grade   int
	Related bool
}

// Posting is a job description as it is understood.
type Posting struct {
	// Title is its first line, when that is short enough for one.
	Title        string
	Requirements []Requirement
	// text is what it was read from; fields are those of its title, skills all that
	// it asks for.
	text           string
	fields, skills []string
}

// Weights: what is asked for at least, what is welcome.
const (
	weightMust     = 3
	weightNice     = 1
	weightTitle    = 2
	weightStressed = 1
	maxRepeats     = 2
)

// Parse reads a description. It never fails: what names nothing is no
// requirement.
func Parse(text string) Posting {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	p := parser{seen: map[string]int{}, mode: wordOpen}
	p.out.text = text
	all := split(text)
	for i, s := range all[:min(len(all), maxLines)] {
		var next sentence
		if i+1 < len(all) {
			next = all[i+1]
		}
		heading, rest := headingOf(s, next)
		if heading == wordMeta {
			if rest == "" {
				p.mode = wordSkip
			}
			continue
		}
		if heading != "" {
			p.mode = heading
		}
		s.text = rest
		if rest == "" {
			continue
		}
		s.words = tokens(rest)
		if i == 0 && (heading == "" || heading == wordOpen) && len(all) > 1 && titled(s) {
			p.out.Title = rest
			p.out.fields = fieldsIn(s.words)
			p.title(rest)
			continue
		}
		p.sentence(i, s)
	}
	for _, r := range p.out.Requirements {
		if r.Kind == KindSkill {
			p.out.skills = append(p.out.skills, r.AnyOf...)
		}
	}
	return p.out
}

// titled reports whether the first sentence is a title: short, and no list of
// skills.
func titled(s sentence) bool {
	return utf8.RuneCountInString(s.text) <= 80 && len(s.words) <= 10 && !strings.Contains(s.text, ";") &&
		(!strings.Contains(s.text, ",") || len(taxonomy.Find(s.text)) < 2)
}
