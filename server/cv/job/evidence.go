package job

import (
	"slices"
	"strings"
	"time"

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
	doc       *document.Document
	parsed    *cv.Parsed
	lines     []textLine
	skills    map[string]found // by taxonomy.Key
	positions []position
	// kinds of sections by line, names that prove nothing, lines of old positions
	// and of lists that repeat the description's.
	kinds      map[int]string
	names      []document.Span
	old, lists map[int]bool
	// pasted and hidden are lines that prove nothing.
	pasted, hidden []int
}

// maxNamed is how many skills a line of running text names at most; more make it
// a list.
const maxNamed = 12

// faint is the share of the usual letters' size below which nobody can read a
// line, in per cent.
const faint = 45

func gather(doc *document.Document, p *cv.Parsed, description string, at time.Time) *evidence {
	e := &evidence{doc: doc, parsed: p, skills: map[string]found{}}
	e.kinds = kindsOf(p)
	e.names = namesOf(p)
	e.old = oldLines(p, at)
	copied := copiedOf(doc, description, e.kinds)
	e.lists = copied.lists
	smallest := usualSize(doc) * faint / 100
	for i, line := range doc.Lines {
		switch {
		case line.Margin:
		case line.Size > 0 && line.Size < smallest:
			e.hidden = append(e.hidden, i)
		case copied.lines[i]:
			e.pasted = append(e.pasted, i)
		default:
			words := tokens(line.Text)
			known := textLine{at: i, text: line.Text, stems: map[string]bool{}}
			for _, s := range stems(words) {
				known.stems[s] = true
			}
			e.lines = append(e.lines, known)
			e.text(i, line.Text, words)
		}
	}
	e.added()
	e.list()
	e.titled()
	e.positions = positionsOf(p)
	return e
}

// usualSize is the size of the letters of the middle line, by size.
func usualSize(doc *document.Document) float64 {
	var sizes []float64
	for _, line := range doc.Lines {
		if line.Size > 0 && !line.Margin {
			sizes = append(sizes, line.Size)
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// works reports whether lines of a kind of section tell of work, a project, a
// certificate or a degree, and do not only claim.
func works(kind string) bool {
	switch kind {
	case cv.SectionExperience, cv.SectionProjects, cv.SectionCertifications, cv.SectionEducation:
		return true
	}
	return false
}

func (e *evidence) works(line int) bool { return works(e.kinds[line]) }

// kindsOf are the kinds of the sections that lines stand in; lines of positions
// are of experience wherever they stand.
func kindsOf(p *cv.Parsed) map[int]string {
	out := map[int]string{}
	for _, s := range p.Sections {
		for i := s.First; i < s.Last; i++ {
			out[i] = s.Kind
		}
	}
	for _, x := range p.Experience {
		for _, s := range spansOf(x) {
			if out[s.Line] != cv.SectionSkills {
				out[s.Line] = cv.SectionExperience
			}
		}
	}
	return out
}

func spansOf(x cv.Experience) []document.Span {
	out := slices.Concat(x.Title.Spans, x.Description.Spans)
	for _, a := range x.Achievements {
		out = append(out, a.Spans...)
	}
	return out
}

// namesOf are the places of names of people, employers and schools and of
// addresses, which prove no skill: "Java House Ltd", "github.com/anna".
func namesOf(p *cv.Parsed) []document.Span {
	out := slices.Concat(p.Personal.Name.Spans, p.Personal.Email.Spans, p.Personal.Location.Spans, p.Personal.LinkedIn.Spans, p.Personal.GitHub.Spans)
	for _, l := range p.Links {
		out = append(out, l.Spans...)
	}
	for _, x := range p.Experience {
		out = append(out, slices.Concat(x.Company.Spans, x.Location.Spans)...)
	}
	for _, x := range p.Education {
		out = append(out, slices.Concat(x.Institution.Spans, x.Location.Spans)...)
	}
	return out
}

// oldYears is how many years after its end work proves a skill no more than by
// half: tools of that name are others by then.
const oldYears = 10

// oldLines are the lines of positions that ended long ago.
func oldLines(p *cv.Parsed, at time.Time) map[int]bool {
	out := map[int]bool{}
	for _, x := range p.Experience {
		if x.Period.Current || x.Period.End.IsZero() || x.Period.End.Year+oldYears >= at.Year() {
			continue
		}
		for _, s := range spansOf(x) {
			out[s.Line] = true
		}
	}
	return out
}

// text takes what a line of running text shows.
func (e *evidence) text(at int, text string, words []token) {
	hits := hitsIn(text)
	credit := creditListed
	switch {
	case e.lists[at]:
		credit = creditStuffed
	case e.works(at) && len(hits) <= maxNamed:
		credit = creditProved
	}
	if e.old[at] && credit > creditPartial {
		credit = creditPartial
	}
	said := stances(text, words, hits)
	for i, hit := range hits {
		span := document.Span{Line: at, Start: hit.Start, End: hit.End}
		if said[i] == denied || slices.ContainsFunc(e.names, func(n document.Span) bool { return n.Line == at && n.Start < hit.End && hit.Start < n.End }) {
			continue
		}
		own := credit
		if said[i] == little {
			own = min(own, creditPartial)
		}
		e.take(hit.Canonical, found{own, span, text})
	}
}

// added takes what the owner wrote by hand of positions; it stands in no line.
func (e *evidence) added() {
	for _, x := range e.parsed.Experience {
		for _, v := range append([]cv.Value{x.Title, x.Description}, x.Achievements...) {
			if len(v.Spans) > 0 || v.Empty() {
				continue
			}
			hits := hitsIn(v.Text)
			for i, said := range stances(v.Text, tokens(v.Text), hits) {
				if said == shown {
					e.take(hits[i].Canonical, found{creditProved, document.Span{Line: -1}, v.Text})
				}
			}
		}
	}
}

// take puts down what shows a skill and, with it, each wider one: who knows SAP MM
// knows SAP.
func (e *evidence) take(name string, f found) {
	for _, one := range append([]string{name}, taxonomy.Implied(taxonomy.Canonical(name))...) {
		key := taxonomy.Key(one)
		if old, ok := e.skills[key]; !ok || f.credit > old.credit {
			e.skills[key] = f
		}
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
		if slices.Contains(e.pasted, span.Line) || slices.Contains(e.hidden, span.Line) {
			continue
		}
		own, said := credit, e.said(s.Value, quote)
		if said == denied {
			continue
		}
		if said == little {
			own = min(own, creditPartial)
		}
		if e.lists[span.Line] {
			own = min(own, creditStuffed)
		}
		e.take(s.Text, found{own, span, quote})
		for _, hit := range taxonomy.Find(s.Text) {
			e.take(hit.Canonical, found{own, span, quote})
		}
	}
}

// said is what a listed skill's line says of it.
func (e *evidence) said(v cv.Value, line string) stance {
	at := strings.Index(line, v.Text)
	if at < 0 || len(v.Spans) == 0 {
		line, at = v.Text, 0
	}
	return stances(line, tokens(line), []taxonomy.Hit{{Start: at, End: at + len(v.Text)}})[0]
}

// of is where a value stands, and its line; what its owner wrote by hand stands
// nowhere.
func (e *evidence) of(v cv.Value) (document.Span, string) {
	if len(v.Spans) == 0 {
		return document.Span{Line: -1}, v.Text
	}
	return v.Spans[0], quoteOf(e.doc, v.Spans[0])
}
