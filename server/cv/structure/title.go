package structure

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// title is what a line says as a section's title.
type title struct {
	kinds []string
	// exact tells that the whole of it is in the lexicon.
	exact bool
	// start and end are the words' bytes, from where what follows behind a colon
	// begins; the line's end when nothing does.
	start, end, from int
	// unknown tells that it only looks like a title.
	unknown bool
	// lines are how many lines below it are of the title still: columns may be
	// narrower than it.
	lines int
}

// maxTitle is how many words and letters a title has at most.
const (
	maxTitleWords = 7
	maxTitleBytes = 110
)

// titleOf reads a line as a title.
func titleOf(l *line) (title, bool) {
	first := 0
	for first < len(l.tokens) {
		t := l.tokens[first]
		numbered := t.kind == number && len(t.fold) <= 2 || t.kind == word && t.caps && strings.Trim(t.fold, "ivx") == "" && first+1 < len(l.tokens)
		if t.kind == mark || numbered && first+1 < len(l.tokens) && l.tokens[first+1].in(".)") {
			first++
			continue
		}
		break
	}
	last := first
	colon := false
	for last < len(l.tokens) {
		t := l.tokens[last]
		if t.kind == mark && (t.fold == ":" || t.fold == "：") {
			colon = true
			break
		}
		last++
	}
	rest := last + 1
	last = withoutDuration(l, first, last)
	for last > first && l.tokens[last-1].kind == mark {
		last--
	}
	if first >= last {
		return title{}, false
	}
	t := title{start: l.tokens[first].start, end: l.tokens[last-1].end, from: len(l.text)}
	if colon && rest < len(l.tokens) {
		t.from = l.tokens[rest].start
	}
	if t.end-t.start > maxTitleBytes || !spacedOut(l.tokens[first:last]) && count(l.tokens[first:last]) > maxTitleWords {
		return title{}, false
	}
	t.kinds, t.exact = kindsOf(l, first, last)
	return t, len(t.kinds) > 0
}

// withoutDuration cuts off how long all of it was: "Опыт работы — 8 лет".
func withoutDuration(l *line, first, last int) int {
	for i := first + 1; i < last; i++ {
		if l.tokens[i].in("—–-(") && l.tokens[i].spaced {
			if end, ok := duration(l, i+1); ok && end >= last-1 {
				return i
			}
		}
	}
	return last
}

func count(all []token) int {
	n := 0
	for _, t := range all {
		if t.kind != mark {
			n++
		}
	}
	return n
}

// spacedOut reports whether words are written as "S K I L L S".
func spacedOut(all []token) bool {
	n, single := 0, 0
	for _, t := range all {
		if t.kind == mark {
			continue
		}
		letters := utf8.RuneCountInString(t.fold)
		if t.kind == number || letters > 3 {
			return false
		}
		n++
		single += flag(letters == 1)
	}
	// Letters that are set closer to each other stand together: "C O N TAT O".
	return n >= 4 && 5*single >= 4*n
}

// kindsOf says which sections words are the title of, and whether they are in
// the lexicon as they stand.
func kindsOf(l *line, first, last int) (kinds []string, exact bool) {
	lex := words()
	if k, ok := lex.titles[tokenLetters(l.tokens[first:last])]; ok {
		return []string{k}, true
	}
	// "Education & Certifications"
	known := true
	for from := first; from < last; {
		to := from
		for to < last && !joins(l, to) {
			to++
		}
		k, ok := lex.titles[tokenLetters(l.tokens[from:to])]
		if !ok {
			known = false
			break
		}
		if !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
		from = to + 1
	}
	if known && len(kinds) > 0 {
		return kinds, true
	}
	// "Relevant Professional Experience"
	kinds = nil
	for i := first; i < last; i++ {
		if l.tokens[i].kind == mark {
			continue
		}
		core, isCore := l.hit(kindCore, i)
		_, isModifier := l.hit(kindModifier, i)
		switch {
		case isCore:
			if !slices.Contains(kinds, core.value) {
				kinds = append(kinds, core.value)
			}
			i = core.last - 1
		case !isModifier || l.tokens[i].kind == number:
			return nil, false
		}
	}
	return kinds, false
}

func tokenLetters(all []token) string {
	if len(all) == 1 {
		return all[0].fold
	}
	var out strings.Builder
	for _, t := range all {
		switch t.kind {
		case word:
			out.WriteString(t.fold)
		case number:
			return ""
		case mark:
		}
	}
	return out.String()
}

// joins reports whether a token stands between two titles in one line.
func joins(l *line, i int) bool {
	if _, ok := l.hit(kindAnd, i); ok {
		return true
	}
	return l.tokens[i].in("&,/+|•·")
}

// style is how a line looks.
type style struct {
	heading     int
	bold, upper bool
	size        float64
}

func styleOf(l *line) style {
	return style{heading: l.Heading, bold: l.Bold, upper: l.upper(), size: math.Round(l.Size*2) / 2}
}

// marked reports whether a style stands out of text of a size.
func (s style) marked(body float64) bool {
	return s.heading > 0 || s.bold || s.upper || body > 0 && s.size > body+0.6
}

// alike reports whether two lines look the same.
func (s style) alike(o style) bool {
	return s.heading == o.heading && s.bold == o.bold && s.upper == o.upper && math.Abs(s.size-o.size) <= 0.5
}

// section is a part of the CV. Its first and last are indices of reader.lines.
type section struct {
	kinds       []string
	title       cv.Value
	first, last int
	// unknown tells that nothing is known of its title's words.
	unknown bool
	// from is the byte of its title's line where its text begins, -1 when the
	// text begins below.
	from int
	at   int
}

func (s section) is(kind string) bool { return slices.Contains(s.kinds, kind) }

// subTitle reports whether a title is one that stands inside of entries, too.
func subTitle(l *line, t title) bool {
	h, ok := l.has(kindSub, t.start, t.end)
	return ok && l.tokens[h.first].start == t.start && l.tokens[h.last-1].end == t.end
}
