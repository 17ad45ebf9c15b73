package report_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// nasty is what people and models may send: markup, templates, signs that turn the
// direction of what follows, control characters, bytes that are no text, letters
// without a font, accents on accents, and a word without an end.
var nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{.}}</style>]]> \u202eevil\u202c \u2066x\u2069 \x00\x07\x1b[31m \xff\xfe שלום مرحبا 👩‍💻🎉 𠀀 e" +
	strings.Repeat("\u0301", 50) + " \u200b\u00ad\ufeff (\\)endobj %PDF " + strings.Repeat("W", 10_000)

// hostile is a report in which every text is nasty and every number wrong.
func hostile() report.Report {
	texts := []string{nasty, "", " \n\n ", nasty}
	d := &report.Delivery{Advice: nasty, Figures: []report.Figure{{nasty, nasty, nasty}, {"", "", ""}}}
	r := report.Report{
		Language: nasty, Title: nasty, Person: nasty, Type: nasty, Difficulty: nasty, Domain: nasty, Grader: nasty, Duration: -time.Hour,
		Score: number(math.NaN()), Ratings: []report.Rating{{Name: nasty, Value: number(math.Inf(1)), Answers: -1}, {Name: nasty}},
		Summary:  report.Summary{Text: nasty, Strengths: texts, Weaknesses: texts, Concerns: texts, Recommendations: texts},
		Delivery: d, WithAnswers: true, Earlier: []report.Earlier{{Score: 1e9}, {Score: -5}},
	}
	for i := range 3 {
		r.Questions = append(r.Questions, report.Question{
			Number: -i, Text: nasty, Category: nasty, Status: []string{report.Scored, nasty, report.Skipped}[i], Score: -3, Level: 99,
			Dimensions: []report.Dimension{{nasty, 1, 3, 0}}, Points: []report.Point{{nasty, true, true, texts}, {nasty, false, true, texts}}, Strengths: []report.Strength{{nasty, nasty}},
			Improvements: []report.Improvement{{nasty, nasty, i == 0}}, Example: nasty, Spent: -5, Limit: -5, Answer: nasty, Delivery: d,
		})
	}
	return r
}

// TestHostileTextsAreHarmless shows them as they stand, inside the margins, and
// without what cannot be seen.
func TestHostileTextsAreHarmless(t *testing.T) {
	t.Parallel()
	text, _ := page(t, hostile())
	file := pdf(t, hostile())
	for _, fault := range crowded(t, file) {
		t.Error(fault)
	}
	var all strings.Builder
	for _, p := range pages(t, file) {
		all.WriteString(strings.Join(p, "\n"))
	}
	for name, s := range map[string]string{"page": text, "file": all.String()} {
		if !strings.Contains(tight(s), "<script>alert(1)</script><imgsrc=xonerror=alert(2)>\"'`{{.}}</style>]]>evil") {
			t.Errorf("the %s does not show markup as it stands", name)
		}
		if i := strings.IndexFunc(s, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); i >= 0 {
			t.Errorf("the %s has %+q", name, s[i:min(len(s), i+10)])
		}
		if strings.Contains(s, strings.Repeat("\u0301", 5)) {
			t.Errorf("the %s has towers of accents", name)
		}
		if n := strings.Count(s, "W"); n < 30_000 {
			t.Errorf("the %s lost all but %d letters of its longest words", name, n)
		}
	}
	if !strings.Contains(text, "שלום") || !strings.Contains(text, "🎉") || !strings.Contains(all.String(), "???? ?????") {
		t.Error("letters that no font has are not where they should be")
	}
}

// TestLongTextsAreCut says that something is missing where it is.
func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	r := sample("en", 1)
	r.Title = strings.Repeat("title ", 100)
	r.Questions[0].Answer = strings.Repeat("word ", 100_000)
	text, _ := page(t, r)
	if n := strings.Count(text, "word"); n < 3900 || n > 4010 || !strings.Contains(text, "word…") {
		t.Errorf("%d words of the answer are shown", n)
	}
	if n := strings.Count(text, "title"); n < 20 || n > 30 || !strings.Contains(text, "tit…") {
		t.Errorf("%d words of the title are shown", n)
	}
}

// TestReportsHaveAnEnd bounds what all texts together may become.
func TestReportsHaveAnEnd(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("много слов ", 2000)
	r := report.Report{Language: "ru", WithAnswers: true}
	q := report.Question{Number: 1, Text: long, Status: report.Scored, Example: long, Answer: long}
	for range 100 {
		q.Points = append(q.Points, report.Point{Text: long, Covered: true, Quotes: []string{long, long, long}})
	}
	for range 100 {
		r.Questions = append(r.Questions, q)
	}
	text, _ := page(t, r)
	if n := len([]rune(text)); n < 600_000 || n > 700_000 {
		t.Errorf("the page has %d letters", n)
	}
}
