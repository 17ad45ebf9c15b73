package ats

import (
	"regexp"
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
	// count of all words but empty ones, which a rewriting leaves out: to leave them
	// out must cost nothing. Columns are the lines beside others.
	count   int
	columns []document.Span
	lines   int
	// hidden are lines that nobody can read.
	hidden map[int]bool
	// echoes is made when it is first asked for.
	echoes *echoes
}

// item is one thing that was done.
type item struct {
	text string
	// spans it was read from; none when its owner wrote it by hand.
	spans []document.Span
	// words without empty ones.
	words int
}

func factsOf(in Input) *facts {
	f := &facts{Input: in, words: wording.For(in.Parsed.Language), named: map[string]bool{}, hidden: hiddenLines(in.Document)}
	f.columns = columnsOf(in.Document, f.hidden)
	f.Parsed = f.seen(in.Parsed)
	in = f.Input
	for _, e := range in.Parsed.Experience {
		if cleared(e) {
			continue
		}
		f.jobs = append(f.jobs, e)
		for _, a := range e.Achievements {
			f.add(a)
		}
		if len(texts(e.Achievements)) == 0 {
			f.sentences(e.Description)
		}
		f.name(e.Description.Text)
		f.name(e.Title.Text)
		for _, skill := range taxonomy.OfRole(e.Title.Text) {
			f.named[skill] = true
		}
	}
	f.name(in.Parsed.Summary.Text)
	f.count -= len(strings.Fields(in.Parsed.Summary.Text)) - f.tidied(in.Parsed.Summary.Text)
	projects := linesOf(in.Parsed, cv.SectionProjects)
	for i, line := range in.Document.Lines {
		if line.Margin || f.hidden[i] {
			continue
		}
		f.lines++
		f.count += len(strings.Fields(line.Text))
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
	if v.Empty() || f.unseen(v) {
		return
	}
	f.name(v.Text)
	if taxonomy.Lists(v.Text) { // "Technologies: Python, Flask" is nothing that was done
		return
	}
	plainer, _ := f.words.Rewrite(v.Text)
	all, words := len(strings.Fields(v.Text)), len(strings.Fields(plainer))
	f.count -= all - words
	f.items = append(f.items, item{text: v.Text, spans: v.Spans, words: words})
}

var sentenceEnd = regexp.MustCompile(`[.!?]\s+`)

// sentences takes a description's sentences: who writes paragraphs says in each
// what others say in an item.
func (f *facts) sentences(v cv.Value) {
	from, at := 0, 0
	for _, end := range append(sentenceEnd.FindAllStringIndex(v.Text, -1), []int{len(v.Text), len(v.Text)}) {
		text := strings.TrimSpace(v.Text[from:end[1]])
		from = end[1]
		if text == "" {
			continue
		}
		spans := v.Spans
		for n, s := range v.Spans[min(at, len(v.Spans)):] { // the line in which it begins
			if begin, _, _ := strings.Cut(text, " "); strings.Contains(f.Document.Text(s), begin) {
				at += n
				spans = v.Spans[at:]
				break
			}
		}
		f.add(cv.Value{Text: text, Spans: spans})
	}
}

func (f *facts) name(text string) {
	for _, hit := range taxonomy.Find(text) {
		f.named[hit.Canonical] = true
		for _, wider := range taxonomy.Implied(hit.Canonical) {
			f.named[wider] = true
		}
	}
}

// skills are the listed ones that were not cleared, each once.
func (f *facts) skills() []cv.Skill {
	var out []cv.Skill
	seen := map[string]bool{}
	for _, s := range f.Parsed.Skills {
		if key := taxonomy.Key(s.Text); !s.Empty() && !f.unseen(s.Value) && !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	return out
}

// seen is what was read without a summary and contacts that nobody can read.
func (f *facts) seen(p *cv.Parsed) *cv.Parsed {
	out := *p
	me := &out.Personal
	for _, v := range []*cv.Value{&out.Summary, &me.Name, &me.Email, &me.Phone, &me.Location, &me.LinkedIn, &me.GitHub} {
		if f.unseen(*v) {
			*v = cv.Value{}
		}
	}
	return &out
}

// unseen reports whether all of a value stands in lines that nobody can read.
func (f *facts) unseen(v cv.Value) bool {
	for _, s := range v.Spans {
		if !f.hidden[s.Line] {
			return false
		}
	}
	return len(v.Spans) > 0
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

// tidied is how many words a text has without those that can be left out.
func (f *facts) tidied(text string) int {
	n := len(strings.Fields(text))
	for _, h := range f.words.Fillers(text) {
		if h.Safe {
			n -= len(strings.Fields(text[h.Start:h.End])) - len(strings.Fields(h.Replacement))
		}
	}
	return n
}

// terse are the languages that say with fewer words what English says, in per
// cent of its words: by cases, endings and compounds. Items of our corpus have in
// the middle 13 words in English, 11 in German and Portuguese, 12 in Spanish and
// French, 10 in Russian, 8 in Turkish and Uzbek.
var terse = map[string]int{"de": 80, "es": 90, "pt": 85, "ru": 75, "tr": 65, "uz": 65}

// atLeast is how many words of the CV's language say what so many of English do,
// rounded.
func (f *facts) atLeast(words int) int {
	if share := terse[f.Parsed.Language]; share > 0 {
		return (words*share + 50) / 100
	}
	return words
}
