package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// lists reads skills, languages and certifications.
func (r *reader) lists() {
	skills := skillReader{seen: map[string]bool{}, spoken: r.language}
	for _, rows := range r.of(cv.SectionLanguages) {
		if n := len(r.out.Languages); n < maxList {
			r.spoken(rows)
			if len(r.out.Languages) == n && !r.alsoOf(cv.SectionLanguages, cv.SectionSkills) {
				// "Languages" of a programmer may be Go and Python.
				skills.read(rows)
			}
		}
	}
	for _, rows := range r.of(cv.SectionSkills) {
		rows = r.withoutCellLabels(r.spokenAmong(rows))
		skills.read(rows)
	}
	r.out.Skills = skills.out
	for _, s := range r.sections {
		if s.is(cv.SectionCertifications) {
			r.certifications(r.rows(s), s)
		}
	}
}

// alsoOf reports whether a section is of two kinds.
func (r *reader) alsoOf(a, b string) bool {
	for _, s := range r.sections {
		if s.is(a) && s.is(b) {
			return true
		}
	}
	return false
}

// spokenAmong takes rows of languages out of a section of skills: "Languages:
// English (C1), German".
func (r *reader) spokenAmong(rows []row) []row {
	var rest []row
	among := false
	for _, w := range rows {
		// "French: native", and "Chinese: HSK3" below it
		if among = r.onlyLanguages(w) || among && w.l.startsWith(kindLanguage, w.start) && strings.Contains(w.l.text, ":") && w.l.wordCount() <= 6; among {
			r.spoken([]row{w})
			continue
		}
		t, ok := titleOf(w.l)
		if side, beside := sideTitle(w); beside && !ok {
			_, spoken := w.l.has(kindLanguage, side.from, len(w.l.text))
			t, ok = side, spoken
		}
		if ok && t.kinds[0] == cv.SectionLanguages && t.from < len(w.l.text) && w.start <= t.start {
			if _, spoken := w.l.has(kindLanguage, t.from, len(w.l.text)); spoken {
				r.spoken([]row{{w.l, t.from, w.end}})
				continue
			}
		}
		rest = append(rest, w)
	}
	return rest
}

// onlyLanguages reports whether a row says what languages are spoken how well, and
// nothing else.
func (r *reader) onlyLanguages(w row) bool {
	parts := pieces(w.l, w.start, w.end, true)
	named := 0
	for _, p := range parts {
		h, ok := p.l.has(kindLanguage, p.start, p.end)
		named += flag(ok && h.last-h.first == p.words())
	}
	if named > 1 && named == len(parts) {
		return true // "French, English"
	}
	for _, p := range parts {
		if _, _, ok := bracket(p); !ok && !p.has(kindLanguage) && !p.has(kindLevel) && code(p) == "" {
			return false
		}
	}
	return r.tellsLanguages(w)
}

// certifications takes each item, or each line, without its date.
func (r *reader) certifications(rows []row, s section) {
	wrap := r.wrapping(rows)
	for i, w := range rows {
		l := w.l
		if i > 0 && issues(rows[i-1].l, l) {
			continue
		}
		if s.is(cv.SectionEducation) && l.anyHit(kindDegree, kindSchool) && !l.Bullet {
			continue
		}
		out := &r.out.Certifications
		own := datedItems(w)
		if len(own) == 0 {
			continue
		}
		p := own[0]
		if n := len(*out); n > 0 && i > 0 && !l.Bullet && (l.item || runsOn(rows[i-1].l, l) || wrap.goesOn(rows[i-1].l, l)) {
			(*out)[n-1] = extend((*out)[n-1], p.value())
			continue
		}
		for _, p := range own {
			for _, item := range listed(p) {
				if len(*out) < maxList {
					*out = append(*out, item.value())
				}
			}
		}
	}
}

// datedItems are the parts of a row around its dates: the longest, or all of them
// where each has a date of its own: "CKA (2022), RHCE (2018)".
func datedItems(w row) []piece {
	cuts := make([][2]int, 0, 2)
	for _, p := range w.l.periods {
		cuts = append(cuts, [2]int{p.outerStart, p.outerEnd})
	}
	var out []piece
	longest := -1
	for _, part := range without(max(w.start, w.l.consumed), w.end, cuts) {
		p := brackets(closed(piece{l: w.l, start: part[0], end: part[1]}))
		if p.start >= p.end || p.words() == 0 {
			continue
		}
		out = append(out, p)
		if last := len(out) - 1; longest < 0 || p.end-p.start > out[longest].end-out[longest].start {
			longest = last
		}
	}
	if len(out) > 1 && len(cuts) != len(out) {
		return out[longest : longest+1]
	}
	return out
}

// listed cuts a line of several items: short ones between commas.
func listed(p piece) []piece {
	if numbered(p) {
		return []piece{p}
	}
	parts := pieces(p.l, p.start, p.end, true)
	strongOnes := pieces(p.l, p.start, p.end, false)
	if len(parts) < 3 && !shortForms(parts) {
		return []piece{p}
	}
	for _, part := range parts {
		if part.words() > 6 {
			return []piece{p}
		}
	}
	if len(strongOnes) > 1 && len(strongOnes) < len(parts) {
		return []piece{p}
	}
	return parts
}

// numbered reports whether a piece has a number as licences have.
func numbered(p piece) bool {
	for _, t := range p.within() {
		if t.in("#№") || t.kind == number && len(t.fold) > 4 {
			return true
		}
	}
	return false
}

// issues reports whether a line says who issued what is above it: it is written
// smaller, or not bold.
func issues(above, l *line) bool {
	return !l.Bullet && len(above.periods) == 0 && (above.Size > l.Size+0.8 || above.Bold && !l.Bold && l.Width > 0)
}

// closed cuts off a bracket that a cut left open: "License 12 (exp.".
func closed(p piece) piece {
	if text := p.text(); strings.LastIndexByte(text, '(') > max(0, strings.LastIndexByte(text, ')')) {
		p.end = p.start + strings.LastIndexByte(text, '(')
	}
	return p
}

// shortForms reports whether all parts are abbreviations: "ACLS, BLS".
func shortForms(parts []piece) bool {
	for _, p := range parts {
		if t := p.within(); len(t) != 1 || !t[0].caps {
			return false
		}
	}
	return true
}

// summary is the text about the person: of its section, or the paragraph under
// the name.
func (r *reader) summary() {
	for _, rows := range r.of(cv.SectionSummary) {
		for i, w := range rows {
			if i >= maxText {
				break
			}
			r.out.Summary = extend(r.out.Summary, w.value())
		}
	}
	if !r.out.Summary.Empty() {
		return
	}
	for _, rows := range r.of(cv.SectionHead) {
		for i, w := range rows {
			l := w.l
			if len(l.contacts) > 0 || len(l.periods) > 0 || overlaps(r.out.Personal.Title, l.at, piece{end: len(l.text)}) || overlaps(r.out.Personal.Name, l.at, piece{end: len(l.text)}) {
				if !r.out.Summary.Empty() {
					return
				}
				continue
			}
			inside := i > 0 && !r.out.Summary.Empty() && rows[i-1].l.Block == l.Block
			if inside || r.out.Summary.Empty() && startsText(rows, i) {
				r.out.Summary = extend(r.out.Summary, w.value())
			} else if !r.out.Summary.Empty() {
				return
			}
		}
	}
}

// startsText reports whether a paragraph of sentences begins at a row.
func startsText(rows []row, i int) bool {
	l := rows[i].l
	if l.Bullet || labelled(l, "") {
		return false
	}
	words := 0
	for j := i; j < min(len(rows), i+30) && rows[j].l.Block == l.Block; j++ {
		words += rows[j].l.wordCount()
	}
	return words >= 12 && l.wordCount() >= 5 && utf8.RuneCountInString(l.text) > 40 && strings.Contains(l.text, " ")
}
