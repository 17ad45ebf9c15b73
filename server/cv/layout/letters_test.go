package layout

import "testing"

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
		"plain text":                  "plain text",
	} {
		if got := letters(in); got != want {
			t.Errorf("letters(%q) = %q, want %q", in, got, want)
		}
	}
}
