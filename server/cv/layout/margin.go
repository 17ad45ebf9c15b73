package layout

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	pageNumber = regexp.MustCompile(`^(?i)(?:[-–—|•]\s*)?(?:(?:page|p\.|pg\.?|стр\.?|страница|bet|sahifa|seite|página|pagina|sayfa|pág\.?|s\.)\s*)?\d{1,3}(?:\s*(?:/|\||of|из|von|de|sur|di|dan)\s*\d{1,3})?(?:\s*[-–—|•])?$`)
	printTime  = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? +\d{1,2}:\d\d(?: ?[AaPp]\.?[Mm]\.?)?$`)
	printPage  = regexp.MustCompile(`^\d{1,3}\s?/\s?\d{1,3}$`)
	address    = regexp.MustCompile(`^(?:https?|file)://\S+$`)
	contact    = regexp.MustCompile(`[^\s@]+@[^\s@]+\.\w+|\+\d[\d ()-]{7,}`)
)

// printed takes apart what a browser prints around a page: the time and the
// title above, the address and the page below.
func printed(pieces []piece, page Page) (top, body, bottom []piece) {
	if page.Height == 0 {
		return nil, pieces, nil
	}
	head, foot := 0.06*page.Height, 0.94*page.Height
	isHead, isFoot := false, false
	for i := range pieces {
		text := strings.TrimSpace(pieces[i].text())
		isHead = isHead || pieces[i].y1 < head && printTime.MatchString(text)
		isFoot = isFoot || pieces[i].y0 > foot && (printPage.MatchString(text) || address.MatchString(text))
	}
	for _, p := range pieces {
		switch {
		case isHead && p.y1 < head:
			top = append(top, p)
		case isFoot && p.y0 > foot:
			bottom = append(bottom, p)
		default:
			body = append(body, p)
		}
	}
	return top, body, bottom
}

// markMargins finds headers and footers: what is repeated at the top or bottom
// of pages, and page numbers. The first time that a header is seen it stays a
// line like others: a name and contacts may stand nowhere else.
func markMargins(lines []line, pages []Page) {
	heights := map[int]float64{}
	for _, p := range pages {
		heights[p.Number] = p.Height
	}
	type place struct {
		key string
		top bool
	}
	seen := map[place]map[int]bool{}
	placeOf := func(l *line) (place, bool) {
		h := heights[l.Page]
		if h == 0 {
			return place{}, false
		}
		top := l.Y+l.Height < 0.12*h
		return place{withoutFigures(l.Text), top}, top || l.Y > 0.9*h
	}
	for i := range lines {
		if p, ok := placeOf(&lines[i]); ok {
			if seen[p] == nil {
				seen[p] = map[int]bool{}
			}
			seen[p][lines[i].Page] = true
		}
	}
	kept := map[place]bool{}
	for i := range lines {
		l := &lines[i]
		p, ok := placeOf(l)
		if !ok {
			continue
		}
		if pageNumber.MatchString(l.Text) {
			l.Margin = true
			continue
		}
		if len(seen[p]) < 2 {
			continue
		}
		if !kept[p] && (p.top || contact.MatchString(l.Text)) {
			kept[p] = true
			continue
		}
		l.Margin = true
	}
}

// withoutFigures is a text in which page numbers do not count.
func withoutFigures(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
