package structure

import "github.com/interviewai-pro/interviewai/server/cv/document"

// brokenMonths puts periods together that are broken between a month and its
// year: "Lyon, September" and "2013 – June 2017", "(May 2012 to June" and "2015)".
func (r *reader) brokenMonths(g grammar) {
	for i, l := range r.lines[:max(0, len(r.lines)-1)] {
		next := r.lines[i+1]
		if !endsOnMonth(l) || len(next.tokens) == 0 || next.tokens[0].kind != number || len(next.tokens[0].fold) != 4 || len(next.tokens) > 14 {
			continue
		}
		g.l = newLine(&document.Line{Text: l.text + " " + next.text}, 0)
		border := len(l.text) + 1
		for _, p := range g.periods() {
			if p.start >= border || p.end <= border {
				continue
			}
			p.next, p.nextStart, p.nextEnd = next, 0, p.end-border
			p.end, p.outerEnd = len(l.text), len(l.text)
			next.consumed = p.nextEnd
			for n, q := range l.periods {
				if q.end > p.start {
					l.periods = l.periods[:n]
					break
				}
			}
			l.periods = append(l.periods, p)
			rest := next.periods[:0]
			for _, q := range next.periods {
				if q.start >= p.nextEnd {
					rest = append(rest, q)
				}
			}
			next.periods = rest
		}
	}
}

// endsOnMonth reports whether a line ends with a month, perhaps with a small word
// that leads to its year: "junio de".
func endsOnMonth(l *line) bool {
	last := len(l.tokens) - 1
	for last > 0 && (l.tokens[last].in(".,") || l.tokens[last].fold == "de" || l.tokens[last].fold == "del" || l.tokens[last].fold == "of") {
		last--
	}
	for _, h := range l.hits {
		if h.kind == kindMonth && h.last == last+1 {
			return true
		}
	}
	return false
}
