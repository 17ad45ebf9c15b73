package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// TestNumbersAreTheSame finds every number of the file on the page, in every
// language, except for the pages' own.
func TestNumbersAreTheSame(t *testing.T) {
	t.Parallel()
	for _, lang := range bank.Languages() {
		r := sample("en", 6)
		if _, ok := voices[lang]; ok {
			r = sample(lang, 6)
		}
		r.Language = lang
		text, _ := page(t, r)
		there := numberForm.FindAllString(text, -1)
		found := 0
		for i, p := range pages(t, pdf(t, r)) {
			lines := p[:len(p)-1]
			if i > 0 && strings.Contains(p[len(p)-2], r.Grader) {
				lines = p[:len(p)-2]
			}
			for _, n := range numberForm.FindAllString(strings.Join(lines, "\n"), -1) {
				found++
				if !slices.Contains(there, n) {
					t.Errorf("%s: %s is in the file and not on the page", lang, n)
				}
			}
		}
		if found < 100 {
			t.Errorf("%s: only %d numbers were compared", lang, found)
		}
	}
}

// TestNumbersInLanguages knows how dates, decimals and times are written.
func TestNumbersInLanguages(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][]string{
		"en": {"1 March 2026, 14:05 UTC", "68.4", "7.3 / 10", "4.0 / 10", "41:07", "168 wpm (aim for 120–160 wpm)", "Question 1 · databases", "Points covered: 2 of 3"},
		"ru": {"1 марта 2026 г., 14:05 UTC", "68,4", "7,3 / 10", "4,0 / 10", "168 wpm (ориентир: 120–160 wpm)", "Раскрыто пунктов: 2 из 3"},
		"uz": {"2026-yil 1-mart, 14:05 UTC", "68,4"}, "es": {"1 de marzo de 2026", "68,4"}, "de": {"1. März 2026", "68,4"},
		"fr": {"1er mars 2026", "68,4"}, "pt": {"1º de março de 2026", "68,4"}, "tr": {"1 Mart 2026"}, "zh": {"2026年3月1日 14:05 UTC", "68.4", "第 1 题"},
		"xx": {"1 March 2026", "Overall score"},
	} {
		r := sample("en", 1)
		r.Language = lang
		text, _ := page(t, r)
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q is not on the page: %s", lang, s, text)
			}
		}
	}
}

// TestWhatIsNotToldIsNotThere leaves out the name and the answer of who does not
// want them shown, and scores that there are not.
func TestWhatIsNotToldIsNotThere(t *testing.T) {
	t.Parallel()
	r := sample("en", 4)
	r.WithAnswers, r.Person, r.Score, r.Delivery = false, "", nil, nil
	for i := range r.Questions {
		r.Questions[i].Points = nil
	}
	r.Questions[2].Status = report.Waiting
	text, _ := page(t, r)
	for _, p := range pages(t, pdf(t, r)) {
		text += strings.Join(p, " ")
	}
	for _, s := range []string{"Ada Byron", "Name", "Well, first", "The answer", "3.4 / 10", "Delivery in the whole", "over time", "of 100"} {
		if strings.Contains(text, s) {
			t.Errorf("%q is there", s)
		}
	}
	for _, s := range []string{"No answer is scored yet", "Skipped", "Not scored yet"} {
		if strings.Count(text, s) < 2 {
			t.Errorf("%q is not there", s)
		}
	}
}

// may are the elements and attributes that the page may have: none that loads,
// runs or leads anywhere.
var may = strings.Fields(`html head meta title style body main section article aside footer div p span h1 h2 h3 h4 ul ol li dl dt dd blockquote
	svg circle text rect line polyline path
	lang charset name content dir class id viewBox role aria-label aria-labelledby aria-describedby aria-hidden preserveAspectRatio
	cx cy r x y x1 x2 y1 y2 d width height points pathLength stroke-dasharray transform`)

// TestPageIsInert has nothing in it but what is shown, and a policy that knows its
// style.
func TestPageIsInert(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]report.Report{"sample": sample("en", 7), "hostile": hostile()} {
		_, root := page(t, r)
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(may, n.Data) {
				t.Errorf("%s: the page has <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(may, a.Key) {
					t.Errorf("%s: <%s> has %s", name, n.Data, a.Key)
				}
			}
			if n.Data == "style" {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				if hash := base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(report.Policy(), "style-src 'sha256-"+hash+"'") {
					t.Errorf("%s does not know the style %s", report.Policy(), hash)
				}
			}
		}
	}
}

// TestPageCanBeHeard has headings without gaps, and words for each chart.
func TestPageCanBeHeard(t *testing.T) {
	t.Parallel()
	text, root := page(t, sample("en", 4))
	level := byte('1')
	seen := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] <= '6' {
			if seen++; n.Data[1] > level+1 {
				t.Errorf("<%s> follows a heading of level %c", n.Data, level)
			}
			level = n.Data[1]
		}
		if n.Data == "svg" && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "aria-label" && a.Val != "" || a.Key == "aria-labelledby" && a.Val == "over-time" || a.Key == "aria-hidden" && a.Val == "true"
		}) {
			t.Errorf("a chart has no words: %v", n.Attr)
		}
	}
	for _, s := range []string{"Covered:", "Not recognised:", "25 January 2026: 41"} {
		if !strings.Contains(text, s) {
			t.Errorf("%q cannot be heard", s)
		}
	}
	if seen < 20 {
		t.Errorf("the page has only %d headings", seen)
	}
}

// full is a disk that is.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestPageThatCannotBeWritten says so.
func TestPageThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	if err := report.HTML(full{}, sample("en", 1)); !errors.Is(err, errFull) {
		t.Errorf("the error is %v", err)
	}
}

func BenchmarkHTML(b *testing.B) {
	r := sample("ru", 20)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := report.HTML(&out, r); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1024, "KiB")
}
