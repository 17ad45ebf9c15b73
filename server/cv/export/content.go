package export

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// style is what a paragraph is; both formats have each of them.
type style int

const (
	nameStyle style = iota
	headlineStyle
	contactStyle
	titleStyle  // of a section
	entryStyle  // the first row of a position or school
	detailStyle // its second
	textStyle
	bulletStyle
)

// run is letters that look alike.
type run struct {
	text         string
	bold, italic bool
	muted        bool
	// url is the address behind it.
	url string
	// whole tells that no line ends inside, where it can be helped.
	whole bool
}

// paragraph is a paragraph of either format.
type paragraph struct {
	style style
	runs  []run
	// right stands at the right edge of the first line.
	right []run
	// level of a list item, from 0.
	level int
	// opens tells that room stands before it, as between two entries; keep that the
	// next paragraph stands on the same page.
	opens, keep bool
}

// writer makes the paragraphs of a Resume.
type writer struct {
	r    resume.Resume
	look look
	out  []paragraph
}

// content is a Resume as paragraphs.
func content(r resume.Resume, l look) []paragraph {
	w := writer{r: r, look: l}
	w.head()
	for _, p := range r.Parts() {
		w.add(paragraph{style: titleStyle, runs: plain(r.Title(p)), keep: true})
		w.part(p)
	}
	return w.out
}

func plain(text string) []run { return []run{{text: text}} }

// add keeps a paragraph that has letters, without those that cannot be written.
func (w *writer) add(p paragraph) {
	p.runs, p.right = clean(p.runs), clean(p.right)
	if len(p.runs) == 0 {
		p.runs, p.right = p.right, nil
	}
	if len(p.runs) > 0 {
		w.out = append(w.out, p)
	}
}

const separator = " · "

// row puts runs side by side, with a separator between them.
func row(all ...run) []run {
	var out []run
	for _, one := range all {
		if one.text == "" {
			continue
		}
		if len(out) > 0 {
			out = append(out, run{text: separator, muted: true})
		}
		out = append(out, one)
	}
	return out
}

func (w *writer) head() {
	p := w.r.Person
	w.add(paragraph{style: nameStyle, runs: plain(p.Name), keep: true})
	w.add(paragraph{style: headlineStyle, runs: plain(p.Headline), keep: true})
	contacts := []run{{text: p.Location, whole: true}}
	if p.Email != "" {
		contacts = append(contacts, run{text: p.Email, url: "mailto:" + p.Email, whole: true})
	}
	contacts = append(contacts, run{text: p.Phone, whole: true})
	for _, address := range append([]string{p.LinkedIn, p.GitHub}, p.Links...) {
		contacts = append(contacts, run{text: address, url: web(address), whole: true})
	}
	w.add(paragraph{style: contactStyle, runs: row(contacts...)})
	details := make([]run, 0, len(p.Details))
	for _, d := range p.Details {
		details = append(details, run{text: d, whole: true})
	}
	w.add(paragraph{style: contactStyle, runs: row(details...)})
}

func (w *writer) part(p resume.Part) {
	switch p.Kind {
	case cv.SectionSummary:
		w.text(w.r.Summary)
	case cv.SectionExperience:
		for i, job := range w.r.Experience {
			w.job(job, i > 0)
		}
	case cv.SectionEducation:
		for i, school := range w.r.Education {
			w.school(school, i > 0)
		}
	case cv.SectionSkills:
		w.skills()
	case cv.SectionLanguages:
		w.languages()
	case cv.SectionCertifications:
		for _, c := range w.r.Certifications {
			w.add(paragraph{style: bulletStyle, runs: linked(c.String())})
		}
	default:
		w.lines(w.r.Sections[p.Section].Lines)
		return
	}
	w.lines(w.r.Further(p.Kind))
}

// text writes paragraphs.
func (w *writer) text(paragraphs ...string) {
	for _, text := range paragraphs {
		for _, one := range lines(text) {
			w.add(paragraph{style: textStyle, runs: linked(one)})
		}
	}
}

func (w *writer) job(job resume.Job, opens bool) {
	w.entry(job.Title, job.Company, job.Location, job.When(w.r.Language), opens)
	w.text(job.Description)
	for _, a := range job.Achievements {
		w.add(paragraph{style: bulletStyle, runs: linked(flat(a))})
	}
	w.notes(job.Notes)
}

// notes writes list items before paragraphs: they go on with the list.
func (w *writer) notes(all []string) {
	for _, note := range all {
		if resume.Aside(note) {
			w.add(paragraph{style: bulletStyle, runs: linked(flat(note))})
		}
	}
	for _, note := range all {
		if !resume.Aside(note) {
			w.text(note)
		}
	}
}

func (w *writer) school(s resume.School, opens bool) {
	w.entry(s.Degree, s.Institution, s.Location, s.Period.In(w.r.Language), opens)
	w.text(s.Graded())
	w.notes(s.Notes)
}

// entry writes the head of a position or a school, in one row or in two.
func (w *writer) entry(what, where, place, when string, opens bool) {
	head := paragraph{style: entryStyle, opens: opens, keep: true}
	if when != "" {
		head.right = []run{{text: flat(when), muted: true, whole: true}}
	}
	below := row(run{text: flat(where), whole: true}, run{text: flat(place), muted: true, whole: true})
	head.runs = []run{{text: flat(what), bold: true}}
	switch {
	case what == "":
		head.runs, below = row(run{text: flat(where), bold: true}, run{text: flat(place), muted: true}), nil
	case w.look.oneRow:
		if when != "" {
			// Brackets part a place from a month: "Rio de Janeiro 09/2015".
			head.right[0].text = "(" + flat(strings.NewReplacer(" (", ", ", ")", "").Replace(when)) + ")"
		}
		head.runs, below = row(head.runs[0], run{text: flat(where), whole: true}, run{text: flat(place), muted: true, whole: true}), nil
	}
	w.add(head)
	w.add(paragraph{style: detailStyle, runs: below, keep: true})
}

// skills are a line a group; none is cut by a line's end, so that each stays one.
func (w *writer) skills() {
	for _, g := range w.r.Skills {
		var runs []run
		if g.Title != "" {
			runs = append(runs, run{text: flat(g.Title) + ": ", bold: true})
		}
		for i, s := range g.Skills {
			if i > 0 {
				runs = append(runs, run{text: ", "})
			}
			runs = append(runs, run{text: flat(s.String()), whole: true})
		}
		w.add(paragraph{style: textStyle, runs: runs})
	}
}

// languages stand in one line where they are short.
func (w *writer) languages() {
	all := make([]run, 0, len(w.r.Languages))
	for _, s := range w.r.Languages {
		all = append(all, run{text: flat(s.String()), whole: true})
	}
	w.add(paragraph{style: textStyle, runs: row(all...)})
}

// lines writes those of a section that is not read any further.
func (w *writer) lines(all []resume.Line) {
	for i, l := range all {
		p := paragraph{style: textStyle, runs: linkedAt(l.Text, l.Links)}
		switch {
		case l.Bullet:
			p.style, p.level = bulletStyle, min(l.Level, maxLevel)
		case l.Strong:
			p.style, p.opens, p.keep = entryStyle, i > 0, i+1 < len(all)
			for j := range p.runs {
				p.runs[j].bold = true
			}
		}
		w.add(p)
	}
}

// maxLevel is how deep lists are written.
const maxLevel = 2
