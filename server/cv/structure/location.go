package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// location is the first place of the head.
func (r *reader) location(head []*line) {
	p := &r.out.Personal
	if !p.Location.Empty() {
		return
	}
	var street cv.Value // an address that names no town
	for i, l := range head {
		parts := pieces(l, 0, len(l.text), false)
		for n, part := range parts {
			from, _, ok := afterLabel(l, part.start, part.end, "address")
			if !ok {
				continue
			}
			if from >= part.end && n+1 < len(parts) && parts[n+1].sep == "\t" {
				n++ // the label has a cell of its own
				part, from = parts[n], parts[n].start
			}
			for _, next := range parts[n+1:] {
				if next.sep != "/" {
					break
				}
				part.end = next.end
			}
			if i+1 < len(head) && (from >= part.end || goesOnAddress(part, head[i+1])) {
				l = head[i+1]
				part, from = pieces(l, 0, len(l.text), false)[0], 0
			}
			switch v, town := cityOf(piece{l: l, start: from, end: part.end}); {
			case town:
				p.Location = v
				return
			case street.Empty():
				street = v
			}
		}
	}
	unlisted := func(p piece) bool { // a town that nobody listed beside an e-mail address, whose street stands elsewhere
		return !street.Empty() && len(p.l.contacts) > 0 && !overlapsContact(p) && smallPlace(p)
	}
	for _, guess := range []func(piece) bool{knownPlace, coded, pinned, looksLikePlace, unlisted} {
		for _, l := range head {
			parts := pieces(l, 0, len(l.text), false)
			for n, part := range parts {
				if overlaps(p.Name, l.at, part) || overlaps(p.Title, l.at, part) || openWords(part) > 14 || !guess(part) || labelled(l, "birth") {
					continue
				}
				if n+1 < len(parts) && regionCode(parts[n+1]) {
					part.end = parts[n+1].end // "Recife - PE"
				}
				if overlaps(street, l.at, part) {
					continue
				}
				if v, _ := cityOf(part); !v.Empty() {
					p.Location = v
					return
				}
			}
		}
	}
	p.Location = street
}

// openWords is how many words a piece has outside of contacts.
func openWords(p piece) int {
	n := 0
	for _, t := range p.within() {
		n += flag(t.kind != mark && !t.masked)
	}
	return n
}

// goesOnAddress reports whether an address goes on in the next line: it ended at
// a comma.
func goesOnAddress(p piece, next *line) bool {
	return strings.HasSuffix(strings.TrimRight(p.l.text[p.start:], " "), ",") && p.l.Block == next.Block && hasPlace(piece{l: next, end: len(next.text)})
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
	if rest, _, ok := bracket(p.trim()); ok {
		p = rest // "Kazan (ready to move)"
	}
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

// pinned reports whether the picture of a place stands before a piece.
func pinned(p piece) bool {
	sign, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.l.text[:p.start], " \ufe0f"))
	return strings.ContainsRune("⌂📍🏠⚲📌🏡", sign) && !hasDigit(p.text()) && p.words() <= 6
}

// coded reports whether a town is in an address whose region or postal code says
// that it is one: "Pullman, WA 99163", "71032 Böblingen".
func coded(p piece) bool {
	parts := pieces(p.l, p.start, p.end, true)
	if jobs().townTail(parts) > 0 || bareRegion(p) {
		return true
	}
	for _, part := range parts {
		rest := withoutCode(part)
		if code := part.end - part.start - (rest.end - rest.start); code >= 5 && rest.end == part.end && smallPlace(rest) && !overlapsContact(part) {
			return true
		}
	}
	return false
}

// cityOf is an address without street, house and postal code: city and country,
// or all of it when nothing is left; town tells which.
func cityOf(p piece) (v cv.Value, town bool) {
	p = p.trim()
	if rest, _, ok := bracket(p); ok {
		p = rest // "Sofia (Remote)"
	}
	p = behindIn(p)
	parts := pieces(p.l, p.start, p.end, true)
	first := -1
	last := len(parts)
	for i, part := range parts {
		q := withoutCode(part)
		street := (q.has(kindStreet) || q.has(kindSchool) || q.has(kindField)) && !isPlace(q) || hasDigit(q.text())
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
		return p.value(), false
	}
	for i := first + 1; i < last; i++ {
		// A quarter stands before the town: "Pueblo Libre, Lima, Perú".
		if !isPlace(parts[first]) && parts[i].has(kindCity) && isPlace(spread(parts[i:last])) {
			first = i
			break
		}
	}
	found := withoutCode(parts[first])
	found.end = withoutCode(parts[last-1]).end
	v = found.value()
	return v, !v.Empty()
}

// behindIn cuts off what leads to a place: "Currently in Leeds, England".
func behindIn(p piece) piece {
	all := p.within()
	for i := 1; i+1 < min(len(all), 4); i++ {
		if rest := (piece{l: p.l, start: all[i+1].start, end: p.end}); all[i].fold == "in" && isPlace(rest) {
			return rest
		}
	}
	return p
}

func overlapsContact(p piece) bool {
	for _, c := range p.l.contacts {
		if c.start < p.end && c.end > p.start && !c.worded() {
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
	if n := britishCode(tokens[first : last+1]); n > 0 {
		last -= n
	}
	p.start, p.end = tokens[first].start, tokens[last].end
	return p.trim()
}

// britishCode is how many tokens a postal code such as "NW1 4SE" has at the end;
// 0 when none stands there or nothing else does.
func britishCode(all []token) int {
	n := len(all)
	if n < 5 || len(all[n-1].fold) != 2 || !all[n-1].caps || all[n-2].kind != number || len(all[n-2].fold) != 1 || !all[n-2].spaced {
		return 0
	}
	size := 4 // "CB" "1" "2" "AD"
	if all[n-3].kind == word {
		size = 5 // "SW" "1" "A" "1" "AA"
	}
	if first := all[n-size]; n == size || !first.caps || len(first.fold) > 2 || all[n-size+1].kind != number {
		return 0
	}
	return size
}
