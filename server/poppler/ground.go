package poppler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const (
	// looked is how many pages with pale letters are looked at. On further ones
	// pale letters are left out.
	looked = 5
	// coarse is the resolution for it: letters of 8 points are five pixels high.
	coarse = 50
	// maxCoarse is the longer side of such a picture in pixels.
	maxCoarse = 1000
	// contrast of letters to their ground (WCAG 2.2, "contrast ratio") that the
	// eye needs to see that there are any; to read them, it asks for 4.5.
	contrast = 1.2
	// piece is how many letters are looked at together, unless a space is sooner.
	piece = 24
	// samples of the ground under a piece, along each side.
	samples = 12
)

// unpaint leaves out pale letters on pale ground. White letters are fine on dark
// ground, so the pages that have any are rendered and looked at.
func (r *Reader) unpaint(ctx context.Context, file []byte, sheets []sheet) error {
	left, fragments := looked, 0
	for i := range sheets {
		s := &sheets[i]
		if !slices.ContainsFunc(s.inks, func(ink uint8) bool { return ink >= pale }) {
			continue
		}
		var g ground
		if left--; left >= 0 {
			var err error
			if g, err = r.ground(ctx, file, s); err != nil {
				return err
			}
		}
		s.replace(func(f layout.Fragment, ink uint8) []layout.Fragment {
			if ink < pale {
				return []layout.Fragment{f}
			}
			return g.seen(f, ink)
		})
		if fragments += len(s.Fragments); fragments > maxFragments { // of which some were parted
			return refusal.TooComplex
		}
	}
	return nil
}

// ground is a page's picture; the zero value that of a page on which nothing can
// be seen.
type ground struct {
	pix           []byte
	width, height int
	scale         float64 // pixels a point
}

// ground looks at a page. What cannot be drawn cannot be seen either.
func (r *Reader) ground(ctx context.Context, file []byte, s *sheet) (ground, error) {
	longer := math.Max(s.Width, s.Height)
	if longer <= 0 {
		return ground{}, nil
	}
	side := math.Min(math.Ceil(longer/72*coarse), maxCoarse)
	pgm, err := r.picture(ctx, file, s.Number, side)
	switch {
	case ctx.Err() != nil, errors.Is(err, refusal.Unavailable):
		return ground{}, err
	case err != nil:
		return ground{}, nil //nolint:nilerr // nothing of it is seen
	}
	g := ground{scale: side / longer}
	var most int
	if _, err := fmt.Fscanf(bytes.NewReader(pgm), "P5\n%d %d\n%d", &g.width, &g.height, &most); err != nil ||
		g.width <= 0 || g.height <= 0 || g.width > maxSide || g.height > maxSide || g.width*g.height > len(pgm) {
		return ground{}, nil //nolint:nilerr // as what is not drawn
	}
	g.pix = pgm[len(pgm)-g.width*g.height:]
	return g, nil
}

// seen is what of a fragment can be seen, in pieces where that is not all.
func (g ground) seen(f layout.Fragment, ink uint8) []layout.Fragment {
	each := f.Width / float64(max(utf8.RuneCountInString(f.Text), 1))
	var out []layout.Fragment
	at, hidden, open := 0, false, false
	for text := f.Text; text != ""; {
		p := firstPiece(text)
		text = text[len(p):]
		part, n := f, utf8.RuneCountInString(p)
		part.Text, part.X, part.Width = p, f.X+float64(at)*each, float64(n)*each
		at += n
		switch {
		case strings.TrimSpace(p) != "" && !g.shows(part, ink):
			hidden, open = true, false
		case open:
			last := &out[len(out)-1]
			last.Text += p
			last.Width += part.Width
		default:
			out, open = append(out, part), true
		}
	}
	if !hidden {
		return []layout.Fragment{f}
	}
	return out
}

// firstPiece is a text to its first space, with that, or its first letters.
func firstPiece(text string) string {
	n := 0
	for i, c := range text {
		if n == piece {
			return text[:i]
		}
		if n++; c == ' ' {
			return text[:i+1]
		}
	}
	return text
}

// shows tells whether letters are seen on what is drawn where they stand. Most
// of that is the ground, whatever is drawn on it.
func (g ground) shows(f layout.Fragment, ink uint8) bool {
	if len(g.pix) == 0 {
		return false
	}
	var tones [256]int
	for i := range samples {
		y := int((f.Y + f.Height*(float64(i)+0.5)/samples) * g.scale)
		for j := range samples {
			x := int((f.X + f.Width*(float64(j)+0.5)/samples) * g.scale)
			if x >= 0 && y >= 0 && x < g.width && y < g.height {
				tones[g.pix[y*g.width+x]]++
			}
		}
	}
	return ratio(float64(ink), median(&tones)) >= contrast
}

func median(tones *[256]int) float64 {
	all := 0
	for _, n := range tones {
		all += n
	}
	sum := 0
	for tone, n := range tones {
		if sum += n; 2*sum >= all && all > 0 {
			return float64(tone)
		}
	}
	return 255
}

// ratio is the contrast of two greys.
func ratio(a, b float64) float64 {
	return (luminance(math.Max(a, b)) + 0.05) / (luminance(math.Min(a, b)) + 0.05)
}

// luminance of a grey in sRGB, from 0 to 1 (IEC 61966-2-1).
func luminance(grey float64) float64 {
	if v := grey / 255; v > 0.04045 {
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return grey / 255 / 12.92
}
