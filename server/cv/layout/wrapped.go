package layout

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// mostWrapped is over how many lines a narrow cell breaks dates at most: each
// month, each year and the sign between them.
const mostWrapped = 5

// span is a time from one date to another, or a month and its year: all that the
// lines of a narrow cell may say together. "2019" above "2016" are two.
var span = regexp.MustCompile(`^(?:\p{L}{3,12}\.?\s)?(?:\d{1,2}[./])*\d{4}(?:\s?[-–—|]+\s?(?:(?:\p{L}{3,12}\.?\s)?(?:\d{1,2}[./])*\d{4}|(?:\p{Ll}\.?\s?)?\p{L}[\p{L}.]{2,13}))?$`)

// wrapped puts dates together that a narrow cell left of their text breaks over
// lines, before columns are looked for: the lines would stand beside others of the
// text, and read as a column.
func wrapped(pieces []piece) []piece {
	if len(pieces) > mostPieces {
		return pieces
	}
	pieces = fromCells(pieces)
	gone := make([]bool, len(pieces))
	for i := range pieces {
		if gone[i] || len(pieces[i].text()) > 40 {
			continue
		}
		right := beside(pieces, i)
		if right < 0 {
			continue
		}
		stack := under(pieces, i, pieces[right].x0)
		text, best := spanText(&pieces[i]), 0
		for n, j := range stack {
			if text += " " + spanText(&pieces[j]); gone[j] {
				break
			}
			if years(text) > 0 && span.MatchString(text) {
				best = n + 1
			}
		}
		for _, j := range stack[:best] {
			pieces[i].fragments = append(pieces[i].fragments, pieces[j].fragments...)
			pieces[i].foot = pieces[j].foot
			gone[j] = true
		}
	}
	out := make([]piece, 0, len(pieces))
	for i := range pieces {
		if !gone[i] {
			out = append(out, pieces[i])
		}
	}
	return out
}

// spanText is what a line of a cell says, its parts with spaces between.
func spanText(p *piece) string {
	words := make([]string, len(p.fragments))
	for i := range p.fragments {
		words[i] = strings.TrimSpace(p.fragments[i].Text)
	}
	return strings.Join(words, " ")
}

// under are the pieces that stand below piece i in its cell, which ends at limit:
// all begin, end or have their middle at one X, and are near each other.
func under(pieces []piece, i int, limit float64) []int {
	var out []int
	first, last := &pieces[i], &pieces[i]
	for j := i + 1; j < len(pieces) && len(out) < mostWrapped; j++ {
		q := &pieces[j]
		if q.base-last.base > 1.6*q.size {
			break
		}
		if q.base-last.base < 0.5*q.size || q.x0 >= limit || q.x1 <= first.x0-first.size {
			continue
		}
		begins, ends, middle := math.Abs(q.x0-first.x0), math.Abs(q.x1-first.x1), math.Abs(q.x0+q.x1-first.x0-first.x1)/2
		text := spanText(q)
		if math.Min(begins, math.Min(ends, middle)) > 0.3*q.size || q.x1 > limit || math.Abs(q.size-first.size) > 0.5 || len(text) > 40 || !datesPart(text) {
			break
		}
		out = append(out, j)
		last = q
	}
	return slices.Clip(out)
}

// datesPart reports whether a text may be a line of dates: two words or a sign
// with a year, or a word alone.
func datesPart(s string) bool {
	return strings.Count(s, " ") <= 1 || tidy.Dated(s) && strings.Count(s, " ") <= 3
}

// fromCells parts pieces at the edge of a cell of dates that their letters nearly
// touch: what is right of the edge goes on there, below a text that begins at it.
func fromCells(pieces []piece) []piece {
	var limits []float64
	for i := range pieces {
		if right := beside(pieces, i); right >= 0 && cellWord(spanText(&pieces[i])) && pieces[right].x0-pieces[i].x1 < 1.5*pieces[i].size {
			limits = append(limits, pieces[right].x0)
		}
	}
	slices.Sort(limits)
	var out []piece
	for _, p := range pieces {
		at := slices.IndexFunc(p.fragments, func(f Fragment) bool {
			n, _ := slices.BinarySearchFunc(limits, f.X-1.5, cmp.Compare[float64])
			return f.X > p.x0 && n < len(limits) && limits[n] < f.X+1.5
		})
		if at <= 0 {
			out = append(out, p)
			continue
		}
		left := piece{}
		for _, f := range p.fragments[:at] {
			left.add(f)
		}
		left.measure()
		if left.bullet || !tidy.Dated(left.text()) || strings.Count(spanText(&left), " ") > 1 {
			out = append(out, p)
			continue
		}
		right := piece{}
		for _, f := range p.fragments[at:] {
			right.add(f)
		}
		right.measure()
		out = append(out, left, right)
	}
	return out
}

// cellWord reports whether a text may be the first line of dates in a cell: a
// word or two.
func cellWord(s string) bool { return strings.Count(s, " ") <= 1 && len(s) <= 24 }
