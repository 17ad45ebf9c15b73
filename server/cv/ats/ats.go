// Package ats estimates how well a CV gets through an applicant tracking system
// and past a first reader. The score is 100 less the points of its findings; each
// finding comes from a published rule, so whoever doubts the score can check it.
// No model, clock or chance has a part in it: the same reading gives the same
// result, byte for byte.
package ats

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Version of the rules: raise it with every change that can change a score.
const Version = "ats-2"

// Label says what the score is, wherever it is shown.
const Label = "Our estimate by published rules. Every employer's system works differently, and none of them gives out a score."

// Section is a part of the score, in the specification's words (CV-002).
type Section string

// The sections.
const (
	Personal   Section = "personalInfo"
	Summary    Section = "summary"
	Experience Section = "experience"
	Education  Section = "education"
	Skills     Section = "skills"
	Formatting Section = "formatting"
)

// Sections in the order in which they are shown.
func Sections() []Section {
	return []Section{Personal, Summary, Experience, Education, Skills, Formatting}
}

// Category is what a finding is about, in the specification's words.
type Category string

// The categories.
const (
	Content Category = "content"
	Format  Category = "formatting"
	Keyword Category = "keywords"
	Grammar Category = "grammar"
)

// Severity of a finding, by the points it costs.
type Severity string

// The severities.
const (
	Low      Severity = "low"      // 1 point
	Medium   Severity = "medium"   // 2
	High     Severity = "high"     // 3 and 4
	Critical Severity = "critical" // 5 and more
)

// Finding is what a rule has found.
type Finding struct {
	Rule     string
	Section  Section
	Category Category
	Severity Severity
	// Points it costs, from 1. Of what is not there at all they are those of the
	// rules on its parts too.
	Points int
	// Message says what was found and why it matters, Suggestion what to do,
	// Example how; Example may be empty.
	Message, Suggestion, Example string
	// Spans are the lines it concerns, in the document's order; none for what is
	// missing.
	Spans []document.Span
}

// Slip is a mistake of spelling or grammar, as a proofreader found it.
type Slip struct {
	Span document.Span
	// Kind is stable, such as "spelling".
	Kind string
	// Message for a person; Suggestions the best first.
	Message     string
	Suggestions []string
}

// Input is a CV as it was read, with its owner's corrections.
type Input struct {
	Document *document.Document
	Parsed   *cv.Parsed
	Slips    []Slip
}

// Analysis is the score and what it is made of.
type Analysis struct {
	// Version of the rules.
	Version string
	// Score is 0 to 100; Stars 1 to 5.
	Score, Stars int
	// Sections are 0 to 100 each, of their own points.
	Sections map[Section]int
	// Strengths and Weaknesses, the weightiest first.
	Strengths, Weaknesses []string
	// Findings, the dearest first.
	Findings []Finding
}

// maxSaid bounds strengths and weaknesses.
const maxSaid = 6

// Analyse applies the rules.
func Analyse(in Input) Analysis {
	f := factsOf(in)
	out := Analysis{Version: Version, Score: 100, Sections: map[Section]int{}}
	most, lost := map[Section]int{}, map[Section]int{}
	var kept []Rule
	for _, r := range rules {
		v := r.check(f)
		v.lost = min(max(v.lost, 0), r.Points)
		most[r.Section] += r.Points
		lost[r.Section] += v.lost
		out.Score -= v.lost
		if v.lost == 0 {
			kept = append(kept, r.Rule)
			continue
		}
		if out.merge(v) {
			continue
		}
		out.Findings = append(out.Findings, Finding{
			Rule: r.ID, Section: r.Section, Category: r.Category, Severity: severityOf(v.lost), Points: v.lost,
			Message: v.message(r.Rule), Suggestion: r.Do, Example: r.Example, Spans: v.spans,
		})
	}
	for _, s := range Sections() {
		out.Sections[s] = (100*(most[s]-lost[s]) + most[s]/2) / most[s]
	}
	slices.SortStableFunc(out.Findings, func(a, b Finding) int { return b.Points - a.Points })
	slices.SortStableFunc(kept, func(a, b Rule) int { return cmp.Compare(b.Points, a.Points) })
	for _, r := range kept {
		if r.Good != "" && len(out.Strengths) < maxSaid && f.substantial() {
			out.Strengths = append(out.Strengths, r.Good)
		}
	}
	for _, finding := range out.Findings[:min(maxSaid, len(out.Findings))] {
		out.Weaknesses = append(out.Weaknesses, finding.Message)
	}
	out.Stars = starsOf(out.Score)
	return out
}

// withParts tells why a finding costs more than its rule alone.
const withParts = " What depends on it is lost with it."

// merge adds a verdict to the finding in which it is told, where there is one.
func (a *Analysis) merge(v verdict) bool {
	i := slices.IndexFunc(a.Findings, func(f Finding) bool { return f.Rule == v.under })
	if i < 0 {
		return false
	}
	if a.Findings[i].Points += v.lost; !strings.HasSuffix(a.Findings[i].Message, withParts) {
		a.Findings[i].Message += withParts
	}
	a.Findings[i].Severity = severityOf(a.Findings[i].Points)
	return true
}

func severityOf(points int) Severity {
	switch {
	case points >= 5:
		return Critical
	case points >= 3:
		return High
	case points == 2:
		return Medium
	}
	return Low
}

func starsOf(score int) int {
	stars := 1
	for _, from := range []int{40, 60, 75, 90} {
		if score >= from {
			stars++
		}
	}
	return stars
}
