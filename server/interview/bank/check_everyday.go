package bank

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

//go:embed everyday.yaml
var everydayWords []byte

// everyday are the keys (phrase.Phrase.Key) of the words that people say of
// anything, by language: "I'm fine with that" and "money is not a problem" made
// points as long as "fine" and "money" were phrases.
var everyday = sync.OnceValues(func() (map[string]map[string]bool, error) {
	var words map[string]string
	if err := yaml.Unmarshal(everydayWords, &words); err != nil {
		return nil, fmt.Errorf("read everyday words: %w", err)
	}
	out := map[string]map[string]bool{}
	for lang, list := range words {
		out[lang] = map[string]bool{}
		for word := range strings.FieldsSeq(list) {
			compiled, err := phrase.Compile(lang, word)
			if err != nil {
				return nil, fmt.Errorf("read everyday word %q: %w", word, err)
			}
			out[lang][compiled.Key()] = true
		}
	}
	return out, nil
})

// own are the words that make an everyday one the speaker's: "my fault", "I
// admitted".
var own = map[string]string{
	"en": "i my we our myself me", "ru": "я мы мой наш мне", "uz": "men mening biz bizning", "es": "yo mi nosotros", "de": "ich mein wir unser",
	"fr": "je ma mon nous moi", "pt": "eu meu minha nós", "tr": "ben benim biz bizim", "zh": "我 我们",
}

// everydayWord refuses a phrase that is one everyday word, with articles and
// prepositions or alone.
func (c *checker) everydayWord(lang, field, text string) {
	words, err := everyday()
	if err != nil {
		c.fault(lang, field, "%v", err)
		return
	}
	owns := strings.Fields(own[lang])
	var content []string
	for word := range strings.FieldsSeq(text) {
		for _, o := range owns {
			if strings.EqualFold(word, o) {
				return
			}
		}
		if word != "+" && !phrase.Stop(lang, word) {
			content = append(content, word)
		}
	}
	if len(content) != 1 {
		return
	}
	if compiled, err := phrase.Compile(lang, content[0]); err == nil && words[lang][compiled.Key()] {
		c.fault(lang, field, "says %q is an everyday word: two or three say what is meant", text)
	}
}
