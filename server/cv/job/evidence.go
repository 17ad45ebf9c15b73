package job

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// found is where something stands.
type found struct {
	credit int
	span   document.Span
	quote  string
}

// textLine is a line of the CV that counts.
type textLine struct {
	at    int
	text  string
	stems map[string]bool
}

// evidence is what a CV has to show.
type evidence struct {
	doc               *document.Document
	parsed            *cv.Parsed
	lines             []textLine
	skills            map[string]found // by taxonomy.Key
	period, schooling found
	pasted            []int
}

// pastedWords is how many words in a row of a line and of the description are no
// chance any more.
const pastedWords = 8

// maxNamed is how many skills a line of running text names at most; more make it
// a list.
const maxNamed = 12

func gather(doc *document.Document, p *cv.Parsed, description string) *evidence {
	e := &evidence{doc: doc, parsed: p, skills: map[string]found{}}
	runs := runsOf(description)
	listed := sectionLines(p, cv.SectionSkills)
	for i, line := range doc.Lines {
		if line.Margin {
			continue
		}
		words := tokens(line.Text)
		// A list of skills in the description's order is no copy of its sentences.
		if len(taxonomy.Find(line.Text))*3 < len(words) && repeats(words, runs) {
			e.pasted = append(e.pasted, i)
			continue
		}
		known := textLine{at: i, text: line.Text, stems: map[string]bool{}}
		for _, s := range stems(words) {
			known.stems[s] = true
		}
		e.lines = append(e.lines, known)
		e.text(i, line.Text, words, listed[i])
	}
	e.list()
	e.dates()
	e.education()
	return e
}

// text takes what a line of running text shows.
func (e *evidence) text(at int, text string, words []token, list bool) {
	hits := hitsIn(text)
	credit := creditProved
	if list || len(hits) > maxNamed {
		credit = creditListed
	}
	for _, hit := range hits {
		if !denied(words, hit.Start) {
			e.take(taxonomy.Key(hit.Canonical), found{credit, document.Span{Line: at, Start: hit.Start, End: hit.End}, text})
		}
	}
}

func (e *evidence) take(key string, f found) {
	if old, ok := e.skills[key]; !ok || f.credit > old.credit {
		e.skills[key] = f
	}
}

// list takes the list of skills, where also names count that are ordinary words.
func (e *evidence) list() {
	credit := creditListed
	if len(e.parsed.Skills) > maxList {
		credit = creditStuffed
		for key, f := range e.skills {
			if f.credit == creditListed {
				f.credit = creditStuffed
				e.skills[key] = f
			}
		}
	}
	for _, s := range e.parsed.Skills {
		if s.Empty() {
			continue
		}
		span, quote := e.of(s.Value)
		if slices.Contains(e.pasted, span.Line) {
			continue
		}
		if denied(tokens(s.Text), len(s.Text)) {
			continue
		}
		e.take(taxonomy.Key(s.Text), found{credit, span, quote})
		for _, hit := range taxonomy.Find(s.Text) {
			e.take(taxonomy.Key(hit.Canonical), found{credit, span, quote})
		}
	}
}

// of is where a value stands, and its line; what its owner wrote by hand stands
// nowhere.
func (e *evidence) of(v cv.Value) (document.Span, string) {
	if len(v.Spans) == 0 {
		return document.Span{Line: -1}, v.Text
	}
	return v.Spans[0], quoteOf(e.doc, v.Spans[0])
}

func (e *evidence) dates() {
	for _, x := range e.parsed.Experience {
		if !x.Period.Start.IsZero() {
			span, quote := e.of(x.Period.Value)
			e.period = found{creditProved, span, quote}
			return
		}
	}
}

// education takes the first degree; a school without one proves half.
func (e *evidence) education() {
	for _, x := range e.parsed.Education {
		switch {
		case !x.Degree.Empty():
			span, quote := e.of(x.Degree)
			e.schooling = found{creditProved, span, quote}
			return
		case !x.Institution.Empty() && e.schooling.quote == "":
			span, quote := e.of(x.Institution)
			e.schooling = found{0, span, quote}
		}
	}
}

// sectionLines are the lines of the sections of a kind.
func sectionLines(p *cv.Parsed, kind string) map[int]bool {
	out := map[int]bool{}
	for _, s := range p.Sections {
		if s.Kind != kind {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			out[i] = true
		}
	}
	return out
}

// deniedWords is how many words before a name may deny it: "no experience with".
const deniedWords = 4

// denied reports whether the words before a place say that it is not so.
func denied(words []token, start int) bool {
	end := len(words)
	for end > 0 && words[end-1].start >= start {
		end--
	}
	_, ok := has(words[max(0, end-deniedWords):end], wordNo)
	return ok
}

// runsOf are all runs of pastedWords words of a description.
func runsOf(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		words := tokens(line)
		for i := 0; i+pastedWords <= len(words); i++ {
			out[join(words[i:i+pastedWords])] = true
		}
	}
	return out
}

func repeats(words []token, runs map[string]bool) bool {
	for i := 0; i+pastedWords <= len(words); i++ {
		if runs[join(words[i:i+pastedWords])] {
			return true
		}
	}
	return false
}

func join(words []token) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.text
	}
	return strings.Join(all, " ")
}
