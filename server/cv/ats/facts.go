package ats

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// facts is a CV as the rules look at it.
type facts struct {
	Input
	words *wording.Words
	// jobs are the positions that were not cleared, items what they and the
	// projects achieved.
	jobs  []cv.Experience
	items []item
	// named are the skills that positions, projects and the summary name.
	named map[string]bool
	// count of all words; columns the lines outside of the first column.
	count   int
	columns []document.Span
	lines   int
}

// item is one thing that was done.
type item struct {
	text string
	// spans it was read from; none when its owner wrote it by hand.
	spans []document.Span
	words int
}

func factsOf(in Input) *facts {
	f := &facts{Input: in, words: wording.For(in.Parsed.Language), named: map[string]bool{}}
	for _, e := range in.Parsed.Experience {
		if cleared(e) {
			continue
		}
		f.jobs = append(f.jobs, e)
		for _, a := range e.Achievements {
			f.add(a)
		}
		if len(e.Achievements) == 0 {
			f.add(e.Description)
		}
		f.name(e.Description.Text)
		f.name(e.Title.Text)
	}
	f.name(in.Parsed.Summary.Text)
	projects := linesOf(in.Parsed, cv.SectionProjects)
	for i, line := range in.Document.Lines {
		if line.Margin {
			continue
		}
		f.lines++
		f.count += len(strings.Fields(line.Text))
		if line.Region > 0 {
			f.columns = append(f.columns, whole(in.Document, i))
		}
		if projects[i] {
			f.name(line.Text)
			if line.Bullet {
				f.add(cv.Value{Text: line.Text, Spans: []document.Span{whole(in.Document, i)}})
			}
		}
	}
	return f
}

// substantial tells a CV from a few lines, of which nothing good can be said.
func (f *facts) substantial() bool { return f.count >= 60 }

func cleared(e cv.Experience) bool {
	return e.Title.Empty() && e.Company.Empty() && e.Description.Empty() && e.Period.Empty() && len(texts(e.Achievements)) == 0
}

func texts(all []cv.Value) []cv.Value {
	var out []cv.Value
	for _, v := range all {
		if !v.Empty() {
			out = append(out, v)
		}
	}
	return out
}

func (f *facts) add(v cv.Value) {
	if v.Empty() {
		return
	}
	f.items = append(f.items, item{text: v.Text, spans: v.Spans, words: len(strings.Fields(v.Text))})
	f.name(v.Text)
}

func (f *facts) name(text string) {
	for _, hit := range taxonomy.Find(text) {
		f.named[hit.Canonical] = true
	}
}

// skills are the listed ones that were not cleared.
func (f *facts) skills() []cv.Skill {
	var out []cv.Skill
	for _, s := range f.Parsed.Skills {
		if !s.Empty() {
			out = append(out, s)
		}
	}
	return out
}

// schools are the entries of education that were not cleared.
func (f *facts) schools() []cv.Education {
	var out []cv.Education
	for _, e := range f.Parsed.Education {
		if !e.Degree.Empty() || !e.Institution.Empty() || !e.Period.Empty() {
			out = append(out, e)
		}
	}
	return out
}

// titled reports whether a section of a kind has a title.
func (f *facts) titled(kind string) bool {
	for _, s := range f.Parsed.Sections {
		if s.Kind == kind && !s.Title.Empty() {
			return true
		}
	}
	return false
}

func whole(d *document.Document, line int) document.Span {
	return document.Span{Line: line, End: len(d.Lines[line].Text)}
}

// linesOf are the lines of the sections of a kind.
func linesOf(p *cv.Parsed, kind string) map[int]bool {
	out := map[int]bool{}
	for _, s := range p.Sections {
		if s.Kind == kind {
			for i := s.First; i < s.Last; i++ {
				out[i] = true
			}
		}
	}
	return out
}

// firsts are where values begin.
func firsts(values ...cv.Value) []document.Span {
	var out []document.Span
	for _, v := range values {
		if len(v.Spans) > 0 {
			out = append(out, v.Spans[0])
		}
	}
	return out
}

// cost are the points of a share that is not as it should be, rounded.
func cost(points, bad, all int) int {
	if all == 0 {
		return 0
	}
	return (2*points*bad + all) / (2 * all)
}
