package structure

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
		if next := p.l.tokens[h.last]; next.end <= p.end && (next.capital || next.in("\"«“„")) {
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
			p.start = p.l.tokens[last].start
		}
		return p
	}
	return p
}
