package proofread

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// contractions are those that are no words without their apostrophe.
var contractions = map[string]string{
	"dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "werent": "weren't",
	"havent": "haven't", "hasnt": "hasn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "ive": "I've",
}

// british are letters of British words, and what the American dictionary has for
// them; whole stems where the letters alone would excuse "fourty".
var british = [][2]string{
	{"isation", "ization"},
	{"ise", "ize"},
	{"ising", "izing"},
	{"isable", "izable"},
	{"yse", "yze"},
	{"ysing", "yzing"},
	{"colour", "color"},
	{"labour", "labor"},
	{"favour", "favor"},
	{"behaviour", "behavior"},
	{"neighbour", "neighbor"},
	{"honour", "honor"},
	{"flavour", "flavor"},
	{"endeavour", "endeavor"},
	{"harbour", "harbor"},
	{"centre", "center"},
	{"metre", "meter"},
	{"litre", "liter"},
	{"theatre", "theater"},
	{"fibre", "fiber"},
	{"defence", "defense"},
	{"offence", "offense"},
	{"licence", "license"},
	{"programme", "program"},
	{"travell", "travel"},
	{"labell", "label"},
	{"modell", "model"},
	{"cancell", "cancel"},
	{"counsell", "counsel"},
	{"fuell", "fuel"},
	{"signall", "signal"},
	{"levell", "level"},
	{"channell", "channel"},
	{"tunnell", "tunnel"},
	{"paed", "ped"},
	{"haem", "hem"},
	{"anaes", "anes"},
	{"gynaec", "gynec"},
	{"oenolog", "enolog"},
	{"fulfil", "fulfill"},
	{"enrol", "enroll"},
	{"judgement", "judgment"},
	{"ageing", "aging"},
	{"instalment", "installment"},
	{"skilful", "skillful"},
	{"manoeuv", "maneuv"},
	{"storey", "story"},
}

// prefixes may stand before any word.
var prefixes = []string{"multi", "micro", "inter", "cross", "over", "under", "auto", "self", "cyber", "pre", "non", "sub", "post", "hyper", "super"}

// american are the American spellings of a British word, and a word without its
// prefix.
func american(low string) []string {
	var all []string
	for _, pair := range british {
		if strings.Contains(low, pair[0]) {
			all = append(all, strings.Replace(low, pair[0], pair[1], 1))
		}
	}
	for _, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(low, prefix); ok && len(rest) > minLetters {
			all = append(all, rest)
		}
	}
	return all
}

// german reports whether a word is made of two known ones, with an s between or
// not; the dictionary joins many but not all.
func german(text string, check func(string) bool) bool {
	low := []rune(strings.ToLower(text))
	for i := minLetters; i+minLetters <= len(low); i++ {
		head, tail := string(low[:i]), capital(string(low[i:]))
		if !check(tail) && !check(string(low[i:])) {
			continue
		}
		if check(capital(head)) || check(head) || jargon("de", head) ||
			strings.HasSuffix(head, "s") && check(capital(head[:len(head)-1])) {
			return true
		}
	}
	return false
}

var russianPrefixes = []string{
	"авто", "био", "видео", "веб", "гипер", "евро", "интернет", "кибер", "кросс", "макро", "медиа", "мета", "микро", "мини", "мульти", "нано",
	"онлайн", "пост", "псевдо", "радио", "само", "супер", "теле", "транс", "ультра", "фото", "электро", "энерго", "нейро", "не",
}

// russian reports whether a word is a known one behind a prefix, or its ё is
// written as е.
func russian(low string, check func(string) bool) bool {
	for _, prefix := range russianPrefixes {
		if rest, ok := strings.CutPrefix(low, prefix); ok && letters(rest) >= minLetters && check(rest) {
			return true
		}
	}
	for i, r := range low {
		if r == 'е' && check(low[:i]+"ё"+low[i+len("е"):]) {
			return true
		}
	}
	return false
}

// unaccent is a word without accents, in small letters.
func unaccent(word string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(plainApostrophe.Replace(word))) {
		switch {
		case unicode.IsMark(r):
		case r == 'ı':
			out.WriteByte('i')
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// unaccented is the word of a language that differs from a word in its accents
// alone; empty when there is none.
func (s *sheet) unaccented(lang, text string) string {
	switch lang {
	case "es", "fr", "pt", "tr":
	default:
		return ""
	}
	for _, one := range s.suggest(lang, text) {
		if unaccent(one) == unaccent(text) {
			return one
		}
	}
	return ""
}
