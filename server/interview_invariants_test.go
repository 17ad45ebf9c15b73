package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/store"
)

// operating opens the embedded stores of a data directory, as the
// administrators' commands do.
func operating(tb testing.TB, dir string) *platform {
	tb.Helper()
	s, _, err := readSettings([]string{"--data", dir}, nil, io.Discard)
	if err != nil {
		tb.Fatal(err)
	}
	p, closeAll, err := openOperator(tb.Context(), s.Config, io.Discard)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := closeAll(); err != nil {
			tb.Error(err)
		}
	})
	return p
}

// tally is how a question of the bank did.
type tally struct {
	ID     string `bson:"_id"`
	Asked  int64  `bson:"timesAsked"`
	Scored int64  `bson:"scored"`
	Sum    int64  `bson:"sum"` // of scores, in tenths
}

// tenths is a score as it is counted.
func tenths(score float64) int64 { return int64(math.Round(score * 10)) }

// holds checks what is kept of the candidates: every answer that was
// acknowledged word by word, one score each, and statistics and histories of
// practice that count each answer once.
func (h *hall) holds(t *testing.T, r *running, all []*candidate) {
	t.Helper()
	want := map[string]tally{}
	beside := operating(t, r.dir)
	histories, err := store.Define[practice.History]("interview_practice", store.Schema{Owner: "userId"}).Open(t.Context(), beside.stores.db)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		kept, err := c.kept(t.Context())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for _, q := range c.asked {
			one := want[q.GetBankId()]
			one.ID = q.GetBankId()
			one.Asked++
			history, err := histories.Of(string(c.id)).Get(t.Context(), practice.HistoryID(string(c.id), q.GetBankId()))
			if err != nil {
				t.Errorf("%s, %s: %v", c.name, q.GetId(), err)
			}
			scores := 0
			if a := kept[q.GetId()]; a != nil {
				one.Scored++
				one.Sum += tenths(a.GetScore())
				scores = 1
				if len(history.Scores) == 1 && history.Scores[0].Score != a.GetScore() {
					t.Errorf("%s, %s: %v is to be practised for a score of %v", c.name, q.GetId(), history.Scores[0].Score, a.GetScore())
				}
			}
			if history.Asked != 1 || len(history.Scores) != scores {
				t.Errorf("%s, %s: asked %d times and scored %d times in the history, want 1 and %d", c.name, q.GetId(), history.Asked, len(history.Scores), scores)
			}
			want[q.GetBankId()] = one
		}
	}
	h.counts(t, r, beside, want)
}

// kept are the answers by question, each as it was given.
func (c *candidate) kept(ctx context.Context) (map[string]*v1.InterviewAnswer, error) {
	got, err := c.calls.GetInterview(ctx, connect.NewRequest(&v1.GetInterviewRequest{SessionId: c.session}))
	if err != nil {
		return nil, err
	}
	v := got.Msg.GetInterview()
	answers := map[string]*v1.InterviewAnswer{}
	for _, a := range v.GetAnswers() {
		answers[a.GetQuestionId()] = a
	}
	if v.GetStatus() != "completed" || len(answers) != len(v.GetAnswers()) || len(answers) != len(c.said) || v.GetQuestions()[2].GetStatus() != "skipped" {
		return nil, fmt.Errorf("%s with %d answers, want %d", v.GetStatus(), len(v.GetAnswers()), len(c.said))
	}
	for id, said := range c.said {
		a := answers[id]
		if want := strings.Join(said, "\n\n"); a.GetContent() != want {
			return nil, fmt.Errorf("%s is %q, want %q", id, a.GetContent(), want)
		}
		if a.GetStatus() != "scored" || a.Score == nil || a.GetScore() != a.GetFeedback().GetScore() {
			return nil, fmt.Errorf("%s is %s, %v", id, a.GetStatus(), a.GetScore())
		}
	}
	listed, err := c.calls.ListInterviews(ctx, connect.NewRequest(&v1.ListInterviewsRequest{}))
	if err == nil && len(listed.Msg.GetInterviews()) != 1 {
		err = fmt.Errorf("%d interviews", len(listed.Msg.GetInterviews()))
	}
	return answers, err
}

// counts compares the statistics of questions with what was answered, in the
// store and as administrators see them.
func (h *hall) counts(t *testing.T, r *running, beside *platform, want map[string]tally) {
	t.Helper()
	counts, err := store.Define[tally]("interview_question_counts", store.Schema{}).Open(t.Context(), beside.stores.db)
	if err != nil {
		t.Fatal(err)
	}
	answers := int64(0)
	for id, one := range want {
		answers += one.Scored
		if got, err := counts.Get(t.Context(), id); err != nil || got != one {
			t.Errorf("%s counts %+v, want %+v: %v", id, got, one, err)
		}
	}
	admin := r.admin(t, beside, "Adminah")
	seen, page := 0, ""
	for {
		got := r.rest(t, http.MethodGet, "/api/v1/admin/questions?pageSize=100&pageToken="+page, admin.access, nil).want(t, "questions", http.StatusOK).object()
		questions, _ := got["questions"].([]any)
		for _, q := range questions {
			id, _ := at(q, "id").(string)
			asked, _ := at(q, "timesAsked").(string)
			mean, scored := at(q, "averageScore").(float64)
			one := want[id]
			if n, _ := strconv.ParseInt(asked, 10, 64); n != one.Asked || scored != (one.Scored > 0) || scored && math.Abs(mean-float64(one.Sum)/10/float64(one.Scored)) > 1e-9 {
				t.Errorf("%s is shown as asked %q times with a mean of %v, want %+v", id, asked, mean, one)
			}
			if one.Asked > 0 {
				seen++
			}
		}
		if page, _ = got["nextPageToken"].(string); page == "" {
			break
		}
	}
	if seen != len(want) {
		t.Errorf("%d of %d questions are in the list", seen, len(want))
	}
	if !t.Failed() {
		t.Logf("%d answers to %d questions are kept word by word, and each is counted once", answers, len(want))
	}
}
