package delivery

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// utterance is a labelled one: fillers stand in brackets in the file.
type utterance struct {
	text  string
	spans [][2]int
}

// labelled reads the utterances of a language from testdata/fillers.
func labelled(t testing.TB, lang string) []utterance {
	t.Helper()
	file, err := os.ReadFile("testdata/fillers/" + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []utterance
	for line := range strings.Lines(string(file)) {
		out = append(out, unlabel(strings.TrimSpace(line)))
	}
	return out
}

// unlabel takes the brackets out and notes where they stood.
func unlabel(line string) utterance {
	var u utterance
	for line != "" {
		before, rest, ok := strings.Cut(line, "[")
		u.text += before
		if !ok {
			break
		}
		inside, after, _ := strings.Cut(rest, "]")
		u.spans = append(u.spans, [2]int{len(u.text), len(u.text) + len(inside)})
		u.text += inside
		line = after
	}
	return u
}

// found are the places of an utterance's fillers, in order.
func found(lang, said string) map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, f := range Measure(Input{Language: lang, Text: said}).Fillers {
		for _, p := range f.Places {
			out[[2]int{p.From, p.To}] = true
		}
	}
	return out
}

// score counts what was found against the labels; tell hears of each mistake.
type score struct{ hits, wrong, missed int }

func (s score) f1() float64 {
	return 2 * float64(s.hits) / float64(max(2*s.hits+s.wrong+s.missed, 1))
}

func scored(lang string, set []utterance, tell func(string)) score {
	var s score
	for _, u := range set {
		got := found(lang, u.text)
		for _, span := range u.spans {
			if got[span] {
				s.hits++
			} else {
				s.missed++
				tell(fmt.Sprintf("missed %q in %q", u.text[span[0]:span[1]], u.text))
			}
			delete(got, span)
		}
		s.wrong += len(got)
		for span := range got {
			tell(fmt.Sprintf("wrong %q in %q", u.text[span[0]:span[1]], u.text))
		}
	}
	return s
}

// halves parts a set: the rules were written while looking at the first half;
// the second was not looked at before they were done. Lines come in pairs of
// one with fillers and one without.
func halves(set []utterance) (seen, unseen []utterance) {
	for i, u := range set {
		if i/2%2 == 0 {
			seen = append(seen, u)
		} else {
			unseen = append(unseen, u)
		}
	}
	return seen, unseen
}

func TestFillers(t *testing.T) {
	for _, lang := range []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh"} {
		t.Run(lang, func(t *testing.T) {
			set := labelled(t, lang)
			if lang == "en" || lang == "ru" {
				set, _ = halves(set)
			}
			s := scored(lang, set, func(m string) { t.Log(m) })
			t.Logf("%d utterances, F1 %.3f: %+v", len(set), s.f1(), s)
			if s.f1() < 0.85 {
				t.Errorf("F1 %.3f", s.f1())
			}
		})
	}
}
