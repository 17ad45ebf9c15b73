package proofread

import (
	"embed"
	"strings"
	"sync"
)

// The words of the trade that dictionaries lack, our own lists: one file a
// language, words between spaces and lines, in small letters; a trailing * stands
// for any ending. English ones stand in CVs of all languages.
//
//go:embed data/*.txt
var data embed.FS

type words struct {
	whole map[string]bool
	// stems by their first letters, as long as the shortest stem.
	stems map[string][]string
}

const shortestStem = 3

var lists = sync.OnceValue(func() map[string]*words {
	all := map[string]*words{}
	for _, lang := range order {
		text, err := data.ReadFile("data/" + lang + ".txt")
		if err != nil {
			panic("proofread: " + err.Error()) // it is part of the program
		}
		w := &words{whole: map[string]bool{}, stems: map[string][]string{}}
		for l := range strings.Lines(string(text)) {
			if strings.HasPrefix(l, "#") {
				continue
			}
			for _, one := range strings.Fields(l) {
				if stem, ok := strings.CutSuffix(one, "*"); ok {
					key := beginning(stem)
					w.stems[key] = append(w.stems[key], stem)
				} else {
					w.whole[one] = true
				}
			}
		}
		all[lang] = w
	}
	return all
})

// jargon reports whether a word (in small letters) is one of the trade.
func jargon(lang, low string) bool {
	all := lists()
	return all["en"].has(low) || lang != "en" && all[lang] != nil && all[lang].has(low)
}

func (w *words) has(low string) bool {
	if w.whole[low] {
		return true
	}
	for _, stem := range w.stems[beginning(low)] {
		if strings.HasPrefix(low, stem) {
			return true
		}
	}
	return false
}

func beginning(s string) string {
	n := 0
	for i := range s {
		if n == shortestStem {
			return s[:i]
		}
		n++
	}
	return s
}
