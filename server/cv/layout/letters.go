package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// accents are signs that typesetters without accented letters print over one, or
// under it, and the combining marks they stand for. A file has them as signs of
// their own, before the letter or behind it.
var accents = map[rune]rune{
	'¨': '\u0308', '´': '\u0301', '`': '\u0300', 'ˆ': '\u0302', '˜': '\u0303', 'ˇ': '\u030c',
	'˘': '\u0306', '˙': '\u0307', '¸': '\u0327', '˝': '\u030b', '˛': '\u0328', '˚': '\u030a',
}

// wearers are the letters that an acute, a grave or a cedilla is put on: others
// have the sign beside them, as an apostrophe.
var wearers = map[rune]string{'´': "aeiouyAEIOUY", '`': "aeiouAEIOU", '¸': "csCSştTŞ"}

// letters puts accents that are signs of their own on their letters ("M¨ uller"),
// makes soft hyphens between words the dashes that a person sees, and gives Cyrillic words back a letter that some printers take
// from another alphabet.
func letters(text string) string {
	text = strings.ReplaceAll(text, " "+string(tidy.SoftHyphen)+" ", " - ")
	if strings.ContainsRune(text, 'ĸ') && strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) >= 0 {
		text = strings.ReplaceAll(text, "ĸ", "к")
	}
	if strings.IndexFunc(text, func(r rune) bool { return accents[r] != 0 }) < 0 {
		return text
	}
	in := []rune(text)
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); i++ {
		mark, before := accents[in[i]], rune(' ')
		if n := len(out); n > 0 {
			before = out[n-1]
		}
		if mark == 0 || in[i] == '`' && (!unicode.IsLetter(before) || i+1 == len(in) || !unicode.IsLetter(in[i+1])) || in[i] == '´' && elided(out) {
			out = append(out, in[i])
			continue
		}
		next := i + 1
		if next+1 < len(in) && in[next] == ' ' && (unicode.IsLower(in[next+1]) || !unicode.IsLetter(before)) {
			next++ // the sign was as wide as a space
		}
		if next < len(in) {
			if whole := worn(in[i], in[next], mark); whole != 0 {
				out = append(out, whole)
				i = next
				continue
			}
		}
		if whole := worn(in[i], before, mark); whole != 0 && (next < len(in) || in[i] == '¸') {
			out[len(out)-1] = whole
			continue
		}
		out = append(out, in[i])
	}
	return string(out)
}

// carryAccents moves an accent that ends a fragment to the letter it is printed
// over, with which the next fragment of the row begins.
func carryAccents(row []Fragment) {
	for i := range row[:max(0, len(row)-1)] {
		f, next := &row[i], &row[i+1]
		sign, size := utf8.DecodeLastRuneInString(f.Text)
		letter, _ := utf8.DecodeRuneInString(next.Text)
		over := f.right() - next.X
		if accents[sign] == 0 || !unicode.IsLetter(letter) || over < 0.1*f.Size || over > f.Size || f.Width < over {
			continue
		}
		f.Text, f.Width = f.Text[:len(f.Text)-size], f.Width-over
		next.Text = letters(string(sign) + next.Text)
	}
}

// worn is a letter with an accent; 0 where no language writes both together.
func worn(accent, letter, mark rune) rune {
	if wear := wearers[accent]; wear != "" && !strings.ContainsRune(wear, letter) || !unicode.IsLetter(letter) {
		return 0
	}
	switch {
	case letter == 'ı' && mark != '\u0307':
		letter = 'i' // a dotless i carries other accents
	case letter == 'ȷ':
		letter = 'j'
	}
	composed := norm.NFC.String(string([]rune{letter, mark}))
	r, size := utf8.DecodeRuneInString(composed)
	if size < len(composed) {
		return 0
	}
	return r
}

// elided reports whether an accent behind a text is an apostrophe: "d´Or".
func elided(out []rune) bool {
	n := len(out)
	return n > 0 && strings.ContainsRune("dlnsjcmtDLNSJCMT", out[n-1]) && (n == 1 || !unicode.IsLetter(out[n-2]))
}
