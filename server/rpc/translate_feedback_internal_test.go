package rpc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

// Praise is a sentence or names a point; before a quote neither ends in a full
// stop.
func TestStrengthsQuote(t *testing.T) {
	got := answerFeedbackOf("en", &grade.Result{Strengths: []grade.Remark{
		{Text: "You make the point: Reads the plan", Quote: "I read the plan"},
		{Text: "You say why.", Quote: "because it was slow"},
		{Text: "您举了例子。", Quote: "比如缓存"},
	}})
	want := []string{
		"You make the point: Reads the plan: “I read the plan”", "You say why: “because it was slow”", "您举了例子: “比如缓存”",
	}
	if diff := cmp.Diff(want, got.GetStrengths()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"I read the plan", "because it was slow", "比如缓存"}, got.GetQuotes()); diff != "" {
		t.Error(diff)
	}
}

// TestImprovementsSayWhatIsAnExample: somebody else's life is not put into people's
// mouths, and quotation marks are the language's.
func TestImprovementsSayWhatIsAnExample(t *testing.T) {
	got := answerFeedbackOf("de", &grade.Result{
		LevelText: "gut",
		Points:    []grade.Point{{ID: "a", Point: "A", Partly: true}, {ID: "b", Point: "B", Covered: true}},
		Strengths: []grade.Remark{{Text: "Sie sagen, warum.", Quote: "weil"}},
		Improvements: []grade.Improvement{
			{Text: "Noch nicht gesagt: A", Say: "Ich messe."}, {Text: "Nur gestreift: B", Say: "Zum Beispiel: „Zweimal …“", Example: true},
		},
	})
	want := []string{"Noch nicht gesagt: A → „Ich messe.“", "Nur gestreift: B → Zum Beispiel: „Zweimal …“"}
	if diff := cmp.Diff(want, got.GetImprovements()); diff != "" {
		t.Error(diff)
	}
	if d := got.GetImprovementDetails(); len(d) != 2 || d[0].GetExample() || !d[1].GetExample() || d[0].GetSay() != "Ich messe." {
		t.Errorf("improvements %v", d)
	}
	if s := got.GetStrengths(); len(s) != 1 || s[0] != "Sie sagen, warum: „weil“" || got.GetLevelText() != "gut" {
		t.Errorf("strengths %v, level text %q", s, got.GetLevelText())
	}
	if p := got.GetKeyPoints(); !p[0].GetPartly() || p[1].GetPartly() {
		t.Errorf("points %v", p)
	}
}

// TestSkillsHaveNames in the language that was asked for, beside what programs know
// them by.
func TestSkillsHaveNames(t *testing.T) {
	p := progress.Progress{
		Types:  []progress.Skill{{Type: "behavioral"}},
		Skills: []progress.Skill{{Domain: "backend", Category: "databases"}},
	}
	var got []string
	for _, one := range progressOf(&p, nil, "ru").GetSkills() {
		got = append(got, one.GetSkill()+" = "+one.GetTitle())
	}
	if diff := cmp.Diff([]string{"behavioral = Вопросы об опыте", "backend/databases = Бэкенд: базы данных"}, got); diff != "" {
		t.Error(diff)
	}
}
