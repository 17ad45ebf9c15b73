package interview_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// Wishes are understood as people write them, and one that the bank has no
// questions about is told and held against nothing.
func TestWishedTechnologies(t *testing.T) {
	t.Parallel()
	r := open(t)
	wish := func(wishes ...string) interview.Interview {
		return r.start(func(w *interview.Wish) { w.Technology = wishes })
	}
	about := func(v interview.Interview, technology string) (n int) {
		for _, q := range v.Questions {
			if slices.Contains(q.Asked.Technologies, technology) {
				n++
			}
		}
		return n
	}
	v := wish("Postgres", "golang")
	if n := about(v, "postgresql") + about(v, "go") + about(v, "sql"); n < 3 || len(v.Notices) != 0 {
		t.Errorf("%d questions about what was wished, %q", n, v.Notices)
	}
	v = wish("basket weaving", "React")
	if len(v.Notices) != 1 || !strings.Contains(v.Notices[0], "about: basket weaving, React.") {
		t.Errorf("%q", v.Notices)
	}
	for _, q := range v.Questions {
		if slices.ContainsFunc(q.Why, func(why string) bool { return strings.Contains(why, "not about what you asked for") }) {
			t.Errorf("%s: %q", q.Asked.ID, q.Why)
		}
	}
	v = r.start(func(w *interview.Wish) {
		w.Technology, w.Domain, w.Number = []string{"React"}, "frontend", bank.MaxNumber
	})
	others := 0
	for _, q := range v.Questions {
		if n := len(q.Asked.Technologies); n > 0 && !slices.Contains(q.Asked.Technologies, "react") {
			others++
			if want := "not about what you asked for (" + strings.Join(q.Asked.Technologies, ", ") + ")"; !slices.Contains(q.Why, want) {
				t.Errorf("%s: %q", q.Asked.ID, q.Why)
			}
		}
	}
	if others == 0 || about(v, "react") == 0 {
		t.Errorf("%d about something else, %d about React", others, about(v, "react"))
	}
}

// Without a model people are told by what the questions were chosen, or that
// they were not.
func TestNoticesWithoutAModel(t *testing.T) {
	t.Parallel()
	r := open(t)
	for job, want := range map[string]string{
		"Backend Engineer (Go)\nPostgreSQL, Kafka.":                                 "No model is available",
		"Registered Nurse (RN), nights\nYou look after patients in intensive care.": "neither names a field or a technology",
		"": "",
	} {
		v := r.start(func(w *interview.Wish) { w.JobDescription, w.Domain = job, "" })
		if got := strings.Join(v.Notices, "\n"); want == "" && got != "" || !strings.Contains(got, want) || len(v.Notices) > 1 {
			t.Errorf("%q: %q, want %q", job, got, want)
		}
	}
}

func TestMixAsWished(t *testing.T) {
	t.Parallel()
	r := open(t)
	mixed := func(mix ...bank.Share) interview.Wish {
		w := usual()
		w.Type, w.Number, w.Mix = interview.Mixed, 10, mix
		return w
	}
	v, err := r.Start(t.Context(), anna, mixed(bank.Share{Type: bank.CaseStudy, Weight: 1}, bank.Share{Type: bank.Technical, Weight: 4}))
	r.ok(err)
	var types []string
	for _, q := range r.get(v.ID).Questions {
		types = append(types, q.Asked.Type)
	}
	if want := append(slices.Repeat([]string{bank.CaseStudy}, 2), slices.Repeat([]string{bank.Technical}, 8)...); !slices.Equal(types, want) {
		t.Errorf("%v", types)
	}
	one := mixed(bank.Share{Type: bank.Technical, Weight: 1})
	one.Type = bank.Technical
	for _, w := range []interview.Wish{
		one, mixed(bank.Share{Type: bank.Technical}),
		mixed(bank.Share{Type: bank.Technical, Weight: 1}, bank.Share{Type: bank.Technical, Weight: 2}),
	} {
		_, err := r.Start(t.Context(), anna, w)
		r.refused(err, "invalid_argument")
	}
}

// An interview that was started and left alone takes no questions away: they rest
// a day. What was answered rests longer.
func TestAStartThatNobodyAnswered(t *testing.T) {
	t.Parallel()
	r := open(t)
	senior := func(w *interview.Wish) { w.Difficulty = bank.Senior }
	first := r.start(senior)
	if at := ids(ptr(r.start(senior))); slices.ContainsFunc(at, func(id string) bool { return slices.Contains(ids(&first), id) }) {
		t.Errorf("%v, and at once %v", ids(&first), at)
	}
	r.pass(25 * time.Hour)
	again := r.start(senior)
	if !slices.Equal(ids(&first), ids(&again)) {
		t.Errorf("%v, the day after %v", ids(&first), ids(&again))
	}
	r.write(again.ID, "q1", again.Questions[0].Text().Sample)
	r.pass(25 * time.Hour)
	if later := r.start(senior); slices.Contains(ids(&later), again.Questions[0].Asked.ID) {
		t.Error("what was answered yesterday is asked again")
	}
}

func ptr[T any](v T) *T { return &v }
