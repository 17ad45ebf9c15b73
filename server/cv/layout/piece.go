package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// piece is fragments that touch: a whole line, or what a column has of one.
type piece struct {
	fragments      []Fragment
	x0, y0, x1, y1 float64
	base           float64 // where the letters stand
	foot           float64 // where those of its last line do
	size           float64 // of most letters
	bold           bool
	bullet         bool // begins with one
	// apart tells that it is a line of its own, whatever stands beside it.
	apart bool
}

func (f *Fragment) right() float64 { return f.X + f.Width }

// base is about where the letters stand: a box is a font's ascent and descent.
func (f *Fragment) base() float64 { return f.Y + 0.8*f.Height }

const (
	// near is how much of a letter's size may be between two fragments of a
	// piece. A space is a quarter, in justified text up to twice that; gutters
	// between columns are wider than one.
	near = 0.8
	// wide is from how many letters' sizes on a gap between two pieces of a line
	// shows that they are set apart: justified words are nearer.
	wide = 1.2
	// smallest size in points that a person can read.
	smallest = 2.5
)

// join makes pieces of fragments. They come sorted from top to bottom.
func join(fragments []Fragment) []piece {
	fs := make([]Fragment, 0, len(fragments))
	for _, f := range fragments {
		f.Text = tidy.Text(tidy.Unspaced(letters(f.Text)))
		if f.Size == 0 {
			f.Size = f.Height / 1.2
		}
		if strings.TrimSpace(f.Text) == "" || f.Size < smallest || !placed(f) {
			continue
		}
		fs = append(fs, f)
	}
	slices.SortStableFunc(fs, func(a, b Fragment) int { return cmp.Compare(a.base(), b.base()) })
	var pieces []piece
	for start := 0; start < len(fs); {
		end := start + 1
		for end < len(fs) && aligned(&fs[start], &fs[end]) {
			end++
		}
		pieces = append(pieces, joinRow(fs[start:end])...)
		start = end
	}
	return pieces
}

func placed(f Fragment) bool {
	for _, v := range []float64{f.X, f.Y, f.Width, f.Height, f.Size} {
		if math.IsNaN(v) || math.Abs(v) > 1e5 {
			return false
		}
	}
	return true
}

// aligned tells fragments that stand on one line.
func aligned(a, b *Fragment) bool {
	return math.Abs(a.base()-b.base()) <= 0.35*math.Min(a.Height, b.Height)
}

// joinRow joins what stands on one line, from left to right.
func joinRow(row []Fragment) []piece {
	slices.SortStableFunc(row, func(a, b Fragment) int { return cmp.Compare(a.X, b.X) })
	carryAccents(row)
	var pieces []piece
	for _, f := range row {
		if n := len(pieces); n > 0 {
			last := &pieces[n-1]
			prev := &last.fragments[len(last.fragments)-1]
			if overprinted(prev, &f) {
				prev.Bold = true
				continue
			}
			gap := f.X - last.x1
			limit := near * math.Min(prev.Size, f.Size)
			if prev.Bold != f.Bold || math.Abs(prev.Size-f.Size) > 0.08*f.Size {
				limit *= 0.7 // more likely something else
			}
			if len(last.fragments) == 1 && (tidy.IsBullet(prev.Text) || ordinal(prev.Text)) {
				limit = 6 * f.Size
			}
			if gap < limit && gap > -2*f.Size {
				last.add(f)
				continue
			}
		}
		pieces = append(pieces, piece{})
		pieces[len(pieces)-1].add(f)
	}
	for i := range pieces {
		pieces[i].measure()
	}
	return pieces
}

// overprinted tells the second print of a text that is made bold by printing it
// twice, or that has a shadow.
func overprinted(a, b *Fragment) bool {
	return math.Abs(a.X-b.X) < 0.1*b.Size && math.Abs(a.Y-b.Y) < 0.1*b.Size &&
		strings.TrimSpace(a.Text) == strings.TrimSpace(b.Text)
}

// ordinal tells the number of a list item that stands alone: "3." or "3)".
func ordinal(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) < 2 || len(s) > 3 || s[len(s)-1] != '.' && s[len(s)-1] != ')' {
		return false
	}
	return strings.Trim(s[:len(s)-1], "0123456789") == ""
}

func (p *piece) add(f Fragment) {
	if len(p.fragments) == 0 {
		p.x0, p.y0, p.x1, p.y1 = f.X, f.Y, f.right(), f.Y+f.Height
	}
	p.fragments = append(p.fragments, f)
	p.x0, p.x1 = math.Min(p.x0, f.X), math.Max(p.x1, f.right())
	p.y0, p.y1 = math.Min(p.y0, f.Y), math.Max(p.y1, f.Y+f.Height)
}

// measure finds what the piece looks like mostly.
func (p *piece) measure() {
	letters := map[float64]int{}
	most, bold, all := 0, 0, 0
	for i := range p.fragments {
		f := &p.fragments[i]
		n := utf8.RuneCountInString(strings.TrimSpace(f.Text))
		all += n
		if f.Bold {
			bold += n
		}
		letters[f.Size] += n
		if letters[f.Size] > most {
			most, p.size, p.base = letters[f.Size], f.Size, f.base()
		}
	}
	p.foot = p.base
	p.bold = bold*2 > all
	_, p.bullet = tidy.Bullet(p.fragments[0].Text)
	p.bullet = p.bullet || tidy.IsBullet(p.fragments[0].Text)
}

// text of a piece, for looking at it; a line's text is made by compose.
func (p *piece) text() string {
	if len(p.fragments) == 1 {
		return p.fragments[0].Text
	}
	var out strings.Builder
	for i := range p.fragments {
		out.WriteString(p.fragments[i].Text)
	}
	return out.String()
}
