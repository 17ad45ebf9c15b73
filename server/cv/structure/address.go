package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// compounds end German streets that are one word.
var compounds = strings.Fields("straße strasse str weg gasse allee platz ring damm ufer")

// Address is the postal address that a place stands in: with street, house and
// postal code, without its label; the place itself where it is in none. The span
// is on one line of the document.
func Address(d *document.Document, place document.Span) document.Span {
	if d.Text(place) == "" {
		return place
	}
	l := newLine(&d.Lines[place.Line], place.Line)
	if place.End > len(l.text) || labelled(l, "birth") {
		return place
	}
	for _, part := range pieces(l, 0, len(l.text), false) {
		if place.Start < part.start || place.End > part.end {
			continue
		}
		from, _, called := afterLabel(l, part.start, part.end, "address")
		if called {
			part.start = from
		}
		if part = part.trim(); part.start <= place.Start && place.End <= part.end && openWords(part) <= 14 && !touchesContact(part) && (called && hasDigit(part.text()) || postal(part)) {
			return document.Span{Line: place.Line, Start: part.start, End: part.end}
		}
	}
	return place
}

// touchesContact reports whether a number or an address of the web is in a piece.
func touchesContact(p piece) bool { return len(p.l.contacts) > 0 && overlapsContact(p) }

// postal reports whether a piece is an address: a street with its house, or a
// postal code before a town.
func postal(p piece) bool {
	parts := pieces(p.l, p.start, p.end, true)
	for i, part := range parts {
		if code := withoutCode(part).start - part.start; code >= 5 && hasDigit(part.text()[:code]) && i > 0 {
			return true
		}
		house := hasDigit(part.text()) || i+1 < len(parts) && hasDigit(parts[i+1].text())
		if house && (part.has(kindStreet) || compound(part)) {
			return true
		}
	}
	return false
}

// compound reports whether a word of a piece ends like a street.
func compound(p piece) bool {
	for _, t := range p.within() {
		for _, end := range compounds {
			if len(t.fold) > len(end)+2 && strings.HasSuffix(t.fold, end) {
				return true
			}
		}
	}
	return false
}
