package ats

import (
	"strings"
	"testing"
)

// TestFigure: what counts something is a figure, in digits and written out; dates,
// years and parts of names are none.
func TestFigure(t *testing.T) {
	for text, want := range map[string]bool{
		"en: Cut costs by 30 %":                     true,
		"en: Saved €1.2M a year":                    true,
		"en: Led 5 to 7 people":                     true,
		"en: Served 1 200 000 readers":              true,
		"en: Trained four colleagues":               true,
		"en: Doubled the sales of the shop":         true,
		"ru: Обучила двенадцать сотрудников":        true,
		"ru: Увеличил продажи вдвое":                true,
		"de: Leitete ein Team von fünf Leuten":      true,
		"fr: Formé trois apprentis":                 true,
		"es: Formé a quince personas":               true,
		"pt: Treinei duas equipes":                  true,
		"tr: Üç kişilik ekip yönettim":              true,
		"uz: Oʻnlab mijozlar bilan ishladim":        true,
		"en: Reached an SLA of 99.9%":               true,
		"en: Earned EUR 40 more for each guest":     true,
		"en: Ran React 18 and Go in 12 shops":       true,
		"en: Joined in 2019":                        false,
		"en: From 03/2019 until 05.2021 in Berlin":  false,
		"en: In the season 2018/19":                 false,
		"en: Audited by ISO 27001 and DIN 5008":     false,
		"en: Moved to version 2.4 of the shop":      false,
		"en: Wrote HTML5 pages with React 18":       false,
		"en: Ran EC2 machines":                      false,
		"en: On duty 24/7":                          false,
		"en: Helped one another":                    false,
		"pt: Treinamento dos times":                 false,
		"de: Ich bin dabei":                         false,
		"en: Second in command of the kitchen":      false,
		"en: Kept the books by § 5 of the law":      false,
		"en: Moved from Python 2.7, with all tests": false,
	} {
		lang, text, _ := strings.Cut(text, ": ")
		if got := figure(text, lang); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestCount: the sentence fits the number.
func TestCount(t *testing.T) {
	item := thing{"item", "items", "has no year", "have no year"}
	for want, got := range map[string]string{
		"Your only item has no year.":     item.count(1, 1),
		"1 of your 8 items has no year.":  item.count(1, 8),
		"3 of your 8 items have no year.": item.count(3, 8),
		"All your 8 items have no year.":  item.count(8, 8),
		"None of your items has no year.": item.count(0, 8),
		"1 word":                          plural(1, "word"),
		"0 words":                         plural(0, "word"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
