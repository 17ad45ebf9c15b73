package proofread

import (
	"slices"
	"testing"
)

// TestSure: what is corrected without asking is what can be meant alone; loan words
// of Russian and Uzbek are not.
func TestSure(t *testing.T) {
	for _, c := range []struct{ lang, word, want string }{
		{"en", "Recieved", "Received"},
		{"en", "managment", "management"},
		{"en", "developped", "developed"},
		{"en", "varios", ""},
		{"fr", "materiel", "matériel"},
		{"es", "paises", "países"},
		{"es", "Gestion", "Gestión"},
		{"de", "Entwiklung", "Entwicklung"},
		{"ru", "комманда", "команда"},
		{"ru", "разроботка", ""},
		{"ru", "юрлиц", ""},
		{"ru", "джунов", ""},
		{"uz", "dasturrchi", "dasturchi"},
		{"uz", "masʼul", ""},
		{"uz", "zimmamga", ""},
	} {
		got, sure := Sure(Spelling, c.lang, c.word, dictionaries.Suggest(c.lang, c.word))
		if sure != (c.want != "") || sure && got != c.want {
			t.Errorf("%s: %s becomes %q (%v), want %q", c.lang, c.word, got, sure, c.want)
		}
		if certain := Certain(Spelling, c.lang, c.word, nil); certain != !sparse[c.lang] {
			t.Errorf("%s: %s without a suggestion is a mistake: %v", c.lang, c.word, certain)
		}
	}
	if got, sure := Sure(RepeatedWord, "ru", "и и", []string{"и"}); !sure || got != "и" {
		t.Errorf("a word twice: %q, %v", got, sure)
	}
	if _, sure := Sure(Spelling, "fr", "eleve", []string{"élève", "élevé"}); sure {
		t.Error("one of two ways to set accents is taken")
	}
}

// TestLoanWords: words of the trade are right in all their forms.
func TestLoanWords(t *testing.T) {
	for lang, lines := range map[string][]string{
		"ru": {"Проверил договоры трёх юрлиц и двадцати физлиц", "Обучил пять джунов и провёл прозвон клиентов"},
		"uz": {"Loyiha uchun masʼul bo‘lib, zimmamga yuklatilgan vazifalarni bajardim"},
	} {
		doc, parsed := achievements(lang, lines...)
		if got := New(dictionaries).Check(doc, parsed).Problems; len(got) > 0 {
			t.Errorf("%s: %+v", lang, slices.Collect(func(yield func(string) bool) {
				for _, p := range got {
					yield(doc.Text(p.Span))
				}
			}))
		}
	}
}
