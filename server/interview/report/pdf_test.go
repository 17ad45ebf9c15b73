package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/report"
	"github.com/interviewai-pro/interviewai/server/interview/report/typeset"
)

// TestPDFSaysAllInOrder reads files back: every text is there, whole and in order,
// in each script.
func TestPDFSaysAllInOrder(t *testing.T) {
	t.Parallel()
	for lang, v := range voices {
		r := sample(lang, 3)
		want := []string{
			"InterviewAI Pro", v.title, "68", "100", v.person, "14:05 UTC", "41:07", r.Grader,
			v.summary, v.strength, v.improvement, v.missed, v.say, v.advice, v.rating + " A", "7", v.rating + " C", "41", "55", "62", "168", v.advice,
		}
		for i := range r.Questions {
			want = append(want, v.category, v.question, v.point, v.quote, v.missed, v.point+" (2)", v.answer, v.strength, v.quote, v.improvement, v.say, v.answer, v.example)
			if i == 1 {
				want = append(want, "171", v.advice)
			}
		}
		var all strings.Builder
		for _, p := range pages(t, pdf(t, r)) {
			all.WriteString(strings.Join(p[:len(p)-1], ""))
		}
		rest := tight(all.String())
		for i, text := range want {
			_, after, ok := strings.Cut(rest, tight(text))
			if !ok {
				t.Errorf("%s: text %d, %q, is missing in %s", lang, i, text, rest)
				break
			}
			rest = after
		}
	}
}

// crowded are words that stand beyond the margins or in each other's place.
func crowded(t testing.TB, file []byte) []string {
	t.Helper()
	var out []string
	for i, page := range words(t, file) {
		slices.SortFunc(page, func(a, b word) int { return int(100 * (a.YMin - b.YMin)) })
		for j, a := range page {
			if a.XMin < report.Left-1 || a.XMax > report.Right+1 || a.YMin < report.Top-3 || a.YMax > report.Bottom+4 {
				out = append(out, fmt.Sprintf("page %d: %q stands beyond the margins: %+v", i+1, a.Text, a))
			}
			for _, b := range page[j+1:] {
				if b.YMin >= a.YMax {
					break
				}
				if min(a.XMax, b.XMax)-max(a.XMin, b.XMin) > 0.5 && min(a.YMax, b.YMax)-max(a.YMin, b.YMin) > 0.25*(a.YMax-a.YMin) {
					out = append(out, fmt.Sprintf("page %d: %q stands on %q", i+1, a.Text, b.Text))
				}
			}
		}
	}
	return out
}

// TestPDFClipsNothing holds every word to the margins and to its own place, in
// every language, with twenty questions and with the widest of everything.
func TestPDFClipsNothing(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh"} {
		r := sample("en", 5)
		if _, ok := voices[lang]; ok {
			r = sample(lang, 20)
		}
		r.Language, r.Title, r.Grader = lang, strings.Repeat(r.Title+" ", 9), strings.Repeat("rubric ", 40)
		r.Ratings[0].Name = strings.Repeat(r.Ratings[0].Name, 9)
		r.Score = number(100)
		for i := range 20 {
			r.Earlier = append(r.Earlier, report.Earlier{Completed: r.Started, Score: float64(i % 2 * 100)})
		}
		for _, fault := range crowded(t, pdf(t, r)) {
			t.Errorf("%s: %s", lang, fault)
		}
	}
}

// TestPDFKeepsHeadingsWithTheirTexts finds no heading at a page's foot, wherever
// pages end.
func TestPDFKeepsHeadingsWithTheirTexts(t *testing.T) {
	t.Parallel()
	breaks := 0
	for more := range 8 {
		r := sample("en", 8)
		r.Summary.Text = strings.Repeat(r.Summary.Text+" ", 1+more)
		r.Questions[3].Status = report.Scored // of one that was skipped the question is all
		all := pages(t, pdf(t, r))
		for i, p := range all {
			if !strings.HasSuffix(p[len(p)-1], fmt.Sprintf("Page %d of %d", i+1, len(all))) {
				t.Fatalf("page %d ends with %q", i+1, p[len(p)-1])
			}
			if len(p) < 4 {
				t.Errorf("page %d has only %q", i+1, p)
				continue
			}
			last := p[len(p)-3]
			if !strings.HasPrefix(p[len(p)-2], "Made on") {
				last = p[len(p)-2]
			}
			breaks++
			for _, heading := range []string{
				"Summary", "Strengths", "Weaknesses", "What ", "Ratings", "Scores by", "Overall scores", "Delivery", "Questions", "Question ", "A query that", "Level ", "How the score",
				"Points covered", "The answer", "Example answer",
			} {
				if i < len(all)-1 && strings.HasPrefix(last, heading) && !strings.Contains(last, "/ 10") && !strings.Contains(last, "Not scored yet") {
					t.Errorf("page %d of %d ends with the heading %q", i+1, len(all), last)
				}
			}
		}
	}
	if breaks < 40 {
		t.Errorf("only %d page breaks were seen", breaks)
	}
}

// TestPDFIsTheSameEveryTime writes the same bytes for the same report, and leaves
// the report alone.
func TestPDFIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	r := sample("zh", 3)
	first := pdf(t, r)
	for range 3 {
		if !bytes.Equal(first, pdf(t, r)) {
			t.Fatal("other bytes for the same report")
		}
	}
	if !bytes.Equal(first, pdf(t, sample("zh", 3))) {
		t.Error("the report was changed")
	}
	if info := string(run(t, first, "pdfinfo", "-isodates", "-")); !strings.Contains(info, v("zh").title) || strings.Count(info, "2026-03-02T09:00:00Z") != 2 {
		t.Errorf("the file is described by %s", info)
	}
}

func v(lang string) voice { return voices[lang] }

// TestPDFWithoutAFontForChinese refuses a report in Chinese and says what to
// install; others have question marks for its letters.
func TestPDFWithoutAFontForChinese(t *testing.T) {
	t.Parallel()
	if err := report.CJK(); err != nil {
		t.Fatalf("tools/install.sh build installs the font: %v", err)
	}
	set, err := typeset.Load()
	if err != nil {
		t.Fatal(err)
	}
	bare := set.With(nil)
	if _, err := report.Write(sample("zh", 1), bare); !errors.Is(err, typeset.ErrNoCJK) || !strings.Contains(err.Error(), "fonts-droid-fallback") {
		t.Errorf("the error is %v", err)
	}
	r := sample("en", 1)
	r.Title = "Interview with 李伟"
	file, err := report.Write(r, bare)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(pages(t, file)[0], "\n"); !strings.Contains(got, "Interview with ??") {
		t.Errorf("the page says %s", got)
	}
}

// TestPDFOfNothing writes a file that opens when a report has almost nothing.
func TestPDFOfNothing(t *testing.T) {
	t.Parallel()
	for _, r := range []report.Report{{}, {Language: "xx", Questions: []report.Question{{Number: 1}}}, {Score: number(0), Earlier: []report.Earlier{{Score: 3}}, Delivery: &report.Delivery{}}} {
		file := pdf(t, r)
		if faults := crowded(t, file); len(faults) > 0 {
			t.Error(faults)
		}
		if got := strings.Join(pages(t, file)[0], "\n"); !strings.Contains(got, "Interview report") || !strings.Contains(got, "Page 1 of 1") {
			t.Errorf("the page says %s", got)
		}
	}
}

// TestPDFIsSmall holds a report of twenty long answers in Chinese to 1 MB.
func TestPDFIsSmall(t *testing.T) {
	t.Parallel()
	r := sample("zh", 20)
	for i := range r.Questions {
		r.Questions[i].Answer = strings.Repeat(r.Questions[i].Answer, 10)
	}
	if size := len(pdf(t, r)); size > 1<<20 {
		t.Errorf("the file has %d bytes", size)
	}
}

func BenchmarkPDF(b *testing.B) {
	for _, lang := range []string{"en", "ru", "zh"} {
		b.Run(lang, func(b *testing.B) {
			r, size := sample(lang, 20), 0
			for b.Loop() {
				size = len(pdf(b, r))
			}
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}
