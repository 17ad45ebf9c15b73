package structure

import (
	"strings"
)

// isPlace reports whether a piece names a place and nothing else: it begins with
// a known city or country; regions, which are not listed, may follow between
// commas.
func isPlace(p piece) bool {
	known, comma := false, false
	for i := 0; i < len(p.l.tokens); {
		t := p.l.tokens[i]
		if t.start < p.start || t.end > p.end {
			i++
			continue
		}
		if last, ok := placeAt(p.l, i); ok && p.l.tokens[last-1].end <= p.end {
			known = true
			i = last
			continue
		}
		if h, ok := p.l.hit(kindPlaceMark, i); ok {
			i = h.last
			continue
		}
		if h, ok := p.l.hit(kindAnd, i); ok {
			i = h.last
			continue
		}
		switch {
		case t.kind == number, t.kind == word && (!known || !comma && !codeBehind(p.l, i) || !t.capital), t.kind == mark && !t.in(",.()-–/&"):
			return false
		}
		comma = comma || t.fold == ","
		i++
	}
	// "MA" is a state as well as a degree.
	degree, learned := p.l.has(kindDegree, p.start, p.end)
	learned = learned && len(p.l.tokens[degree.first].fold) > 2
	return known && !learned && !p.has(kindLegal) && !p.has(kindOrg) && !p.has(kindSchool) && !p.has(kindRole)
}

// codeBehind reports whether a token is the code of a region behind a sign:
// "Ribeirão Preto/SP".
func codeBehind(l *line, i int) bool {
	_, ok := l.hit(kindRegion, i)
	return ok && l.tokens[i].caps && i > 0 && l.tokens[i-1].in("/-–")
}

// placeAt reads a city, a country or "remote" at a token.
func placeAt(l *line, i int) (last int, ok bool) {
	for _, k := range []kind{kindCity, kindCountry, kindRemote} {
		if h, found := l.hit(k, i); found && (k == kindRemote || l.tokens[i].capital || l.tokens[i].caps) && h.last > last {
			last, ok = h.last, true
		}
	}
	return last, ok
}

// hasPlace reports whether a city or country stands in a piece.
func hasPlace(p piece) bool { return p.has(kindCity) || p.has(kindCountry) }

// placeTail finds the place at the end of pieces parted by commas: how many of
// them, from the end, are a place with its region and country.
func placeTail(parts []piece) int {
	for n := min(len(parts), 4); n > 0; n-- {
		if isPlace(spread(parts[len(parts)-n:])) {
			return n
		}
	}
	return 0
}

// spread is the piece from the first to the last of pieces of one line.
func spread(parts []piece) piece {
	p := parts[0]
	p.end, p.tail = parts[len(parts)-1].end, parts[len(parts)-1].tail
	return p
}

// looksLikePlace reports whether a piece may be a place that nobody listed:
// "Word, Word" with capitals, or one or two words behind a place's mark.
func looksLikePlace(p piece) bool {
	text := p.text()
	if hasDigit(text) || p.words() > 5 || !strings.Contains(text, ",") {
		return false
	}
	for _, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end || t.kind != word {
			continue
		}
		if !t.capital {
			return false
		}
	}
	for _, k := range []kind{kindRole, kindLegal, kindOrg, kindSchool, kindDegree, kindCredential, kindLabel, kindLanguage} {
		if p.has(k) {
			return false
		}
	}
	return true
}

// placeEnd is where a place begins that ends a piece, without a word before it
// that makes it a part of a name ("University of Barcelona"); 0 for none.
func placeEnd(p piece) int {
	all := p.l.tokens
	for i, t := range all {
		if t.start <= p.start || t.end > p.end || i == 0 || t.kind != word {
			continue
		}
		if last, ok := placeAt(p.l, i); ok && all[last-1].end == p.end {
			if before := all[i-1]; before.kind == word && !before.capital || before.kind == mark && !before.in(".)") {
				return 0
			}
			return t.start
		}
	}
	return 0
}

// startsWith reports whether a phrase of a kind begins at a byte.
func (l *line) startsWith(k kind, at int) bool {
	for i, t := range l.tokens {
		if t.start == at {
			_, ok := l.hit(k, i)
			return ok
		}
	}
	return false
}

// remoteEnd is where "Remote" begins that stands behind other words at the end of
// a piece; 0 for none.
func remoteEnd(p piece) int {
	for i, t := range p.l.tokens {
		if h, ok := p.l.hit(kindRemote, i); ok && t.start > p.start && t.capital && p.l.tokens[h.last-1].end == p.end && p.l.tokens[i-1].kind == word {
			return t.start
		}
	}
	return 0
}

// placeLead is where words of a job begin behind a place that a piece begins
// with, in the cell before them: "г. Уфа Повар"; 0 for none.
func placeLead(p piece) int {
	all := p.l.tokens
	for i, t := range all {
		if t.start < p.start || t.end > p.end || t.in(".") {
			continue
		}
		if h, ok := p.l.hit(kindPlaceMark, i); ok && all[h.last-1].end < p.end {
			continue
		}
		last, ok := placeAt(p.l, i)
		if !ok || last >= len(all) || all[last].end > p.end || !all[last].capital {
			return 0
		}
		rest := piece{l: p.l, start: all[last].start, end: p.end}
		if _, role := p.l.hit(kindRole, last); role || t.start > 0 && p.has(kindCity) && rest.words() <= 5 && rest.has(kindRole) && !rest.has(kindLegal) && !strings.Contains(rest.text(), ",") {
			return all[last].start
		}
		return 0
	}
	return 0
}
