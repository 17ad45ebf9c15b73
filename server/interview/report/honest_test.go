package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// TestRatingsSayWhatTheyAreOf: how many answers stands beside each rating, one of
// few is not shown as a number, and typed interviews are not said to be early.
func TestRatingsSayWhatTheyAreOf(t *testing.T) {
	t.Parallel()
	r := sample("en", 1)
	r.Ratings = []report.Rating{
		{Name: "Enough", Value: number(7.3), Answers: 3},
		{Name: "Few", Value: number(9.9), Answers: 1, TooEarly: true},
		{Name: "Confidence", Unspoken: true},
		{Name: "Nothing"},
	}
	text, _ := page(t, r)
	for _, want := range []string{
		"Enough · answers: 3 7.3 / 10", "Few · answers: 1 Too early to say", "Confidence Not spoken", "Nothing Too early to say",
	} {
		if !strings.Contains(tight(text), tight(want)) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if strings.Contains(text, "9.9") {
		t.Error("a rating from one answer is shown as a number")
	}
}

// TestTouchedOnIsNotLeftOut: a point that an answer touches on has a sign and words
// of its own, with where it does.
func TestTouchedOnIsNotLeftOut(t *testing.T) {
	t.Parallel()
	r := sample("en", 1)
	r.Questions[0].Points = []report.Point{
		{Text: "Made", Covered: true, Quotes: []string{"we made it"}}, {Text: "Touched", Partly: true, Quotes: []string{"near it"}}, {Text: "Open"},
	}
	r.Questions[0].Improvements = []report.Improvement{
		{Text: "Not recognised in your words: Open", Say: "this"}, {Text: "Only touched on: Touched", Say: "For example: “that”", Example: true},
	}
	text, root := page(t, r)
	want := tight("Points covered: 1 of 3 Covered: Made “we made it” Touched on: Say more clearly: Touched “near it” Not recognised: Open")
	if !strings.Contains(tight(text), want) {
		t.Errorf("the page does not tell three kinds of points apart: %q", text)
	}
	if want := tight("Say instead: this Only touched on: Touched For example: “that”"); !strings.Contains(tight(text), want) {
		t.Errorf("an example is told to be said: %q", text)
	}
	signs := 0
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "class" && slices.Contains([]string{"covered", "partly"}, a.Val) {
				signs++
			}
		}
	}
	if signs != 2 {
		t.Errorf("%d signs of points made or touched on", signs)
	}
	if file := pages(t, pdf(t, r)); !strings.Contains(tight(strings.Join(slices.Concat(file...), "")), tight("Say more clearly: Touched “near it”")) {
		t.Error("the file does not say what to say more clearly")
	}
}

// TestReportsSpeakOneLanguage: what is named in one word is so in all languages.
func TestReportsSpeakOneLanguage(t *testing.T) {
	t.Parallel()
	for _, lang := range bank.Languages() {
		text, _ := page(t, sample("en", 1))
		r := sample("en", 1)
		r.Language = lang
		own, _ := page(t, r)
		for _, word := range []string{"answers:", "Not spoken", "Say instead"} {
			if !strings.Contains(text, word) || lang != "en" && strings.Contains(own, word) {
				t.Errorf("%s: %q", lang, word)
			}
		}
	}
}
