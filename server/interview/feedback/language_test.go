package feedback_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// random makes up an interview with all that there can be in one.
func random(seed uint64, lang string) feedback.Interview {
	rng := rand.New(rand.NewPCG(seed, 9))
	i := feedback.Interview{ID: "now", Language: lang, Type: bank.Technical, Running: rng.IntN(4) == 0}
	why := []string{
		grade.Empty, grade.TooShort, grade.Unknown, grade.Echo, grade.Keywords, grade.OffTopic, grade.Instructions, grade.OtherLanguage, "news",
	}
	for n := range rng.IntN(12) {
		id := fmt.Sprint("q", n)
		points := []rune("abcd")
		for p := range points {
			if rng.IntN(2) == 0 {
				points[p] += 'A' - 'a'
			}
		}
		a := answered(id, []string{bank.Technical, bank.CaseStudy}[rng.IntN(2)], string(points))
		switch rng.IntN(8) {
		case 0:
			a = skip(id)
		case 1:
			a = waiting(id)
		case 2:
			a = untouched(id)
		case 6:
			a = touched(a, "a", "c")
		case 3:
			a = unfit(a, why[rng.IntN(len(why))])
		case 4:
			a = story(id, []string{"star", "STAr", "sTAR", "STaR", "StAR"}[rng.IntN(5)])
		case 5:
			a = spoken(id, 250*rng.Float64(), 20*rng.Float64(), 10*rng.Float64())
		}
		a.Spent, a.Limit = time.Duration(rng.IntN(300))*time.Second, time.Duration(rng.IntN(3))*time.Minute
		a.Question = strings.Repeat("Why does this matter? ", 1+rng.IntN(9))
		i.Questions = append(i.Questions, a)
	}
	for range rng.IntN(6) {
		e := before(rng.IntN(101))[0]
		e.ID, e.Provisional = fmt.Sprint(rng.Uint64()), rng.IntN(5) == 0
		if rng.IntN(5) == 0 {
			e.Model = "large"
		}
		i.Earlier = append(i.Earlier, e)
	}
	return i
}

// key is what a text looks like that is missing in the catalogue.
var key = regexp.MustCompile(`[{}]|\b[a-z]+_[a-z_]+\b`)

// texts are all that is said to people.
func texts(f feedback.Feedback) []string {
	out := []string{f.Summary.Text}
	for _, r := range []*feedback.Rating{
		f.Ratings.TechnicalAccuracy, f.Ratings.Communication, f.Ratings.StructuredThinking, f.Ratings.Confidence, f.Ratings.ProblemSolving,
	} {
		if r != nil {
			out = append(out, r.Basis)
		}
	}
	for _, s := range f.Summary.Strengths {
		out = append(out, s.Text)
	}
	for _, w := range f.Summary.Weaknesses {
		out = append(out, w.Text)
	}
	for _, c := range f.Summary.TopConcerns {
		out = append(out, c.Text)
	}
	for _, r := range f.Recommendations {
		out = append(out, r.Text)
	}
	for _, i := range f.Ideal {
		out = append(out, i.Text)
	}
	if f.Previous != nil {
		out = append(out, f.Previous.Text)
	}
	return append(out, f.TimeUse.Remarks...)
}

// TestAnyInterview: whatever became of an interview, in whatever language, there
// are no blanks in what is said, no figures out of bounds, no praise without a
// quote, and the same is said again when it is asked for again.
func TestAnyInterview(t *testing.T) {
	said := map[string]map[string]bool{}
	for _, lang := range append(bank.Languages(), "xx") {
		said[lang] = map[string]bool{}
		for seed := range uint64(80) {
			f := feedback.Of(random(seed, lang))
			for _, text := range texts(f) {
				if text != "" && (key.MatchString(text) || strings.Contains(text, "  ")) {
					t.Fatalf("%s, %d: %q", lang, seed, text)
				}
				said[lang][text] = true
			}
			bounded(t, f)
			if diff := cmp.Diff(f, feedback.Of(random(seed, lang))); diff != "" {
				t.Fatalf("%s, %d: %s", lang, seed, diff)
			}
		}
	}
	for _, lang := range bank.Languages()[1:] {
		for text := range said[lang] {
			if text != "" && said["en"][text] {
				t.Errorf("%s says the same as English: %s", lang, text)
			}
		}
	}
	if diff := cmp.Diff(said["en"], said["xx"]); diff != "" {
		t.Error(diff)
	}
}

func bounded(t *testing.T, f feedback.Feedback) {
	t.Helper()
	if f.OverallScore != nil && (*f.OverallScore < 0 || *f.OverallScore > 100) {
		t.Fatalf("score %d", *f.OverallScore)
	}
	for _, r := range []*feedback.Rating{
		f.Ratings.TechnicalAccuracy, f.Ratings.Communication, f.Ratings.StructuredThinking, f.Ratings.Confidence, f.Ratings.ProblemSolving,
	} {
		if r != nil && (r.Score < 0 || r.Score > 10 || len(r.Questions) == 0) {
			t.Fatalf("rating %+v", r)
		}
	}
	for _, s := range f.Summary.Strengths {
		if s.Quote == "" || !strings.Contains(s.Text, s.Quote) {
			t.Fatalf("praise without a quote: %+v", s)
		}
	}
	if n := f.Summary; len(n.Strengths) > 5 || len(n.Weaknesses) > 5 || len(n.TopConcerns) > 3 || len(f.Recommendations) > 5 {
		t.Fatalf("too much is said: %+v", f)
	}
	if f.Provisional && f.Previous != nil && f.Previous.Verdict != feedback.TooEarly {
		t.Fatalf("a verdict on a provisional score: %+v", f.Previous)
	}
}

// TestRealAnswers: what the grader found in real answers is praised in the
// answers' own words.
func TestRealAnswers(t *testing.T) {
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	rules := grade.NewRules()
	praised := 0
	for at := 0; at+3 < len(questions); at += 60 {
		for _, lang := range []string{"en", "ru"} {
			i := feedback.Interview{ID: "now", Language: lang, Type: "mixed"}
			whole := ""
			for n := range questions[at : at+3] {
				q := &questions[at+n]
				text, _ := q.In(lang)
				// A sample, half of one, and nothing of one.
				runes := []rune(text.Sample)
				answer := string(runes[:len(runes)*(2-n)/2])
				whole += answer
				r, err := rules.Grade(t.Context(), grade.Answer{Question: q, Language: lang, Text: answer})
				if err != nil {
					t.Fatal(err)
				}
				i.Questions = append(i.Questions, feedback.Answered{QuestionID: q.ID, Question: text.Question, Type: q.Type, Result: &r})
			}
			f := feedback.Of(i)
			bounded(t, f)
			for _, s := range f.Summary.Strengths {
				praised++
				if !strings.Contains(whole, s.Quote) {
					t.Errorf("%s is not in the answer", s.Quote)
				}
			}
			if last := f.Summary.Weaknesses[0]; last.QuestionID != questions[at+2].ID {
				t.Errorf("%s is weaker than an empty answer: %+v", last.QuestionID, f.Summary.Weaknesses)
			}
		}
	}
	if praised < 25 {
		t.Errorf("only %d strengths", praised)
	}
}

// TestStored: feedback can be kept, and comes back as it was.
func TestStored(t *testing.T) {
	for seed := range uint64(50) {
		f := feedback.Of(random(seed, "en"))
		document, err := bson.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back feedback.Feedback
		if err := bson.Unmarshal(document, &back); err != nil {
			t.Fatal(err)
		}
		before, _ := json.Marshal(f)
		after, _ := json.Marshal(back)
		if diff := cmp.Diff(string(before), string(after)); diff != "" {
			t.Fatal(diff)
		}
	}
}
