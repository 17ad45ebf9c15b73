// Package export writes CVs as DOCX and PDF files that programs which sort
// applications read without loss: one column, real headings, lists and links, no
// tables, text boxes or pictures. The same Resume and template give the same
// bytes, on any machine and at any time.
package export

import (
	"errors"
	"fmt"
	"slices"
)

// Template is one way a CV may look.
type Template struct {
	ID, Name, Description string
}

// ErrNoTemplate says that there is no template of that id.
var ErrNoTemplate = errors.New("there is no such template")

// Templates are those to choose from.
func Templates() []Template {
	out := make([]Template, 0, len(looks))
	for _, l := range looks {
		out = append(out, l.Template)
	}
	return out
}

// look is a template with its measures, in points.
type look struct {
	Template
	serif bool
	// centred tells that the head stands in the middle, oneRow that a position's
	// title and company share a row, fits that letters shrink until the CV has one
	// page, or have the least size.
	centred, oneRow, fits bool
	// accent is the colour of name and titles, RGB; 0 is black.
	accent rgb
	// body and the others are sizes of letters.
	body, name, headline, title float64
	// leading is a line's height by its letters' size.
	leading float64
	// beforeTitle and the others are room between paragraphs.
	beforeTitle, afterTitle, beforeEntry, between float64
	// side and top are the margins.
	side, top float64
}

// rgb is a colour, 0xRRGGBB.
type rgb int

const (
	ink   rgb = 0x1a1a1a
	muted rgb = 0x555555
	link  rgb = 0x1f4e79
)

var looks = []look{
	{
		Template: Template{"classic", "Classic", "Serif letters, a centred name and fine rules: for law, medicine, finance and teaching."},
		serif:    true, centred: true, accent: ink,
		body: 10.5, name: 20, headline: 12, title: 12, leading: 1.22,
		beforeTitle: 11, afterTitle: 4, beforeEntry: 7, between: 2, side: 62, top: 56,
	},
	{
		Template: Template{"modern", "Modern", "Clear letters with one blue accent: for engineering, design and marketing."},
		accent:   0x1f4e79,
		body:     10, name: 23, headline: 12.5, title: 12, leading: 1.28,
		beforeTitle: 13, afterTitle: 5, beforeEntry: 8, between: 2.5, side: 58, top: 54,
	},
	{
		Template: Template{"compact", "Compact", "Small letters and narrow margins that put a long career on one page where they can."},
		oneRow:   true, fits: true, accent: ink,
		body: 9.5, name: 17, headline: 10.5, title: 10.5, leading: 1.17,
		beforeTitle: 7, afterTitle: 2.5, beforeEntry: 4, between: 1, side: 45, top: 40,
	},
}

func find(id string) (look, error) {
	i := slices.IndexFunc(looks, func(l look) bool { return l.ID == id })
	if i < 0 {
		return look{}, fmt.Errorf("template %q: %w", id, ErrNoTemplate)
	}
	return looks[i], nil
}

// scaled is the look with all of its letters and rooms by a factor.
func (l look) scaled(by float64) look {
	for _, size := range []*float64{&l.body, &l.name, &l.headline, &l.title, &l.beforeTitle, &l.afterTitle, &l.beforeEntry, &l.between} {
		*size *= by
	}
	return l
}
