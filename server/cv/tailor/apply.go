package tailor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// Apply returns a CV with the accepted changes; those of what is not there any
// more are left out. The CV that is given stays as it is.
func Apply(p cv.Parsed, changes []Change) cv.Parsed {
	byPath := map[string][]Change{}
	var paths []string
	var added, orders []Change
	for _, c := range changes {
		switch {
		case c.Status != Accepted || !c.fits(&p) || c.open():
		case c.Order != nil:
			orders = append(orders, c)
		case c.adds():
			added = append(added, c)
		default:
			if byPath[c.Path] == nil {
				paths = append(paths, c.Path)
			}
			byPath[c.Path] = append(byPath[c.Path], c)
		}
	}
	out := p
	split := map[string]bool{}
	for _, path := range paths {
		for _, c := range byPath[path] {
			split[path] = split[path] || strings.Contains(c.After, "\n") && !strings.Contains(c.Before, "\n")
		}
		out = with(out, path, merged(byPath[path]))
	}
	out = splitItems(out, split)
	for _, c := range orders {
		out = c.reorder(out)
	}
	for _, c := range added {
		out = with(out, fmt.Sprintf("skills[%d]", len(out.Skills)), c.After)
	}
	return out
}

// with sets a value; a path that was judged before does not fail.
func with(p cv.Parsed, path, text string) cv.Parsed {
	out, err := p.With(path, text)
	if err != nil {
		return p
	}
	var i int
	if _, err := fmt.Sscanf(path, "skills[%d]", &i); err == nil && i < len(out.Skills) {
		out.Skills[i].Canonical = taxonomy.Canonical(text)
	}
	return out
}

// open reports whether a question waits for its answer.
func (c *Change) open() bool { return c.Asks != "" && c.Addition == "" }

// adds reports whether a change adds an entry to the list of skills.
func (c *Change) adds() bool { return c.Type == Addition && strings.HasPrefix(c.Path, "skills[") }

// fits reports whether what a change is about is still there.
func (c *Change) fits(p *cv.Parsed) bool {
	switch {
	case c.Order != nil:
		return c.Before == strings.Join(entries(p, c.Path), "\n")
	case c.adds():
		return !slices.ContainsFunc(p.Skills, func(s cv.Skill) bool { return taxonomy.Key(s.Text) == taxonomy.Key(c.After) })
	}
	text, ok := p.At(c.Path)
	return ok && text == c.Before
}

// merged is a value with the edits of several changes. What the owner wrote
// anew stands for all of it; what a model wrote anew takes the owner's figures.
func merged(changes []Change) string {
	before := changes[0].Before
	var edits []Edit
	anew := ""
	for _, c := range changes {
		switch all := len(c.Edits) == 1 && c.Edits[0].Start == 0 && c.Edits[0].End == len(before); {
		case c.Addition != "" && all:
			return c.After
		case c.Addition != "":
			edits = append(slices.Clone(c.Edits), edits...) // before a full stop that is added
		case all:
			anew = c.After
		default:
			edits = append(edits, c.Edits...)
		}
	}
	if anew == "" {
		return edited(before, edits)
	}
	for _, c := range changes {
		if c.spells() {
			anew = strings.Replace(anew, before[c.Doubt.Start:c.Doubt.End], c.Addition, 1)
		} else if c.Addition != "" {
			anew = edited(anew, []Edit{woven(anew, c.Addition)})
		}
	}
	return anew
}

// woven is the edit that puts figures behind a text in brackets.
func woven(text, figures string) Edit {
	end := len(strings.TrimRight(text, ". "))
	return Edit{end, end, " (" + strings.Trim(figures, "(). ") + ")"}
}

// edited makes edits of a text; of two that overlap the first.
func edited(text string, edits []Edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var out strings.Builder
	done := 0
	for _, e := range edits {
		if e.Start < done || e.End < e.Start || e.End > len(text) {
			continue
		}
		out.WriteString(text[done:e.Start])
		out.WriteString(e.Text)
		done = e.End
	}
	out.WriteString(text[done:])
	return strings.TrimSpace(out.String())
}

// entries are what an order is about, each as a line.
func entries(p *cv.Parsed, list string) []string {
	var out []string
	if list == "skills" {
		for _, s := range p.Skills {
			out = append(out, s.Text)
		}
		return out
	}
	for _, e := range p.Experience {
		var parts []string
		for _, v := range []cv.Value{e.Title, e.Company, e.Period.Value} {
			if !v.Empty() {
				parts = append(parts, v.Text)
			}
		}
		out = append(out, strings.Join(parts, ", "))
	}
	return out
}

func (c *Change) reorder(p cv.Parsed) cv.Parsed {
	if c.Path == "skills" {
		p.Skills = permuted(p.Skills, c.Order)
	} else {
		p.Experience = permuted(p.Experience, c.Order)
	}
	return p
}

func permuted[T any](list []T, order []int) []T {
	if len(order) != len(list) {
		return list
	}
	out := make([]T, len(list))
	for i, from := range order {
		out[i] = list[from]
	}
	return out
}

// splitItems makes items of their own of the lines of some achievements.
func splitItems(p cv.Parsed, paths map[string]bool) cv.Parsed {
	if len(paths) == 0 {
		return p
	}
	p.Experience = slices.Clone(p.Experience)
	for i := range p.Experience {
		var out []cv.Value
		for n, a := range p.Experience[i].Achievements {
			if !paths[fmt.Sprintf("experience[%d].achievements[%d]", i, n)] {
				out = append(out, a)
				continue
			}
			for line := range strings.SplitSeq(a.Text, "\n") {
				out = append(out, cv.Value{Text: line, From: cv.FromUser})
			}
		}
		p.Experience[i].Achievements = out
	}
	return p
}

// spells reports whether an answer says how the word in doubt is written, and
// not the sentence: it has few words.
func (c *Change) spells() bool {
	return c.Addition != "" && c.Doubt.End > c.Doubt.Start && c.Doubt.End <= len(c.Before) && len(strings.Fields(c.Addition)) <= maxWord
}

// maxWord is of how many words a word may turn out to be: "a lot", "in front of".
const maxWord = 3

// answer takes the owner's answer to a question: a word in doubt is written as
// the answer is, a few figures go behind the text in brackets, and a sentence that
// says the same anew stands in its place.
func (c *Change) answer(addition string) {
	c.Addition, c.After, c.Edits = addition, "", nil
	if addition == "" {
		return
	}
	switch whole := retold(c.Before, addition); {
	case c.spells() && (!whole || len(strings.Fields(c.Before)) > maxWord):
		c.Edits = []Edit{{c.Doubt.Start, c.Doubt.End, addition}}
	case c.Before == "" || whole || c.Doubt.End > 0:
		c.Edits = []Edit{{0, len(c.Before), addition}}
	default:
		c.Edits = []Edit{woven(c.Before, addition)}
	}
	c.After = edited(c.Before, c.Edits)
}

// retold reports whether a text says half of the words of another.
func retold(before, text string) bool {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	}
	all := words(text)
	was, found := 0, 0
	for _, w := range words(before) {
		if len(w) < 4 {
			continue
		}
		was++
		if slices.Contains(all, w) {
			found++
		}
	}
	return was > 0 && 2*found >= was
}
