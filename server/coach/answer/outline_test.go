package answer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

func TestOutlineIsMadeFromTheFittingLines(t *testing.T) {
	res, shown, err := write(t, answer.NewWriter(answer.Config{}), request())
	if err != nil {
		t.Fatal(err)
	}
	a := res.Answer
	if !a.Outline || res.Model != "" || strings.TrimSpace(shown) != a.Content || !strings.Contains(a.Content, "without a language model") {
		t.Errorf("outline %v, model %q:\n%s", a.Outline, res.Model, a.Content)
	}
	if len(a.Sources) == 0 || a.Sources[0].Line != 7 || a.Sources[0].Text != "Resolved a conflict between two teams about deadlines." {
		t.Errorf("the line about a conflict is not first: %+v", a.Sources)
	}
	if a.Star == nil || !strings.Contains(a.Star.Situation, "conflict between two teams") {
		t.Errorf("star %+v", a.Star)
	}
}

func TestOutlineInventsNothing(t *testing.T) {
	labels := map[string]bool{}
	for _, lang := range question.Languages() {
		for _, kind := range []question.Kind{question.General, question.Behavioral, question.Technical, question.CaseStudy} {
			r := request()
			r.Language, r.Kind = lang, kind
			with, _, err := write(t, answer.NewWriter(answer.Config{}), r)
			if err != nil {
				t.Fatal(err)
			}
			r.CV, r.JobDescription = "", ""
			without, _, err := write(t, answer.NewWriter(answer.Config{}), r)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(without.Answer.Content, "0123456789") || len(without.Answer.Sources) != 0 || strings.Contains(without.Answer.Content, "Acme") {
				t.Errorf("%s %s: facts without a CV:\n%s", lang, kind, without.Answer.Content)
			}
			for _, s := range with.Answer.Sources {
				if !slices.Contains(strings.Split(cv+"\n"+jd, "\n"), s.Text) || !strings.Contains(with.Answer.Content, s.Text) {
					t.Errorf("%s: source %+v is not the CV's or not shown", lang, s)
				}
			}
			label, _, _ := strings.Cut(with.Answer.Content, "\n")
			if len(with.Answer.KeyPoints) == 0 || label == "" {
				t.Errorf("%s %s: no points or no label", lang, kind)
			}
			labels[label] = true
		}
	}
	if len(labels) != len(question.Languages()) {
		t.Errorf("%d labels for %d languages", len(labels), len(question.Languages()))
	}
}

func TestOutlineNamesTheTechnologyAsked(t *testing.T) {
	r := request()
	r.Questions, r.Kind = []string{"how would you scale kafka consumers"}, question.Technical
	res, _, err := write(t, answer.NewWriter(answer.Config{}), r)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(res.Answer.Content, "what you did with Kafka") || res.Answer.Sources[0].Line != 5 {
		t.Errorf("%s\n%+v", res.Answer.Content, res.Answer.Sources)
	}
}
