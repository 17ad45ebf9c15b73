package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// judge decides whether what stands on both sides of a gutter are columns, each
// read to its end, or rows that go across it: a position and its dates, a label
// and its value. The score is 0 for rows.
func (s *split) judge(pieces []piece) {
	var left, right []piece
	gutter := math.Inf(1)
	for _, p := range pieces[s.from:s.end] {
		if side(&p, s.x) < 0 {
			left = append(left, p)
			gutter = math.Min(gutter, s.x-p.x1)
		} else {
			right = append(right, p)
		}
	}
	if len(left) == 0 || len(right) == 0 {
		return
	}
	minor, major := right, left
	if countRows(left) < countRows(right) {
		minor, major = left, right
	}
	if rowsAcross(minor, major, right) {
		return
	}
	rows := countRows(left) + countRows(right)
	// Justified text has gaps that stand one above the other by chance.
	if countRows(minor) < 2 && rows < 4 || rows < 6 && gutter < 1.2*minor[0].size {
		return
	}
	s.score = float64(rows) + math.Min(gutter, 40)/100
}

// rowsAcross decides for rows.
func rowsAcross(minor, major, right []piece) bool {
	if bulleted(right)*2 > len(right) {
		return false
	}
	minorRows, majorRows := countRows(minor), countRows(major)
	cells, withPartner, leading, dated := 0, 0, 0, 0
	alone := 0
	for i := range minor {
		partner := partnerOf(&minor[i], major)
		if partner < 0 {
			alone++
		}
		if i > 0 && minor[i].base-minor[i-1].base < 1.6*minor[i].size {
			continue
		}
		cells++
		if partner < 0 {
			continue
		}
		withPartner++
		if leads(major, partner) {
			leading++
		}
		if tidy.Dated(minor[i].text()) {
			dated++
		}
	}
	if alone == 0 && minorRows == majorRows && !reading(minor) {
		return true
	}
	if float64(withPartner) < 0.8*float64(cells) || float64(minorRows) > 2.5*float64(cells) {
		return false
	}
	return leading*10 >= cells*6 || dated*2 >= cells || flushRight(minor)
}

// reading tells running text: most rows are many words wide.
func reading(pieces []piece) bool {
	long := 0
	for i := range pieces {
		if strings.Count(pieces[i].text(), " ") >= 5 {
			long++
		}
	}
	return long*2 > len(pieces)
}

// partnerOf finds the piece on the other side that stands on the same line and
// has letters of about the same size; -1 for none.
func partnerOf(p *piece, others []piece) int {
	off := math.Max(1.5, 0.15*p.size)
	first, _ := slices.BinarySearchFunc(others, p.base-off, func(o piece, base float64) int { return cmp.Compare(o.base, base) })
	for i := first; i < len(others) && others[i].base <= p.base+off; i++ {
		if o := &others[i]; o.size < 1.6*p.size && p.size < 1.6*o.size {
			return i
		}
	}
	return -1
}

// leads reports whether a piece begins something: more space above it than
// below, or another look than the next.
func leads(pieces []piece, i int) bool {
	if i == 0 || i == len(pieces)-1 {
		return true
	}
	p, next, prev := &pieces[i], &pieces[i+1], &pieces[i-1]
	if p.bold && !next.bold || p.size > 1.05*next.size {
		return true
	}
	return p.base-prev.base > 1.15*(next.base-p.base)
}

// flushRight reports whether pieces end at one X and begin at several.
func flushRight(pieces []piece) bool {
	if len(pieces) < 2 {
		return false
	}
	minX0, maxX0 := math.Inf(1), math.Inf(-1)
	minX1, maxX1 := math.Inf(1), math.Inf(-1)
	for i := range pieces {
		minX0, maxX0 = math.Min(minX0, pieces[i].x0), math.Max(maxX0, pieces[i].x0)
		minX1, maxX1 = math.Min(minX1, pieces[i].x1), math.Max(maxX1, pieces[i].x1)
	}
	return maxX1-minX1 < 3 && maxX0-minX0 > 3
}

func bulleted(pieces []piece) int {
	n := 0
	for i := range pieces {
		if pieces[i].bullet {
			n++
		}
	}
	return n
}

// countRows counts lines; several pieces may stand on one.
func countRows(pieces []piece) int {
	n := 0
	for i := range pieces {
		if i == 0 || pieces[i].base-pieces[i-1].base > 0.35*pieces[i].size {
			n++
		}
	}
	return n
}
