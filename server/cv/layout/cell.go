package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// joinCells puts dates together that stand on two lines in the cell left of a
// position: "Sep 2019 –" above "present", and titles beside a section. What else
// stands under dates in such a cell, a place mostly, becomes a line of its own.
func joinCells(pieces []piece) []piece {
	out := pieces[:0:0]
	gone := make([]bool, len(pieces))
	for i := range pieces {
		if gone[i] {
			continue
		}
		p := pieces[i]
		if right := beside(pieces, i); right >= 0 {
			title := label(&p, &pieces[right]) && len(pieces[right].text()) > len(p.text())
			if title || tidy.Dated(p.text()) || endsOpen(p.text()) || monthOver(pieces, i) {
				cell(pieces, i, pieces[right].x0, &p, gone, title)
			}
			p.apart = p.apart || title
		} else if endsOpen(p.text()) {
			rightCell(pieces, i, &p, gone)
		}
		out = append(out, p)
	}
	return out
}

// cell follows a cell from its first line, piece i, downwards.
func cell(pieces []piece, i int, limit float64, first *piece, gone []bool, title bool) {
	last := &pieces[i]
	open := true
	for j, rows := i+1, 1; j < len(pieces) && rows < 4; j++ {
		q := &pieces[j]
		if d := q.base - last.foot; d > 1.6*q.size || title && d > 1.35*q.size {
			return // a title's lines are near each other
		}
		if math.Abs(q.x0-first.x0) > 1.5 && math.Abs(q.x1-pieces[i].x1) > 0.25*q.size || q.base-last.base < 0.5*q.size {
			continue
		}
		if q.x1 > limit-0.5*q.size || q.bold != first.bold || math.Abs(q.size-first.size) > 0.5 {
			return
		}
		if tidy.Dated(q.text()) && (years(first.text()) > 1 || span.MatchString(spanText(first)) && span.MatchString(spanText(q))) {
			return // the dates of the next row
		}
		rows++
		last = q
		if title || open && goesOn(first.text(), q.text()) {
			first.fragments = append(first.fragments, q.fragments...)
			gone[j] = true
			continue
		}
		open = false
		q.apart = true
	}
}

// rightCell puts dates at the right margin together: "2016 –" above "2018".
func rightCell(pieces []piece, i int, first *piece, gone []bool) {
	for j := i + 1; j < len(pieces) && pieces[j].base-first.base < 1.6*first.size; j++ {
		q := &pieces[j]
		under := math.Abs(q.x0-first.x0) < 1.5 || math.Abs(q.x1-first.x1) < 1.5
		if under && q.base-first.base > 0.5*q.size && q.x1-q.x0 < 1.3*(first.x1-first.x0) && hasLeft(pieces, j) {
			first.fragments = append(first.fragments, q.fragments...)
			gone[j] = true
			return
		}
	}
}

// hasLeft reports whether a piece has another left of it on its line.
func hasLeft(pieces []piece, i int) bool {
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(pieces) && sameRow(&pieces[i], &pieces[j]); j += step {
			if pieces[j].x1 <= pieces[i].x0 {
				return true
			}
		}
	}
	return false
}

// beside finds the piece right of one on the same line; -1 for none, or when
// another stands left of it.
func beside(pieces []piece, i int) int {
	p := &pieces[i]
	right := -1
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(pieces) && sameRow(p, &pieces[j]); j += step {
			switch {
			case pieces[j].x1 <= p.x0:
				return -1
			case pieces[j].x0 >= p.x1 && (right < 0 || pieces[j].x0 < pieces[right].x0):
				right = j
			}
		}
	}
	return right
}

// endsOpen reports whether dates end with a sign or, behind a year, a small word
// after which more must follow: "2016 –", "2016 to".
func endsOpen(s string) bool {
	s = strings.TrimSpace(s)
	r, _ := utf8.DecodeLastRuneInString(s)
	if r == '-' || r == '–' || r == '—' {
		return true
	}
	before, word := cutLast(s)
	return small(&line{Line: document.Line{Text: word}}) && utf8.RuneCountInString(word) <= 5 && endsOnYear(before)
}

func endsOnYear(s string) bool {
	figures := len(s) - len(strings.TrimRight(s, "0123456789"))
	return figures == 4
}

// monthOver reports whether a piece is a month's name, as a single word, whose
// year begins the line below it in its cell.
func monthOver(pieces []piece, i int) bool {
	p := &pieces[i]
	text := strings.TrimSuffix(strings.TrimSpace(p.text()), ".")
	if utf8.RuneCountInString(text) > 12 || strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
		return false
	}
	for j := i + 1; j < len(pieces) && pieces[j].base-p.base < 1.6*p.size; j++ {
		if q := &pieces[j]; (math.Abs(q.x0-p.x0) < 1.5 || math.Abs(q.x1-p.x1) < 0.25*p.size) && q.base-p.base > 0.5*p.size {
			first, _, _ := strings.Cut(strings.TrimSpace(q.text()), " ")
			if at := strings.IndexAny(first, "-–—"); at > 0 {
				first = first[:at] // "2017–" above "Diciembre"
			}
			return endsOnYear(first)
		}
	}
	return false
}

// goesOn reports whether dates go on in the next line of their cell.
func goesOn(first, next string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(next))
	return endsOpen(first) || strings.ContainsRune("-–—", r) || unicode.IsLower(r) || unicode.IsDigit(r)
}

// years counts numbers of four figures.
func years(s string) int {
	n := 0
	for _, run := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(run) == 4 {
			n++
		}
	}
	return n
}
