package structure

import (
	"slices"
	"strings"
	"unicode/utf8"
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
		if last := lastPiece(e.pieces, out); last != nil {
			start = s.carryOn(last, w, start)
		}
		for _, rest := range without(start, w.end, w.l.cuts()) {
			for _, p := range s.bothTitles(pieces(w.l, rest[0], rest[1], false)) {
				out = append(out, s.parted(e, p)...)
			}
		}
	}
	return out
}

// bothTitles puts "Software Engineer / Tech Lead" together.
func (s subject) bothTitles(all []piece) []piece {
	var out []piece
	for _, p := range all {
		if n := len(out) - 1; n >= 0 && p.sep == "/" && !s.loose && s.net(out[n]) > 0 && (s.net(p) > 0 || n == 0 && len(all) > 2 && all[2].sep != "/") {
			out[n].end = p.end
			continue
		}
		out = append(out, p)
	}
	return out
}

// cuts are the bytes that are periods, durations or grades.
func (l *line) cuts() [][2]int {
	var out [][2]int
	for _, p := range l.periods {
		if !p.single || !p.within(l) {
			out = append(out, [2]int{p.outerStart, p.outerEnd})
		}
	}
	if start, end, _, _, ok := grade(l); ok {
		out = append(out, [2]int{start, end})
	}
	for _, c := range l.contacts {
		if c.kind != contactWeb || c.url == "" {
			out = append(out, [2]int{c.start, c.end})
		}
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
	p = withoutEnd(brackets(p))
	if p.start >= p.end || p.words() == 0 || utf8.RuneCountInString(p.text()) == 1 && len(p.l.tokens) > 1 {
		return nil
	}
	p, ok := unlabelled(p)
	if !ok {
		return nil
	}
	for i, t := range p.l.tokens {
		if t.start >= p.start && t.kind != mark {
			if h, ok := p.l.hit(kindEmployment, i); ok && p.l.tokens[h.last-1].end >= p.end {
				if h.value == ownAccount && e.own.l == nil {
					e.own = p
				}
				return nil
			}
			break
		}
	}
	if at := s.cellEnd(p); at > 0 && e.place.l == nil && placeLead(piece{l: p.l, start: at, end: p.end}) > 0 {
		// "Acme Ltd. Leeds Baker"
		left := piece{l: p.l, start: p.start, end: at, sep: p.sep}.trim()
		return append([]piece{left}, s.parted(e, piece{l: p.l, start: at, end: p.end, sep: "|"}.trim())...)
	}
	if s.loose && ungraded(p) {
		return nil
	}
	if isPlace(p) || apartPlace(p) {
		if e.place.l == nil {
			e.place = p
		}
		return nil
	}
	if rest, inside, ok := bracket(p); ok && e.place.l == nil && isPlace(inside) {
		// "Acme, Lyon (France)"
		parts := pieces(rest.l, rest.start, rest.end, true)
		if last := len(parts) - 1; last > 0 && isPlace(parts[last]) {
			e.place = piece{l: p.l, start: parts[last].start, end: p.end}
			p = spread(parts[:last])
			return s.sentences(p)
		}
	}
	if rest, inside, ok := bracket(p); ok && (isPlace(inside) || slices.ContainsFunc(s.second, func(k kind) bool { return s.ofSecond(rest, k) }) && smallPlace(inside)) {
		if e.place.l == nil {
			e.place = inside
		}
		p = rest
	}
	parts := pieces(p.l, p.start, p.end, true)
	for i, part := range parts {
		if s.loose && isHonour(part) {
			var around []piece
			if i > 0 {
				around = s.parted(e, spread(parts[:i]))
			}
			if i+1 < len(parts) {
				around = append(around, s.parted(e, spread(parts[i+1:]))...)
			}
			return around
		}
	}
	for i := 1; i < len(parts)-1 && e.place.l == nil; i++ {
		// "Realschule Rohr, Stuttgart, Mittlere Reife"
		if isPlace(parts[i]) && placeTail(parts) == 0 {
			e.place = parts[i]
			return append(s.parted(e, spread(parts[:i])), s.parted(e, spread(parts[i+1:]))...)
		}
	}
	n := max(placeTail(parts), s.townTail(parts))
	if last := len(parts) - 1; n == 0 && last > 0 && e.place.l == nil && regionCode(parts[last]) {
		if at := placeEnd(parts[last-1]); at > parts[last-1].start {
			// "Texas State University San Marcos, TX"
			e.place = piece{l: p.l, start: at, end: parts[last].end}
			p.end = at
			return s.sentences(p.trim())
		}
	}
	if last := parts[len(parts)-1]; e.place.l == nil && placeLead(last) > 0 {
		at := placeLead(last)
		e.place = piece{l: p.l, start: last.start, end: at}.trim()
		title := piece{l: p.l, start: at, end: p.end, sep: "|"}
		if len(parts) == 1 {
			return s.sentences(title)
		}
		return append(s.sentences(spread(parts[:len(parts)-1])), title)
	}
	if at := remoteEnd(p); at > 0 && e.place.l == nil && len(parts) == 1 {
		e.place = piece{l: p.l, start: at, end: p.end}
		p.end = at
		return s.sentences(p.trim())
	}
	if n > 0 && n == len(parts) {
		if e.place.l == nil {
			e.place = p
		}
		return nil
	}
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
	at := s.possessed(p)
	if at == 0 {
		at = s.cellEnd(p)
	}
	if at > 0 {
		left, right := p, p
		left.end, right.start, right.sep = at, at, "|"
		return []piece{left.trim(), right.trim()}
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
