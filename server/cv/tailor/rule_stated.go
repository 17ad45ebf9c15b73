package tailor

import (
	"fmt"
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// joinSlips makes one change of a value's mistakes, so that what is shown as the
// new text has none of them left; what is asked is a change of its own.
func (w *work) joinSlips() {
	at := map[string]int{}
	var out []Change
	for _, c := range w.changes {
		i, ok := at[c.Path]
		if c.Asks != "" {
			out = append(out, c)
			continue
		}
		if !ok {
			at[c.Path] = len(out)
			out = append(out, c)
			continue
		}
		one := &out[i]
		one.Edits = append(one.Edits, c.Edits...)
		one.After = edited(one.Before, one.Edits)
		if c.Reason != one.Reason {
			one.Reason += " " + c.Reason
		}
		if c.Kind == Grammar {
			one.Kind = Grammar
		}
		one.identify()
	}
	w.changes = out
}

// stated proposes the skills that the owner adds and the CV does not list, and
// says of what else is added that rules alone have no place for it.
func (w *work) stated() []string {
	var unused []string
	next := len(w.Parsed.Skills)
	for _, c := range w.changes {
		if c.adds() {
			next++
		}
	}
	for _, addition := range w.Additions {
		used := false
		for _, hit := range taxonomy.Find(addition) {
			name := addition[hit.Start:hit.End]
			key := taxonomy.Key(hit.Canonical)
			if w.listed(key) >= 0 || slices.ContainsFunc(w.changes, func(c Change) bool { return c.adds() && taxonomy.Key(c.After) == key }) {
				used = true
				continue
			}
			if denies(addition, len(addition)) || len(w.known.CheckWhole("", name)) > 0 {
				continue
			}
			used = true
			w.add(Change{
				Path: fmt.Sprintf("skills[%d]", next), Kind: Keyword, Type: Addition, After: name,
				Reason: fmt.Sprintf("You say so (%q), and your list of skills does not.", addition),
			})
			next++
		}
		if !used {
			unused = append(unused, fmt.Sprintf("Without a language model this addition has no place: %q. Write it where it belongs, or answer a change that asks for it.", addition))
		}
	}
	return unused
}
