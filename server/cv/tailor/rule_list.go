package tailor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// headline proposes the role that is aimed at as headline, where the CV says
// that the person has held it.
func (w *work) headline() {
	want := fold.Text(strings.TrimSpace(w.TargetRole))
	if want == "" || fold.Text(w.Parsed.Personal.Title.Text) == want {
		return
	}
	for _, e := range w.Parsed.Experience {
		if fold.Text(e.Title.Text) != want {
			continue
		}
		before := w.Parsed.Personal.Title.Text
		w.edit("personalInfo.title", before, Keyword, "You have held the role you aim at: say so under your name.", whole(before, e.Title.Text))
		return
	}
}

// maxAdded is how many skills are proposed.
const maxAdded = 20

// skills proposes what a job asks for and the CV proves and does not list, the
// job's name beside another one, and the job's order.
func (w *work) skills() {
	if w.JobDescription == "" {
		return
	}
	called := w.called()
	wanted := map[string]int{} // by key, the place among the requirements
	next := len(w.Parsed.Skills)
	for i, item := range job.Fit(w.Document, &w.Parsed, w.Posting, time.Time{}).Items {
		if item.Kind != job.KindSkill {
			continue
		}
		for _, name := range item.AnyOf {
			key := taxonomy.Key(name)
			if _, ok := wanted[key]; ok {
				continue
			}
			wanted[key] = i
			if written := called[key]; written != "" && fold.Text(written) != fold.Text(name) {
				name = written
			}
			if listed := w.listed(key); listed >= 0 {
				w.beside(listed, name)
				continue
			}
			if item.Credit == 100 && names(item.Quote, key) && w.worked(key) && next-len(w.Parsed.Skills) < maxAdded {
				w.add(Change{
					Path: fmt.Sprintf("skills[%d]", next), Kind: Keyword, Type: Addition, After: name,
					Reason: fmt.Sprintf("The job asks for it and your CV shows it (%q), but your list of skills does not.", item.Quote),
				})
				next++
			}
		}
	}
	w.sortSkills(wanted)
}

// called are the job's own names of skills, by key.
func (w *work) called() map[string]string {
	out := map[string]string{}
	for _, hit := range taxonomy.Find(w.JobDescription) {
		key := taxonomy.Key(hit.Canonical)
		if out[key] == "" {
			out[key] = w.JobDescription[hit.Start:hit.End]
		}
	}
	return out
}

// listed is the skill of a key in the list; -1 without one.
func (w *work) listed(key string) int {
	return slices.IndexFunc(w.Parsed.Skills, func(s cv.Skill) bool { return taxonomy.Key(s.Text) == key || names(s.Text, key) })
}

// names reports whether a text names a skill.
func names(text, key string) bool {
	return slices.ContainsFunc(taxonomy.Find(text), func(h taxonomy.Hit) bool { return taxonomy.Key(h.Canonical) == key })
}

// worked reports whether work or the summary names a skill, not another
// section, such as what somebody would like to learn.
func (w *work) worked(key string) bool {
	return slices.ContainsFunc(w.fields, func(f field) bool { return names(f.text, key) })
}

// beside proposes the job's name of a skill beside that of the CV.
func (w *work) beside(i int, name string) {
	text := w.Parsed.Skills[i].Text
	if taxonomy.Key(text) != taxonomy.Key(name) || fold.Text(text) == fold.Text(name) || strings.Contains(fold.Text(text), fold.Text(name)) ||
		!strings.Contains(fold.Text(w.JobDescription), fold.Text(name)) {
		return
	}
	w.edit(fmt.Sprintf("skills[%d]", i), text, Keyword, "The job calls it so; some systems look for the name alone.", whole(text, name+" ("+text+")"))
}

// sortSkills proposes those first that the job asks for, where the list is plain.
func (w *work) sortSkills(wanted map[string]int) {
	if !w.plainList() {
		return
	}
	place := func(i int) int {
		if n, ok := wanted[taxonomy.Key(w.Parsed.Skills[i].Text)]; ok {
			return n
		}
		return len(wanted) + len(w.Parsed.Skills) + 1000
	}
	w.reorder("skills", len(w.Parsed.Skills), Keyword, "What the job asks for comes first.", func(a, b int) int { return cmp.Compare(place(a), place(b)) })
}

// plainList reports whether nothing stands between the skills but signs, so that
// none loses a label or a level when they are sorted.
func (w *work) plainList() bool {
	last := map[int]int{}
	for _, s := range w.Parsed.Skills {
		if s.Empty() {
			return false
		}
		if len(s.Spans) != 1 || w.Document.Text(s.Spans[0]) != s.Text {
			return false
		}
		span := s.Spans[0]
		line := w.Document.Lines[span.Line].Text
		if span.Start < last[span.Line] || strings.Trim(line[last[span.Line]:span.Start], " ,;|•·/") != "" {
			return false
		}
		last[span.Line] = span.End
	}
	for _, s := range w.Parsed.Skills {
		n := s.Spans[0].Line
		if strings.Trim(w.Document.Lines[n].Text[last[n]:], " ,;|•·/.") != "" {
			return false
		}
	}
	return true
}

// order proposes the newest position first.
func (w *work) order() {
	all := w.Parsed.Experience
	for _, e := range all {
		if e.Period.Start.IsZero() {
			return
		}
	}
	month := func(d cv.Date) int { return d.Year*12 + d.Month }
	end := func(e cv.Experience) int {
		if e.Period.Current {
			return 1 << 30
		}
		if e.Period.End.IsZero() {
			return month(e.Period.Start)
		}
		return month(e.Period.End)
	}
	w.reorder("experience", len(all), Format, "The newest position comes first.", func(a, b int) int {
		return cmp.Or(cmp.Compare(end(all[b]), end(all[a])), cmp.Compare(month(all[b].Period.Start), month(all[a].Period.Start)))
	})
}

// reorder proposes the order of a list.
func (w *work) reorder(path string, n int, kind Kind, reason string, compare func(a, b int) int) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	if slices.IsSorted(order) {
		return
	}
	lines := entries(&w.Parsed, path)
	w.add(Change{
		Path: path, Kind: kind, Type: Modification, Reason: reason, Order: order,
		Before: strings.Join(lines, "\n"), After: strings.Join(permuted(lines, order), "\n"),
	})
}
