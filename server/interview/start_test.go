package interview_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

func ids(v *interview.Interview) []string {
	var all []string
	for _, q := range v.Questions {
		all = append(all, q.Asked.ID)
	}
	return all
}

func TestAStartedInterview(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	stored := r.get(v.ID)
	if v.Status != interview.Active || v.Current != 0 || len(v.Questions) != 5 || v.Revision != 1 || v.Grader != grade.Rubric || v.Seed != "a seed" {
		t.Errorf("%+v", v)
	}
	if !slices.Equal(ids(&v), ids(&stored)) || stored.Questions[0].Text().Question == "" {
		t.Errorf("stored: %v, %v", ids(&v), ids(&stored))
	}
	for i, q := range v.Questions {
		if q.ID != "q"+string(rune('1'+i)) || q.Status() != "open" || len(q.Why) == 0 || len(q.Asked.Texts) != 1 || q.Generated {
			t.Errorf("%+v", q)
		}
	}
	// The same wish of somebody with the same history has the same questions.
	other, err := r.Start(t.Context(), bert, usual())
	r.ok(err)
	if !slices.Equal(ids(&v), ids(&other)) {
		t.Errorf("%v and %v of one seed", ids(&v), ids(&other))
	}
	// What was asked lately is not asked again.
	again := r.start()
	for _, id := range ids(&again) {
		if slices.Contains(ids(&v), id) {
			t.Errorf("%s is asked twice in a row", id)
		}
	}
	if unseeded := r.start(func(w *interview.Wish) { w.Seed = "" }); unseeded.Seed == "" {
		t.Error("no seed to name")
	}
	_, err = r.Get(t.Context(), bert, v.ID)
	r.refused(err, "interview_not_found")
}

func TestWishedQuestionsComeFirst(t *testing.T) {
	t.Parallel()
	r := open(t)
	mixed := func(w *interview.Wish) { w.Type, w.Domain, w.Number = interview.Mixed, "", 10 }
	v := r.start(mixed)
	wished := []string{ids(&v)[0], ids(&v)[1], ids(&v)[0], ids(&v)[2]}
	v = r.start(mixed, func(w *interview.Wish) { w.Questions = wished })
	got := ids(&v)
	if !slices.Equal(got[:3], []string{wished[0], wished[1], wished[3]}) || len(got) != 10 {
		t.Errorf("asked %v, wished %v", got, wished)
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != 10 {
		t.Errorf("asked twice: %v", got)
	}
	// The rest is of all types, as if nothing had been wished.
	types := map[string]int{}
	for _, q := range v.Questions[3:] {
		types[q.Asked.Type]++
	}
	if types[bank.Behavioral] < 2 || types[bank.CaseStudy] < 1 {
		t.Errorf("the rest: %v", types)
	}
	_, err := r.Start(t.Context(), anna, interview.Wish{Config: usual().Config, Questions: []string{"no-such"}})
	r.refused(err, "invalid_argument")
}

func TestARepeatedStartIsOne(t *testing.T) {
	t.Parallel()
	r := open(t)
	w := usual()
	w.IdempotencyKey = "key"
	var wg sync.WaitGroup
	all := make([]string, 8)
	for i := range all {
		wg.Go(func() {
			v, err := r.Start(t.Context(), anna, w)
			if err != nil {
				t.Error(err)
			}
			all[i] = v.ID
		})
	}
	wg.Wait()
	slices.Sort(all)
	if len(slices.Compact(all)) != 1 {
		t.Errorf("%d interviews", len(slices.Compact(all)))
	}
	v, err := r.Start(t.Context(), bert, w)
	r.ok(err)
	if v.ID == all[0] {
		t.Error("somebody else's key leads to the same interview")
	}
	p, _, err := r.Plan(t.Context(), anna, "en", nil)
	r.ok(err)
	if len(p) != 0 {
		t.Errorf("due before anything was answered: %v", p)
	}
}

func TestStartsAreBounded(t *testing.T) {
	t.Parallel()
	r := open(t)
	for i := range interview.StartsADay {
		w := usual()
		w.Questions = []string{"no-such"} // what could not be started does not count
		if _, err := r.Start(t.Context(), anna, w); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("refused: %v", err)
		}
		_, err := r.Start(t.Context(), anna, usual())
		if err != nil {
			t.Fatalf("start %d: %v", i, err)
		}
	}
	_, err := r.Start(t.Context(), anna, usual())
	r.refused(err, "interview_limit")
	if f := fault.From(err); f.RetryAfter <= 0 || f.RetryAfter > 24*time.Hour {
		t.Errorf("wait %s", f.RetryAfter)
	}
	_, err = r.Start(t.Context(), bert, usual())
	r.ok(err)
	r.pass(24 * time.Hour)
	r.start()
}

func TestRefusedStarts(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, n := range []int{0, 4, 21} {
		_, err := r.Start(t.Context(), anna, interview.Wish{Config: interview.Config{Type: interview.Mixed, Number: n}})
		r.refused(err, "invalid_argument")
	}
	w := usual()
	w.Domain = "astrology"
	_, err := r.Start(t.Context(), anna, w)
	r.refused(err, "no_questions")
	if all, _, err := r.List(t.Context(), anna, 0, ""); err != nil || len(all) != 0 {
		t.Errorf("%d interviews, %v", len(all), err)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	known := "fr"
	r := open(t, func(o *interview.Options) {
		o.Language = func(context.Context, account.UserID) string { return known }
	})
	v := r.start(func(w *interview.Wish) { w.Language, w.Type, w.Domain = "", bank.Behavioral, "" })
	if v.Language != "fr" || v.Questions[0].Language != "fr" || v.Questions[0].Text().Question == "" {
		t.Errorf("%s, %s", v.Language, v.Questions[0].Language)
	}
	known = "xx"
	if v := r.start(func(w *interview.Wish) { w.Language = "" }); v.Language != "en" {
		t.Errorf("%s for a language that is not ours", v.Language)
	}
	// A technical question that is not translated is asked in English, and graded so.
	v = r.start(func(w *interview.Wish) { w.Language = "uz" })
	q := v.Questions[0]
	if v.Language != "uz" || q.Language != "en" {
		t.Fatalf("%s in an interview in %s", q.Language, v.Language)
	}
	v = r.write(v.ID, "q1", q.Text().Sample)
	if got := v.Questions[0].Answer.Result; got.Unfit != "" || got.Score < 8 {
		t.Errorf("the sample has %v (%s)", got.Score, got.Unfit)
	}
}

type cvs map[string]string

var errNoCV = fault.New(fault.NotFound, "cv_not_found", "There is no such CV.")

func (c cvs) Text(_ context.Context, owner account.UserID, id string) (string, error) {
	text, ok := c[string(owner)+"/"+id]
	if !ok {
		return "", errNoCV
	}
	return text, nil
}

// model is an interviewer in the test's hands.
type model struct {
	followUp  func(a grade.Answer, asked []string) (bank.FollowUp, error)
	questions func(number int) ([]bank.Question, error)
}

func (m *model) FollowUp(_ context.Context, a grade.Answer, _ grade.Result, asked ...string) (bank.FollowUp, error) {
	return m.followUp(a, asked)
}

func (m *model) Questions(_ context.Context, _, _, _ string, number int, _ string) ([]bank.Question, error) {
	return m.questions(number)
}

const backendCV = "Anna Berg\nBackend engineer\nGo, PostgreSQL, Kafka\n"

func TestQuestionsThatFitACVWithoutAModel(t *testing.T) {
	t.Parallel()
	r := open(t, func(o *interview.Options) { o.CVs = cvs{string(anna) + "/cv": backendCV} })
	v := r.start(func(w *interview.Wish) { w.CV, w.Domain = "cv", "" })
	for _, q := range v.Questions {
		if q.Asked.Domain != "backend" {
			t.Errorf("%s is asked of a backend engineer", q.Asked.ID)
		}
	}
	w := usual()
	w.CV = "cv"
	_, err := r.Start(t.Context(), bert, w)
	r.refused(err, "cv_not_found")
}

func TestTailoredQuestions(t *testing.T) {
	t.Parallel()
	m := &model{}
	r := open(t, func(o *interview.Options) { o.CVs, o.Interviewer = cvs{string(anna) + "/cv": backendCV}, m })
	own, err := bank.All()
	r.ok(err)
	m.questions = func(number int) ([]bank.Question, error) {
		if number != 2 {
			t.Errorf("asked for %d questions", number)
		}
		return own[:10], nil // more than asked for, and with ids of the bank
	}
	fitted := func(w *interview.Wish) { w.CV = "cv" }
	v := r.start(fitted)
	if len(v.Questions) != 5 || !v.Questions[0].Generated || !v.Questions[1].Generated || v.Questions[2].Generated || len(v.Notices) != 0 {
		t.Errorf("%v, %v", ids(&v), v.Notices)
	}
	// What a model made is in no statistics of the bank and in no plan.
	v = r.write(v.ID, "q1", "We used an index on the column that we filter by, since the plan showed a scan.")
	_, err = r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	if b := r.banked(v.Questions[0].Asked.ID); b.Asked != 0 || b.Average != nil {
		t.Errorf("%d times asked, %v on average", b.Asked, b.Average)
	}
	if b := r.banked(v.Questions[2].Asked.ID); b.Asked != 1 {
		t.Errorf("%d times asked", b.Asked)
	}
	if got, _, err := r.Progress(t.Context(), anna); err != nil || len(got.Skills) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	m.questions = func(int) ([]bank.Question, error) { return nil, errors.New("no answer") }
	v = r.start(fitted)
	if len(v.Questions) != 5 || v.Questions[0].Generated || len(v.Notices) != 1 || !strings.Contains(v.Notices[0], "No model is available") {
		t.Errorf("%v, %v", ids(&v), v.Notices)
	}
}

func TestFewerThanWanted(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(func(w *interview.Wish) { w.Type, w.Domain, w.Number = bank.CaseStudy, "", bank.MaxNumber })
	if len(v.Questions) == bank.MaxNumber != (len(v.Notices) == 0) {
		t.Errorf("%d questions, %v", len(v.Questions), v.Notices)
	}
	own, err := bank.All()
	r.ok(err)
	kept := 0
	for i := range own { // retire all of a domain but three
		if own[i].Domain == "mobile" {
			if kept++; kept > 3 {
				r.ok(r.DeleteQuestion(t.Context(), own[i].ID))
			}
		}
	}
	v = r.start(func(w *interview.Wish) { w.Domain, w.Number = "mobile", 10 })
	if len(v.Questions) != 3 || len(v.Notices) != 1 || !strings.Contains(v.Notices[0], "3") || !strings.Contains(v.Notices[0], "10") {
		t.Errorf("%v, %v", ids(&v), v.Notices)
	}
}

// A process that ends in a start leaves an interview whose start can be repeated.
func TestAStartThatIsCutShort(t *testing.T) {
	t.Parallel()
	r, trip := tripping(t)
	trip.once("interview_practice", "insert")
	w := usual()
	w.IdempotencyKey = "key"
	if _, err := r.Start(t.Context(), anna, w); !errors.Is(err, errTripped) {
		t.Fatalf("started: %v", err)
	}
	v, err := r.Start(t.Context(), anna, w)
	r.ok(err)
	if all, _, err := r.List(t.Context(), anna, 0, ""); err != nil || len(all) != 1 || all[0].ID != v.ID {
		t.Errorf("%+v, %v", all, err)
	}
}

// An answer in another language than its question's is none, so people are told
// where that is not the one they wished.
func TestQuestionsThatAreNotTranslatedAreTold(t *testing.T) {
	t.Parallel()
	r := open(t)
	in := func(language string, questions ...string) interview.Interview {
		return r.start(func(w *interview.Wish) { w.Language, w.Questions = language, questions })
	}
	v := in("es", "behavioral-missed-deadline")
	if len(v.Notices) != 1 || !strings.Contains(v.Notices[0], "Preguntas sin traducir todavía: 4.") || !slices.Equal(v.Notices, r.get(v.ID).Notices) {
		t.Errorf("%q", v.Notices)
	}
	for _, language := range []string{"en", "ru"} { // all are
		if v = in(language); len(v.Notices) != 0 {
			t.Errorf("%s: %q", language, v.Notices)
		}
	}
}
