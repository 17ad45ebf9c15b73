package tailor

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/proofread"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// maxDoubts is how many words are asked about that may be wrong.
const maxDoubts = 5

// slips proposes what the proofreader is sure of, and asks about words of which
// it cannot tell what is meant.
func (w *work) slips() {
	doubts := 0
	for _, s := range w.Slips {
		word := w.Document.Text(s.Span)
		better, sure := proofread.Sure(proofread.Kind(s.Kind), w.Parsed.Language, word, s.Suggestions)
		if !sure && (len(s.Suggestions) == 0 || doubts == maxDoubts) {
			continue
		}
		for _, f := range w.fields {
			at, ok := w.offset(f, s.Span.Line, s.Span.Start, s.Span.End)
			if !ok {
				continue
			}
			if !sure {
				doubts++
				w.doubt(f, at, word, s)
				break
			}
			kind := Grammar
			switch proofread.Kind(s.Kind) {
			case proofread.Capital, proofread.Punctuation, proofread.DateFormat, proofread.SpaceBefore, proofread.MissingSpace:
				kind = Format
			default:
			}
			w.edit(f.path, f.text, kind, s.Message, Edit{at, at + s.Span.End - s.Span.Start, better})
			break
		}
	}
}

// doubt asks what is meant by the word that begins at a byte of a field.
func (w *work) doubt(f field, at int, word string, s ats.Slip) {
	w.add(Change{
		Doubt: Edit{Start: at, End: at + len(word)},
		Path:  f.path, Kind: Grammar, Type: Modification, Before: f.text, Reason: s.Message,
		Asks: fmt.Sprintf("Is “%s” right, or is it %s? Write the word as it should be, or the whole sentence; reject this if it is right.", word, strings.Join(s.Suggestions[:min(maxOffered, len(s.Suggestions))], ", ")),
	})
}

// maxOffered is how many words are offered for one.
const maxOffered = 3

// offset is where a piece of a line stands in a value that was read of it.
func (w *work) offset(f field, line, start, end int) (int, bool) {
	at := 0
	for _, span := range f.value.Spans {
		text := w.Document.Text(span)
		if !strings.HasPrefix(f.text[min(at, len(f.text)):], text) {
			return 0, false
		}
		if span.Line == line && span.Start <= start && end <= span.End {
			return at + start - span.Start, true
		}
		at += len(text) + 1 // lines are joined by a space or a line's end
	}
	return 0, false
}

// wordings proposes better openings, and to leave out what says nothing.
func (w *work) wordings() {
	for _, f := range w.fields {
		if strings.Contains(f.text, "\n") {
			continue // a rule sees one sentence
		}
		rewrite := w.words.Rewrite
		if f.current {
			rewrite = w.words.RewritePresent
		}
		_, hits := rewrite(f.text)
		if w.Level == Aggressive {
			for _, h := range w.words.Cliches(f.text) {
				if h.Safe {
					hits = append(hits, h)
				}
			}
		}
		for _, h := range hits {
			w.wording(f, h)
		}
	}
}

func (w *work) wording(f field, h wording.Hit) {
	kind, reason := Format, "This says nothing about what you did."
	switch h.Kind {
	case wording.WeakOpening:
		if f.role < 0 {
			return // a summary says what somebody is
		}
		kind, reason = Verb, "Say what you did, not what you were to do."
	case wording.FirstPerson:
		if f.role < 0 {
			return // its sentences have a subject
		}
		reason = "A CV is about you anyway: leave the pronoun out."
	case wording.Cliche:
		reason = "Everybody says this of themselves. Show it by what you did."
	case wording.Filler:
	}
	replacement := h.Replacement
	if h.Start == 0 && h.Kind == wording.WeakOpening {
		replacement = w.capital(replacement)
	}
	e := Edit{h.Start, h.End, replacement}
	if len(w.known.Check(f.text, edited(f.text, []Edit{e}))) > 0 {
		return
	}
	w.edit(f.path, f.text, kind, reason, e)
}

// capital begins a text with one, as its language does.
func (w *work) capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	if w.Parsed.Language == "tr" {
		return string(unicode.TurkishCase.ToUpper(r)) + s[size:]
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// minItems is how many items show a habit; of them two thirds must have it.
const minItems = 3

// form makes list items begin and end alike.
func (w *work) form() {
	items, stops, capitals := 0, 0, 0
	for _, f := range w.fields {
		if !f.item {
			continue
		}
		items++
		if strings.HasSuffix(f.text, ".") {
			stops++
		}
		if r, _ := utf8.DecodeRuneInString(f.text); !unicode.IsLower(r) {
			capitals++
		}
	}
	if items < minItems {
		return
	}
	for _, f := range w.fields {
		if !f.item {
			continue
		}
		if r, size := utf8.DecodeRuneInString(f.text); unicode.IsLower(r) && 3*capitals >= 2*items && !brand(f.text) {
			w.edit(f.path, f.text, Format, "The other items begin with a capital.", Edit{0, size, w.capital(string(r))})
		}
		stop, n := strings.HasSuffix(f.text, "."), len(f.text)
		last, _ := utf8.DecodeLastRuneInString(f.text)
		switch {
		case stop && 3*stops <= items && !abbreviated(f.text):
			w.edit(f.path, f.text, Format, "The other items end without a full stop.", Edit{n - 1, n, ""})
		case !stop && 3*stops >= 2*items && (unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune("%)", last)):
			w.edit(f.path, f.text, Format, "The other items end with a full stop.", Edit{n, n, "."})
		}
	}
}

// brand reports whether a text begins with a name that is written small, such as
// "iOS" or "npm".
func brand(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return strings.IndexFunc(first, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '.' }) >= 0 || taxonomy.Canonical(strings.Trim(first, ",:;")) != ""
}

// abbreviated reports whether the full stop belongs to the last word: "etc.",
// "Inc.", "т.д.".
func abbreviated(text string) bool {
	words := strings.Fields(text)
	last := words[len(words)-1]
	return strings.Count(text, ".") > 1 || utf8.RuneCountInString(last) <= 4
}
