package layout

import (
	"fmt"
	"testing"
)

// TestLetters reads what typesetters and printers leave instead of letters.
func TestLetters(t *testing.T) {
	for in, want := range map[string]string{
		"J¨ urgen M¨uller, K¨ oln":    "Jürgen Müller, Köln",
		"¨ Omer C¸elik, Bas¸ak¸sehir": "Ömer Çelik, Başakşehir",
		"˙IS¸ GEC¸M˙IS¸˙I":            "İŞ GEÇMİŞİ",
		"Jos´ e Mu˜noz, Le´on":        "José Muñoz, León",
		"it´s d´Or":                   "it´s d´Or",
		"use `make` here":             "use `make` here",
		"Mar. 2021 \u00ad Jun. 2023":  "Mar. 2021 - Jun. 2023",
		"long\u00adterm hos\u00ad":    "long\u00adterm hos\u00ad",
		"Разработĸа":                  "Разработка",
		"90 ˚C":                       "90 ˚C",
		"ends on H¨":                  "ends on H¨",
		"plain text":                  "plain text",
	} {
		if got := letters(in); got != want {
			t.Errorf("letters(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestGaps keeps where a person sees pieces of a line set apart.
func TestGaps(t *testing.T) {
	at := func(x float64, text string) Fragment {
		return Fragment{Text: text, X: x, Y: 100, Width: 5 * float64(len(text)), Height: 12, Size: 10}
	}
	lines := Lines([]Page{{Number: 1, Width: 600, Height: 840, Fragments: []Fragment{
		at(40, "•"), at(52, "Baker"), at(88, "in"), at(300, "Leeds,"), at(333, "UK"), at(480, "2019"),
	}}})
	if len(lines) != 1 {
		t.Fatalf("%+v", lines)
	}
	if got, want := fmt.Sprint(lines[0].Text, lines[0].Gaps), "Baker in Leeds, UK 2019[9 19]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestAccentsOverTheNextFragment joins words that an accent broke in two.
func TestAccentsOverTheNextFragment(t *testing.T) {
	at := func(x, width float64, text string) Fragment {
		return Fragment{Text: text, X: x, Y: 100, Width: width, Height: 12, Size: 10}
	}
	lines := Lines([]Page{{Number: 1, Width: 600, Height: 840, Fragments: []Fragment{
		at(70.7, 63.7, "Gymnasium M¨"), at(129.5, 82, "uhlheim"), at(300, 12, "¸"), at(400, 30, "Ende"),
	}}})
	if len(lines) != 1 || lines[0].Text != "Gymnasium Mühlheim ¸ Ende" {
		t.Errorf("%+v", lines)
	}
}
