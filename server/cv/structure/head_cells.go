package structure

import "strings"

// isHonour reports whether a piece is praise and nothing else: "cum laude".
func isHonour(p piece) bool {
	if t := p.text(); len(t) == 3 && t[1] == ':' && hasDigit(t[:1]) && hasDigit(t[2:]) {
		return true // a British class: "2:1"
	}
	h, ok := p.l.has(kindHonour, p.start, p.end)
	return ok && h.last-h.first >= p.words()
}

// withoutEnd cuts off what only ends a piece: the number of a department in
// brackets, a full stop.
func withoutEnd(p piece) piece {
	if rest, inside, ok := bracket(p); ok && len(inside.text()) <= 3 && strings.Trim(inside.text(), "0123456789") == "" {
		p = rest
	} else if ok && isEmployment(row{inside.l, inside.start, inside.end}) {
		p = rest
	}
	if all := p.within(); len(all) > 2 && strings.HasSuffix(p.text(), ".") {
		last := all[len(all)-2]
		if last.kind == word && len([]rune(last.fold)) > 3 && !last.caps && !p.has(kindLegal) {
			p.end--
		}
	}
	return p.trim()
}

// cellEnd is where a company or school ends that stands in a cell beside a title
// or degree, with nothing between them: behind a legal form ("Delta Ltd. Sales
// Manager"), or behind the word that ends a school's name ("Ege Üniversitesi
// Makine Mühendisliği (Lisans)"); 0 when there is none.
func (s subject) cellEnd(p piece) int {
	if strings.ContainsAny(p.text(), ",;") || atSplit(p) > 0 {
		return 0
	}
	ends := kindLegal
	if s.loose {
		ends = kindSchool
	}
	at := -1
	for _, h := range p.l.hits {
		if h.kind == ends && p.l.tokens[h.first].start >= p.start && p.l.tokens[h.last-1].end < p.end {
			at = max(at, h.last)
		}
	}
	for i, t := range p.l.tokens {
		if t.in("»”") && t.start > p.start && t.end < p.end && !s.loose {
			at = max(at, i+1)
		}
	}
	for at > 0 && at < len(p.l.tokens) && p.l.tokens[at].fold == "." {
		at++
	}
	if at > 0 && at+1 < len(p.l.tokens) && p.l.tokens[at].in(dashes) && p.l.tokens[at].spaced {
		at++ // "Acme LLC -Driver"
	}
	school := at
	for s.loose && at > 0 && at < len(p.l.tokens) && p.l.tokens[at].kind == word && !p.l.tokens[at].capital {
		at++ // "колледж индустрии питания"
	}
	for _, h := range p.l.hits {
		if s.loose && h.kind == kindDegree && h.first < at && h.last > at {
			return 0 // "High School Diploma"
		}
	}
	if s.loose && at > school && len([]rune(p.l.tokens[at-1].fold)) <= 3 {
		return 0 // "College of Engineering"
	}
	if s.loose && at == school && at > 0 && p.l.tokens[at-1].start == p.start {
		return 0 // "Instituto Tecnológico": its first word
	}
	if at <= 0 || at >= len(p.l.tokens) || p.l.tokens[at].end > p.end || !p.l.tokens[at].capital || !p.l.tokens[at].spaced && !p.l.tokens[at-1].in(dashes) {
		return 0
	}
	rest := piece{l: p.l, start: p.l.tokens[at].start, end: p.end}
	before := piece{l: p.l, start: p.start, end: p.l.tokens[at-1].end}
	if !s.any(rest, s.first) && !rest.has(kindRole) || s.any(before, s.first) || s.any(rest, s.second) {
		return 0
	}
	return rest.start
}

// possessed is where the title begins in "“Navbahor” MChJ bosh buxgalteri": in
// Uzbek the company stands before its employee, whose title has an ending that
// says so; 0 where no company is seen.
func (s subject) possessed(p piece) int {
	all := p.within()
	if s.loose || len(all) < 3 || strings.ContainsAny(p.text(), ",;") {
		return 0
	}
	first := 0
	for i, t := range p.l.tokens {
		h, ok := p.l.hit(kindRole, i)
		if !ok || t.start <= p.start || p.l.tokens[h.last-1].end > p.end || h.lang != "uz" {
			first = 0
			continue
		}
		if first == 0 {
			first = i
		}
		if p.l.tokens[h.last-1].end == p.end {
			break
		}
	}
	if first == 0 || p.l.tokens[first].start <= p.start || !strings.HasSuffix(all[len(all)-1].fold, "i") && !strings.HasSuffix(all[len(all)-1].fold, "и") {
		return 0
	}
	before := piece{l: p.l, start: p.start, end: p.l.tokens[first].start}.trim()
	if !before.has(kindLegal) && !strings.ContainsAny(before.text(), "»”\"") && (!before.has(kindOrg) || before.words() < 3) {
		return 0
	}
	return p.l.tokens[first].start
}
