package structure

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
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
	if rest, inside, ok := bracket(p); ok && isPlace(inside) {
		if e.place.l == nil {
			e.place = inside
		}
		p = rest
	}
	parts := pieces(p.l, p.start, p.end, true)
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
		if n > m || n == m && !titleFirst && n <= 0 && i == 1 {
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
		if isPlace(right) {
			if e.place.l == nil {
				e.place = right
			}
			return left.value(), cv.Value{}
		}
		return left.value(), s.company(e, right).value()
	}
	parts := pieces(p.l, p.start, p.end, true)
	parts = withLegal(parts)
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

// tells reports whether most entries have a piece that looks like a title, so
// that one that does not is rather a company.
func (s subject) tells(all []entry) bool {
	n := 0
	for _, e := range all {
		if slices.ContainsFunc(e.pieces, func(p piece) bool { return s.net(p) > 0 }) {
			n++
		}
	}
	return 2*n > len(all)
}

// towns gives entries without a place the town that stands where other entries
// of the CV have theirs: behind the company's comma.
func (s subject) towns(all []entry) {
	n := 0
	for _, e := range all {
		n += flag(e.place.l != nil)
	}
	if 2*n <= len(all) {
		return
	}
	for i := range all {
		e := &all[i]
		if e.place.l != nil {
			continue
		}
		for j, p := range e.pieces {
			parts := withLegal(pieces(p.l, p.start, p.end, true))
			if last := len(parts) - 1; last > 0 && smallPlace(parts[last]) && s.net(p) <= 0 {
				e.place = parts[last]
				e.pieces[j].end = parts[last-1].end
				break
			}
		}
	}
}

// edges takes places off the ends of companies where most jobs of the CV have
// one there: they stood at the right edge of the page.
func (s subject) edges(all []entry) {
	n := 0
	at := make([][2]int, len(all))
	for i, e := range all {
		at[i][0] = -1
		if e.place.l != nil {
			continue
		}
		for j, p := range e.pieces {
			if cut := placeEnd(p); cut > p.start && s.net(p) <= 0 {
				at[i] = [2]int{j, cut}
				n++
				break
			}
		}
	}
	if n < 2 || 3*n < 2*len(all) {
		return
	}
	for i := range all {
		if at[i][0] >= 0 {
			p := &all[i].pieces[at[i][0]]
			all[i].place = piece{l: p.l, start: at[i][1], end: p.end}.trim()
			p.end = at[i][1]
			*p = p.trim()
		}
	}
}

// order is whether titles stand before companies in most entries.
func (s subject) order(all []entry) bool {
	votes := 0
	for _, e := range all {
		if len(e.pieces) < 2 {
			continue
		}
		votes += max(-3, min(3, s.net(e.pieces[0])-s.net(e.pieces[1])))
	}
	return votes >= 0
}
