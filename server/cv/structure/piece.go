package structure

import (
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// piece is a part of a line between separators.
type piece struct {
	l          *line
	start, end int
	// sep is what stands before it: "" at the line's beginning, else the sign.
	sep string
	// bracketed tells that it stood in brackets.
	bracketed bool
	// tail is where it goes on in the next line; nil when it does not.
	tail *piece
	// bias is what a label before it says: positive for a title, negative for a
	// company.
	bias int
}

// value is the piece as a value.
func (p piece) value() cv.Value {
	v := p.l.value(p.start, p.end)
	if p.tail != nil {
		v = join(v, p.tail.value())
	}
	return v
}

func (p piece) text() string { return p.l.text[p.start:p.end] }
func (p piece) words() int   { return p.l.countIn(p.start, p.end) }

func (p piece) has(k kind) bool {
	_, ok := p.l.has(k, p.start, p.end)
	return ok
}

// apart reports whether a wide gap stands before the piece.
func (p piece) apart() bool {
	all := p.within()
	return len(all) > 0 && all[0].apart
}

// within is the tokens of the piece.
func (p piece) within() []token {
	first, last := 0, len(p.l.tokens)
	for first < last && p.l.tokens[first].start < p.start {
		first++
	}
	for last > first && p.l.tokens[last-1].end > p.end {
		last--
	}
	return p.l.tokens[first:last]
}

// trim takes spaces and stray signs off both ends.
func (p piece) trim() piece {
	for p.start < p.end {
		cut := strings.TrimLeft(p.text(), " ,;:|•·–—−-*▪/\u00a0\t")
		cut = strings.TrimLeftFunc(cut, symbol)
		if len(cut) == p.end-p.start {
			break
		}
		p.start = p.end - len(cut)
	}
	cut := strings.TrimRight(p.text(), " ,;:|•·–—−-*▪/\u00a0\t")
	p.end = p.start + len(cut)
	return p
}

// symbol reports whether a sign is a small picture: "☎", "⌂".
func symbol(r rune) bool { return unicode.Is(unicode.So, r) || unicode.Is(unicode.Co, r) }

// strong are signs that part what does not belong together wherever they stand.
const strong = "|•·∙▪;⋅●◦\t¦‖"

// pieces cuts bytes of a line at strong signs and at dashes with spaces; at
// commas, too, when asked for.
func pieces(l *line, start, end int, commas bool) []piece {
	var out []piece
	from, sep, depth := start, "", 0
	add := func(to int, next string, after int) {
		if p := (piece{l: l, start: from, end: to, sep: sep}).trim(); p.start < p.end {
			out = append(out, p)
		}
		from, sep = after, next
	}
	for i, t := range l.tokens {
		if t.start < start || t.end > end {
			continue
		}
		if t.apart && t.start > from {
			add(t.start, "\t", t.start)
			depth = 0
		}
		if t.kind != mark || t.masked {
			continue
		}
		switch {
		case t.fold == "(" || t.fold == "[":
			depth++
		case t.fold == ")" || t.fold == "]":
			depth = max(0, depth-1)
		case depth > 0:
		case t.in(strong):
			add(t.start, t.fold, t.end)
		case t.fold == "@" && t.spaced && spacedAfter(l, i):
			add(t.start, "@", t.end)
		case t.fold == "," && commas:
			add(t.start, ",", t.end)
		case t.fold == "/" && t.spaced && spacedAfter(l, i):
			add(t.start, "/", t.end)
		case t.fold == "—" && (t.spaced || spacedAfter(l, i)), t.in("-–—−") && t.spaced && (spacedAfter(l, i) || i+1 == len(l.tokens)):
			add(t.start, "-", t.end)
		}
	}
	add(end, "", end)
	return out
}

func spacedAfter(l *line, i int) bool { return i+1 < len(l.tokens) && l.tokens[i+1].spaced }

// without cuts pieces out of bytes of a line: what is left before, between and
// behind them.
func without(start, end int, cuts [][2]int) [][2]int {
	var out [][2]int
	for _, cut := range cuts {
		if cut[0] >= end || cut[1] <= start {
			continue
		}
		if cut[0] > start {
			out = append(out, [2]int{start, cut[0]})
		}
		start = max(start, cut[1])
	}
	if start < end {
		out = append(out, [2]int{start, end})
	}
	return out
}

// bracket takes brackets at the end of a piece off: "Acme (Berlin)".
func bracket(p piece) (rest, inside piece, ok bool) {
	text := p.text()
	open := strings.LastIndexByte(text, '(')
	if open <= 0 || !strings.HasSuffix(text, ")") {
		return p, piece{}, false
	}
	rest = piece{l: p.l, start: p.start, end: p.start + open, sep: p.sep}.trim()
	inside = piece{l: p.l, start: p.start + open + 1, end: p.end - 1, sep: "(", bracketed: true}.trim()
	return rest, inside, rest.start < rest.end && inside.start < inside.end
}
