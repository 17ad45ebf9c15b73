package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unmarked finds the items of lists whose marks are no text: browsers draw them
// as circles when they print. Such a document has no marks at all, but lines that
// are set in under the line above them.
func unmarked(lines []line) {
	for i := range lines {
		if lines[i].Bullet || lines[i].RightToLeft {
			return
		}
	}
	rare := capitalsAreRare(lines)
	for i := 1; i < len(lines); i++ {
		if !setIn(&lines[i-1], &lines[i]) {
			continue
		}
		end := i + 1
		for end < len(lines) && sameList(&lines[i], &lines[end]) {
			end++
		}
		if end-i == 1 && end < len(lines) && full(&lines[i], &lines[end]) {
			continue // a paragraph's first line
		}
		for j := i; j < end; j++ {
			lines[j].Bullet = j == i || startsItem(&lines[j-1], &lines[j], rare, small(&lines[i]))
		}
		i = end - 1
	}
}

// setIn reports whether a line is set in under another, as lists are.
func setIn(above, l *line) bool {
	from := above.indent
	if above.joined {
		from = above.lastX
	}
	by := (l.indent - from) / l.Size
	centred := math.Abs(above.X+above.Width/2-l.X-l.Width/2) < 3
	return sameFlow(above, l) && by > 0.8 && by < 4.5 && !centred && above.Size < 1.6*l.Size
}

func sameList(first, l *line) bool {
	return sameFlow(first, l) && math.Abs(first.indent-l.indent) < 1 && math.Abs(first.Size-l.Size) < 0.5 && !l.joined
}

func sameFlow(a, b *line) bool {
	return a.Page == b.Page && a.Region == b.Region && !a.Margin && !b.Margin
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
	case small(l):
		return false
	default:
		first, _ := utf8.DecodeRuneInString(l.Text)
		return rare && unicode.IsUpper(first) && strings.Count(above.Text, " ") > 3
	}
}

// small reports whether a line begins with a small letter.
func small(l *line) bool {
	first, _ := utf8.DecodeRuneInString(l.Text)
	return unicode.IsLower(first)
}

// capitalsAreRare measures how often words within longer lines begin with a
// capital letter.
func capitalsAreRare(lines []line) bool {
	capital, all := 0, 0
	for i := range lines {
		words := strings.Fields(lines[i].Text)
		if len(words) < 5 {
			continue
		}
		for _, w := range words[1:] {
			r, _ := utf8.DecodeRuneInString(w)
			if !unicode.IsLetter(r) {
				continue
			}
			all++
			if unicode.IsUpper(r) {
				capital++
			}
		}
	}
	return capital*8 < all
}
