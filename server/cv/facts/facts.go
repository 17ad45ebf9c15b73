// Package facts checks that a new text says nothing that neither a CV nor its
// owner has said. It does not understand texts; it knows words: each word of the
// new text must be a form of one that is there, a small word, or a verb that
// claims no more than what it stands for; each number must be there, in the same
// unit, bound to what it counts. What it does not know is a violation, so it
// refuses texts that are right rather than letting one pass that is not.
package facts

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Kind is what kind of fact was invented.
type Kind string

// The kinds.
const (
	Number         Kind = "number"         // a quantity, year or range that is not there, or in another unit
	Moved          Kind = "moved"          // a number, level or name that is there, of something else
	Name           Kind = "name"           // a name, employer or product
	Technology     Kind = "technology"     // by the taxonomy's names
	Title          Kind = "title"          // a title, or seniority
	Credential     Kind = "credential"     // a degree, certificate, language or level
	Claim          Kind = "claim"          // praise: "award-winning"
	Responsibility Kind = "responsibility" // "led" for what was "assisted"
	Negation       Kind = "negation"       // a "not" that was lost, or came
	Word           Kind = "word"           // any other word that is not there
	Link           Kind = "link"           // an address on the web, or of mail
	Markup         Kind = "markup"         // HTML, Markdown, signs that are not seen
	Instruction    Kind = "instruction"    // something said to a machine: "ignore your rules"
	Length         Kind = "length"         // more than can be checked
)

// Violation is what a text says and must not.
type Violation struct {
	Kind Kind
	// Words of the new text, of the old one for Negation; without a meaning for
	// Length.
	Words string
}

// Known is what a CV and its owner say. It may be used at the same time by many.
type Known struct {
	x *lexicon
	// additions and whole are scopes of the owner's additions, and of everything.
	additions, whole *scope
	posts            []post
}

// Bounds: what a CV has at most, and a text that is checked, in bytes.
const (
	maxSource = 200_000
	maxText   = 8_000
)

// Of knows what a CV says, and what its owner added.
func Of(doc *document.Document, p *cv.Parsed, additions ...string) Known {
	x := lexiconOf(p.Language)
	added := newScope(x)
	for _, a := range additions {
		added.read(a)
	}
	whole := newScope(x)
	size := 0
	take := func(text string) {
		if size += len(text); text != "" && size < maxSource {
			whole.read(text)
		}
	}
	if doc != nil {
		for _, l := range doc.Lines {
			if !l.Margin {
				take(l.Text)
			}
		}
	}
	for _, v := range values(p) {
		take(v.Text)
	}
	for _, a := range additions {
		take(a)
	}
	return Known{x: x, additions: added, whole: whole, posts: postsOf(x, p)}
}

// values are a CV's, in its order; corrections stand in no document.
func values(p *cv.Parsed) []cv.Value {
	all := []cv.Value{p.Personal.Title, p.Summary}
	for _, e := range p.Experience {
		all = append(all, e.Title, e.Company, e.Location, e.Period.Value, e.Description)
		all = append(all, e.Achievements...)
	}
	for _, e := range p.Education {
		all = append(all, e.Degree, e.Institution, e.Location, e.Period.Value, e.GPA)
	}
	for _, s := range p.Skills {
		all = append(all, s.Value)
	}
	for _, l := range p.Languages {
		all = append(all, l.Value, l.Level)
	}
	all = append(all, p.Certifications...)
	return append(all, p.Links...)
}

// Check returns what after says that neither before nor the additions say, in
// the order of the kinds and of the text; none when it may stand in before's
// place. With an empty before the whole CV may be quoted.
func (k Known) Check(before, after string) []Violation {
	if strings.TrimSpace(before) == "" {
		return k.CheckWhole("", after)
	}
	s := newScope(k.x)
	s.part = true
	s.read(before)
	return k.check(before, after, s, k.additions)
}

// CheckWhole is Check for a text about the whole CV, such as the summary: all of
// the CV may be quoted, but not so that it claims more than the line does that is
// quoted.
func (k Known) CheckWhole(before, after string) []Violation {
	out := k.check(before, after, k.whole)
	if found := k.mixed(after); found != "" {
		out = append(out, Violation{Moved, found})
	}
	return out
}

func (k Known) check(before, after string, scopes ...*scope) []Violation {
	if len(after) > maxText || len(before) > maxText {
		return []Violation{{Kind: Length}}
	}
	c := checker{x: k.x, text: after, before: k.x.split(before), scopes: scopes, whole: scopes[0] == k.whole}
	c.form(before)
	c.tokens = k.x.split(after)
	c.skills = c.technologies()
	for i := range c.tokens {
		c.token(i)
	}
	c.responsibility()
	c.negations()
	slices.SortStableFunc(c.out, func(a, b Violation) int { return strings.Compare(string(a.Kind), string(b.Kind)) })
	return slices.Compact(c.out)
}

func (c *checker) add(kind Kind, words string) { c.out = append(c.out, Violation{kind, words}) }
