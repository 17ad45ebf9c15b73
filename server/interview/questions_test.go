package interview_test

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// banked is a question as administrators see it.
func (r *room) banked(id string) interview.Banked {
	r.Helper()
	last := len(id) - 1
	page, _, err := r.ListQuestions(r.Context(), "", 1, id[:last]+string(rune(id[last]-1))+"~") // what comes just before it
	r.ok(err)
	if len(page) == 0 || page[0].ID != id {
		r.Fatalf("the bank has no %s: %+v", id, page)
	}
	return page[0]
}

// changed is a question of the program's in YAML, after a change.
func changed(t *testing.T, change func(*bank.Question)) (bank.Question, string) {
	t.Helper()
	own, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	q := own[0]
	change(&q)
	if q.ID != own[0].ID {
		ask(&q)
	}
	text, err := yaml.Marshal([]bank.Question{q})
	if err != nil {
		t.Fatal(err)
	}
	return q, string(text)
}

// ask lets a question ask something that no other does.
func ask(q *bank.Question) {
	q.Texts = maps.Clone(q.Texts)
	for lang, t := range q.Texts {
		t.Question = fmt.Sprintf("Is %[1]sa a %[1]sb or a %[1]sc?", strings.ReplaceAll(q.ID, "-", ""))
		q.Texts[lang] = t
	}
}

// What the bank asks already is refused, under whatever name and domain.
func TestNoQuestionTwice(t *testing.T) {
	t.Parallel()
	r := open(t)
	own, _ := changed(t, func(*bank.Question) {})
	twin := own
	twin.ID, twin.Domain = "data-the-same", "data"
	_, mine := changed(t, func(q *bank.Question) { q.ID = "backend-of-our-own" })
	_, err := r.CreateQuestion(t.Context(), mine)
	r.ok(err)
	again := strings.ReplaceAll(mine, "id: backend-of-our-own", "id: backend-again")
	text, err := yaml.Marshal([]bank.Question{twin})
	r.ok(err)
	for other, text := range map[string]string{own.ID: string(text), "backend-of-our-own": again} {
		_, err := r.CreateQuestion(t.Context(), text)
		if f := fault.From(err); f == nil || f.Reason != "question_refused" || !strings.Contains(f.Fields[0].Message, "100% of the words are those of "+other) {
			t.Errorf("%s: %+v", other, err)
		}
		_, _, err = r.ImportQuestions(t.Context(), text, true)
		r.refused(err, "question_refused")
	}
	// It may be changed, and once it is retired another may ask it.
	_, err = r.UpdateQuestion(t.Context(), "backend-of-our-own", mine)
	r.ok(err)
	r.ok(r.DeleteQuestion(t.Context(), own.ID))
	_, err = r.CreateQuestion(t.Context(), string(text))
	r.ok(err)
	_, own2 := changed(t, func(*bank.Question) {})
	_, err = r.UpdateQuestion(t.Context(), own.ID, own2)
	r.refused(err, "question_refused")
}

func TestAdministratorsKeepTheBank(t *testing.T) {
	t.Parallel()
	r := open(t)
	beside := r.beside()
	q, text := changed(t, func(q *bank.Question) { q.ID = "backend-of-our-own" })
	asks := func(s *interview.Service) bool {
		_, err := s.Start(t.Context(), bert, interview.Wish{Config: usual().Config, Questions: []string{q.ID}})
		if err != nil {
			r.refused(err, "invalid_argument")
		}
		return err == nil
	}
	if asks(r.Service) || asks(beside) {
		t.Error("asked before it is there")
	}
	b, err := r.CreateQuestion(t.Context(), text)
	r.ok(err)
	if b.ID != q.ID || !b.ByAdmin || b.Retired || b.Asked != 0 || b.Average != nil || !strings.Contains(b.YAML, q.ID) {
		t.Errorf("%+v", b)
	}
	if !asks(r.Service) {
		t.Error("not asked at once by the process that took it")
	}
	if asks(beside) {
		t.Error("another process reads the bank at every start")
	}
	r.pass(30 * time.Second)
	if !asks(beside) {
		t.Error("not asked by another process half a minute later")
	}
	_, err = r.CreateQuestion(t.Context(), text)
	r.refused(err, "question_exists")
	v := r.start(func(w *interview.Wish) { w.Questions = []string{q.ID} })

	q, text = changed(t, func(q *bank.Question) { q.ID, q.Difficulty = "backend-of-our-own", bank.Senior })
	b, err = r.UpdateQuestion(t.Context(), q.ID, text)
	r.ok(err)
	if b.Difficulty != bank.Senior || b.Asked != 3 {
		t.Errorf("%+v", b)
	}
	_, err = r.UpdateQuestion(t.Context(), "backend-other", text)
	r.refused(err, "invalid_argument")
	_, other := changed(t, func(q *bank.Question) { q.ID = "backend-unheard-of" })
	_, err = r.UpdateQuestion(t.Context(), "backend-unheard-of", other)
	r.refused(err, "question_not_found")

	r.ok(r.DeleteQuestion(t.Context(), q.ID))
	if asks(r.Service) {
		t.Error("asked after it was deleted")
	}
	r.refused(r.DeleteQuestion(t.Context(), q.ID), "question_not_found")
	// Whoever was asked answers it all the same.
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	if v.Questions[0].Answer.Result == nil {
		t.Error("not scored")
	}
	due, _, err := r.Plan(t.Context(), anna, "en", nil)
	r.ok(err)
	for _, d := range due {
		if d.QuestionID == q.ID {
			t.Error("a question that is gone is due")
		}
	}
}

func TestQuestionsOfTheProgramAreChangedAndRetired(t *testing.T) {
	t.Parallel()
	r := open(t)
	own, text := changed(t, func(q *bank.Question) { q.Difficulty = bank.Senior })
	// The clock stands still: two changes in one moment are two changes.
	b, err := r.UpdateQuestion(t.Context(), own.ID, text)
	r.ok(err)
	if !b.ByAdmin || b.Difficulty != bank.Senior {
		t.Errorf("%+v", b)
	}
	wish := func(w *interview.Wish) { w.Questions = []string{own.ID} }
	if v := r.start(wish); v.Questions[0].Asked.Difficulty != bank.Senior {
		t.Error("the former question is asked")
	}
	_, text = changed(t, func(q *bank.Question) { q.Difficulty = bank.Junior })
	_, err = r.UpdateQuestion(t.Context(), own.ID, text)
	r.ok(err)
	if v := r.start(wish); v.Questions[0].Asked.Difficulty != bank.Junior {
		t.Errorf("a %s question is asked", v.Questions[0].Asked.Difficulty)
	}
	r.ok(r.DeleteQuestion(t.Context(), own.ID)) // the change
	before, _ := changed(t, func(*bank.Question) {})
	if b := r.banked(own.ID); b.ByAdmin || b.Retired || b.Difficulty != before.Difficulty {
		t.Errorf("%+v", b)
	}
	for range 2 { // the question itself
		r.ok(r.DeleteQuestion(t.Context(), own.ID))
		if b := r.banked(own.ID); !b.Retired || b.Question == nil {
			t.Errorf("%+v", b)
		}
		_, err = r.Start(t.Context(), anna, interview.Wish{Config: usual().Config, Questions: []string{own.ID}})
		r.refused(err, "invalid_argument")
	}
	_, err = r.UpdateQuestion(t.Context(), own.ID, text)
	r.ok(err)
	if v := r.start(wish); v.Questions[0].Asked.ID != own.ID {
		t.Error("it did not come back")
	}
}

func TestRefusedQuestions(t *testing.T) {
	t.Parallel()
	r := open(t)
	own, good := changed(t, func(q *bank.Question) { q.ID = "backend-good" })
	_, bad := changed(t, func(q *bank.Question) { q.ID, q.Seconds = "backend-bad", 5 })
	second := strings.ReplaceAll(good, "backend-good", "backend-better")
	for name, text := range map[string]string{"bad": bad, "no YAML": "- id: [", "no list": "id: x", "unknown field": good + "  colour: red\n"} {
		_, err := r.CreateQuestion(t.Context(), text)
		if f := fault.From(err); f == nil || f.Kind != fault.Invalid || len(f.Fields) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if _, err = r.UpdateQuestion(t.Context(), own.ID, text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: update %v", name, err)
		}
		if _, _, err = r.ImportQuestions(t.Context(), text, false); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: import %v", name, err)
		}
	}
	for name, text := range map[string]string{"none": "", "two": good + second} {
		if _, err := r.CreateQuestion(t.Context(), text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := r.ImportQuestions(t.Context(), "", false)
	r.refused(err, "invalid_argument")
	// One bad question keeps all out.
	_, _, err = r.ImportQuestions(t.Context(), good+bad, false)
	r.refused(err, "question_refused")
	if _, err := r.UpdateQuestion(t.Context(), "backend-good", good); fault.ReasonOf(err) != "question_not_found" {
		t.Errorf("the good one was kept: %v", err)
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	r := open(t)
	own, text := changed(t, func(q *bank.Question) { q.Difficulty = bank.Senior })
	for _, dry := range []bool{true, false, false} {
		created, updated, err := r.ImportQuestions(t.Context(), text, dry)
		r.ok(err)
		if created != 0 || updated != 1 {
			t.Errorf("dry %t: %d created, %d updated", dry, created, updated)
		}
		if b := r.banked(own.ID); b.ByAdmin == dry {
			t.Errorf("dry %t: %+v", dry, b)
		}
	}
	_, text = changed(t, func(q *bank.Question) { q.ID = "backend-new" })
	created, updated, err := r.ImportQuestions(t.Context(), text, false)
	r.ok(err)
	if created != 1 || updated != 0 || !r.banked("backend-new").ByAdmin {
		t.Errorf("%d created, %d updated", created, updated)
	}
}

func TestPagesOfTheBank(t *testing.T) {
	t.Parallel()
	r := open(t)
	all, after := 0, ""
	_, _, err := r.ListQuestions(t.Context(), "nope", 0, "")
	r.refused(err, "invalid_argument")
	for {
		page, next, err := r.ListQuestions(t.Context(), "mobile", 0, after)
		r.ok(err)
		for _, b := range page {
			if all++; b.Domain != "mobile" || b.ID <= after {
				t.Errorf("%s of %s after %s", b.ID, b.Domain, after)
			}
			after = b.ID
		}
		if next == "" {
			break
		}
		if len(page) != 20 || next != after {
			t.Errorf("%d on a page, %s next", len(page), next)
		}
	}
	if all < bank.MinDomain {
		t.Errorf("%d questions", all)
	}
}

// However many are asked and scored at once, nothing is lost of the counts.
func TestCountsOfQuestions(t *testing.T) {
	t.Parallel()
	r := open(t)
	own, _ := changed(t, func(*bank.Question) {})
	var wg sync.WaitGroup
	for i, answer := range []string{own.Texts["en"].Sample, "", own.Texts["en"].Sample, "I do not know."} {
		wg.Go(func() {
			w := interview.Wish{Config: usual().Config, Questions: []string{own.ID}}
			w.Seed = string(rune('a' + i))
			v, err := r.Start(t.Context(), anna, w)
			if err == nil {
				_, err = r.Submit(t.Context(), anna, v.ID, written("q1", answer))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	b := r.banked(own.ID)
	sample, err := rules().Grade(t.Context(), gradable(&own, own.Texts["en"].Sample))
	r.ok(err)
	if b.Asked != 4 || b.Average == nil || *b.Average != 2*sample.Score/4 {
		t.Errorf("asked %d times, %v on average, the sample has %v", b.Asked, *b.Average, sample.Score)
	}
}
