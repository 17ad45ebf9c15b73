package structure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// spoken reads languages with their levels. A level stands behind its language,
// before it, or on the next line.
func (r *reader) spoken(rows []row) {
	above := &line{Line: &document.Line{}}
	for _, w := range rows {
		l, before := w.l, above
		above = l
		found := false
		known := len(r.out.Languages)
		for _, part := range r.languageParts(w) {
			n := len(r.out.Languages)
			found = r.language(part) || found
			r.shareLevel(part, n)
		}
		r.native(w, known)
		n := len(r.out.Languages)
		if n == 0 || found {
			continue
		}
		last := &r.out.Languages[n-1]
		whole := piece{l: l, start: w.start, end: w.end}
		v, cefr := level(whole)
		switch {
		case brokenBracket(before, l):
			r.completeLevel(last, before, whole)
		case last.Level.Empty() && !v.Empty() && (l.wordCount() <= 8 || code(whole) != "" && l.wordCount() <= 16):
			last.Level, last.CEFR = v, cefr
		}
	}
}

// brokenBracket reports whether a bracket that a line opens ends in the next.
func brokenBracket(l, next *line) bool {
	return strings.LastIndexByte(l.text, '(') > strings.LastIndexByte(l.text, ')') && strings.Contains(next.text, ")") && !strings.Contains(next.text, "(")
}

// completeLevel reads the level of "English (Limited" and "Working)".
func (r *reader) completeLevel(s *cv.Spoken, above *line, rest piece) {
	open := strings.LastIndexByte(above.text, '(') + 1
	whole := newLine(&document.Line{Text: above.text[open:] + " " + rest.text()}, 0)
	if _, cefr := level(piece{l: whole, end: len(whole.text)}); cefr != "" {
		s.Level, s.CEFR = join(above.value(open, len(above.text)), brackets(rest).value()), cefr
	}
}

// native gives the level that a label names to all languages behind it: "Mother
// tongues: Spanish | Basque".
func (r *reader) native(w row, from int) {
	before, after := strings.IndexByte(w.l.text, ':'), len(w.l.text)
	if before < 0 {
		return
	}
	h, ok := w.l.has(kindLevel, w.start, before)
	if !ok || h.value != "native" {
		return
	}
	for i := range r.out.Languages[from:] {
		s := &r.out.Languages[from+i]
		if s.Level.Empty() && len(s.Spans) > 0 && s.Spans[0].Line == w.l.at && s.Spans[0].Start > before && s.Spans[0].End <= after {
			s.Level, s.CEFR = w.l.value(w.l.tokens[h.first].start, w.l.tokens[h.last-1].end), h.value
		}
	}
}

// shareLevel gives the level of "German and Turkish (native)" to both.
func (r *reader) shareLevel(p piece, n int) {
	all := p.within()
	if n == 0 || len(r.out.Languages) == n || len(all) == 0 || !r.out.Languages[n-1].Level.Empty() {
		return
	}
	for i, t := range p.l.tokens {
		if t.start != all[0].start {
			continue
		}
		if _, and := p.l.hit(kindAnd, i); and {
			r.out.Languages[n-1].Level, r.out.Languages[n-1].CEFR = r.out.Languages[n].Level, r.out.Languages[n].CEFR
		}
	}
}

// languageParts cuts a row so that each part has one language: at the next
// language's name, or before the words that belong to it.
func (r *reader) languageParts(w row) []piece {
	var names []hit
	for _, h := range w.l.hits {
		if h.kind == kindLanguage && w.l.tokens[h.first].start >= w.start && w.l.tokens[h.last-1].end <= w.end && (len(names) == 0 || h.first >= names[len(names)-1].last && !sameLanguage(names[len(names)-1], h)) {
			names = append(names, h)
		}
	}
	if len(names) <= 1 {
		return []piece{{l: w.l, start: w.start, end: w.end}}
	}
	var out []piece
	start := w.start
	for i := range names {
		end := w.end
		if i+1 < len(names) {
			end = w.l.tokens[r.border(w.l, names[i].last, names[i+1].first)].start
		}
		out = append(out, piece{l: w.l, start: start, end: end}.trim())
		start = end
	}
	return out
}

// sameLanguage reports whether two words side by side name one: "Mandarin Chinese".
func sameLanguage(a, b hit) bool { return a.value == b.value && a.last == b.first }

// border is the token with which the next language's part begins: behind the
// last sign between both that parts a list.
func (r *reader) border(l *line, from, to int) int {
	for i := to - 1; i >= from; i-- {
		if l.tokens[i].in(",;|•·●/") {
			return i + 1
		}
		if h, ok := l.hit(kindAnd, i); ok && h.last == to {
			return i
		}
	}
	return to
}

// languageNouns stand behind a language's name and are of it: "английский язык".
var languageNouns = []string{"язык", "language", "tili", "тили", "dili"}

// language reads one with its level.
func (r *reader) language(p piece) bool {
	name, ok := p.l.has(kindLanguage, p.start, p.end)
	if !ok || len(r.out.Languages) >= maxList {
		return false
	}
	start, end := p.l.tokens[name.first].start, p.l.tokens[name.last-1].end
	if next := name.last; next < len(p.l.tokens) && p.l.tokens[next].end <= p.end {
		if slices.Contains(languageNouns, p.l.tokens[next].fold) {
			end = p.l.tokens[next].end
		}
	}
	if next, ok := p.l.hit(kindLanguage, name.last); ok && sameLanguage(name, next) && p.l.tokens[next.last-1].end <= p.end {
		end = p.l.tokens[next.last-1].end
	}
	s := cv.Spoken{Value: p.l.value(start, end), Code: name.value}
	for _, old := range r.out.Languages {
		if old.Code == s.Code {
			return true
		}
	}
	s.Level, s.CEFR = level(piece{l: p.l, start: end, end: p.end})
	if s.Level.Empty() && start > p.start {
		s.Level, s.CEFR = level(piece{l: p.l, start: p.start, end: start})
	}
	r.out.Languages = append(r.out.Languages, s)
	return true
}

// level reads how well: a CEFR code counts most, then words, then a test.
func level(p piece) (cv.Value, string) {
	p = brackets(p)
	if p.start >= p.end {
		return cv.Value{}, ""
	}
	cefr := code(p)
	if cefr == "" {
		var longest hit
		for _, h := range p.l.hits {
			if h.kind == kindLevel && p.l.tokens[h.first].start >= p.start && p.l.tokens[h.last-1].end <= p.end && h.last-h.first > longest.last-longest.first {
				longest = h
			}
		}
		cefr = longest.value
	}
	if cefr == "" {
		cefr = tested(p)
	}
	if cefr == "" {
		return cv.Value{}, ""
	}
	return p.value(), cefr
}

// code is "B2" in a piece; also with a Cyrillic letter that looks alike.
func code(p piece) string {
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end || t.kind != word || i+1 >= len(p.l.tokens) {
			continue
		}
		next := p.l.tokens[i+1]
		if next.spaced || next.kind != number || len(next.fold) != 1 || next.fold[0] < '1' || next.fold[0] > '2' {
			continue
		}
		switch t.fold {
		case "a", "а":
			return "A" + next.fold
		case "b", "в":
			return "B" + next.fold
		case "c", "с":
			return "C" + next.fold
		}
	}
	return ""
}

// tested maps results of tests by the tables their makers publish (IELTS and
// CEFR; TOEFL iBT and CEFR).
func tested(p piece) string {
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end || t.fold != "ielts" && t.fold != "toefl" {
			continue
		}
		for j := i + 1; j < len(p.l.tokens) && j < i+5; j++ {
			if p.l.tokens[j].kind != number {
				continue
			}
			text := p.l.tokens[j].fold
			if j+2 < len(p.l.tokens) && p.l.tokens[j+1].in(".,") && p.l.tokens[j+2].kind == number {
				text += "." + p.l.tokens[j+2].fold
			}
			score, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return ""
			}
			if t.fold == "ielts" {
				return band(score, 8.5, 7, 5.5, 4)
			}
			return band(score, 114, 95, 72, 42)
		}
	}
	return ""
}

func band(score, c2, c1, b2, b1 float64) string {
	switch {
	case score >= c2:
		return "C2"
	case score >= c1:
		return "C1"
	case score >= b2:
		return "B2"
	case score >= b1:
		return "B1"
	default:
		return "A2"
	}
}
