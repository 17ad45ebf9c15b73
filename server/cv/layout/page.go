// Package layout makes lines in a person's reading order of texts that stand
// somewhere on a page. It is pure: what reads a format gives it pages.
//
//	fragments ─ pieces (joined by nearness) ─ margins apart ─ columns ─ lines ─ columns over pages ─ blocks ─ split words
package layout

import (
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Fragment is a text on a page with one look. Coordinates are of its top left
// corner, in points from the page's.
type Fragment struct {
	Text          string
	X, Y          float64
	Width, Height float64
	// Size of the letters in points.
	Size         float64
	Bold, Italic bool
	// Link is the address behind it; empty for none.
	Link string
	// Confidence of the recognition, 0 to 1, on a page that was recognised; 0
	// where it is not known.
	Confidence float64
}

// Page is one page of a file.
type Page struct {
	// Number from 1.
	Number        int
	Width, Height float64
	Fragments     []Fragment
	// Recognised tells that its text was read off a picture.
	Recognised bool
}

// Lines are the lines of all pages, ready for a document.Document.
func Lines(pages []Page) []document.Line {
	visual := visualOrder(pages)
	groups := make([][]group, len(pages))
	for i, page := range pages {
		groups[i] = pageGroups(page, visual)
	}
	lines := across(groups)
	markMargins(lines, pages)
	lines = rejoin(lines)
	unmarked(lines)
	number(lines)
	out := make([]document.Line, len(lines))
	for i := range lines {
		out[i] = lines[i].Line
	}
	return out
}

// line is a document's line while it is made.
type line struct {
	document.Line
	// textX is where the text begins, after a bullet.
	textX float64
	// indent is the X of the leftmost fragment, bullet or not.
	indent float64
	// lastX is where the last piece begins.
	lastX float64
	// joined tells that a wide gap is in it, as before a date at the margin.
	joined bool
	// firstWord is how wide the first word is.
	firstWord float64
	right     float64
	column    extent
}

// extent is from where to where a column's lines go.
type extent struct{ left, right float64 }

// pageGroups are the lines of one page.
func pageGroups(page Page, visual bool) []group {
	pieces := join(page.Fragments)
	top, body, bottom := printed(pieces, page)
	var out []group
	region := 0
	add := func(ps []piece, margin bool) {
		if len(ps) == 0 {
			return
		}
		lines := regionLines(ps, visual)
		for i := range lines {
			lines[i].Page = page.Number
			lines[i].Region = region
			lines[i].Margin = margin
			if !page.Recognised {
				lines[i].Confidence = 1
			}
		}
		if len(lines) > 0 {
			region++
			out = append(out, group{lines: lines, margin: margin, extent: reach(lines)})
		}
	}
	add(top, true)
	for _, ps := range columns(wrapped(body)) {
		add(ps, false)
	}
	add(bottom, true)
	return out
}
