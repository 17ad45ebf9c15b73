package structure

import (
	"slices"
	"unicode/utf8"
)

// withoutCredentials cuts off a name what stands behind it: ", RN, BSN", "PhD",
// "(she/her)", ", 34".
func withoutCredentials(p piece) piece {
	p = withoutAside(p.trim())
	parts := pieces(p.l, p.start, p.end, true)
	for n := len(parts); n > 1 && (parts[n-1].has(kindCredential) || isAge(parts[n-1])); n-- {
		p.end = parts[n-2].end
	}
	for {
		cut, ok := withoutDegree(p)
		if !ok {
			return withoutAside(p)
		}
		p = cut
	}
}

// withoutAside cuts off brackets in which no name is said: "(she/her)",
// "(geb. Meier)".
func withoutAside(p piece) piece {
	rest, inside, ok := bracket(p)
	if ok {
		if t := inside.within(); len(t) > 0 && !t[0].capital {
			return rest
		}
	}
	return p
}

// isAge reports whether a piece is a number of years: "34", "34 years".
func isAge(p piece) bool {
	t := p.within()
	return len(t) > 0 && t[0].kind == number && len(t[0].fold) == 2 && (len(t) == 1 || len(t) <= 3 && p.has(kindUnit))
}

// withoutDegree cuts off a degree that no comma parts from the name. Those that
// could be names are in capitals where the name is not: "Hans Meier MA", "Jack Ma".
func withoutDegree(p piece) (piece, bool) {
	all := p.within()
	last := len(all)
	for last > 0 && all[last-1].in(".") {
		last--
	}
	for _, h := range p.l.hits {
		if h.kind != kindCredential || last == 0 || p.l.tokens[h.last-1].end != all[last-1].end || p.l.tokens[h.first].start <= p.start {
			continue
		}
		first := p.l.tokens[h.first]
		if h.last-h.first == 1 && (!first.caps || p.l.upper()) && utf8.RuneCountInString(first.fold) < 3 {
			continue
		}
		if rest := (piece{l: p.l, start: p.start, end: first.start, sep: p.sep}).trim(); rest.words() >= 2 {
			return rest, true
		}
	}
	return p, false
}

// saysDegree reports whether a degree stands in words behind the first. "Ma" and
// "Ba" are families' names, too.
func saysDegree(p piece) bool {
	h, ok := p.l.has(kindDegree, p.start, p.end)
	if !ok || p.l.tokens[h.first].start == p.start {
		return false
	}
	first := p.l.tokens[h.first]
	return first.caps || h.last-h.first > 1 || utf8.RuneCountInString(first.fold) > 2
}

// behindHonours is a name without "Prof. Dr." before it, where at least two words
// follow.
func behindHonours(p piece) piece {
	for {
		at := slices.IndexFunc(p.l.tokens, func(t token) bool { return t.start >= p.start && t.kind != mark })
		if at < 0 {
			return p
		}
		h, ok := p.l.hit(kindHonorific, at)
		if !ok {
			return p
		}
		next := h.last
		for next < len(p.l.tokens) && p.l.tokens[next].in(".-") {
			next++
		}
		if next >= len(p.l.tokens) {
			return p
		}
		rest := p
		rest.start = p.l.tokens[next].start
		if rest.start >= rest.end || rest.words() < 2 {
			return p
		}
		p = rest
	}
}

// largestWords are a name that does not look like one: the first lines' only words
// that are written far larger than the text, as a name corrected by hand is in our
// own files; -1 when there are none.
func (r *reader) largestWords(head []*line, largest float64) (piece, int) {
	for i, l := range head[:min(2, len(head))] {
		p := piece{l: l, end: len(l.text)}.trim()
		if r.body == 0 || l.Size < largest-0.3 || l.Size < r.body+4 || p.words() == 0 || p.words() > maxFirstNames || overlapsContact(p) || utf8.RuneCountInString(p.text()) > maxNameLetters {
			continue
		}
		if !l.anyHit(kindDocument, kindSection, kindRole, kindLabel, kindLegal, kindOrg, kindSchool) {
			return p, i
		}
	}
	return piece{}, -1
}
