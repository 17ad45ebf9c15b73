package question_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/question"
)

type labelled struct{ lang, want, text string }

func labels(t testing.TB) []labelled {
	t.Helper()
	f, err := os.Open("testdata/labelled.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []labelled
	for s := bufio.NewScanner(f); s.Scan(); {
		parts := strings.SplitN(s.Text(), " | ", 3)
		if strings.HasPrefix(s.Text(), "#") || len(parts) != 3 {
			continue
		}
		out = append(out, labelled{parts[0], parts[1], parts[2]})
	}
	return out
}

func label(v question.Verdict) string {
	if !v.ToAnswer {
		return "-"
	}
	return strconv.Itoa(len(v.Questions)) + string(v.Kind[0])
}

func TestLabelledTurns(t *testing.T) {
	all := labels(t)
	if len(all) < 150 {
		t.Fatalf("only %d labelled turns", len(all))
	}
	type score struct{ n, detected, exact int }
	scores := map[string]*score{}
	total := score{}
	for _, l := range all {
		v := question.Judge(l.text, l.lang, question.Context{})
		got := label(v)
		s := scores[l.lang]
		if s == nil {
			s = &score{}
			scores[l.lang] = s
		}
		for _, x := range []*score{s, &total} {
			x.n++
			if (got == "-") == (l.want == "-") {
				x.detected++
			}
			if got == l.want {
				x.exact++
			}
		}
		if got != l.want {
			t.Errorf("%s %q: got %s, want %s (rule %s, questions %q)", l.lang, l.text, got, l.want, v.Rule, v.Questions)
		}
	}
	for _, lang := range question.Languages() {
		s := scores[lang]
		if s == nil {
			t.Errorf("no labelled turn in %s", lang)
			continue
		}
		t.Logf("%s: %d turns, detected %.1f %%, number and kind exact %.1f %%", lang, s.n, pct(s.detected, s.n), pct(s.exact, s.n))
	}
	t.Logf("all: %d turns, detected %.1f %%, exact %.1f %%", total.n, pct(total.detected, total.n), pct(total.exact, total.n))
}

func pct(a, b int) float64 { return 100 * float64(a) / float64(b) }
