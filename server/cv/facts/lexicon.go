package facts

import (
	"embed"
	"strings"
	"sync"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// The files have one line a group: its name, a colon, and its words. "assist*"
// are all words that begin so; "more_than" is two words; "five=5" gives a word a
// value.
//
//	small   words that say nothing by themselves
//	and, of conjunctions, which part what is counted, and what joins it
//	not     negations
//	from, to, at, over, under, about
//	        what a number means by the word before it
//	num     numbers in letters; times: powers of ten; vague: "doubled", "dozens"
//	percent words for it
//	r1 to r4
//	        verbs and nouns of responsibility, from assisting to leading
//	hedge   what makes a claim smaller in other ways: "studied", "planned", "team"
//	title, cred, claim
//	        titles and seniority; degrees, certificates and levels; praise
//	suffix  endings of inflection, longest match not needed
//	same    forms of one word, groups parted by bars
//
//go:embed data/*.txt
var data embed.FS

// lexicon is what is known of one language.
type lexicon struct {
	groups   map[string]map[string]string
	prefixes map[string][]string
	suffixes []string
	// rounds is how many endings a word may carry.
	rounds int
	// same is the first form of irregular words.
	same map[string]string
	// nouns tells that all nouns are capitalised.
	nouns bool
	// elides tells that articles are joined by an apostrophe.
	elides bool
	// endings tells that names are inflected.
	endings bool
}

// languages are those with a file.
var languages = []string{"de", "en", "es", "fr", "pt", "ru", "tr", "uz"}

var loaded = func() map[string]func() *lexicon {
	all := map[string]func() *lexicon{}
	for _, lang := range languages {
		all[lang] = sync.OnceValue(func() *lexicon { return load(lang) })
	}
	return all
}()

// lexiconOf returns a language's; that of English for one that is not known, of
// which then hardly any word passes.
func lexiconOf(lang string) *lexicon {
	if get := loaded[lang]; get != nil {
		return get()
	}
	return loaded["en"]()
}

func load(lang string) *lexicon {
	text, err := data.ReadFile("data/" + lang + ".txt")
	if err != nil {
		panic("facts: " + err.Error()) // the files are part of the program
	}
	x := &lexicon{
		groups: map[string]map[string]string{}, prefixes: map[string][]string{}, same: map[string]string{},
		rounds: 2, elides: lang == "fr", nouns: lang == "de", endings: lang == "ru" || lang == "tr" || lang == "uz",
	}
	if lang == "tr" || lang == "uz" {
		x.rounds = 4
	}
	for line := range strings.Lines(string(text)) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		switch name {
		case "suffix":
			x.suffixes = strings.Fields(fold.Text(words))
		case "same":
			for group := range strings.SplitSeq(words, "|") {
				forms := strings.Fields(fold.Text(group))
				for _, form := range forms {
					x.same[form] = forms[0]
				}
			}
		default:
			x.add(name, strings.Fields(words))
		}
	}
	return x
}

func (x *lexicon) add(name string, words []string) {
	group := map[string]string{}
	for _, w := range words {
		w, value, _ := strings.Cut(w, "=")
		w, open := strings.CutSuffix(fold.Text(w), "*")
		if open {
			x.prefixes[name] = append(x.prefixes[name], w)
			continue
		}
		group[w] = value
	}
	x.groups[name] = group
}

// is reports whether a folded word is of a group.
func (x *lexicon) is(group, low string) bool {
	if _, ok := x.groups[group][low]; ok {
		return true
	}
	for _, p := range x.prefixes[group] {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	return false
}

// rank is how much responsibility a word claims, 1 to 4; 0 for any other word.
func (x *lexicon) rank(low string) int {
	for i, group := range []string{"r1", "r2", "r3", "r4"} {
		if x.is(group, low) {
			return i + 1
		}
	}
	return 0
}

// minStem is the least that is left of a word without its endings, in letters;
// maxStems bounds the ways of taking them off.
const (
	minStem  = 3
	maxStems = 40
)

// stems are a folded word, and what is left of it without endings: two words of
// which one stem is the same are forms of one word.
func (x *lexicon) stems(low string) []string {
	out := []string{low}
	if first, ok := x.same[low]; ok {
		out = append(out, "="+first)
	}
	round := []string{low}
	if x.nouns {
		round = append(round, participle(low)...)
		out = append(out, round[1:]...)
	}
	for range x.rounds {
		var next []string
		for _, w := range round {
			for _, s := range x.suffixes {
				rest, ok := strings.CutSuffix(w, s)
				if !ok || letters(rest) < minStem || len(out) > maxStems {
					continue
				}
				next = append(next, rest)
				out = append(out, rest)
				if n := len(rest); n > minStem && rest[n-1] == rest[n-2] && rest[n-1] < 0x80 {
					out = append(out, rest[:n-1]) // planned
				}
				if strings.HasSuffix(rest, "i") {
					out = append(out, rest[:len(rest)-1]+"y") // applied
				}
				if x.nouns && strings.HasSuffix(rest, "el") {
					out = append(out, rest[:len(rest)-2]+"l") // entwickeln, Entwicklung
				}
			}
		}
		round = next
	}
	return out
}

// participle takes the "ge" off German participles: "gesenkt", "eingeführt".
func participle(low string) []string {
	var out []string
	if rest, ok := strings.CutPrefix(low, "ge"); ok && letters(rest) >= minStem {
		out = append(out, rest)
	}
	if i := strings.Index(low, "ge"); i >= 2 && i <= 6 && letters(low[i+2:]) >= minStem {
		out = append(out, low[:i]+low[i+2:])
	}
	return out
}

func letters(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}
