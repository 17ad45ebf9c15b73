package proofread

import (
	"math/rand/v2"
	"testing"
)

// TestRandomTypos makes a mistake in one word of each right line, as fingers do:
// a letter left out, doubled, or two changed about. Some become other words; what
// is found must stay above what was reached.
func TestRandomTypos(t *testing.T) {
	least := map[string]int{"en": 85, "ru": 88, "uz": 70, "es": 90, "de": 85, "fr": 88, "pt": 85, "tr": 80}
	for _, lang := range order {
		random := rand.New(rand.NewPCG(1, 2))
		made, found := 0, 0
		lines := testLines(t, "clean.txt")[lang]
		for range 2 {
			for _, text := range lines {
				doc, parsed := achievements(lang, text)
				s := &sheet{checker: New(dictionaries), doc: doc, parsed: parsed}
				s.prepare()
				l := &s.lines[0]
				var words []word
				for _, w := range l.words {
					if s.judged(l, w) && !l.skill(w) && letters(w.text) > 5 && !w.compound {
						words = append(words, w)
					}
				}
				if len(words) == 0 {
					continue
				}
				w := words[random.IntN(len(words))]
				doc, parsed = achievements(lang, text[:w.start]+typo(w.text, random)+text[w.end:])
				made++
				if len(New(dictionaries).Check(doc, parsed).Problems) > 0 {
					found++
				}
			}
		}
		t.Logf("%s: %d of %d found", lang, found, made)
		if found*100 < made*least[lang] {
			t.Errorf("%s: %d of %d found", lang, found, made)
		}
	}
}

func typo(word string, random *rand.Rand) string {
	all := []rune(word)
	i := 1 + random.IntN(len(all)-2)
	switch random.IntN(3) {
	case 0:
		return string(all[:i]) + string(all[i+1:])
	case 1:
		return string(all[:i]) + string(all[i]) + string(all[i:])
	default:
		if all[i] == all[i+1] {
			return string(all[:i]) + string(all[i+1:])
		}
		return string(all[:i]) + string(all[i+1]) + string(all[i]) + string(all[i+2:])
	}
}
