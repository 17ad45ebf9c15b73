package phrase_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

func compile(t *testing.T, lang, say string) phrase.Phrase {
	t.Helper()
	p, err := phrase.Compile(lang, say)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFinds(t *testing.T) {
	for _, test := range []struct {
		lang, say, text string
		want            bool
	}{
		{"en", "cut scope", "Together we were cutting the whole scope.", true},
		{"en", "cut scope", "The scope was cut.", true},
		{"en", "cut scope", "We cut. The scope stayed.", false},
		{"en", "cut scope", "We cut the bread that we had bought for all of them, and the scope stayed.", false},
		{"en", "cut + scope", "We cut the bread that we had bought for all of them, and the scope stayed.", true},
		{"en", "cut + scope", "We cut " + strings.Repeat("and ", 50) + "scope", false},
		{"en", "one on one", "We worked on one thing.", false},
		{"en", "one on one", "We spoke one-on-one.", true},
		{"en", "ci/cd", "Our CI/CD was red.", true},
		{"en", "ci/cd", "CD before CI.", false},
		{"en", "availability 99.9", "We had 99.9 per cent availability", true},
		{"en", "don't know", "I don’t really know.", true},
		{"en", "c++", "I wrote C++ and C#.", true},
		{"ru", "составной индекс", "Добавил бы составные индексы.", true},
		{"ru", "еще раз", "Проверил ещё раз.", true},
		{"ru", "rollback", "Сделали rollbacks за минуту.", true},
		{"uz", "zaxira vaqt", "Zaxira vaqtini qoldirdim.", true},
		{"uz", "o‘lchadik", "Ikkalasini oʻlchadim", true},
		{"es", "prueba automática", "Añadí pruebas automáticas.", true},
		{"de", "Umfang gekürzt", "Wir haben den Umfang gekürzt.", true},
		{"fr", "index manquant", "Il manquait l’index.", true},
		{"fr", "index composé", "J’ai créé l’index composé.", true},
		{"pt", "cópia segurança", "Restaurei as cópias de segurança.", true},
		{"tr", "IŞIK", "ışık", true},
		{"tr", "docker imaj", "Docker'ın imajını küçülttüm.", true},
		{"zh", "恢复 备份", "我们从备份恢复了数据。", true},
		{"zh", "备份", "备好份额。", false},
		{"zh", "恢复 备份", "恢复了。备份没有。", false},
	} {
		if got := phrase.Read(test.lang, test.text).Has(compile(t, test.lang, test.say)); got != test.want {
			t.Errorf("%s: %q in %q: %v, want %v", test.lang, test.say, test.text, got, test.want)
		}
	}
}

func TestMatchIsExactText(t *testing.T) {
	text := "First I rolled it back. Later we rolled everything back, twice."
	var got []string
	for _, m := range phrase.Read("en", text).Matches(compile(t, "en", "roll back")) {
		got = append(got, text[m.Start:m.End])
	}
	if want := []string{"rolled it back", "rolled everything back"}; !slices.Equal(got, want) {
		t.Errorf("matches are %q, want %q", got, want)
	}
	joined := phrase.Read("en", "A flag let us stop early and go back.").Matches(compile(t, "en", "back + flag"))
	if len(joined) != 1 || joined[0].First != 1 || joined[0].Last != 8 {
		t.Errorf("joined parts are %+v, want tokens 1 to 8", joined)
	}
	if n := len(phrase.Read("en", strings.Repeat("roll back. ", 100)).Matches(compile(t, "en", "roll back"))); n != 16 {
		t.Errorf("%d matches are told, want 16 at most", n)
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, say := range []string{"", " + ", "plan + ", "one two three four five", "!"} {
		if _, err := phrase.Compile("en", say); !errors.Is(err, phrase.ErrLength) {
			t.Errorf("%q: %v, want ErrLength", say, err)
		}
	}
}

func TestKeyKnowsOrder(t *testing.T) {
	a, b, c := compile(t, "en", "lock rows"), compile(t, "en", "row lock"), compile(t, "en", "row + lock")
	if a.Key() != b.Key() || a.Key() == c.Key() {
		t.Errorf("keys are %q, %q, %q", a.Key(), b.Key(), c.Key())
	}
}

// TestHostileTexts shows that no text makes matching panic or take long.
func TestHostileTexts(t *testing.T) {
	p := compile(t, "en", "a b c d")
	for _, text := range []string{"", "\xff\xfe a", strings.Repeat("a b c ", 5000), strings.Repeat("x", 100_000), "a'''b’’’", "İİİ ß"} {
		for _, lang := range []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh", "xx"} {
			phrase.Read(lang, text).Has(p)
		}
	}
}
