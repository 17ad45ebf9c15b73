package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// unmarked finds the items of lists whose marks are no text: browsers draw them
// as circles when they print. Such a document has no marks at all (but perhaps one
// that parts a row and came first in a line), but lines that are set in under the
// line above them.
func unmarked(all []line) {
	var lines []*line
	marked := 0
	for i := range all {
		if all[i].Bullet {
			marked++
		}
		if marked > 1 || all[i].RightToLeft {
			return
		}
		if !all[i].Margin {
			lines = append(lines, &all[i])
		}
	}
	rare := capitalsAreRare(all)
	var last *line // of the list before
	for i := 1; i < len(lines); i++ {
		goesOn := last == lines[i-1] && last.Page+1 == lines[i].Page && sameList(last, lines[i])
		if !goesOn && !setIn(lines[i-1], lines[i]) {
			continue
		}
		end := i + 1
		for end < len(lines) && sameFlow(lines[i], lines[end]) && sameList(lines[i], lines[end]) {
			end++
		}
		if !goesOn && end-i == 1 && end < len(lines) && full(lines[i], lines[end]) && lines[end].Bold == lines[i].Bold && math.Abs(lines[end].Size-lines[i].Size) < 0.5 {
			continue // a paragraph's first line
		}
		short := words(lines[i:end])
		for j := i; j < end; j++ {
			lines[j].Bullet = j == i && !goesOn || short || startsItem(lines[j-1], lines[j], rare, small(lines[i]))
		}
		last = lines[end-1]
		i = end - 1
	}
}

// setIn reports whether a line is set in under another, as lists are: under its
// beginning, or under what stands in the second column of a row.
func setIn(above, l *line) bool {
	middle := (l.column.left + l.column.right) / 2
	centred := !above.joined && math.Abs(above.X+above.Width/2-middle) < 3 && math.Abs(l.X+l.Width/2-middle) < 3
	if !sameFlow(above, l) || centred || above.Size >= 1.6*l.Size || l.Size > 1.15*above.Size || l.joined && above.joined {
		return false // a title, or a row of a table
	}
	for _, from := range []float64{above.indent, above.lastX} {
		if by := (l.indent - from) / l.Size; by > 0.8 && by < 4.5 {
			return true
		}
	}
	return false
}

func sameList(first, l *line) bool {
	return math.Abs(first.indent-l.indent) < 1 && math.Abs(first.Size-l.Size) < 0.5 && !l.joined
}

func sameFlow(a, b *line) bool {
	return a.Page == b.Page && a.Region == b.Region
}

// full reports whether the next line's first word found no room in a line.
func full(l, next *line) bool {
	return l.column.right-l.right <= next.firstWord+0.3*next.Size
}

// startsItem decides whether a line begins an item. Where items begin with capital
// letters, small ones do not. A line under a full one that begins with a capital
// letter begins an item if words within lines rarely do; in German they often do.
func startsItem(above, l *line, rare, smallItems bool) bool {
	last, _ := utf8.DecodeLastRuneInString(above.Text)
	switch {
	case small(l) && !smallItems, last == ',':
		return false
	case !full(above, l), last == '.', last == ';':
		return true
	case small(l), tidy.EndsOnLink(above.Text):
		return false
	default:
		first, _ := utf8.DecodeRuneInString(l.Text)
		return rare && unicode.IsUpper(first) && strings.Count(above.Text, " ") > 3
	}
}

// cutLast cuts the last word off.
func cutLast(s string) (before, word string) {
	if at := strings.LastIndexByte(s, ' '); at >= 0 {
		return s[:at], s[at+1:]
	}
	return "", s
}

// words reports whether a list is of single words or two, none of which goes on.
func words(lines []*line) bool {
	for i := range lines {
		if strings.Count(lines[i].Text, " ") > 1 || small(lines[i]) || strings.HasSuffix(lines[i].Text, ",") {
			return false
		}
	}
	return true
}

// small reports whether a line begins with a small letter.
func small(l *line) bool {
	first, _ := utf8.DecodeRuneInString(l.Text)
	return unicode.IsLower(first)
}

// capitalsAreRare measures how often words within running text begin with a
// capital letter.
func capitalsAreRare(lines []line) bool {
	capital, all := 0, 0
	for i := range lines {
		words := strings.Fields(lines[i].Text)
		if len(words) < 5 || lines[i].joined || lines[i].Bold {
			continue
		}
		of, n := 0, 0
		for _, w := range words[1:] {
			r, _ := utf8.DecodeRuneInString(w)
			if unicode.IsLetter(r) {
				n++
			}
			if unicode.IsUpper(r) {
				of++
			}
		}
		if 2*of <= n { // else it is a title or a list of names
			capital, all = capital+of, all+n
		}
	}
	return capital*4 < all
}
