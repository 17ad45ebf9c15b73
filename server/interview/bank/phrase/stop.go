package phrase

import "strings"

// stops are words that say nothing in a phrase and cost nearness: articles,
// pronouns, the commonest prepositions. Negations are none of them.
var stops = map[string]map[string]bool{
	"en": set("a an the of to and or in on at for with i we you he she they it is are was were be been that this my our your their"),
	"ru": set("и в на с к у о от до из за по для я мы вы он она они это что как бы же ли мой наш ваш их"),
	"uz": set("va bilan uchun men biz siz u ular bu shu ham"),
	"es": set("el la los las un una de del a y o en con por para yo que es se su mi al"),
	"de": set("der die das den dem des ein eine einen einem einer und oder in im an am auf mit für ich wir sie es ist war zu zum zur von vom"),
	"fr": set("le la les un une des de du à au aux et ou en dans avec pour par je nous vous il elle ce que qui est l d"),
	"pt": set("o a os as um uma de do da dos das e ou em no na com por para eu que é se seu meu ao"),
	"tr": set("ve veya ile için bir bu şu o ben biz siz de da ki"),
	"zh": set("的 了 和 在 是 我 我们 你 他"),
}

// Stop tells whether a word says nothing in a phrase.
func Stop(lang, word string) bool { return stops[lang][strings.ToLower(word)] }

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
