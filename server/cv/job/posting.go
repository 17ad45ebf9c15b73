// Package job reads job descriptions and finds in a CV what proves each
// requirement. It reads by rules and by words that are data, so the same texts
// give the same result always.
package job

import (
	"regexp"
	"strings"
	"unicode/utf8"
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
	// AnyOf are names of skills of which one is enough; one for most.
	AnyOf []string
	// Years of experience, for KindYears.
	Years int
	// Code is the ISO 639-1 code of a language, Level "A1" to "C2" or "native";
	// Level is empty when none is said.
	Code, Level string
}

// Posting is a job description as it is understood.
type Posting struct {
	// Title is its first line, when that is short enough for one.
	Title        string
	Requirements []Requirement
	// text is what it was read from.
	text string
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
	p := parser{seen: map[string]int{}}
	p.out.text = text
	mode := wordMust
	for i, line := range split(text) {
		if i >= maxLines {
			break
		}
		heading, rest := headingOf(line)
		if heading != "" {
			mode = heading
		}
		if rest == "" || mode == wordSkip {
			continue
		}
		title := i == 0 && heading == "" && utf8.RuneCountInString(rest) <= 80 && len(tokens(rest)) <= 10 && !strings.ContainsAny(rest, ",;")
		if title {
			p.out.Title = rest
		}
		p.line(i, rest, mode, title)
	}
	return p.out
}

var bullets = regexp.MustCompile(`^[\s•·●▪◦‣∙○■□✓✔➤►*\-–—]+|^\s*\d{1,2}[.)]\s+`)

var sentenceEnd = regexp.MustCompile(`[.!?;]\s+`)

// split cuts a text into sentences: each may be a must-have or none.
func split(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(bullets.ReplaceAllString(strings.TrimSpace(line), ""))
		from := 0
		for _, end := range sentenceEnd.FindAllStringIndex(line, -1) {
			out = append(out, strings.TrimSpace(line[from:end[0]+1]))
			from = end[1]
		}
		out = append(out, strings.TrimSpace(line[from:]))
	}
	return out
}

// headingOf tells a heading's kind, and what stands behind it in its line.
func headingOf(line string) (kind, rest string) {
	title, behind, colon := strings.Cut(line, ":")
	words := tokens(title)
	if len(words) == 0 || len(words) > maxPhrase+2 {
		return "", line
	}
	whole := plain(title)
	for _, kind := range []string{wordNice, wordMust, wordDuties, wordSkip} {
		if phrases()[kind][whole] {
			return kind, strings.TrimSpace(behind)
		}
	}
	if !colon {
		return "", line
	}
	for _, kind := range []string{wordNice, wordMust, wordDuties, wordSkip} { // "Requirements for this role:"
		if at, ok := has(words, kind); ok && at == 0 {
			return kind, strings.TrimSpace(behind)
		}
	}
	return "", line
}
