package structure

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// names says which piece is the first (title, degree) and which the second
// (company, school). titleFirst is the order of the CV.
func (s subject) names(e *entry, titleFirst bool) (first, second cv.Value) {
	all := e.pieces
	if len(all) == 1 {
		return s.one(e, all[0])
	}
	if len(all) == 0 {
		return cv.Value{}, cv.Value{}
	}
	a := s.best(all, titleFirst)
	rest := slices.Delete(slices.Clone(all), a, a+1)
	b := 0
	for i := range rest {
		if s.net(rest[i]) < s.net(rest[b]) {
			b = i
		}
	}
	if s.net(rest[b]) >= 0 {
		// Nothing looks like a company: the neighbour in the CV's order is.
		if titleFirst {
			b = min(a, len(rest)-1)
		} else {
			b = max(a-1, 0)
		}
	}
	first, second = all[a].value(), rest[b].value()
	if at := atSplit(all[a]); at > 0 && !s.loose && s.net(rest[b]) >= 0 {
		right := behindAt(all[a], at).trim()
		if !isPlace(right) {
			first = piece{l: all[a].l, start: all[a].start, end: at}.trim().value()
			second = s.company(e, right).value()
		}
	}
	rest = slices.Delete(rest, b, b+1)
	for _, p := range rest {
		if e.place.l == nil && smallPlace(p) {
			e.place = p
		}
	}
	return first, second
}

// best is which piece is the title.
func (s subject) best(all []piece, titleFirst bool) int {
	if len(all) == 2 {
		d := s.net(all[0]) - s.net(all[1])
		if d >= 3 || d > -3 && titleFirst {
			return 0
		}
		return 1
	}
	a := 0
	for i := range all {
		n, m := s.net(all[i]), s.net(all[a])
		if n > m || n == m && !titleFirst && n <= 0 && i == 1 || n == m && a > 0 && s.net(all[0]) < 0 && all[i].sep == "-" && all[a].sep == "-" {
			a = i
		}
	}
	return a
}

// one reads a head of one piece.
func (s subject) one(e *entry, p piece) (first, second cv.Value) {
	if at := atSplit(p); at > 0 && !s.loose {
		right := behindAt(p, at).trim()
		left := piece{l: p.l, start: p.start, end: at}.trim()
		if all := left.within(); len(all) > 1 && all[0].kind == word && !all[0].capital && len([]rune(all[0].fold)) <= 3 {
			left.start = all[1].start // "as Developer at Acme"
		}
		if isPlace(right) {
			if e.place.l == nil {
				e.place = right
			}
			return left.value(), cv.Value{}
		}
		return left.value(), s.company(e, right).value()
	}
	if at := s.schoolAt(p); s.loose && at > 0 {
		return piece{l: p.l, start: p.start, end: at}.trim().value(), behindAt(p, at).trim().value()
	}
	parts := pieces(p.l, p.start, p.end, true)
	parts = withLegal(parts)
	parts[len(parts)-1].tail = p.tail
	if len(parts) > 1 {
		if a, b, ok := s.divide(parts); ok {
			return a.value(), b.value()
		}
	}
	if s.net(p) < 0 || s.net(p) == 0 && (s.loose || s.telling) {
		return cv.Value{}, p.value()
	}
	return p.value(), cv.Value{}
}

// company takes a town that is not listed off a company behind "at".
func (s subject) company(e *entry, p piece) piece {
	parts := withLegal(pieces(p.l, p.start, p.end, true))
	if n := len(parts); n > 1 && e.place.l == nil && smallPlace(parts[n-1]) {
		e.place = parts[n-1]
		return spread(parts[:n-1])
	}
	return p
}

// withLegal puts a legal form that stands behind a comma back to its company.
func withLegal(parts []piece) []piece {
	var out []piece
	for _, p := range parts {
		if len(out) > 0 && onlyLegal(p) {
			out[len(out)-1].end = p.end
			continue
		}
		out = append(out, p)
	}
	return out
}

func onlyLegal(p piece) bool {
	h, ok := p.l.has(kindLegal, p.start, p.end)
	return ok && p.l.countIn(p.l.tokens[h.first].start, p.l.tokens[h.last-1].end) == p.words()
}

// divide finds the comma between the first and the second. Of cuts that are
// equally good the one counts that leaves the second the least: what stands
// between a degree and a school is the degree's subject.
func (s subject) divide(parts []piece) (first, second piece, ok bool) {
	best, least := 0, 0
	for i := 1; i < len(parts); i++ {
		left, right := spread(parts[:i]), spread(parts[i:])
		d, size := s.net(left)-s.net(right), len(parts)-i
		if d < 0 {
			d, size, left, right = -d, i, right, left
		}
		if d > best || d == best && d > 0 && size < least {
			best, least, first, second, ok = d, size, left, right, true
		}
	}
	return first, second, ok
}
