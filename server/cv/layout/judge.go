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
	left, right, gutter := s.sides(pieces)
	if left, right = facing(left, right); len(left) == 0 || len(right) == 0 {
		return
	}
	if labelled(left, right) {
		return
	}
	minor, major, fromLeft := order(left, right)
	if across, _ := rowsAcross(minor, major, fromLeft); across {
		return
	}
	rows := countRows(left) + countRows(right)
	// Justified text has gaps that stand one above the other by chance.
	if countRows(minor) < 2 && rows < 4 || rows < 6 && gutter < 1.2*minor[0].size {
		return
	}
	s.score = float64(rows) + math.Min(gutter, 40)/100
}

// labelled reports whether the left side is labels that are set flush right
// beside what they label, as forms have them: most stand on a line with it.
func labelled(left, right []piece) bool {
	if len(left) < 4 || !flushRight(left) {
		return false
	}
	faced, cells := 0, 0
	for i := range left {
		switch {
		case partnerOf(&left[i], right) >= 0:
			faced++
			cells++
		case i == 0 || left[i].base-left[i-1].foot > 1.35*left[i].size:
			cells++ // no second line of a label
		}
	}
	return 2*faced >= cells
}

// sides are the pieces left and right of the gutter, and how wide that is.
func (s *split) sides(pieces []piece) (left, right []piece, gutter float64) {
	gutter = math.Inf(1)
	for _, p := range pieces[s.from:s.end] {
		if side(&p, s.x) < 0 {
			left = append(left, p)
			gutter = math.Min(gutter, s.x-p.x1)
		} else {
			right = append(right, p)
		}
	}
	return left, right, gutter
}

// across reports whether the split is rows; if asked for, with dates only.
func (s *split) across(pieces []piece, onlyDated bool) bool {
	left, right, _ := s.sides(pieces)
	if left, right = facing(left, right); len(left) == 0 || len(right) == 0 {
		return false
	}
	across, dated := rowsAcross(order(left, right))
	return across && (dated || !onlyDated)
}

// facing leaves out what has nothing beside it at either end.
func facing(left, right []piece) (l, r []piece) {
	if len(left) == 0 || len(right) == 0 {
		return nil, nil
	}
	top := math.Max(left[0].y0, right[0].y0)
	bottom := math.Min(left[len(left)-1].y1, right[len(right)-1].y1)
	within := func(ps []piece) []piece {
		// Boxes of lines may overlap a little.
		for len(ps) > 0 && ps[0].y1 <= top+0.2*ps[0].size {
			ps = ps[1:]
		}
		for len(ps) > 0 && ps[len(ps)-1].y0 >= bottom-0.2*ps[len(ps)-1].size {
			ps = ps[:len(ps)-1]
		}
		return ps
	}
	return within(left), within(right)
}

// rowsAcross decides for rows; fromLeft tells that the minor side is the left. dated tells that half of them have dates.
func rowsAcross(minor, major []piece, fromLeft bool) (rows, dated bool) {
	if fromLeft && dateColumn(minor, major) {
		return true, true
	}
	minorRows, majorRows := countRows(minor), countRows(major)
	cells, withPartner, leading, dates, alone, items := 0, 0, 0, 0, 0, 0
	inDated := false
	for i := range minor {
		partner := partnerOf(&minor[i], major)
		if partner < 0 {
			alone++
		} else if fromLeft && major[partner].bullet || !fromLeft && minor[i].bullet && !tidy.Dated(major[partner].text()) {
			items++
		}
		if i > 0 && minor[i].base-minor[i-1].foot < 1.6*minor[i].size {
			if !inDated && tidy.Dated(minor[i].text()) {
				inDated = true
				dates++
			}
			continue
		}
		cells++
		if inDated = tidy.Dated(minor[i].text()); inDated {
			dates++
		}
		if partner < 0 {
			continue
		}
		withPartner++
		if leads(major, partner) {
			leading++
		}
		if cells == 1 && titles(&minor[i], &major[partner], minor, major) {
			return false, false
		}
	}
	dated = dates*2 >= cells
	if items*2 > len(minor)-alone {
		return false, dated // the right side is a list
	}
	if alone == 0 && minorRows == majorRows && !reading(minor) {
		return true, dated
	}
	most := 2.5
	if dated {
		most = 3.5
	}
	if float64(withPartner) < 0.7*float64(cells) || float64(minorRows) > most*float64(cells) {
		return false, dated
	}
	return leading*10 >= cells*6 || dated || flushRight(minor), dated
}

// titles reports whether two pieces beside each other are both a column's title:
// both look alike, and unlike what follows.
func titles(a, b *piece, minor, major []piece) bool {
	if len(minor) < 2 || len(major) < 2 || math.Abs(a.size-b.size) > 0.5 || a.bold != b.bold || tidy.Dated(a.text()) || tidy.Dated(b.text()) {
		return false
	}
	next, other := &minor[1], &major[1]
	larger := a.size > 1.1*next.size && b.size > 1.1*other.size
	return larger || a.bold && !next.bold && !other.bold && capitals(a.text()) == capitals(b.text())
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
	if tidy.Dated(p.text()) {
		off = 0.35 * p.size // set beside a title, in smaller letters
	}
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

// order tells which side has fewer lines.
func order(left, right []piece) (minor, major []piece, fromLeft bool) {
	if countRows(left) < countRows(right) {
		return left, right, true
	}
	return right, left, false
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
