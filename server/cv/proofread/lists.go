package proofread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// entry is one item of a list: an achievement.
type entry struct {
	// first and last are its lines.
	first, last int
}

// Bounds for calling a few items different from the others: there are enough of
// them, and at most one in five differs.
const (
	fewItems = 5
	minority = 5
)

// entries are the achievements that are items of a list.
func (s *sheet) entries() []entry {
	var all []entry
	for _, e := range s.parsed.Experience {
		for _, a := range e.Achievements {
			if len(a.Spans) == 0 {
				continue
			}
			from, to := a.Spans[0], a.Spans[len(a.Spans)-1]
			first, last := s.line(from), s.line(to)
			// What the reading cut in the middle of a line is no item of the writer's.
			if first == nil || last == nil || !s.doc.Lines[from.Line].Bullet || from.Start != 0 || to.End < len(strings.TrimRight(last.text, " .;,")) || to.Line < from.Line || len(first.words) == 0 {
				continue
			}
			all = append(all, entry{from.Line, to.Line})
		}
	}
	return all
}

// lists finds items that begin or end otherwise than the others.
func (s *sheet) lists() {
	all := s.entries()
	var small, stopped, open []entry
	begins := 0
	for _, e := range all {
		l := &s.lines[e.first]
		first, _ := utf8.DecodeRuneInString(l.text)
		if unicode.IsLetter(first) && !l.words[0].technical {
			begins++
			if unicode.IsLower(first) && shapeOf(l.words[0].text) != other && !l.skipped(0, l.words[0].end) {
				small = append(small, e)
			}
		}
		switch end := s.lines[e.last].text; {
		case strings.HasSuffix(end, "."):
			// "etc." and "S.A." end with a stop anyway.
			if !short(&s.lines[e.last]) {
				stopped = append(stopped, e)
			}
		case !strings.HasSuffix(end, ";") && !strings.HasSuffix(end, ","):
			open = append(open, e)
		}
	}
	if begins >= fewItems && len(small)*minority <= begins {
		for _, e := range small {
			l := &s.lines[e.first]
			w := l.words[0]
			s.add(Capital, e.first, w.start, w.end, "This item begins small, the others do not.", capitalOf(l.lang, w.text))
		}
	}
	s.endings(stopped, open)
}

// short reports whether a line's last word may be an abbreviation.
func short(l *line) bool {
	if len(l.words) == 0 {
		return true
	}
	last := l.words[len(l.words)-1]
	return letters(last.text) < 4 || last.technical || shapeOf(last.text) == other || l.skipped(last.start, last.end)
}

// endings finds the few items that end with a full stop, or without.
func (s *sheet) endings(stopped, open []entry) {
	switch all := len(stopped) + len(open); {
	case all < fewItems:
	case len(stopped) > 0 && len(stopped)*minority <= all:
		for _, e := range stopped {
			end := len(s.lines[e.last].text)
			s.add(Punctuation, e.last, end-1, end, "This item ends with a full stop, the others do not.", "")
		}
	case len(open) > 0 && len(open)*minority <= all:
		for _, e := range open {
			l := &s.lines[e.last]
			if short(l) || l.words[len(l.words)-1].end != len(l.text) {
				continue
			}
			w := l.words[len(l.words)-1]
			s.add(Punctuation, e.last, w.start, w.end, "This item ends without a full stop, the others have one.", w.text+".")
		}
	}
}
