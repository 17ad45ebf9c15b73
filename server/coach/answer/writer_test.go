package answer_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

const cv = `Maria Gomez
Backend engineer with 7 years of experience.

Senior Engineer, Acme Payments, 2019 – 2023
Led a team of 5 building a payment gateway in Go and Kafka, cut settlement latency by 40%.
Developer at Beta Systems, 2016-2019
Resolved a conflict between two teams about deadlines.`

const jd = `Senior Go engineer
You will scale our Kafka pipelines.`

// model is a language model that writes what it is told to.
type model struct {
	mu      sync.Mutex
	prompts []answer.Prompt
	output  []string
	err     error
}

func (m *model) Generate(_ context.Context, p answer.Prompt, emit func(string) error) (answer.Usage, error) {
	m.mu.Lock()
	m.prompts = append(m.prompts, p)
	m.mu.Unlock()
	for _, d := range m.output {
		if err := emit(d); err != nil {
			return answer.Usage{}, err
		}
	}
	return answer.Usage{Model: "m-1", InputTokens: 10, OutputTokens: 20}, m.err
}

// shelf is a cache in memory.
type shelf struct {
	mu   sync.Mutex
	data map[string][]byte
	ttl  time.Duration
	err  error
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.data[key]
	return d, ok, s.err
}

func (s *shelf) Put(_ context.Context, key string, d []byte, ttl time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.data[key], s.ttl = d, ttl
	}
	return s.err
}

func request() answer.Request {
	return answer.Request{
		OwnerID: "u1", Questions: []string{"Tell me about a conflict you resolved."}, Kind: question.Behavioral,
		Language: "en", CV: cv, JobDescription: jd, CandidateName: "Maria Gomez", KeyPoints: true, Followups: true,
	}
}

// full is a whole answer with every section.
const full = "At Acme Payments I led a team of 5.\n\n[[KEY_POINTS]]\n- team of five\n- Kafka\n[[STAR]]\nSituation: two teams\nTask: agree\nAction: talked\nto both\n**Result:** shipped\n[[FOLLOWUPS]]\n1. What did you learn?\n[[SOURCES]]\ncv:4-5, jd:2, cv:3, cv:99\n[[CONFIDENCE]]\n0.9\n"

func write(t *testing.T, w *answer.Writer, r answer.Request) (answer.Result, string, error) {
	t.Helper()
	var b strings.Builder
	res, err := w.Write(t.Context(), r, func(d string) error { b.WriteString(d); return nil })
	return res, b.String(), err
}

func TestAnswerWithAllItsParts(t *testing.T) {
	m := &model{output: strings.SplitAfter(full, " ")}
	res, shown, err := write(t, answer.NewWriter(answer.Config{Model: m}), request())
	if err != nil {
		t.Fatal(err)
	}
	want := answer.Result{
		Model: "m-1", TokensUsed: 30,
		Answer: answer.Answer{
			Variant: answer.Professional, Content: "At Acme Payments I led a team of 5.", Confidence: 0.9,
			KeyPoints: []string{"team of five", "Kafka"}, Followups: []string{"What did you learn?"},
			Star: &answer.Star{Situation: "two teams", Task: "agree", Action: "talked to both", Result: "shipped"},
			Sources: []answer.Source{
				{Document: "cv", Line: 4, Text: "Senior Engineer, Acme Payments, 2019 – 2023"},
				{Document: "cv", Line: 5, Text: "Led a team of 5 building a payment gateway in Go and Kafka, cut settlement latency by 40%."},
				{Document: "job_description", Line: 2, Text: "You will scale our Kafka pipelines."},
			},
		},
	}
	if d := cmp.Diff(want, res); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if strings.TrimSpace(shown) != want.Answer.Content {
		t.Errorf("shown %q", shown)
	}
}

func TestClaimsWithoutSupportAreListedAndCost(t *testing.T) {
	m := &model{output: []string{"At Initech I led 25 people. I worked at Acme for 12 years.\n[[SOURCES]]\ncv:4\n[[CONFIDENCE]]\n0.9"}}
	c := &shelf{data: map[string][]byte{}}
	res, _, err := write(t, answer.NewWriter(answer.Config{Model: m, Cache: c}), request())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"25", "12", "Initech"}, res.Unsupported); d != "" {
		t.Error(d)
	}
	if res.Answer.Confidence > 0.5 {
		t.Errorf("confidence %v", res.Answer.Confidence)
	}
	all := strings.Join(res.Contradictions, "\n")
	for _, want := range []string{"Initech", "“12”", "12 years", "2019 – 2023"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q does not name %s", all, want)
		}
	}
	if len(c.data) != 0 {
		t.Error("an answer that is not grounded was cached")
	}
}

func TestBrokenOffKeepsWhatCame(t *testing.T) {
	m := &model{output: []string{"The first half [[KEY"}, err: answer.ErrInterrupted}
	c := &shelf{data: map[string][]byte{}}
	res, shown, err := write(t, answer.NewWriter(answer.Config{Model: m, Cache: c}), request())
	if !errors.Is(err, answer.ErrInterrupted) || res.Answer.Content != "The first half" || strings.TrimSpace(shown) != "The first half" || len(c.data) != 0 {
		t.Errorf("%v, %q, %q, %d cached", err, res.Answer.Content, shown, len(c.data))
	}
}

func TestFailuresAreNeverAnswered(t *testing.T) {
	for name, m := range map[string]*model{
		"unavailable": {err: answer.ErrUnavailable}, "only reasoning": {output: []string{"<think>hm, what ", "to say</think>"}},
		"cut while reasoning": {output: []string{"<think>hm"}, err: answer.ErrInterrupted},
		"only sections":       {output: []string{"[[KEY_POINTS]]\n- one"}},
	} {
		res, shown, err := write(t, answer.NewWriter(answer.Config{Model: m}), request())
		if !errors.Is(err, answer.ErrUnavailable) || shown != "" || res.Answer.Content != "" {
			t.Errorf("%s: %v, %q", name, err, shown)
		}
	}
	mine := errors.New("viewer gone")
	_, err := answer.NewWriter(answer.Config{Model: &model{output: []string{full}}}).Write(t.Context(), request(), func(string) error { return mine })
	if !errors.Is(err, mine) || errors.Is(err, answer.ErrUnavailable) {
		t.Errorf("emit's error became %v", err)
	}
}

func TestRepeatedQuestionsComeFromTheCache(t *testing.T) {
	m := &model{output: []string{full}}
	c := &shelf{data: map[string][]byte{}}
	w := answer.NewWriter(answer.Config{Model: m, Cache: c})
	first, _, err := write(t, w, request())
	if err != nil || first.Cached || c.ttl != 24*time.Hour {
		t.Fatalf("%v, cached %v, ttl %v", err, first.Cached, c.ttl)
	}
	again := request()
	again.Questions = []string{"  tell me about a  conflict you resolved"}
	second, shown, err := write(t, w, again)
	if err != nil || !second.Cached || len(m.prompts) != 1 || shown != first.Answer.Content || second.TokensUsed != 0 {
		t.Errorf("%v, %+v, %d calls, shown %q", err, second, len(m.prompts), shown)
	}
	c.err = errors.New("redis gone")
	if res, _, err := write(t, w, again); err != nil || res.Cached {
		t.Errorf("a broken cache: %v, cached %v", err, res.Cached)
	}
}

func TestWhatChangesTheAnswerChangesTheKey(t *testing.T) {
	base := answer.CacheKey(request(), "m")
	seen := map[string]string{base: "base"}
	for name, change := range map[string]func(*answer.Request){
		"owner": func(r *answer.Request) { r.OwnerID = "u2" }, "question": func(r *answer.Request) { r.Questions = []string{"Why?"} },
		"cv": func(r *answer.Request) { r.CV += "\nx" }, "job": func(r *answer.Request) { r.JobDescription = "" },
		"company": func(r *answer.Request) { r.Company = "Acme" }, "role": func(r *answer.Request) { r.Role = "Lead" },
		"kind": func(r *answer.Request) { r.Kind = question.Technical }, "style": func(r *answer.Request) { r.Style = answer.Simple },
		"length": func(r *answer.Request) { r.Length = answer.Long }, "language": func(r *answer.Request) { r.Language = "ru" },
		"history":   func(r *answer.Request) { r.History = []memory.Pair{{Questions: []string{"Q"}, Said: "A"}} },
		"notes":     func(r *answer.Request) { r.ProfileNotes = "n" },
		"model":     func(r *answer.Request) { r.Model = "gpt-4" },
		"points":    func(r *answer.Request) { r.KeyPoints = false },
		"followups": func(r *answer.Request) { r.Followups = false }, "follow-up": func(r *answer.Request) { r.FollowUpOf = "t1" },
	} {
		r := request()
		change(&r)
		key := answer.CacheKey(r, "m")
		if other, ok := seen[key]; ok {
			t.Errorf("%s has the key of %s", name, other)
		}
		seen[key] = name
	}
	if answer.CacheKey(request(), "m2") == base {
		t.Error("other models have the same key")
	}
}

func TestVariantsRunInTheChosenOrder(t *testing.T) {
	m := &model{output: []string{full}}
	r := request()
	r.Style = answer.Simple
	res, err := answer.NewWriter(answer.Config{Model: m}).Variants(t.Context(), r, 3)
	if err != nil || len(res) != 3 || res[0].Answer.Variant != answer.Simple || len(m.prompts) != 3 {
		t.Fatalf("%v, %d results, %d calls", err, len(res), len(m.prompts))
	}
	if _, err := answer.NewWriter(answer.Config{Model: &model{err: answer.ErrUnavailable}}).Variants(t.Context(), r, 2); !errors.Is(err, answer.ErrUnavailable) {
		t.Errorf("all failing: %v", err)
	}
}
