package tailor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// Bounds of what is asked and split.
const (
	maxAsked  = 12
	askedEach = 2
	// longItem is when an item is too long to be taken in, in letters.
	longItem = 180
	// maxSkills is how many skills a composed summary names.
	maxSkills = 5
)

// summary composes one of the CV's own words, where there is none.
func (w *work) summary() {
	p := &w.Parsed
	if !p.Summary.Empty() || len(p.Experience) == 0 {
		return
	}
	var parts []string
	e := p.Experience[newest(w)]
	for _, v := range []string{e.Title.Text, e.Company.Text} {
		if v != "" {
			parts = append(parts, v)
		}
	}
	if e.Title.Empty() {
		return
	}
	sentences := []string{strings.Join(parts, ", ")}
	for _, a := range e.Achievements {
		if len(w.words.Openings(a.Text)) > 0 {
			continue // a summary repeats no weakness
		}
		if figure(a.Text) && utf8.RuneCountInString(a.Text) <= longItem && !strings.Contains(a.Text, "\n") {
			sentences = append(sentences, a.Text)
			break
		}
	}
	var skills []string
	for _, s := range p.Skills {
		if !s.Empty() && len(skills) < maxSkills {
			skills = append(skills, s.Text)
		}
	}
	if len(skills) > 0 {
		sentences = append(sentences, strings.Join(skills, ", "))
	}
	if len(sentences) < 2 {
		return
	}
	text := ""
	for _, s := range sentences {
		if !brand(s) {
			s = w.capital(s)
		}
		text += strings.TrimRight(s, ". ") + ". "
	}
	text = strings.TrimSpace(text)
	if len(w.known.CheckWhole("", text)) > 0 {
		return
	}
	// Words in a row are no summary yet: it is for the owner to make one of them.
	w.add(Change{
		Path: "summary", Kind: Keyword, Type: Addition, Reason: "Readers look for a summary first.", Draft: text,
		Asks: "Who are you, what are you best at, and what do you look for? Write two or three sentences; the draft has words of your own to begin with.",
	})
}

// newest is the position that goes on or ended last.
func newest(w *work) int {
	best := 0
	for i, e := range w.Parsed.Experience {
		b := w.Parsed.Experience[best].Period
		if e.Period.Current && !b.Current || e.Period.Current == b.Current && e.Period.Start.Time().After(b.Start.Time()) {
			best = i
		}
	}
	return best
}

// figure reports whether a text has a number.
func figure(text string) bool { return strings.IndexFunc(text, unicode.IsDigit) >= 0 }

// ask asks for figures, of each position where the CV gives fewest; of a list of
// skills there is nothing to count.
func (w *work) ask() {
	asked, each := 0, map[int]int{}
	for _, f := range w.fields {
		if !f.item || figure(f.text) || taxonomy.Lists(f.text) || asked >= maxAsked || each[f.role] >= askedEach || strings.Contains(f.text, "\n") {
			continue
		}
		asked++
		each[f.role]++
		w.add(Change{
			Path: f.path, Kind: Quantification, Type: Modification, Before: f.text,
			Reason: "A figure shows how much it was. Only you know it, so none is written for you.",
			Asks:   "How many, how much, how often, or how much better was it? Answer with figures, such as \"12 engineers, 30 %\", or write the sentence anew.",
		})
	}
}

// split makes two items of a long one, where a sentence or a clause with a verb of
// its own begins.
func (w *work) split() {
	for _, f := range w.fields {
		if !f.item || utf8.RuneCountInString(f.text) < longItem || strings.Contains(f.text, "\n") {
			continue
		}
		form := w.words.Form(f.text)
		for _, at := range cuts(f.text) {
			rest := strings.TrimLeft(f.text[at.End:], " ")
			fits := form != "" && w.words.Form(rest) == form && w.words.StartsStrong(rest)
			if !fits || utf8.RuneCountInString(rest) < 30 || at.Start < 30 {
				continue
			}
			r, size := utf8.DecodeRuneInString(rest)
			start := len(f.text) - len(rest)
			w.edit(f.path, f.text, Format, "Two things are easier to take in as two items.", Edit{at.Start, start + size, "\n" + w.capital(string(r))})
			break
		}
	}
}

// cuts are the places where a text may be parted.
func cuts(text string) []Edit {
	var out []Edit
	for _, sign := range []string{". ", "; ", ", and ", ", und ", ", и ", ", y ", ", e ", ", et ", " and ", " und ", " и ", " y ", " e ", " et "} {
		from := 0
		for {
			i := strings.Index(text[from:], sign)
			if i < 0 {
				break
			}
			out = append(out, Edit{Start: from + i, End: from + i + len(sign)})
			from += i + len(sign)
		}
	}
	return out
}
