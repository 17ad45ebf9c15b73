package grade_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// TestSamplesMakeEveryPoint shows that no word list takes a point from an answer
// that makes all, in any language.
func TestSamplesMakeEveryPoint(t *testing.T) {
	levels := map[string]*[grade.Levels + 1]int{}
	for i, q := range questions(t) {
		for _, lang := range bank.Languages() {
			text, ok := q.Texts[lang]
			if !ok {
				continue
			}
			r, err := rules.Grade(t.Context(), grade.Answer{Question: &questions(t)[i], Language: lang, Text: text.Sample})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range r.Points {
				if !p.Covered {
					t.Errorf("%s, %s: point %s is not covered (unfit %q)", q.ID, lang, p.ID, r.Unfit)
				}
			}
			if r.Level < 4 {
				t.Errorf("%s, %s: score %.1f, level %d: %+v", q.ID, lang, r.Score, r.Level, r.Dimensions)
			}
			if levels[lang] == nil {
				levels[lang] = &[grade.Levels + 1]int{}
			}
			levels[lang][r.Level]++
			quoted(t, text.Sample, r)
		}
	}
	for _, lang := range bank.Languages() {
		t.Logf("%s: samples by level %v", lang, levels[lang][1:])
	}
}

// TestOtherQuestionsSamples grades every sample as an answer to other
// questions: to one of its own domain and one of another.
func TestOtherQuestionsSamples(t *testing.T) {
	all := questions(t)
	for _, lang := range []string{"en", "ru"} {
		graded, above := 0, 0
		for i := range all {
			for _, step := range []int{1, len(all) / 2} {
				q := &all[(i+step)%len(all)]
				r, err := rules.Grade(t.Context(), grade.Answer{Question: q, Language: lang, Text: all[i].Texts[lang].Sample})
				if err != nil {
					t.Fatal(err)
				}
				graded++
				if r.Score > 0 || len(r.Strengths) > 0 {
					above++
					t.Errorf("the sample of %s, to %s, %s: score %.1f", all[i].ID, q.ID, lang, r.Score)
				}
			}
		}
		t.Logf("%s: %d samples of other questions, %d above the lowest score", lang, graded, above)
	}
}

// quoted checks that everything quoted stands in the answer, that scores are
// within their bounds, and that texts are filled in.
func quoted(t *testing.T, text string, r grade.Result) {
	t.Helper()
	var quotes []string
	for _, p := range r.Points {
		if p.Covered && p.Partly || (p.Covered || p.Partly) != (len(p.Evidence) > 0) {
			t.Errorf("point %+v", p)
		}
		quotes = append(quotes, p.Evidence...)
	}
	for _, p := range r.Parts {
		quotes = append(quotes, p.Evidence)
	}
	for _, s := range r.Strengths {
		if s.Quote == "" {
			t.Errorf("strength %q has no quote", s.Text)
		}
		quotes = append(quotes, s.Quote)
		told(t, s.Text)
	}
	for _, q := range quotes {
		if !strings.Contains(text, q) {
			t.Errorf("%q does not stand in the answer", q)
		}
	}
	for _, i := range r.Improvements {
		told(t, i.Text, i.Say)
	}
	told(t, r.Suggestions...)
	sum := 0.0
	for _, d := range r.Dimensions {
		if d.Points < 0 || d.Points > d.Most || d.Level < 1 || d.Level > grade.Levels {
			t.Errorf("dimension %+v", d)
		}
		told(t, d.Why)
		sum += d.Points
	}
	if r.Score < 0 || r.Score > grade.MaxScore || r.Level < 1 || r.Level > grade.Levels || sum-r.Score > 0.01 || r.Score-sum > 0.01 {
		t.Errorf("score %v, level %d, dimensions add up to %v", r.Score, r.Level, sum)
	}
}

// told checks texts of the catalogue: there, and filled in.
func told(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if s == "" || !strings.ContainsAny(s, " 。，：…") || strings.ContainsAny(s, "{}") && strings.Contains(s, "{point}") {
			t.Errorf("text %q", s)
		}
	}
}
