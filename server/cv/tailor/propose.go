package tailor

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/facts"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// Input is a CV and what it should be tailored for.
type Input struct {
	Document *document.Document
	Parsed   cv.Parsed
	// Slips are its mistakes of spelling, grammar and form.
	Slips                               []ats.Slip
	Level                               Level
	TargetRole, Company, JobDescription string
	// Posting is JobDescription as it is understood.
	Posting job.Posting
	// Additions are facts that the owner states and the CV does not.
	Additions []string
}

// Proposal is what to change.
type Proposal struct {
	// Changes in the order of the CV.
	Changes []Change
	// Label is Rules, or the model's name.
	Label string
	// Dropped counts what a model proposed and was not let through.
	Dropped []Count
	// Notes say which additions were of no use.
	Notes []string
}

// Count is how often something was dropped, by its kind.
type Count struct {
	Kind string `bson:"kind"`
	N    int    `bson:"n"`
}

// maxChanges bounds a proposal.
const maxChanges = 200

// Propose makes changes by rules. The same input gives the same changes.
func Propose(in Input) Proposal {
	if in.Document == nil {
		in.Document = &document.Document{}
	}
	w := &work{Input: in, words: wording.For(in.Parsed.Language), known: facts.Of(in.Document, &in.Parsed, in.Additions...)}
	w.fields = fieldsOf(&in.Parsed)
	w.slips()
	w.joinSlips()
	if in.Level.rank() >= Moderate.rank() {
		w.wordings()
	}
	w.form()
	w.dates()
	var notes []string
	if in.Level.rank() >= Moderate.rank() {
		w.headline()
		w.skills()
		notes = w.stated()
		w.order()
		w.openings()
	}
	if in.Level.rank() >= Aggressive.rank() {
		w.summary()
		w.split()
		w.ask()
	}
	return Proposal{Changes: sorted(w.changes, &in.Parsed), Label: Rules, Notes: notes}
}

// work is one proposal being made.
type work struct {
	Input
	words   *wording.Words
	known   facts.Known
	fields  []field
	changes []Change
}

// field is a text of the CV that may be reworded.
type field struct {
	path, text string
	value      cv.Value
	// role is the position it belongs to, -1 for the summary; item tells that it
	// is a list's.
	role    int
	item    bool
	current bool
}

func fieldsOf(p *cv.Parsed) []field {
	var out []field
	add := func(f field) {
		if f.text = f.value.Text; f.text != "" && len(f.text) <= maxField {
			out = append(out, f)
		}
	}
	add(field{path: "summary", value: p.Summary, role: -1, current: true})
	for i, e := range p.Experience {
		add(field{path: fmt.Sprintf("experience[%d].description", i), value: e.Description, role: i, current: e.Period.Current})
		for n, a := range e.Achievements {
			add(field{path: fmt.Sprintf("experience[%d].achievements[%d]", i, n), value: a, role: i, item: true, current: e.Period.Current})
		}
	}
	return out
}

// maxField is the longest text that is reworded, in bytes.
const maxField = 4000

// edit proposes one edit of a value, unless another change has the place.
func (w *work) edit(path, before string, kind Kind, reason string, edits ...Edit) {
	for _, c := range w.changes {
		if c.Path != path {
			continue
		}
		for _, e := range c.Edits {
			if slices.ContainsFunc(edits, func(n Edit) bool { return n.Start < e.End && e.Start < n.End || n.Start == e.Start }) {
				return
			}
		}
	}
	after := edited(before, edits)
	if after == before || len(w.changes) >= maxChanges {
		return
	}
	c := Change{Path: path, Kind: kind, Type: Modification, Before: before, After: after, Reason: reason, Edits: edits}
	if after == "" {
		c.Type = Deletion
	} else if before == "" {
		c.Type = Addition
	}
	w.add(c)
}

func (w *work) add(c Change) {
	if len(w.changes) >= maxChanges {
		return
	}
	c.Section, c.Status, c.By = section(c.Path), Proposed, cmp.Or(c.By, Rules)
	c.identify()
	w.changes = append(w.changes, c)
}

// whole is the edit that puts a text in the place of another.
func whole(before, after string) Edit { return Edit{0, len(before), after} }

// sorted puts changes into the order of the CV: the head, the summary, each
// position, then the rest; those of one value by their place in it.
func sorted(changes []Change, p *cv.Parsed) []Change {
	rank := map[string]int{"personalInfo.title": 0, "summary": 1, "experience": 2}
	n := 3
	for i, e := range p.Experience {
		rank[fmt.Sprintf("experience[%d].description", i)] = n
		for k := range e.Achievements {
			n++
			rank[fmt.Sprintf("experience[%d].achievements[%d]", i, k)] = n
		}
		n++
	}
	place := func(c Change) int {
		if r, ok := rank[c.Path]; ok {
			return r
		}
		return n
	}
	start := func(c Change) int {
		if len(c.Edits) == 0 {
			return len(c.Before)
		}
		return c.Edits[0].Start
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(start(a), start(b)))
	})
	return changes
}
