// Package say has what the program tells people about their interviews, in
// every language of the product. A catalogue is one YAML file a language
// (en.yaml, ru.yaml …), with texts by key; a text names what is filled in:
// "You made {covered} of {all} points."
package say

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// Catalogue has texts by language and key.
type Catalogue struct {
	texts map[string]map[string]string
}

var blank = regexp.MustCompile(`\{[a-z_]+\}`)

// Load reads a catalogue. It must have a file for each language of the product,
// with the same keys, none empty, and the same blanks in each text.
func Load(dir fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]string{}}
	for _, lang := range bank.Languages() {
		content, err := fs.ReadFile(dir, lang+".yaml")
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		texts := map[string]string{}
		decoder := yaml.NewDecoder(bytes.NewReader(content))
		if err := decoder.Decode(&texts); err != nil {
			return nil, fmt.Errorf("read texts of %s: %w", lang, err)
		}
		c.texts[lang] = texts
	}
	return c, c.check()
}

// Embedded is the catalogue in a folder of files that come with the program, read
// when it is first asked for. A fault in it is a mistake of ours, which the tests of
// its package find: it panics.
func Embedded(files fs.FS, folder string) func() *Catalogue {
	return sync.OnceValue(func() *Catalogue {
		dir, err := fs.Sub(files, folder)
		var c *Catalogue
		if err == nil {
			c, err = Load(dir)
		}
		if err != nil {
			panic(fmt.Sprintf("texts in %s: %v", folder, err))
		}
		return c
	})
}

// check compares every language with English.
func (c *Catalogue) check() error {
	english := c.texts["en"]
	for _, lang := range bank.Languages() {
		texts := c.texts[lang]
		for _, key := range c.Keys() {
			text, ok := texts[key]
			switch {
			case !ok || strings.TrimSpace(text) == "":
				return fmt.Errorf("texts of %s: %q is missing", lang, key)
			case !slices.Equal(blanks(text), blanks(english[key])):
				return fmt.Errorf("texts of %s: %q has other blanks than in English", lang, key)
			}
		}
		if len(texts) != len(english) {
			return fmt.Errorf("texts of %s: some are not in English", lang)
		}
	}
	return nil
}

// Keys are the texts' keys, sorted.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.texts["en"]))
	for key := range c.texts["en"] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// blanks are a text's blanks, sorted.
func blanks(text string) []string {
	found := blank.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// In is a text in a language (English for one that is not the product's), with
// its blanks filled: pairs of a blank's name and its value. What is filled in
// is not looked through for blanks again. An unknown key gives the key itself,
// so that a forgotten text is seen and nothing fails.
func (c *Catalogue) In(lang, key string, filled ...string) string {
	texts, ok := c.texts[lang]
	if !ok {
		texts = c.texts["en"]
	}
	text, ok := texts[key]
	if !ok {
		return key
	}
	pairs := make([]string, 0, len(filled))
	for i, s := range filled {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		pairs = append(pairs, s)
	}
	if len(pairs)%2 == 1 {
		pairs = pairs[:len(pairs)-1]
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
