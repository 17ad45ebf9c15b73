package poppler

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

const (
	// smallest letters that are read, in points, as in DOCX files. Half a
	// millimetre high, they are lines to the eye.
	smallest = 2.5
	// faintest opacity that leaves letters to be seen: black of a tenth is the
	// #e6e6e6 at which letters count as pale.
	faintest = 0.1
	// pale is the grey from which on letters cannot be seen on white: #e8e8e8 has
	// a contrast of 1.2 to it.
	pale = 0xe8
)

// fontspec is what a <fontspec> says of letters.
type fontspec struct {
	size  float64
	ink   uint8
	faint bool
}

func spec(attributes string) fontspec {
	f := fontspec{size: number(attributes, "size")}
	if rgb, err := strconv.ParseUint(strings.TrimPrefix(attribute(attributes, "color"), "#"), 16, 24); err == nil {
		f.ink = uint8(min(rgb>>16, rgb>>8&0xff, rgb&0xff)) //nolint:gosec // of 24 bits the least byte
	}
	if opacity, err := strconv.ParseFloat(attribute(attributes, "opacity"), 64); err == nil {
		f.faint = opacity < faintest
	}
	return f
}

// tiny tells letters that are too small. Fonts whose letters are drawings
// (Type 3) may say any size; their letters are as wide as they are.
func tiny(f layout.Fragment) bool {
	return f.Size > 0 && f.Size < smallest && f.Width < smallest*float64(utf8.RuneCountInString(f.Text))
}

// rectangle is a part of a page in points, from the upper left corner.
type rectangle struct{ left, top, right, bottom float64 }

func (s *sheet) paper() rectangle { return rectangle{0, 0, s.Width, s.Height} }

// beside tells what has its middle outside; a page without a size has no outside.
func beside(f layout.Fragment, paper rectangle) bool {
	x, y := f.X+f.Width/2, f.Y+f.Height/2
	return paper.right > paper.left && paper.bottom > paper.top &&
		(x < paper.left || x > paper.right || y < paper.top || y > paper.bottom)
}

func (s *sheet) add(f layout.Fragment, ink uint8) {
	s.Fragments = append(s.Fragments, f)
	s.inks = append(s.inks, ink)
}

// replace puts what of(f) returns in each fragment's place.
func (s *sheet) replace(of func(f layout.Fragment, ink uint8) []layout.Fragment) {
	old, inks := s.Fragments, s.inks
	s.Fragments, s.inks = make([]layout.Fragment, 0, len(old)), make([]uint8, 0, len(old))
	for i, f := range old {
		for _, kept := range of(f, inks[i]) {
			s.add(kept, inks[i])
		}
	}
}
