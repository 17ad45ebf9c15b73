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

// The kinds of phrases, as they stand in words.tsv; the others are languages
// and their levels.
const (
	wordMust   = "must"
	wordNice   = "nice"
	wordDuties = "duties"
	wordSkip   = "skip"
	wordStrong = "strong"
	wordYears  = "years"
	wordDegree = "degree"
	wordNo     = "no"
	wordOr     = "or"
)

// phrases are all phrases of a kind.
var phrases = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(wordData) {
		kind, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if out[kind] == nil {
			out[kind] = map[string]bool{}
		}
		for one := range strings.SplitSeq(list, ",") {
			out[kind][plain(one)] = true
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

// has reports whether a phrase of a kind stands in the tokens, and at which
// token.
func has(all []token, kind string) (at int, ok bool) {
	known := phrases()[kind]
	for i := range all {
		var b strings.Builder
		for n := 0; n < maxPhrase && i+n < len(all); n++ {
			if n > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(all[i+n].text)
			if known[b.String()] {
				return i, true
			}
		}
	}
	return 0, false
}
