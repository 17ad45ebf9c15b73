package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// hit is a phrase of the lexicon in a line.
type hit struct {
	kind  kind
	value string
	lang  string
	// first and last are tokens, last not included.
	first, last int
}

// line is a document's line with all that was found in it.
type line struct {
	*document.Line
	// at is its index in the document, text what of it is looked at.
	at      int
	text    string
	tokens  []token
	hits    []hit
	periods []period
	// contacts are addresses and numbers.
	contacts []contact
	// consumed is up to where it belongs to the line before: the end of a period.
	consumed int
	// item tells that it continues a list item, count how many words it has.
	item  bool
	count int
	// order is its index among the lines of the text.
	order int
	// form tells that it is a row of a form: a label, and its value in the cell
	// beside it.
	form bool
	// prose tells that it says what somebody did.
	prose bool
	// section is the kind of the section it titles; empty for other lines.
	section string
}

// maxLine is how many bytes of a line are looked at.
const maxLine = 3000

func newLine(l *document.Line, at int) *line {
	text := l.Text
	if len(text) > maxLine {
		cut := maxLine
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	out := &line{Line: l, at: at, text: text, tokens: tokens(text)}
	next := 0
	for _, at := range l.Gaps {
		for next < len(out.tokens) && out.tokens[next].start < at {
			next++
		}
		if next < len(out.tokens) && next > 0 {
			out.tokens[next].apart = true
		}
	}
	out.leaders()
	out.contacts = contacts(out)
	for i := range out.tokens {
		t := &out.tokens[i]
		for _, c := range out.contacts {
			t.masked = t.masked || !c.worded() && t.start >= c.start && t.end <= c.end
		}
	}
	out.count = out.countIn(0, len(text))
	out.lookUp()
	return out
}

// leaders takes what stands behind a run of dashes or dots, which leads the eye
// to the other edge, for apart.
func (l *line) leaders() {
	n := 1
	for i := 1; i < len(l.tokens); i++ {
		before, t := l.tokens[i-1], &l.tokens[i]
		if t.fold == before.fold && t.in("-–—_.·") && t.start == before.end {
			n++
			continue
		}
		t.apart = t.apart || n > 3
		n = 1
	}
}

// lookUp finds all phrases: for each kind the longest at each word.
func (l *line) lookUp() {
	lex := words()
	for i := range l.tokens {
		if l.tokens[i].kind == mark || l.tokens[i].masked {
			continue
		}
		from := len(l.hits)
		lex.starting(l.tokens[i].fold, func(p phrase) {
			last, ok := l.matches(p, i)
			if !ok {
				return
			}
			for j := from; j < len(l.hits); j++ {
				if h := &l.hits[j]; h.kind == p.kind {
					// Languages may disagree ("mar" is a month in three): the first
					// file wins unless a later one knows a longer phrase.
					if p.kind != kindStop && p.kind != kindEnding {
						if last > h.last {
							*h = hit{p.kind, p.value, p.lang, i, last}
						}
						return
					}
				}
			}
			l.hits = append(l.hits, hit{p.kind, p.value, p.lang, i, last})
		})
	}
}

// matches reports whether a phrase stands at a token, and where it ends. Signs
// that abbreviate or join words may stand between its words.
func (l *line) matches(p phrase, i int) (last int, ok bool) {
	for n, want := range p.words {
		for n > 0 && i < len(l.tokens) && (l.tokens[i].in(".-‑/&'’") || p.kind == kindLabel && l.tokens[i].in(",")) {
			i++
		}
		if i >= len(l.tokens) || l.tokens[i].kind == mark {
			return 0, false
		}
		got := l.tokens[i].fold
		if got != want && (!p.stems[n] || !strings.HasPrefix(got, want)) {
			return 0, false
		}
		i++
	}
	return i, true
}

// hit returns the phrase of a kind that begins at a token.
func (l *line) hit(k kind, token int) (hit, bool) {
	for _, h := range l.hits {
		if h.first > token {
			break
		}
		if h.first == token && h.kind == k {
			return h, true
		}
	}
	return hit{}, false
}

// has reports whether a phrase of a kind lies within bytes of the line, and
// returns the first.
func (l *line) has(k kind, start, end int) (hit, bool) {
	for _, h := range l.hits {
		if h.kind == k && l.tokens[h.first].start >= start && l.tokens[h.last-1].end <= end {
			return h, true
		}
	}
	return hit{}, false
}

// span is a piece of the line without spaces around it.
func (l *line) span(start, end int) document.Span {
	for start < end && l.text[start] == ' ' {
		start++
	}
	for end > start && l.text[end-1] == ' ' {
		end--
	}
	return document.Span{Line: l.at, Start: start, End: end}
}

// value is a piece of the line as a value.
func (l *line) value(start, end int) cv.Value {
	s := l.span(start, end)
	if s.Start == s.End {
		return cv.Value{}
	}
	return cv.Value{Text: l.text[s.Start:s.End], Spans: []document.Span{s}, From: cv.FromText}
}

// join puts values together, as a reader does with lines of a paragraph.
func join(a, b cv.Value) cv.Value {
	switch {
	case a.Empty():
		return b
	case b.Empty():
		return a
	}
	spans := make([]document.Span, 0, len(a.Spans)+len(b.Spans))
	return cv.Value{Text: a.Text + " " + b.Text, Spans: append(append(spans, a.Spans...), b.Spans...), From: a.From}
}

// upper reports whether the line has letters and all of them are capitals.
func (l *line) upper() bool {
	n := 0
	for _, t := range l.tokens {
		if t.kind != word {
			continue
		}
		if !t.caps {
			return false
		}
		n += utf8.RuneCountInString(t.fold)
	}
	return n >= 2
}

// wordCount is how many words and numbers the line has.
func (l *line) wordCount() int { return l.count }

func (l *line) countIn(start, end int) int {
	n := 0
	for _, t := range l.tokens {
		if t.kind != mark && t.start >= start && t.end <= end {
			n++
		}
	}
	return n
}
