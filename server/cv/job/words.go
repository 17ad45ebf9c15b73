package job

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

//go:embed words.tsv
var wordData string

// The kinds of phrases, as they stand in words.tsv; the others are languages,
// their levels and numbers.
const (
	wordMust    = "must"
	wordNice    = "nice"
	wordDuties  = "duties"
	wordSkip    = "skip"
	wordOpen    = "open"
	wordMeta    = "meta"
	wordAsk     = "ask"
	wordStrict  = "strict"
	wordAhead   = "ahead"
	wordFree    = "free"
	wordOffer   = "offer"
	wordCompany = "company"
	wordSeek    = "seek"
	wordReopen  = "reopen"
	wordAge     = "age"
	wordAnd     = "and"
	wordClass   = "class"
	wordDuty    = "duty"
	wordExper   = "exper"
	wordTo      = "to"
	wordFiller  = "filler"
	wordSimilar = "similar"
	wordSuch    = "such"
	wordNoName  = "noname"
	wordBetween = "between"
	wordBasic   = "basic"
	wordWish    = "wish"
	wordAfter   = "after"
	wordStrong  = "strong"
	wordYears   = "years"
	wordDegree  = "degree"
	wordNo      = "no"
	wordOr      = "or"
	wordRelated = "related"
	wordVague   = "vague"
)

// phrases are the phrases of a kind.
type phrases struct {
	whole map[string]bool
	// first are the first words of the whole ones.
	first map[string]bool
	// begun are beginnings, by their first bytes, of phrases whose last word may end
	// in any way.
	begun map[string][]string
}

func newPhrases() *phrases {
	return &phrases{whole: map[string]bool{}, first: map[string]bool{}, begun: map[string][]string{}}
}

// lead is what begun is found by.
func lead(text string) string { return text[:min(2, len(text))] }

func (p *phrases) add(phrase string) {
	if begin, open := strings.CutSuffix(phrase, "*"); open {
		begin = plain(begin)
		p.begun[lead(begin)] = append(p.begun[lead(begin)], begin)
		return
	}
	phrase = plain(phrase)
	first, _, _ := strings.Cut(phrase, " ")
	p.whole[phrase], p.first[first] = true, true
}

// mayBegin reports whether a phrase may begin with a word.
func (p *phrases) mayBegin(word string) bool { return p.first[word] || len(p.begun[lead(word)]) > 0 }

// is reports whether a text is one of the phrases.
func (p *phrases) is(text string) bool {
	if p.whole[text] {
		return true
	}
	for _, begin := range p.begun[lead(text)] {
		if rest, ok := strings.CutPrefix(text, begin); ok && !strings.Contains(rest, " ") {
			return true
		}
	}
	return false
}

// known are all phrases by their kinds.
var known = sync.OnceValue(func() map[string]*phrases {
	out := map[string]*phrases{}
	for line := range strings.Lines(wordData) {
		kind, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if out[kind] == nil {
			out[kind] = newPhrases()
		}
		for one := range strings.SplitSeq(list, ",") {
			out[kind].add(one)
		}
	}
	return out
})

// maxPhrase is the longest phrase in words.
const maxPhrase = 6

// token is a word of a text.
type token struct {
	// text without capitals and accents.
	text       string
	start, end int
}

// elided are French words that lose their vowel before the next one.
var elided = map[string]bool{"l": true, "d": true, "j": true, "n": true, "s": true, "c": true, "m": true, "qu": true}

// tokens cuts a text into words; signs inside of words stay ("must-have",
// "bac+5").
func tokens(text string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		raw := strings.TrimRight(text[start:end], "-.'’")
		if raw != "" {
			out = append(out, token{text: strings.ReplaceAll(fold.Text(raw), "’", "'"), start: start, end: start + len(raw)})
		}
		start = -1
	}
	for i, r := range text {
		if start >= 0 && strings.ContainsRune("'’", r) && elided[strings.ToLower(text[start:i])] {
			flush(i)
			continue
		}
		inner := start >= 0 && strings.ContainsRune("-+#.'’ʻʼ‘", r)
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || inner {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
	}
	flush(len(text))
	return out
}

// plain is a phrase as it is compared.
func plain(text string) string {
	all := tokens(text)
	words := make([]string, len(all))
	for i, t := range all {
		words[i] = t.text
	}
	return strings.Join(words, " ")
}

// piece is a run of tokens, from the first up to before the last.
type piece struct{ from, to int }

// find returns where phrases of a kind stand in the tokens, the longest at each
// place, without overlaps.
func find(all []token, kind string) []piece { return findAll(all, known()[kind]) }

// findAll is find for phrases of any data.
func findAll(all []token, p *phrases) []piece {
	var out []piece
	for i := 0; i < len(all); {
		if !p.mayBegin(all[i].text) {
			i++
			continue
		}
		most := 0
		var b strings.Builder
		for n := 0; n < maxPhrase && i+n < len(all); n++ {
			if n > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(all[i+n].text)
			if p.is(b.String()) {
				most = n + 1
			}
		}
		if most > 0 {
			out = append(out, piece{i, i + most})
		}
		i += max(most, 1)
	}
	return out
}

// has reports whether a phrase of a kind stands in the tokens, and at which
// token.
func has(all []token, kind string) (at int, ok bool) {
	found := find(all, kind)
	if len(found) == 0 {
		return 0, false
	}
	return found[0].from, true
}
