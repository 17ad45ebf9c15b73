package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// regionLines makes the lines of one region from top to bottom.
func regionLines(pieces []piece, visual bool) []line {
	pieces = slices.Clone(pieces)
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.base, b.base) })
	reach := extent{math.Inf(1), math.Inf(-1)}
	for i := range pieces {
		reach.left, reach.right = math.Min(reach.left, pieces[i].x0), math.Max(reach.right, pieces[i].x1)
	}
	if len(pieces) <= mostPieces {
		pieces = joinCells(pieces)
	}
	var lines []line
	for start := 0; start < len(pieces); {
		end := start + 1
		for end < len(pieces) && sameRow(&pieces[start], &pieces[end]) {
			end++
		}
		row := pieces[start:end]
		slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.x0, b.x0) })
		for from := 0; from < len(row); {
			to := from + 1
			for to < len(row) && belongs(&row[to-1], &row[to], to-1 > from && tidy.Dated(row[from].text())) {
				to++
			}
			if l, ok := compose(row[from:to], visual); ok {
				l.column = reach
				lines = append(lines, l)
			}
			from = to
		}
		start = end
	}
	return lines
}

func sameRow(a, b *piece) bool {
	return math.Abs(a.base-b.base) <= 0.3*math.Min(a.y1-a.y0, b.y1-b.y0)
}

// belongs reports whether a piece goes on with the line of the one left of it.
// List items, labels that are set apart and letters of another size do not; what
// stands behind dates is no label.
func belongs(left, right *piece, dated bool) bool {
	switch {
	case left.apart, right.bullet && !left.lone():
		return false
	case left.size > 1.6*right.size || right.size > 1.6*left.size:
		return false
	case left.lone() || tidy.Dated(left.text()) || strings.HasSuffix(strings.TrimSpace(left.text()), ":"):
		return true
	case !dated && label(left, right):
		return false
	default:
		return true
	}
}

// label reports whether a piece is a section's title that stands beside its text.
func label(left, right *piece) bool {
	return !tidy.Dated(left.text()) && !tidy.Dated(right.text()) &&
		(left.size > 1.08*right.size || capitals(left.text()) && !capitals(right.text()))
}

// lone tells a bullet without its text.
func (p *piece) lone() bool { return tidy.IsBullet(p.text()) }

// capitals reports whether a text is written in capital letters.
func capitals(s string) bool {
	return len(s) > 3 && s == strings.ToUpper(s) && s != strings.ToLower(s)
}

// compose makes a line of pieces that stand beside each other.
func compose(row []piece, visual bool) (line, bool) {
	first, last := &row[0], &row[len(row)-1]
	l := line{indent: first.x0, textX: first.x0, lastX: last.x0, right: last.x1}
	l.X, l.Y, l.Width = first.x0, first.y0, last.x1-first.x0
	l.Bold, l.Italic = true, true
	var b builder
	bottom, letters := first.y1, 0
	for i := range row {
		if i > 0 {
			b.space()
			if !row[i-1].lone() && row[i].x0-row[i-1].x1 > wide*math.Min(row[i].size, row[i-1].size) {
				b.apart()
			}
			l.joined = l.joined || !row[i-1].lone()
		}
		l.Y, bottom = math.Min(l.Y, row[i].y0), math.Max(bottom, row[i].y1)
		if n := utf8.RuneCountInString(row[i].text()); n > letters {
			letters, l.Size = n, row[i].size
		}
		for j := range row[i].fragments {
			f := &row[i].fragments[j]
			if j > 0 && parted(&row[i].fragments[j-1], f) {
				b.space()
			}
			b.add(f)
			if !tidy.IsBullet(f.Text) && strings.TrimSpace(f.Text) != "" {
				l.Bold, l.Italic = l.Bold && f.Bold, l.Italic && f.Italic
			}
		}
	}
	l.Height = bottom - l.Y
	text, links, gaps := b.done()
	if visual && tidy.AnyRightToLeft(text) {
		right := tidy.RightToLeft(text)
		if text = tidy.Logical(text, right); len(links) > 0 {
			links = whole(links, text)
		}
		gaps = nil
	}
	l.Confidence = confidence(row)
	l.RightToLeft = tidy.RightToLeft(text)
	rest, is := tidy.Bullet(text)
	if is && rest == "" || text == "" || tidy.Rule(text) {
		return l, false
	}
	if is {
		l.Bullet = true
		links, gaps = shift(links, len(text)-len(rest), len(rest)), moved(gaps, len(text)-len(rest), len(rest))
		l.textX = textStart(row)
		text = rest
	}
	l.Text, l.Links, l.Gaps = text, links, gaps
	word, _, _ := strings.Cut(text, " ")
	l.firstWord = l.Width * float64(utf8.RuneCountInString(word)) / float64(utf8.RuneCountInString(text))
	return l, true
}

// confidence is that of the fragments, by their lengths.
func confidence(row []piece) float64 {
	sum, all := 0.0, 0
	for i := range row {
		for j := range row[i].fragments {
			f := &row[i].fragments[j]
			sum += f.Confidence * float64(len(f.Text))
			all += len(f.Text)
		}
	}
	return sum / float64(max(all, 1))
}

// parted reports whether there is a space between two fragments of a piece: a
// gap, an overlap, the end of a line in a cell, or a new word in another look.
func parted(a, b *Fragment) bool {
	gap := b.X - a.right()
	if gap > 0.15*b.Size || gap < -0.3*b.Size || math.Abs(a.base()-b.base()) > 0.5*b.Size {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(a.Text)
	next, _ := utf8.DecodeRuneInString(b.Text)
	begins, ends := unicode.IsUpper(next) || unicode.IsDigit(next), unicode.IsLower(last) || unicode.IsDigit(last)
	return a.Bold != b.Bold && begins && ends
}

// textStart is where the text behind a bullet begins.
func textStart(row []piece) float64 {
	fs := row[0].fragments
	if !tidy.IsBullet(fs[0].Text) {
		return row[0].x0 + fs[0].Size // the bullet is in the text's own fragment
	}
	if len(fs) > 1 {
		return fs[1].X
	}
	if len(row) > 1 {
		return row[1].x0
	}
	return row[0].x0
}

// whole makes one link of the whole text: which letters it was cannot be told
// once they were turned round.
func whole(links []document.Link, text string) []document.Link {
	return []document.Link{{URL: links[0].URL, Start: 0, End: len(text)}}
}

// shift moves links by the bytes that were cut off before them.
func shift(links []document.Link, cut, size int) []document.Link {
	out := links[:0]
	for _, l := range links {
		l.Start, l.End = max(l.Start-cut, 0), min(l.End-cut, size)
		if l.End > l.Start {
			out = append(out, l)
		}
	}
	return out
}
