package proofread

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// sheet is one CV while it is read.
type sheet struct {
	checker *Checker
	doc     *document.Document
	parsed  *cv.Parsed
	lines   []line
	// own are words that belong to this CV: of names, companies, skills.
	own    map[string]bool
	report Report
	// suggested are the suggestions for the words that were asked about, by
	// language and word; at most maxLooks.
	suggested map[string][]string
	// hard counts what is looked up in more ways than one; at most maxHard.
	hard int
}

// line is a line of the document, made ready.
type line struct {
	text  string
	words []word
	lang  string
	// skip are bytes that are not judged: names, contacts, skills, periods.
	skip []span
	// skills are those named in running text.
	skills []span
	// prose tells that the line is running text: an achievement, a description,
	// the summary.
	prose bool
	// goesOn tells that it continues the sentence of the line before.
	goesOn bool
	// left out of everything: headers and footers, lines without bounds.
	silent bool
}

type span struct{ start, end int }

func (l *line) skipped(start, end int) bool {
	return slices.ContainsFunc(l.skip, func(s span) bool { return start < s.end && s.start < end })
}

// skill reports whether a word is part of a skill's name.
func (l *line) skill(w word) bool {
	return slices.ContainsFunc(l.skills, func(s span) bool { return w.start < s.end && s.start < w.end })
}

// prepare makes the lines ready.
func (s *sheet) prepare() {
	s.own, s.suggested = map[string]bool{}, map[string][]string{}
	s.lines = make([]line, min(len(s.doc.Lines), maxLines))
	words := 0
	for i := range s.lines {
		from, l := &s.doc.Lines[i], &s.lines[i]
		l.text = from.Text
		if from.Margin || len(l.text) > maxLine || words > maxWords {
			l.silent = true
			s.report.Truncated = s.report.Truncated || !from.Margin
			continue
		}
		l.words = split(l.text)
		words += len(l.words)
		if i > 0 && !from.Bullet && from.Heading == 0 {
			before := &s.doc.Lines[i-1]
			l.goesOn = before.Block == from.Block && before.Region == from.Region
		}
		for _, link := range from.Links {
			l.skip = append(l.skip, span{link.Start, link.End})
		}
		for _, hit := range taxonomy.Find(l.text) {
			l.skills = append(l.skills, span{hit.Start, hit.End})
		}
	}
	s.leaveOut()
	s.proseOf(s.parsed.Summary)
	for _, e := range s.parsed.Experience {
		s.proseOf(e.Description)
		for _, a := range e.Achievements {
			s.proseOf(a)
		}
	}
	s.languages()
}

// leaveOut marks the values that are names, numbers and lists of skills.
func (s *sheet) leaveOut() {
	p := &s.parsed.Personal
	values := []cv.Value{p.Name, p.Email, p.Phone, p.Location, p.LinkedIn, p.GitHub}
	for _, e := range s.parsed.Experience {
		values = append(values, e.Company, e.Location, e.Period.Value)
	}
	for _, e := range s.parsed.Education {
		values = append(values, e.Institution, e.Location, e.Period.Value, e.GPA)
	}
	for _, v := range s.parsed.Skills {
		values = append(values, v.Value)
	}
	for _, v := range s.parsed.Languages {
		values = append(values, v.Value, v.Level)
	}
	values = append(values, s.parsed.Certifications...)
	values = append(values, s.parsed.Links...)
	for _, v := range values {
		for _, at := range v.Spans {
			if l := s.line(at); l != nil {
				l.skip = append(l.skip, span{at.Start, at.End})
				for _, w := range l.words {
					if w.start >= at.Start && w.end <= at.End {
						s.own[strings.ToLower(w.text)] = true
					}
				}
			}
		}
	}
}

func (s *sheet) proseOf(v cv.Value) {
	for _, at := range v.Spans {
		if l := s.line(at); l != nil {
			l.prose = true
		}
	}
}

// line is the one of a span, nil for a span that is not of this document.
func (s *sheet) line(at document.Span) *line {
	if at.Line < 0 || at.Line >= len(s.lines) || s.lines[at.Line].silent {
		return nil
	}
	return &s.lines[at.Line]
}

// add puts a problem down.
func (s *sheet) add(kind Kind, i, start, end int, message string, suggestions ...string) {
	s.report.Problems = append(s.report.Problems, Problem{
		Kind: kind, Span: document.Span{Line: i, Start: start, End: end},
		Language: s.lines[i].lang, Message: message, Suggestions: suggestions,
	})
}
