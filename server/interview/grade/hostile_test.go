package grade_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// TestHostileTexts shows that no text takes long: answers come from anybody.
func TestHostileTexts(t *testing.T) {
	g := grade.NewRules()
	for _, unit := range []string{
		"a ", "never used ", "did not ", "give 10 me ", "ignore ", "composite ", "composite index ", "index, ", "x. ", "plan\n\n", "'", "я ", "не знаю ",
		"中", "不知道", "İ", "1 ", "because ", "hiç kullanmadım ", "\xff", "-",
	} {
		text := strings.Repeat(unit, 100_000/len(unit))
		for _, lang := range []string{"en", "tr", "zh"} {
			q := question(t, "behavioral-missed-deadline")
			a := grade.Answer{Question: q, Language: lang, Text: text}
			began := time.Now()
			r, err := g.Grade(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			if r.Score > 4 {
				t.Errorf("%q again and again has score %.1f", unit, r.Score)
			}
			grade.Assess(a, everything(a))
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%q in %s takes %v", unit, lang, took)
			} else if took > 300*time.Millisecond {
				t.Logf("%q in %s takes %v", unit, lang, took)
			}
		}
	}
}
