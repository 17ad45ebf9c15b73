package txt

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Decode makes UTF-8 of a text file's bytes; ok is false for what is no text.
// UTF-8 and UTF-16 are recognised by their marks and their shape; what is neither
// is taken for one of the code pages that Windows used, 1251 (Cyrillic), 1254
// (Turkish) or 1252 (Western Europe), or for KOI8-R, which Unix had for Cyrillic.
func Decode(file []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(file, []byte("\xef\xbb\xbf")):
		file = file[3:]
	case bytes.HasPrefix(file, []byte("\xff\xfe")):
		return decode16(file[2:], binary.LittleEndian)
	case bytes.HasPrefix(file, []byte("\xfe\xff")):
		return decode16(file[2:], binary.BigEndian)
	default:
		if order := order16(file); order != nil {
			return decode16(file, order)
		}
	}
	if binaryFile(file) {
		return "", false
	}
	if utf8.Valid(file) {
		return string(file), true
	}
	decoded, err := codePage(file).NewDecoder().Bytes(file)
	return string(decoded), err == nil
}

// order16 recognises UTF-16 without a mark: every other byte of what is written
// in Latin letters is 0; nil for other files.
func order16(file []byte) binary.ByteOrder {
	head := file[:min(len(file), 1024)&^1]
	if len(head) < 8 {
		return nil
	}
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1]*10 > half*4 && zeros[0]*20 < half:
		return binary.LittleEndian
	case zeros[0]*10 > half*4 && zeros[1]*20 < half:
		return binary.BigEndian
	default:
		return nil
	}
}

func decode16(file []byte, order binary.ByteOrder) (string, bool) {
	units := make([]uint16, len(file)/2)
	for i := range units {
		units[i] = order.Uint16(file[2*i:])
	}
	text := string(utf16.Decode(units))
	return text, !binaryFile([]byte(text))
}

// binaryFile reports whether bytes are no text: they have zeros, or more than
// one control character in a hundred.
func binaryFile(file []byte) bool {
	controls := 0
	for _, b := range file {
		switch {
		case b == 0:
			return true
		case b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != 0x1b && b != 0x1a:
			controls++
		}
	}
	return controls*100 > len(file)
}

// codePage decides by two properties. In Cyrillic whole words are letters beyond
// ASCII, in Turkish and Western languages these stand alone among ASCII letters.
// Turkish has six letters where 1252 has Icelandic's.
func codePage(file []byte) *charmap.Charmap {
	high, beside, turkish := 0, 0, 0
	for i, b := range file {
		if !letter1251(b) {
			continue
		}
		high++
		if i > 0 && letter1251(file[i-1]) || i+1 < len(file) && letter1251(file[i+1]) {
			beside++
		}
		switch b {
		case 0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe:
			turkish++
		}
	}
	switch {
	case beside*2 > high && koi8(file):
		return charmap.KOI8R
	case beside*2 > high:
		return charmap.Windows1251
	case turkish > 0:
		return charmap.Windows1254
	default:
		return charmap.Windows1252
	}
}

// letter1251 tells letters of both kinds of code pages; the Cyrillic ones below
// 0xc0 are those of Russian (ё) and Uzbek (ў, қ and others are not in 1251).
func letter1251(b byte) bool { return b >= 0xc0 || b == 0xa8 || b == 0xb8 || b == 0xa1 || b == 0xa2 }

// koi8 tells the code pages of Cyrillic apart. The six letters that make up half of
// a Russian text (о е а и н т) have other places in each; where it is short, words
// do not begin with a small letter and go on with capitals, as they do in the wrong
// page.
func koi8(file []byte) bool { return likely(file, charmap.KOI8R) > likely(file, charmap.Windows1251) }

// maxJudged is how many bytes tell the code page: some pages of text.
const maxJudged = 1 << 15

// likely says how much bytes look like a Cyrillic text in a code page.
func likely(file []byte, page *charmap.Charmap) int {
	score := 0
	small := false
	for _, b := range file[:min(len(file), maxJudged)] {
		r := page.DecodeByte(b)
		if strings.ContainsRune("оеаинтОЕАИНТ", r) {
			score += 2
		}
		if small && unicode.IsUpper(r) {
			score -= 3
		}
		small = b >= 0x80 && unicode.IsLower(r)
	}
	return score
}
