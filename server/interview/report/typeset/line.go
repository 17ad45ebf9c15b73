package typeset

import (
	"strings"
	"unicode"
)

// Style is how letters look.
type Style struct {
	// Size is in points.
	Size float64
	Bold bool
}

// Run is letters of a line that have one font.
type Run struct {
	Text string
	Face *Face
	// X is where it begins in its line, Width how wide it is, both in points.
	X, Width float64
	// Thick asks for thicker strokes, since the font has no bold face.
	Thick bool
}

// Line is one line of a text; one without runs is an empty line.
type Line struct {
	Runs  []Run
	Width float64
}

// letter is one letter on its way into a line.
type letter struct {
	r     rune
	face  *Face
	width float64
	thick bool
}

// alike are signs that a font writes as another one: spaces of other widths, and
// the hyphen at which no line ends.
var alike = strings.NewReplacer("\t", " ", "\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2011", "-", "\u2010", "-")

// Lines breaks a text into lines that are not wider than room: at spaces and
// between Chinese letters, in an address at its signs, and in a word wider than a
// line anywhere. A line break in the text is one. A letter that no font has
// becomes a question mark; a picture, such as an emoji, is left out.
func (s *Set) Lines(text string, style Style, room float64) []Line {
	var out []Line
	for paragraph := range strings.SplitSeq(text, "\n") {
		all := s.letters(paragraph, style)
		if len(trim(all)) == 0 {
			out = append(out, Line{})
			continue
		}
		for len(all) > 0 {
			n := fit(all, room)
			if row := trim(all[:n]); len(row) > 0 {
				out = append(out, line(row))
			}
			all = all[n:]
		}
	}
	return out
}

// Width of a text in one line.
func (s *Set) Width(text string, style Style) float64 {
	return line(s.letters(text, style)).Width
}

// letters finds the font of each letter.
func (s *Set) letters(text string, style Style) []letter {
	var out []letter
	for _, c := range alike.Replace(text) {
		face, ok := s.face(c, style.Bold)
		if !ok {
			if !unicode.IsLetter(c) && !unicode.IsNumber(c) && !unicode.IsMark(c) {
				continue
			}
			c = '?'
			face, _ = s.face(c, style.Bold)
		}
		out = append(out, letter{r: c, face: face, width: float64(face.widths[c]) * style.Size / 1000, thick: style.Bold && face != s.bold})
	}
	return out
}

// face is the font of a letter.
func (s *Set) face(r rune, bold bool) (*Face, bool) {
	primary := s.regular
	if bold {
		primary = s.bold
	}
	for _, f := range [...]*Face{primary, s.cjk, s.signs} {
		if f == s.cjk && !wide(r) {
			continue
		}
		if f.has(r) {
			return f, true
		}
	}
	return nil, false
}

// Missing are the letters of a text that no font has, each once, in their order.
func (s *Set) Missing(text string) string {
	var out []rune
	seen := map[rune]bool{}
	for _, c := range alike.Replace(text) {
		if _, ok := s.face(c, false); !ok && unicode.IsLetter(c) && !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return string(out)
}

// wide tells signs of Chinese, Japanese and Korean, which stand in squares.
func wide(r rune) bool {
	return r >= 0x2e80 && r < 0xd7b0 || r >= 0xf900 && r < 0xfb00 || r >= 0xfe30 && r < 0xfe50 || r >= 0xff00 && r < 0xfff0
}

// line joins letters to runs.
func line(row []letter) Line {
	var out Line
	for _, c := range row {
		if n := len(out.Runs); n > 0 && out.Runs[n-1].Face == c.face {
			out.Runs[n-1].Text += string(c.r)
			out.Runs[n-1].Width += c.width
		} else {
			out.Runs = append(out.Runs, Run{Text: string(c.r), Face: c.face, X: out.Width, Width: c.width, Thick: c.thick})
		}
		out.Width += c.width
	}
	return out
}
