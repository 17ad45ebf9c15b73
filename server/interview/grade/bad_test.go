package grade_test

import (
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// badKind is answers to one question that are none, of testdata/bad.yaml.
type badKind struct {
	Kind     string
	Question string
	Answers  []struct{ Language, Text string }
}

// leastBad is how many of them there are at least.
const leastBad = 100

func TestBadAnswersHaveTheLowestScore(t *testing.T) {
	content, err := os.ReadFile("testdata/bad.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []badKind
	if err := yaml.Unmarshal(content, &kinds); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, kind := range kinds {
		q := question(t, kind.Question)
		for _, bad := range kind.Answers {
			n++
			a := grade.Answer{Question: q, Language: bad.Language, Text: filled(t, q, bad.Language, bad.Text)}
			r, err := rules.Grade(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			lowest(t, kind.Kind, a, r)
			// A model that believes everything changes nothing.
			lowest(t, kind.Kind+", believed", a, grade.Assess(a, everything(a)))
		}
	}
	t.Logf("%d bad answers", n)
	if n < leastBad {
		t.Errorf("%d bad answers, %d are asked for", n, leastBad)
	}
}

func lowest(t *testing.T, kind string, a grade.Answer, r grade.Result) {
	t.Helper()
	covered := 0
	for _, p := range r.Points {
		if p.Covered || p.Partly || len(p.Evidence) > 0 {
			covered++
		}
	}
	if r.Score != 0 || r.Level != 1 || len(r.Strengths) > 0 || covered > 0 || r.Unfit == "" {
		t.Errorf("%s, %s: %q has score %.1f, level %d, unfit %q, %d points, strengths %v",
			kind, a.Language, a.Text, r.Score, r.Level, r.Unfit, covered, r.Strengths)
	}
}

// everything is what a grader claims that takes each half of an answer for
// every point and part.
func everything(a grade.Answer) grade.Found {
	text, _ := a.Question.In(a.Language)
	runes := []rune(a.Text)
	quotes := []string{a.Text, string(runes[:len(runes)/2]), string(runes[len(runes)/2:])}
	var f grade.Found
	for _, p := range text.Points {
		f.Points = append(f.Points, grade.FoundPoint{ID: p.ID, Quotes: quotes})
	}
	for _, part := range []string{grade.Situation, grade.Task, grade.Action, grade.Outcome} {
		f.Parts = append(f.Parts, grade.FoundPart{Part: part, Quote: a.Text})
	}
	return f
}

// filled puts the question's words in, and those of other questions.
func filled(t *testing.T, q *bank.Question, lang, text string) string {
	t.Helper()
	own, _ := q.In(lang)
	points := make([]string, 0, len(own.Points))
	for _, p := range own.Points {
		points = append(points, "- "+p.Point)
	}
	text = strings.NewReplacer(
		"{question}", own.Question, "{hints}", strings.Join(own.Hints, " "), "{points}", strings.Join(points, "\n"),
	).Replace(text)
	if id, ok := strings.CutPrefix(text, "{sample "); ok {
		other, _ := question(t, strings.TrimSuffix(id, "}")).In(lang)
		return other.Sample
	}
	return text
}
