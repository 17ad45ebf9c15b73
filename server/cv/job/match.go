package job

import (
	"slices"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// Status is how far a CV meets a requirement.
type Status string

// The statuses.
const (
	Met     Status = "met"
	Partial Status = "partial"
	Missing Status = "missing"
)

// Credits of a requirement, in per cent of its weight.
const (
	// creditProved is for what work or a project shows.
	creditProved = 100
	// creditListed is for what is only listed.
	creditListed = 80
	// creditStuffed is for what stands in a list that is longer than maxList.
	creditStuffed = 40
	creditPartial = 50
)

// maxList is the longest list of skills that is believed.
const maxList = 50

// Item is a requirement and what the CV has of it.
type Item struct {
	Requirement
	Status Status
	// Credit in per cent of the requirement's weight.
	Credit int
	// Proof is where the CV shows it; Line is -1 where nothing does, and for what
	// the owner has added by hand.
	Proof document.Span
	// Quote is the proof's line.
	Quote string
}

// Coverage counts requirements.
type Coverage struct {
	Met, Partial, Missing int
	// Score is 0 to 100, by weight; 100 where nothing of the kind is asked for.
	Score int
}

// Match is what a CV has of what a description asks for.
type Match struct {
	// Score is 0 to 100, by weight, over all requirements. It says nothing where no
	// requirement was found: see Understood.
	Score      int
	Must, Nice Coverage
	// Items in the description's order.
	Items []Item
	// Missing are the skills that the CV does not name, the weightiest first.
	Missing []string
	// Pasted are lines of the CV that repeat the description's words and prove
	// nothing.
	Pasted []int
	// Hidden are lines in letters too small to be read, which prove nothing either.
	Hidden []int
}

// Unclear says for a person that a description was given and nothing in it was
// understood.
const Unclear = "We found nothing in the job description that it asks for, so there is no match. Paste its requirements: skills, years, a degree, languages."

// Understood reports whether the description asks for anything that was found;
// without it there is no score.
func (m *Match) Understood() bool { return len(m.Items) > 0 }

// Fit compares a CV with a description. Years of experience are counted until
// at where a position goes on.
func Fit(doc *document.Document, p *cv.Parsed, posting Posting, at time.Time) Match {
	e := gather(doc, p, posting.text, at)
	out := Match{Pasted: e.pasted, Hidden: e.hidden}
	var all, must, nice tally
	for _, r := range posting.Requirements {
		item := Item{Requirement: r, Proof: document.Span{Line: -1}}
		switch r.Kind {
		case KindSkill:
			e.skill(&item)
		case KindYears:
			e.years(&item, &posting, at)
		case KindDegree:
			e.degree(&item)
		case KindLanguage:
			e.language(&item)
		case KindOther:
			e.words(&item)
		}
		item.Status = statusOf(item.Credit)
		all.add(item)
		if r.Must {
			must.add(item)
		} else {
			nice.add(item)
		}
		out.Items = append(out.Items, item)
	}
	out.Score, out.Must, out.Nice = all.coverage().Score, must.coverage(), nice.coverage()
	if !out.Understood() {
		out.Score = 0
	}
	out.Missing = missing(out.Items)
	return out
}

func statusOf(credit int) Status {
	switch {
	case credit >= creditListed:
		return Met
	case credit > 0:
		return Partial
	}
	return Missing
}

// missing are the names of skills without credit, the weightiest first.
func missing(items []Item) []string {
	var open []Item
	for _, item := range items {
		if item.Kind == KindSkill && item.Credit == 0 {
			open = append(open, item)
		}
	}
	slices.SortStableFunc(open, func(a, b Item) int { return b.Weight - a.Weight })
	var out []string
	for _, item := range open {
		if len(item.AnyOf) > 0 && !slices.Contains(out, item.Text) {
			out = append(out, item.Text)
		}
	}
	return out
}

// tally adds requirements up.
type tally struct {
	Coverage
	weight, credit int
}

func (t *tally) add(item Item) {
	t.weight += item.Weight
	t.credit += item.Weight * item.Credit
	switch item.Status {
	case Met:
		t.Met++
	case Partial:
		t.Partial++
	case Missing:
		t.Missing++
	}
}

func (t *tally) coverage() Coverage {
	t.Score = 100
	if t.weight > 0 {
		t.Score = (t.credit + t.weight/2) / t.weight
	}
	return t.Coverage
}

// skill looks for one of the names; what work shows goes before what is listed.
func (e *evidence) skill(item *Item) {
	for _, name := range item.AnyOf {
		found, ok := e.skills[taxonomy.Key(name)]
		if ok && found.credit > item.Credit {
			item.Credit, item.Proof, item.Quote = found.credit, found.span, found.quote
		} else if !ok && item.Credit == 0 && taxonomy.Canonical(name) == "" {
			e.unknown(item, name)
		}
	}
}

// unknown looks for a name that nobody knows as it is written.
func (e *evidence) unknown(item *Item, name string) {
	for _, l := range e.lines {
		words := tokens(l.text)
		for _, w := range words {
			if l.text[w.start:w.end] != name || deniedBefore(l.text, words, covering(words, w.start, w.end).from) {
				continue
			}
			item.Credit = creditListed
			if e.works(l.at) {
				item.Credit = creditProved
			}
			item.Proof, item.Quote = document.Span{Line: l.at, Start: w.start, End: w.end}, l.text
			return
		}
	}
}

func (e *evidence) language(item *Item) {
	for _, l := range e.parsed.Languages {
		if l.Code != item.Code || l.Empty() {
			continue
		}
		item.Proof, item.Quote = e.of(l.Value)
		item.Credit = creditProved
		if item.Level != "" && rank(l.CEFR) < rank(item.Level) {
			item.Credit = creditPartial
		}
		return
	}
	if e.parsed.Language == item.Code { // it is written in it
		item.Credit, item.Proof.Line = creditPartial, -1
		if rank(item.Level) <= rank("B2") {
			item.Credit = creditListed
		}
	}
}

// rank orders levels of languages; an unsaid one is taken for B1.
func rank(level string) int {
	i := slices.Index([]string{"A1", "A2", "B1", "B2", "C1", "C2", "native"}, level)
	if i < 0 {
		return 2
	}
	return i
}

// words compares a line by its words, without those that only say that it is asked
// for: the best line of the CV counts. One word alone may stand anywhere and is
// taken for no more than a claim.
func (e *evidence) words(item *Item) {
	want := stems(says(tokens(item.Text)))
	best := 0
	for _, l := range e.lines {
		n := 0
		for _, s := range want {
			if l.stems[s] {
				n++
			}
		}
		share := n * 100 / len(want)
		if n >= min(2, len(want)) && (share > best || share == best && e.works(l.at) && !e.works(item.Proof.Line)) {
			best = share
			item.Proof, item.Quote = document.Span{Line: l.at, End: len(l.text)}, l.text
		}
	}
	switch {
	case best >= 60 && len(want) == 1:
		item.Credit = creditListed
	case best >= 60:
		item.Credit = creditProved
	case best >= 40:
		item.Credit = creditPartial
	default:
		item.Proof, item.Quote = document.Span{Line: -1}, ""
	}
}

// quoteOf is the line a span is in.
func quoteOf(doc *document.Document, s document.Span) string {
	if s.Line < 0 || s.Line >= len(doc.Lines) {
		return ""
	}
	return strings.TrimSpace(doc.Lines[s.Line].Text)
}
