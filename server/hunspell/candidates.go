package hunspell

import (
	"slices"
	"strings"
	"unicode"
)

// maxSuggestions is how many words are suggested.
const maxSuggestions = 5

// maxAccents bounds the ways to set a word's accents.
const maxAccents = 400

// alphabets are the letters that may be missing or wrong, frequent ones first.
var alphabets = map[string]string{
	"en": "esianrtolcdugmphbyfvkwzxjq'",
	"de": "enirstadhulgcombfkwzpvüäößjyxq",
	"es": "eaosrnidltcumpbgvyqhfzjxñóíáéúüwk",
	"fr": "esaitnrulodcmpévqfbghjàxèêyzâçîôùûëïœwk'",
	"pt": "aeosrindmutclpvgqhbfãzjçáéxíóõâêôúàkwy",
	"tr": "aeinrlkıdmtyusboüşzgçhğvcöpfjâîû",
	"ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
	"uz": "аиноеигрлмтдсбўқшкяузҳйчғпвфёжхэюцъьщы",
}

// latinUzbek are the letters of Uzbek that is written in Latin letters.
const latinUzbek = "aionlretdimsbqshkuzyg'hpvfxjc"

// accents are letters that are typed without what belongs to them.
var accents = map[string]map[rune]string{
	"de": {'a': "ä", 'o': "ö", 'u': "ü"},
	"es": {'a': "á", 'e': "é", 'i': "í", 'o': "ó", 'u': "úü", 'n': "ñ"},
	"fr": {'a': "àâ", 'e': "éèêë", 'i': "îï", 'o': "ô", 'u': "ùûü", 'c': "ç"},
	"pt": {'a': "ãáâà", 'e': "éê", 'i': "í", 'o': "õóô", 'u': "ú", 'c': "ç"},
	"tr": {'i': "ı", 'ı': "i", 's': "ş", 'c': "ç", 'g': "ğ", 'o': "ö", 'u': "ü", 'I': "İ"},
	"ru": {'и': "й", 'е': "ё", 'ь': "ъ"},
}

// candidates are the words that may be meant, without repeats being avoided:
// at most some 400 by their accents, and some hundreds by one letter.
func candidates(lang, word string) []string {
	letters := []rune(word)
	alphabet := []rune(alphabets[lang])
	if lang == "uz" && unicode.Is(unicode.Latin, letters[0]) {
		alphabet = []rune(latinUzbek)
	}
	all := accented(lang, letters)
	put := func(parts ...[]rune) { all = append(all, string(slices.Concat(parts...))) }
	for i := range len(letters) - 1 { // changed about
		put(letters[:i], letters[i+1:i+2], letters[i:i+1], letters[i+2:])
	}
	for i := range len(letters) - 1 { // doubled by mistake
		if letters[i] == letters[i+1] {
			put(letters[:i], letters[i+1:])
		}
	}
	for i := range letters { // to be doubled
		put(letters[:i+1], letters[i:])
	}
	for i := range letters { // too many
		if len(letters) > 2 {
			put(letters[:i], letters[i+1:])
		}
	}
	for _, r := range alphabet { // missing
		for i := range len(letters) {
			put(letters[:i+1], []rune{r}, letters[i+1:])
		}
	}
	for _, r := range alphabet { // wrong
		for i := range letters {
			as := r
			if unicode.IsUpper(letters[i]) {
				as = unicode.ToUpper(r)
			}
			put(letters[:i], []rune{as}, letters[i+1:])
		}
	}
	return all
}

// accented are the ways to set a word's accents, few before many.
func accented(lang string, letters []rune) []string {
	type way struct {
		letters []rune
		// next is the first letter that may still change.
		next int
	}
	ways := []way{{letters, 0}}
	var words []string
	for i := 0; i < len(ways) && len(ways) < maxAccents; i++ {
		for at := ways[i].next; at < len(letters); at++ {
			low := unicode.ToLower(letters[at])
			for _, with := range accents[lang][low] {
				if low != letters[at] {
					with = unicode.ToUpper(with)
				}
				changed := slices.Clone(ways[i].letters)
				changed[at] = with
				ways = append(ways, way{changed, at + 1})
				words = append(words, string(changed))
			}
		}
	}
	if lang == "de" {
		words = append(words, strings.Replace(string(letters), "ss", "ß", 1))
	}
	return words
}
