package hunspell

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The Uzbek dictionary is a list of 97,000 forms in Cyrillic letters. Words in
// Latin letters are looked up by what they are in Cyrillic ones, and words with
// endings that the list lacks by what is left without them.

// cyrillic are Uzbek's Latin letters; longer ones first.
var cyrillic = strings.NewReplacer(
	"o'", "ў", "g'", "ғ", "sh", "ш", "ch", "ч", "yo'", "йў", "yo", "ё", "yu", "ю", "ya", "я", "ye", "е",
	"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "ҳ", "i", "и", "j", "ж", "k", "к", "l", "л",
	"m", "м", "n", "н", "o", "о", "p", "п", "q", "қ", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "x", "х", "y", "й",
	"z", "з", "'", "ъ",
)

// endings of nouns and verbs, Cyrillic; up to maxEndings of them stand in a row.
var endings = strings.Fields(`лар ни нинг га ка қа да дан дек дай ча гача лик лиги лигини ли сиз чи чилик
	м им миз имиз нг инг си и лари мен ман миз сиз ди дим дик дилар ган қан кан ганман ганмиз гани ганда ётган ётир
	ётирман аётган япман япти йман аман ади йди адиган йдиган иш ш ишни ишга ишда ишдан ишлар лаш лаштириш лаштир лаштирдим
	лаштирилган тириш тир дир дириш ил ла лан ланиш ланган лаган ладим лади иб б гин са май мади маган моқ мок ув увчи овчи вчи
	дош кор вий ий дор дорлик хона шунос у ю ларини ларига ларда лардан ларнинг`)

const maxEndings = 4

// uzbek reports whether has knows a word, or one that it is made of. A stem
// has three letters, before a plural two.
func uzbek(word string, has func(string) bool) bool {
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Latin, r) {
		word = cyrillicOf(word)
	}
	return known(strings.ToLower(word), has, maxEndings)
}

func known(word string, has func(string) bool, left int) bool {
	if has(word) {
		return true
	}
	if left == 0 {
		return false
	}
	for _, ending := range endings {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok || utf8.RuneCountInString(stem) < 3 && (ending != "лар" || stem == "") {
			continue
		}
		if known(stem, has, left-1) {
			return true
		}
		// қ and к between vowels are ғ and г: "қишлоқ", "қишлоғи".
		if s, ok := strings.CutSuffix(stem, "ғ"); ok && has(s+"қ") {
			return true
		}
		if s, ok := strings.CutSuffix(stem, "г"); ok && has(s+"к") {
			return true
		}
	}
	return false
}

// cyrillicOf is an Uzbek word in Cyrillic letters: e at the start and behind a
// vowel is э, elsewhere е.
func cyrillicOf(word string) string {
	word = strings.ToLower(word)
	var out strings.Builder
	vowel := true
	for i, r := range word {
		if r == 'e' && vowel {
			out.WriteString(cyrillic.Replace(word[:i]))
			out.WriteString("э")
			return out.String() + cyrillic.Replace(word[i+1:])
		}
		vowel = strings.ContainsRune("aiou'", r)
	}
	return cyrillic.Replace(word)
}
