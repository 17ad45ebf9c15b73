package proofread

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	{"ogue", "og"},
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

// beforeNouns are German words that make new ones of nouns.
var beforeNouns = set("nach vor aus ein auf über unter zusammen weiter rück haupt gesamt")

// german reports whether a word is made of a known noun and a noun, or an
// adjective, with an s between or not; the dictionary joins many but not all.
func german(text string, check func(string) bool) bool {
	noun := func(low string) bool { return letters(low) >= minLetters && check(capital(low)) && !check(low) }
	low := []rune(strings.ToLower(text))
	for i := minLetters; i+minLetters <= len(low); i++ {
		head, tail := string(low[:i]), string(low[i:])
		if !noun(tail) && (shapeOf(text) != small || letters(tail) <= minLetters || !check(tail)) {
			continue
		}
		// "Bezahlseite": the first part may be a verb's.
		if beforeNouns[head] || check(head+"en") || noun(head) || jargon("de", head) || noun(strings.TrimSuffix(head, "s")) {
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

// inflected reports whether a word is a known one with an ending, where the
// dictionaries lack forms: plurals, cases, the persons of Turkish verbs.
func inflected(lang, low string, check func(string) bool) bool {
	without := func(endings ...string) bool {
		for _, ending := range endings {
			if stem, ok := strings.CutSuffix(low, ending); ok && letters(stem) >= minLetters && check(stem) {
				return true
			}
		}
		return false
	}
	switch lang {
	case "en", "fr":
		return without("s")
	case "es", "pt":
		return without("s", "es") || lang == "pt" && european(low, check)
	case "de":
		for _, ending := range []string{"n", "en", "e", "s", "es"} {
			if stem, ok := strings.CutSuffix(low, ending); ok && letters(stem) > minLetters && (check(stem) || check(capital(stem))) {
				return true
			}
		}
	case "ru":
		last, _ := utf8.DecodeLastRuneInString(low)
		vowel := strings.ContainsRune("аеёиоуыэюяйьъ", last)
		return !vowel && check(low+"а") || hard(low) && without("ов", "ами", "ах", "ам", "ом", "у", "е", "ы", "а")
	case "tr":
		if turkishBack(low) {
			return without("m", "k", "n", "lık", "luk", "lı", "lu", "lar")
		}
		return without("m", "k", "n", "lik", "lük", "li", "lü", "ler")
	}
	return false
}

// hard reports whether what stands before a Russian word's ending is a
// consonant, as in nouns of the first kind.
func hard(low string) bool {
	stem := strings.TrimRight(low, "аоуыевмих")
	return letters(low)-letters(stem) <= 3 && stem != low
}

// turkishBack reports whether a word's last vowel asks for endings with a, ı.
func turkishBack(low string) bool {
	at := strings.LastIndexAny(low, "aıoueiöü")
	if at < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(low[at:])
	return strings.ContainsRune("aıou", r)
}

// european reports whether a word is Portuguese as it is written in Portugal:
// "académico", "contacto".
func european(low string, check func(string) bool) bool {
	for _, pair := range [][2]string{{"ó", "ô"}, {"é", "ê"}, {"ct", "t"}, {"pç", "ç"}, {"pt", "t"}, {"cç", "ç"}} {
		if strings.Contains(low, pair[0]) {
			other := strings.Replace(low, pair[0], pair[1], 1)
			if check(other) || strings.HasSuffix(other, "s") && check(other[:len(other)-1]) {
				return true
			}
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
