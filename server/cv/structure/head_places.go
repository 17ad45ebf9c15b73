package structure

import "unicode"

// townTail is 2 when pieces parted by commas end with a town, listed or not, and
// the code of its region or its country: "Pullman, WA".
func (s subject) townTail(parts []piece) int {
	n := len(parts)
	if n < 2 || !smallPlace(parts[n-2]) {
		return 0
	}
	if regionCode(parts[n-1]) && (!s.loose || !parts[n-1].has(kindDegree) || isPlace(parts[n-2]) || n > 2 && parts[n-3].has(kindSchool)) {
		return 2
	}
	h, ok := parts[n-1].l.has(kindCountry, parts[n-1].start, parts[n-1].end)
	if ok && n > 2 && parts[n-1].words() <= h.last-h.first {
		return 2
	}
	return 0
}

// apartPlace reports whether a piece is a town that nobody listed and what it lies
// in: it stands apart from what is before it, and is written as a place
// ("Oberhofingen, Bavaria"), or ends with a country or a region.
func apartPlace(p piece) bool {
	if rest, inside, ok := bracket(p); ok && inside.has(kindRemote) {
		p.end = rest.end // "Palo Alto, CA (Remote)"
	}
	if p.apart() && bareRegion(p) {
		return true
	}
	parts := pieces(p.l, p.start, p.end, true)
	if n := len(parts); n < 2 || n > 3 || !smallPlace(parts[0]) || placeEnd(parts[0]) > 0 {
		return false
	}
	last := parts[len(parts)-1]
	h, country := p.l.has(kindCountry, last.start, last.end)
	sure := regionCode(last) || country && last.words() <= h.last-h.first
	// "Acme, Berlin" in a cell is a company and where it is.
	return sure && (p.apart() || p.sep != "") || p.apart() && looksLikePlace(p) && !p.has(kindField) && !isPlace(last)
}

// bareRegion reports whether a piece is a town with the code of its region, and
// perhaps a country, without commas: "Oakley MA USA".
func bareRegion(p piece) bool {
	all := p.within()
	if n := len(all); n > 2 && n < 6 && all[n-1].capital {
		if h, ok := p.l.has(kindCountry, all[n-1].start, all[n-1].end); ok && h.last-h.first == 1 {
			all = all[:n-1]
		}
	}
	n := len(all)
	if n < 2 || n > 4 || !all[n-1].caps || len(all[n-1].fold) != 2 {
		return false
	}
	town := piece{l: p.l, start: all[0].start, end: all[n-2].end}
	_, ok := p.l.has(kindRegion, all[n-1].start, all[n-1].end)
	return ok && smallPlace(town)
}

// regionCode reports whether a piece is the code of a region, perhaps with a
// postal code behind it: "OR 97214".
func regionCode(p piece) bool {
	all := withoutCode(p).within()
	if len(all) != 1 || !all[0].caps {
		return false
	}
	_, ok := p.l.has(kindRegion, p.start, p.end)
	return ok
}

// camel reports whether a word has a capital behind two small letters, as brands
// have and towns do not: "QuillPay".
func camel(text string) bool {
	small := 0
	for _, r := range text {
		if unicode.IsUpper(r) && small > 1 {
			return true
		}
		if unicode.IsLower(r) {
			small++
		}
	}
	return false
}

// smallPlace reports whether a part behind a company may be a town that is not
// listed.
func smallPlace(p piece) bool {
	if hasDigit(p.text()) || p.words() > 3 {
		return false
	}
	for _, t := range p.within() {
		if !t.in("-") && (t.kind != word || !t.capital || t.caps || camel(p.l.text[t.start:t.end])) {
			return false
		}
	}
	for _, k := range []kind{kindRole, kindLegal, kindOrg, kindSchool, kindDegree, kindField, kindExpected} {
		if p.has(k) {
			return false
		}
	}
	return true
}
