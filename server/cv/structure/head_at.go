package structure

import "github.com/interviewai-pro/interviewai/server/cv/fold"

// atSplit is the byte behind which the company begins in "Engineer at Acme"; 0
// when the piece is not of that form.
func atSplit(p piece) int {
	role := false
	depth := 0
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end {
			continue
		}
		depth = max(0, depth+flag(t.in("(["))-flag(t.in(")]")))
		if depth > 0 {
			continue // "Engineer (Platform as a Service)"
		}
		if _, ok := p.l.hit(kindRole, i); ok {
			role = true
		}
		if !role || t.start == p.start {
			continue
		}
		if t.fold == "@" && i+1 < len(p.l.tokens) {
			return t.start
		}
		h, ok := p.l.hit(kindAt, i)
		if !ok || h.last >= len(p.l.tokens) {
			continue
		}
		if next := p.l.tokens[behindArticle(p.l, h.last)]; next.end <= p.end && (next.capital || next.in("\"«“„")) {
			return t.start
		}
	}
	return 0
}

// behindAt is the piece behind the word that atSplit found.
func behindAt(p piece, at int) piece {
	for i, t := range p.l.tokens {
		if t.start != at {
			continue
		}
		last := i + 1
		if h, ok := p.l.hit(kindAt, i); ok {
			last = h.last
		}
		if last < len(p.l.tokens) {
			p.start = p.l.tokens[behindArticle(p.l, last)].start
		}
		return p
	}
	return p
}

// behindArticle skips an article before a name: "at the Acme", "à l’ENSA", "an der TU".
func behindArticle(l *line, i int) int {
	at := i
	for at+1 < len(l.tokens) && at < i+2 && !l.tokens[at].capital && len([]rune(l.tokens[at].fold)) <= 3 && (l.tokens[at].kind == word || l.tokens[at].in(fold.Apostrophes)) {
		at++
	}
	if l.tokens[at].capital {
		return at
	}
	return i
}

// schoolAt is where the words begin that lead to a school behind a degree in
// "Licence à l’UPEC", "Physik an der Universität Kassel"; 0 for none.
func (s subject) schoolAt(p piece) int {
	for i, t := range p.l.tokens {
		if t.start <= p.start || t.end > p.end {
			continue
		}
		h, ok := p.l.hit(kindAt, i)
		if !ok || h.last >= len(p.l.tokens) || h.lang != "fr" && h.lang != "de" && h.lang != "en" {
			continue
		}
		next := p.l.tokens[behindArticle(p.l, h.last)]
		left := piece{l: p.l, start: p.start, end: t.start}.trim()
		right := piece{l: p.l, start: next.start, end: p.end}
		if next.capital && next.end <= p.end && left.words() > 0 && !s.any(left, s.second) && (right.has(kindSchool) || next.caps && s.any(left, s.first)) {
			return t.start
		}
	}
	return 0
}
