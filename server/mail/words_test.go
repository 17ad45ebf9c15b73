package mail

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/origin"
)

// productLanguages are those that people may choose.
func productLanguages() []string {
	return []string{"en", "de", "es", "fr", "pt", "ru", "tr", "uz", "zh"}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func book(t *testing.T) *phrasebook {
	t.Helper()
	b, err := readPhrasebook()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryLanguageOfTheProductIsThere(t *testing.T) {
	if diff := cmp.Diff(productLanguages(), book(t).codes()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryLanguageHasEveryLetter(t *testing.T) {
	b := book(t)
	english := b.languages[fallback]
	for _, code := range b.codes() {
		w := b.languages[code]
		t.Run(code, func(t *testing.T) {
			var have []string
			for kind := range w.Letters {
				have = append(have, kind)
			}
			want := letter.Kinds()
			slices.Sort(have)
			slices.Sort(want)
			if diff := cmp.Diff(want, have); diff != "" {
				t.Fatal(diff)
			}
			for kind, p := range w.Letters {
				original := english.Letters[kind]
				if p.Subject == "" || p.Happened == "" || p.Next == "" {
					t.Errorf("%s: subject, what happened or what to do next is missing", kind)
				}
				if (p.Button != "") != (forms[kind].page != "") {
					t.Errorf("%s: button %q, page %q", kind, p.Button, forms[kind].page)
				}
				if (p.NotYou == "") != (original.NotYou == "") {
					t.Errorf("%s: what to do if it was somebody else: %q", kind, p.NotYou)
				}
				for _, pair := range pairs(p, original) {
					if diff := cmp.Diff(placeholders(pair[1]), placeholders(pair[0])); diff != "" {
						t.Errorf("%s: placeholders differ from English in %q\n%s", kind, pair[0], diff)
					}
				}
			}
		})
	}
}

// pairs are the texts of one letter beside the same in another language.
func pairs(p, q phrases) [][2]string {
	return [][2]string{{p.Subject, q.Subject}, {p.Happened, q.Happened}, {p.Next, q.Next}, {p.Button, q.Button}, {p.NotYou, q.NotYou}}
}

func TestEveryLetterNamesWhatItNeeds(t *testing.T) {
	for kind, p := range book(t).languages[fallback].Letters {
		known := []string{"{name}", "{site}"}
		for _, key := range forms[kind].needs {
			if key == letter.Token {
				continue
			}
			known = append(known, "{"+key+"}")
			if !strings.Contains(p.Subject+p.Happened+p.Next+p.NotYou, "{"+key+"}") {
				t.Errorf("%s needs %s and does not say it", kind, key)
			}
		}
		for _, used := range placeholders(p.Subject + p.Happened + p.Next + p.NotYou) {
			if !slices.Contains(known, used) {
				t.Errorf("%s: %s would be left as it is", kind, used)
			}
		}
	}
}

func TestFormsAgreeWithTheLetters(t *testing.T) {
	for _, kind := range letter.Kinds() {
		form := forms[kind]
		have := append(slices.Clone(form.needs), form.shows...)
		want, _ := letter.Keys(kind)
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s: the letter brings %v, the form takes %v", kind, want, have)
		}
	}
}

func TestLanguagesAreWhole(t *testing.T) {
	b := book(t)
	for _, code := range b.codes() {
		w := b.languages[code]
		t.Run(code, func(t *testing.T) {
			if w.Name == "" || w.Direction != "ltr" && w.Direction != "rtl" || w.HelloNameless == "" || w.BareLink == "" || w.Closing == "" || w.Footer == "" {
				t.Errorf("a text is missing: %+v", *w)
			}
			if !strings.Contains(w.Hello, "{name}") || len(w.Months) != 12 {
				t.Errorf("hello %q, %d months", w.Hello, len(w.Months))
			}
			if diff := cmp.Diff([]string{"{day}", "{month}", "{year}"}, placeholders(w.Date)); diff != "" {
				t.Error(diff)
			}
			for _, key := range []string{letter.Agent, letter.Place, letter.Reason} {
				if w.Details[key] == "" {
					t.Errorf("no label for %s", key)
				}
			}
			for _, place := range []string{origin.ThisMachine, origin.PrivateNetwork} {
				if w.Places[place] == "" {
					t.Errorf("no words for %q", place)
				}
			}
		})
	}
}

func TestNothingIsLeftInEnglish(t *testing.T) {
	b := book(t)
	english := b.languages[fallback]
	for _, code := range b.codes() {
		if code == fallback {
			continue
		}
		w := b.languages[code]
		texts := [][2]string{
			{w.Hello, english.Hello},
			{w.HelloNameless, english.HelloNameless},
			{w.BareLink, english.BareLink},
			{w.Closing, english.Closing},
			{w.Footer, english.Footer},
			{w.Name, english.Name},
		}
		for key, text := range w.Details {
			texts = append(texts, [2]string{text, english.Details[key]})
		}
		for key, text := range w.Places {
			texts = append(texts, [2]string{text, english.Places[key]})
		}
		for kind, p := range w.Letters {
			texts = append(texts, pairs(p, english.Letters[kind])...)
		}
		for _, text := range texts {
			if text[0] != "" && text[0] == text[1] || englishWords.MatchString(text[0]) {
				t.Errorf("%s: looks English: %q", code, text[0])
			}
		}
	}
}

// englishWords are words that none of the other languages has.
var englishWords = regexp.MustCompile(`(?i)\b(your|you|the|this|account|password|please|with|not|sign)\b`)

func TestDays(t *testing.T) {
	b := book(t)
	for _, c := range []struct{ language, value, want string }{
		{"en", "2026-12-04", "4 December 2026"},
		{"de", "2026-03-01", "1. März 2026"},
		{"ru", "2026-12-24", "24 декабря 2026 г."},
		{"uz", "2026-12-24", "2026-yil 24-dekabr"},
		{"zh", "2026-12-24", "2026年12月24日"},
		{"es", "in\na week", "in a week"},
	} {
		if got := b.languages[c.language].day(c.value); got != c.want {
			t.Errorf("%s: day(%q) = %q, want %q", c.language, c.value, got, c.want)
		}
	}
	for value, want := range map[string]string{"2026-12-04T23:30:00-02:00": "5 December 2026 (01:30 UTC)", "in\na week": "in a week"} {
		if got := b.languages["en"].moment(value); got != want {
			t.Errorf("moment(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestDevices(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                           "Firefox, Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":                    "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                                  "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1":          "Safari, iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15 win at http://evil.example": "Safari, macOS",
		"curl/8.5.0":                      "curl/8.5.0",
		"Mozilla/5.0 go to evil.example":  "",
		"win a prize at http://evil.test": "",
		"":                                "",
	} {
		if got := device(agent); got != want {
			t.Errorf("device(%q) = %q, want %q", agent, got, want)
		}
	}
}
