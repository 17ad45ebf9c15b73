package tidy

import (
	"strings"
	"unicode"
)

// rightToLeft tells letters that are written from the right.
func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// RightToLeft reports whether most letters of a text are written from the right.
func RightToLeft(s string) bool {
	right, left := 0, 0
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
		case rightToLeft(r):
			right++
		default:
			left++
		}
	}
	return right > left
}

// AnyRightToLeft reports whether a letter of a text is written from the right.
func AnyRightToLeft(s string) bool { return strings.IndexFunc(s, rightToLeft) >= 0 }

// Visual reports whether a text has its letters in the order in which they
// stand on paper from the left, not in that of reading. Letters that have a
// shape for a word's end alone, and Arabic's article, show it.
func Visual(s string) bool {
	visual, logical := 0, 0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
		letters := []rune(word)
		if len(letters) < 2 || !rightToLeft(letters[0]) {
			continue
		}
		visual += ends(letters[0]) + begins(letters[len(letters)-1])
		logical += ends(letters[len(letters)-1]) + begins(letters[0])
		if len(letters) > 3 {
			if string(letters[:2]) == "ال" {
				logical++
			}
			if string(letters[len(letters)-2:]) == "لا" {
				visual++
			}
		}
	}
	return visual > logical
}

// ends is 1 for letters that only a word's end has.
func ends(r rune) int {
	switch {
	case strings.ContainsRune("ךםןףץةى", r):
		return 1
	case presentationForm(r, finals):
		return 1
	}
	return 0
}

// begins is 1 for shapes that only a word's beginning has.
func begins(r rune) int {
	if presentationForm(r, initials) {
		return 1
	}
	return 0
}

const (
	finals   = "ﺂﺄﺆﺈﺊﺎﺐﺔﺖﺚﺞﺢﺦﺪﺬﺮﺰﺲﺶﺺﺾﻂﻆﻊﻎﻒﻖﻚﻞﻢﻦﻪﻮﻰﻲ"
	initials = "ﺋﺑﺗﺛﺟﺣﺧﺳﺷﺻﺿﻃﻇﻋﻏﻓﻗﻛﻟﻣﻧﻫﻳ"
)

func presentationForm(r rune, set string) bool {
	return r >= 0xfe70 && r <= 0xfefc && strings.ContainsRune(set, r)
}

// Logical turns a line from the order of paper into that of reading. What is
// written from the left (numbers, Latin words) keeps its order; right says
// whether the line as a whole is read from the right.
func Logical(s string, right bool) string {
	runes := []rune(s)
	if right {
		reverse(runes)
	}
	// Now what has the other direction stands the wrong way round.
	for i := 0; i < len(runes); {
		if !against(runes[i], right) {
			i++
			continue
		}
		end := runEnd(runes, i, right)
		reverse(runes[i:end])
		i = end
	}
	return string(runes)
}

// runEnd is where a run of the other direction ends that begins at i. Spaces
// belong to it between words; between numbers alone they do not: "2019 – 2021" is
// read from the right like the line (UAX #9, N1).
func runEnd(runes []rune, i int, right bool) int {
	end, last := i+1, i
	words := !unicode.IsDigit(runes[i])
	for j := i + 1; j < len(runes) && !with(runes[j], right); j++ {
		if !against(runes[j], right) {
			continue
		}
		words = words || !unicode.IsDigit(runes[j])
		gap := j - last - 1
		if !words && (gap > 1 || gap == 1 && !strings.ContainsRune("./,:-+", runes[last+1])) {
			return end
		}
		end, last = j+1, j
	}
	return end
}

// against tells letters of the direction opposite to the line's; with those of
// the line's. Figures are always written from the left.
func against(r rune, right bool) bool {
	if right {
		return unicode.IsDigit(r) || unicode.IsLetter(r) && !rightToLeft(r)
	}
	return rightToLeft(r)
}

func with(r rune, right bool) bool {
	if right {
		return rightToLeft(r)
	}
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !rightToLeft(r)
}

var mirrored = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«'}

func reverse(runes []rune) {
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	for i, r := range runes {
		if m, ok := mirrored[r]; ok {
			runes[i] = m
		}
	}
}
