package grade_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// question is one of the bank's.
func question(t testing.TB, id string) *bank.Question {
	t.Helper()
	for i, q := range questions(t) {
		if q.ID == id {
			return &questions(t)[i]
		}
	}
	t.Fatalf("the bank has no question %s", id)
	return nil
}

func questions(t testing.TB) []bank.Question {
	t.Helper()
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rules is one grader for all tests: making a question ready takes most of the
// time.
var rules = grade.NewRules()

func graded(t *testing.T, id, lang, text string) grade.Result {
	t.Helper()
	r, err := rules.Grade(t.Context(), grade.Answer{Question: question(t, id), Language: lang, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	quoted(t, text, r)
	return r
}

// covered are the ids of the points made.
func covered(r grade.Result) map[string]bool {
	out := map[string]bool{}
	for _, p := range r.Points {
		if p.Covered {
			out[p.ID] = true
		}
	}
	return out
}

func TestPlainAnswer(t *testing.T) {
	r := graded(t, "backend-slow-query", "en",
		"First I look at the execution plan, because guessing costs a day. If it scans all rows I add a composite index on the "+
			"two columns of the filter. In one project that took it from 3 s to 15 ms.")
	made := covered(r)
	if !made["plan"] || !made["index"] || made["rewrite"] {
		t.Errorf("points made are %v", made)
	}
	if r.Level != 3 {
		t.Errorf("two of five points with reasons have level %d (score %.1f)", r.Level, r.Score)
	}
	if r.Points[0].Evidence[0] != "First I look at the execution plan, because guessing costs a day." {
		t.Errorf("evidence is %q, not the sentence", r.Points[0].Evidence)
	}
	open := r.Improvements[0]
	if open.Say == "" || !bytes.Contains([]byte(r.Example), []byte(open.Say)) {
		t.Errorf("instead of what is missing, %q is to be said: not a sentence of the example", open.Say)
	}
	if r.Rubric != grade.Rubric || r.Model != "" || len(r.Suggestions) == 0 {
		t.Errorf("rubric %q, model %q, suggestions %v", r.Rubric, r.Model, r.Suggestions)
	}
}

// TestBetterAnswersScoreMore adds to one answer what the rubric rewards.
func TestBetterAnswersScoreMore(t *testing.T) {
	last := -1.0
	text := ""
	for _, more := range []string{
		"I would read the execution plan of that statement first of all.",
		" Then I would add a composite index, because a scan of the table reads every row.",
		" Before that I check what changed: perhaps there are stale statistics, or the table grew from 2 to 40 million rows.",
		" Finally I measure on production sized data, for example on a copy, since each index makes writes slower.",
	} {
		text += more
		r := graded(t, "backend-slow-query", "en", text)
		if r.Score <= last {
			t.Errorf("score falls from %.1f to %.1f with %q", last, r.Score, more)
		}
		last = r.Score
	}
}

// TestTranscript grades speech that was written down without stops: what is
// quoted is a part of it.
func TestTranscript(t *testing.T) {
	text := "so um first of all I would take the statement and look at the execution plan of it with the real parameters and compare what the " +
		"planner thought with what came out and if it is far off then probably we have stale statistics and so on and in the other case if " +
		"there is nothing that fits the filter and the sort then I would add a composite index and I do that concurrently because otherwise " +
		"all the writes would have to wait for it and that is not nice on a big table at noon"
	r := graded(t, "backend-slow-query", "en", text)
	if made := covered(r); !made["plan"] || !made["changed"] || !made["index"] {
		t.Errorf("points made are %v", made)
	}
	for _, p := range r.Points {
		for _, q := range p.Evidence {
			if len(q) > len(text)/2 {
				t.Errorf("%q is half of the answer", q)
			}
		}
	}
}

func TestStory(t *testing.T) {
	r := graded(t, "behavioral-missed-deadline", "en",
		"Last autumn my team promised an export for the auditors. I had to finish it by the tenth of October. I underestimated the work, and "+
			"I told our lead the same day that 3 of 9 tables would be missing. I cut the scope to those 6. As a result the audit began on time.")
	for _, p := range r.Parts {
		if p.Evidence == "" {
			t.Errorf("part %s is not found", p.Part)
		}
	}
	if len(r.Parts) != 4 || r.Level < 4 {
		t.Errorf("parts %v, level %d", r.Parts, r.Level)
	}
	if other := graded(t, "backend-slow-query", "en", "First I look at the execution plan of the slow statement."); other.Parts != nil {
		t.Errorf("a technical answer has parts %v", other.Parts)
	}
}

func TestSameAnswerSameResult(t *testing.T) {
	g := grade.NewRules()
	a := grade.Answer{Question: question(t, "backend-index-cost"), Language: "ru", Text: question(t, "backend-index-cost").Texts["ru"].Sample}
	results := make([][]byte, 100)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			// Another question in between: the cache is shared.
			if _, err := g.Grade(t.Context(), grade.Answer{Question: &questions(t)[i], Language: "en", Text: "I do it so."}); err != nil {
				t.Error(err)
			}
			r, err := g.Grade(t.Context(), a)
			if err != nil {
				t.Error(err)
			}
			results[i], err = json.Marshal(r)
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, r := range results[1:] {
		if !bytes.Equal(r, results[0]) {
			t.Fatalf("%s\nis not\n%s", r, results[0])
		}
	}
}

// TestEditedQuestion shows that a question that was edited is graded as it is
// now.
func TestEditedQuestion(t *testing.T) {
	g := grade.NewRules()
	q := bank.Question{ID: "own", Type: bank.Technical, Domain: "backend", Texts: map[string]bank.Text{"en": {
		Question: "How do you keep a kettle clean?",
		Points:   []bank.Point{{ID: "acid", Point: "Removes the scale with an acid", Says: []string{"vinegar"}}},
		Sample:   "I boil it with vinegar.",
	}}}
	text := "I would boil it once a month with vinegar and rinse it twice, since scale wastes heat. Citric crystals would serve as well."
	grading := func() grade.Result {
		r, err := g.Grade(t.Context(), grade.Answer{Question: &q, Language: "en", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := grading(); !r.Points[0].Covered {
		t.Errorf("vinegar is not found: %+v", r)
	}
	q.Texts["en"] = bank.Text{
		Question: "How do you keep a kettle clean?",
		Points:   []bank.Point{{ID: "wire", Point: "Scrapes with a metal brush", Says: []string{"metal brush"}}},
		Sample:   "I boil it with vinegar.",
	}
	if r := grading(); len(r.Points) != 1 || r.Points[0].ID != "wire" || r.Points[0].Covered {
		t.Errorf("the edited question is graded as before: %+v", r.Points)
	}
}

func TestGradeRefuses(t *testing.T) {
	if _, err := grade.NewRules().Grade(t.Context(), grade.Answer{Text: "Something."}); !errors.Is(err, grade.ErrQuestion) {
		t.Errorf("without a question: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := grade.NewRules().Grade(ctx, grade.Answer{Question: question(t, "backend-slow-query")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestPublished shows that what is published is what is computed with.
func TestPublished(t *testing.T) {
	for _, lang := range bank.Languages() {
		types := grade.Published(lang)
		if len(types) != 3 {
			t.Fatalf("%s: %d types", lang, len(types))
		}
		for _, rt := range types {
			most := 0.0
			for _, d := range rt.Dimensions {
				most += d.Most
				if len(d.Levels) != grade.Levels || d.Levels[0].From != 0 || d.Levels[4].To != d.Most {
					t.Errorf("%s, %s, %s: levels %+v", lang, rt.Type, d.Name, d.Levels)
				}
				told(t, d.Levels[0].Text+" ", d.Levels[4].Text+" ")
			}
			if most != grade.MaxScore || rt.Levels[2].From != 4 || rt.Levels[2].To != 5.9 {
				t.Errorf("%s, %s: dimensions add up to %v, levels %+v", lang, rt.Type, most, rt.Levels)
			}
		}
	}
	r := graded(t, "behavioral-missed-deadline", "en", question(t, "behavioral-missed-deadline").Texts["en"].Sample)
	for i, d := range grade.Published("en")[1].Dimensions {
		if r.Dimensions[i].Name != d.Name || r.Dimensions[i].Most != d.Most {
			t.Errorf("dimension %+v, published as %+v", r.Dimensions[i], d)
		}
	}
}
