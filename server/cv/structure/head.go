package structure

import (
	"slices"
	"strings"
)

// headPieces cuts the rows of a head into parts, without periods, grades,
// durations, kinds of employment and places; the first place is kept.
func (s subject) headPieces(e *entry, rows []row) []piece {
	var out []piece
	for _, w := range rows {
		if onlyDuration(w) {
			continue
		}
		start := max(w.start, w.l.consumed)
		for _, rest := range without(start, w.end, w.l.cuts()) {
			for _, p := range pieces(w.l, rest[0], rest[1], false) {
				out = append(out, s.parted(e, p)...)
			}
		}
	}
	return out
}

// cuts are the bytes that are periods, durations or grades.
func (l *line) cuts() [][2]int {
	var out [][2]int
	for _, p := range l.periods {
		out = append(out, [2]int{p.outerStart, p.outerEnd})
	}
	if start, end, _, _, ok := grade(l); ok {
		out = append(out, [2]int{start, end})
	}
	for i, t := range l.tokens {
		if last, ok := duration(l, i); ok && (i == 0 || l.tokens[i-1].kind == mark && t.kind == number) && last > i {
			out = append(out, [2]int{t.start, l.tokens[last-1].end})
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return a[0] - b[0] })
	return out
}

// parted takes the place off a piece and drops what is a kind of employment.
func (s subject) parted(e *entry, p piece) []piece {
	p = brackets(p)
	if p.start >= p.end || p.words() == 0 {
		return nil
	}
	p, ok := unlabelled(p)
	if !ok {
		return nil
	}
	for i, t := range p.l.tokens {
		if t.start >= p.start && t.kind != mark {
			if h, ok := p.l.hit(kindEmployment, i); ok && p.l.tokens[h.last-1].end >= p.end {
				return nil
			}
			break
		}
	}
	if isPlace(p) {
		if e.place.l == nil {
			e.place = p
		}
		return nil
	}
	if rest, inside, ok := bracket(p); ok && (isPlace(inside) || s.any(rest, s.second) && smallPlace(inside)) {
		if e.place.l == nil {
			e.place = inside
		}
		p = rest
	}
	parts := pieces(p.l, p.start, p.end, true)
	for i := 1; i < len(parts)-1 && e.place.l == nil; i++ {
		// "Realschule Rohr, Stuttgart, Mittlere Reife"
		if isPlace(parts[i]) && placeTail(parts) == 0 {
			e.place = parts[i]
			return append(s.parted(e, spread(parts[:i])), s.parted(e, spread(parts[i+1:]))...)
		}
	}
	n := placeTail(parts)
	if n == 0 && len(parts) > 1 && slices.ContainsFunc(parts[:len(parts)-1], func(p piece) bool { return s.any(p, s.second) }) && smallPlace(parts[len(parts)-1]) && e.place.l == nil {
		n = 1
	}
	if n > 0 && n < len(parts) {
		if e.place.l == nil {
			e.place = spread(parts[len(parts)-n:])
		}
		parts = parts[:len(parts)-n]
		if last := &parts[len(parts)-1]; !s.loose && e.place.l == p.l && e.place.start > last.end {
			// "Acme Corp Berlin, Germany": the city stood at the right edge.
			if at := placeEnd(*last); at > last.start && e.place.l.startsWith(kindCountry, e.place.start) {
				e.place.start, last.end = at, at
				*last = last.trim()
			}
		}
		sep, bias := p.sep, p.bias
		p = spread(parts)
		p.sep, p.bias = sep, bias
	}
	return s.sentences(p)
}

// sentences cuts "Nurse. St. Mary's Hospital" at the dot between both.
func (s subject) sentences(p piece) []piece {
	for i, t := range p.l.tokens {
		if t.start <= p.start || t.end >= p.end || !t.in(".") || !spacedAfter(p.l, i) || len(p.l.tokens[i-1].fold) < 4 {
			continue
		}
		left := piece{l: p.l, start: p.start, end: t.start, sep: p.sep, bias: p.bias}.trim()
		right := piece{l: p.l, start: t.end, end: p.end, sep: ".", bias: p.bias}.trim()
		if s.net(left) > 0 && s.net(right) < 0 || s.net(left) < 0 && s.net(right) > 0 {
			return []piece{left, right}
		}
	}
	return []piece{p}
}

// unlabelled cuts labels off, as the Europass form has them, and remembers what
// they say; false for a piece that is a label and nothing else.
func unlabelled(p piece) (piece, bool) {
	if h, ok := p.l.has(kindLabel, p.start, p.end); ok && h.value == "dates" && p.words() == p.l.countIn(p.l.tokens[h.first].start, p.l.tokens[h.last-1].end) {
		return p, false
	}
	from, label, ok := afterLabel(p.l, p.start, p.end, "")
	if !ok {
		return p, true
	}
	switch label.value {
	case "position":
		p.bias = 10
	case "company":
		p.bias = -10
	case "address", "dates":
	default:
		return p, true
	}
	p.start = from
	p = p.trim()
	return p, p.start < p.end
}

// brackets drops the lonely ones that a cut left.
func brackets(p piece) piece {
	p = p.trim()
	for p.start < p.end {
		text := p.text()
		switch {
		case (text[0] == '(' || text[0] == '[') && !strings.ContainsAny(text, ")]"), text[0] == ')' || text[0] == ']':
			p.start++
		case text[0] == '(' && text[len(text)-1] == ')' && strings.Count(text, "(") == 1:
			p.start++
			p.end--
		case text[len(text)-1] == '(' || text[len(text)-1] == '[', text[len(text)-1] == ')' && !strings.Contains(text, "("):
			p.end--
		default:
			return p
		}
		p = p.trim()
	}
	return p
}

// smallPlace reports whether a part behind a company may be a town that is not
// listed.
func smallPlace(p piece) bool {
	if hasDigit(p.text()) || p.words() > 3 {
		return false
	}
	for _, t := range p.within() {
		if !t.in("-") && (t.kind != word || !t.capital || t.caps) {
			return false
		}
	}
	for _, k := range []kind{kindRole, kindLegal, kindOrg, kindSchool, kindDegree, kindField} {
		if p.has(k) {
			return false
		}
	}
	return true
}

// atSplit is the byte behind which the company begins in "Engineer at Acme"; 0
// when the piece is not of that form.
func atSplit(p piece) int {
	role := false
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end {
			continue
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
