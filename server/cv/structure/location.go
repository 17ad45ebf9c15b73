package structure

import "github.com/interviewai-pro/interviewai/server/cv"

// location is the first place of the head.
func (r *reader) location(head []*line) {
	p := &r.out.Personal
	if !p.Location.Empty() {
		return
	}
	for i, l := range head {
		for _, part := range pieces(l, 0, len(l.text), false) {
			from, _, ok := afterLabel(l, part.start, part.end, "address")
			if !ok {
				continue
			}
			if from >= part.end && i+1 < len(head) {
				l = head[i+1]
				part, from = piece{l: l, end: len(l.text)}, 0
			}
			if v := cityOf(piece{l: l, start: from, end: part.end}); !v.Empty() {
				p.Location = v
				return
			}
		}
	}
	for _, guess := range []func(piece) bool{knownPlace, looksLikePlace} {
		for _, l := range head {
			for _, part := range pieces(l, 0, len(l.text), false) {
				if overlaps(p.Name, l.at, part) || overlaps(p.Title, l.at, part) || part.words() > 14 || !guess(part) || labelled(l, "birth") {
					continue
				}
				if v := cityOf(part); !v.Empty() {
					p.Location = v
					return
				}
			}
		}
	}
}

func overlaps(v cv.Value, line int, p piece) bool {
	for _, s := range v.Spans {
		if s.Line == line && s.Start < p.end && s.End > p.start {
			return true
		}
	}
	return false
}

// knownPlace reports whether a part of an address is a place that is listed.
func knownPlace(p piece) bool {
	if !hasPlace(p) {
		return false
	}
	for _, part := range pieces(p.l, p.start, p.end, true) {
		if isPlace(withoutCode(part)) {
			return true
		}
	}
	return isPlace(p)
}

// cityOf is an address without street, house and postal code: city and country,
// or all of it when nothing is left.
func cityOf(p piece) cv.Value {
	p = p.trim()
	if rest, _, ok := bracket(p); ok {
		p = rest // "Sofia (Remote)"
	}
	parts := pieces(p.l, p.start, p.end, true)
	first := -1
	last := len(parts)
	for i, part := range parts {
		q := withoutCode(part)
		street := q.has(kindStreet) && !isPlace(q) || hasDigit(q.text())
		if len(part.l.contacts) > 0 && overlapsContact(part) {
			if first < 0 {
				continue
			}
			last = i
			break
		}
		if street {
			if first < 0 || !isPlace(spread(parts[first:i])) {
				first = -1
				continue
			}
			last = i
			break
		}
		if first < 0 {
			first = i
		}
	}
	if first < 0 || first >= last {
		return p.value()
	}
	found := withoutCode(parts[first])
	found.end = withoutCode(parts[last-1]).end
	return found.value()
}

func overlapsContact(p piece) bool {
	for _, c := range p.l.contacts {
		if c.start < p.end && c.end > p.start {
			return true
		}
	}
	return false
}

// withoutCode cuts a postal code off both ends: "10115 Berlin", "London NW1 4SE".
func withoutCode(p piece) piece {
	first, last := -1, -1
	for i, t := range p.l.tokens {
		if t.start >= p.start && t.end <= p.end {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return p
	}
	tokens := p.l.tokens
	for first < last && (tokens[first].kind == number && len(tokens[first].fold) >= 3 || tokens[first].fold == "-" || tokens[first].kind == word && tokens[first].caps && len(tokens[first].fold) <= 2 && tokens[first+1].fold == "-") {
		first++
	}
	for last > first && tokens[last].kind == number && len(tokens[last].fold) >= 3 {
		last--
	}
	p.start, p.end = tokens[first].start, tokens[last].end
	return p.trim()
}
