package export

import (
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// letter is one letter on its way into a line.
type letter struct {
	r     rune
	face  *face
	width float64
	run   *run
}

// alike are signs that a font writes as another one: spaces of other widths, and
// the hyphen at which no line ends.
var alike = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2011", "-", "\u2010", "-")

// shape finds the font of each letter. One that no font has becomes a question
// mark, or nothing when it is a picture.
func shape(all []run, f faces, always bool, size float64) []letter {
	var out []letter
	for i := range all {
		r := &all[i]
		primary := f.regular
		if r.bold || always {
			primary = f.bold
		}
		for _, c := range alike.Replace(r.text) {
			used := primary
			switch {
			case primary.has(c):
			case f.fallback.has(c):
				used = f.fallback
			case unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c):
				c = '?'
			default:
				continue
			}
			out = append(out, letter{r: c, face: used, width: float64(used.widths[c]) * size / 1000, run: r})
		}
	}
	return out
}

// Unprintable are the letters of a CV that PDF files of ours cannot show, each
// once, in their order: those of scripts that no font of ours has, such as
// Chinese. A question mark stands for each of them; DOCX files have them.
func Unprintable(r resume.Resume) string {
	f, err := sans()
	if err != nil {
		return ""
	}
	var out []rune
	for _, p := range content(r, looks[0]) {
		for _, one := range append(slices.Clone(p.runs), p.right...) {
			for _, c := range alike.Replace(one.text) {
				if !f.regular.has(c) && !f.fallback.has(c) && (unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c)) && !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	return string(out)
}

// Where a line may end, the better the higher.
const (
	never   = iota
	anyhow  // inside a word that is wider than a line
	inside  // at a sign inside of an address or between words that belong together
	between // between words
)

// breakable says how well a line ends behind a letter.
func (l letter) breakable() int {
	switch {
	case l.r == ' ' && l.run.text == separator, l.r == ' ' && !l.run.whole:
		return between
	case l.r == ' ', strings.ContainsRune("/-_.?&=@,;|", l.r):
		return inside
	default:
		return anyhow
	}
}

// wrap cuts letters into lines that are not wider than room.
func wrap(all []letter, room float64) [][]letter {
	var out [][]letter
	for len(all) > 0 {
		n := fit(all, room)
		if line := trim(all[:n]); len(line) > 0 {
			out = append(out, line)
		}
		all = all[n:]
	}
	return out
}

// fit is how many letters go into a line.
func fit(all []letter, room float64) int {
	var best [between + 1]int
	sum := 0.0
	for i, l := range all {
		if sum += l.width; sum > room+0.01 && l.r != ' ' {
			for grade := between; grade > never; grade-- {
				if best[grade] > 0 {
					return best[grade]
				}
			}
			return 1
		}
		best[l.breakable()] = i + 1
	}
	return len(all)
}

// trim takes spaces and separators off a line's ends.
func trim(line []letter) []letter {
	stray := func(l letter) bool { return l.r == ' ' || l.run.text == separator }
	for len(line) > 0 && stray(line[0]) {
		line = line[1:]
	}
	for len(line) > 0 && stray(line[len(line)-1]) {
		line = line[:len(line)-1]
	}
	return line
}

func width(line []letter) float64 {
	sum := 0.0
	for _, l := range line {
		sum += l.width
	}
	return sum
}
