package interview_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
)

// reader reads aloud by giving back what it is to read.
type reader func(text string) ([]byte, error)

func (r reader) Read(_ context.Context, text string) ([]byte, error) { return r(text) }

func TestQuestionsAreReadAloud(t *testing.T) {
	var away error
	r := open(t, func(o *interview.Options) {
		o.Reader = reader(func(text string) ([]byte, error) { return []byte(text), away })
	})
	v := r.start()
	q := v.Questions[0].Text()
	sound, err := r.ReadAloud(t.Context(), anna, v.ID, "q1")
	r.ok(err)
	if said := string(sound); !strings.HasSuffix(said, q.Question) || !strings.HasPrefix(said, q.Context) {
		t.Errorf("%q", said)
	}
	for story, c := range map[string]struct {
		who    func() error
		reason string
	}{
		"somebody else's": {func() error { _, err := r.ReadAloud(t.Context(), bert, v.ID, "q1"); return err }, "interview_not_found"},
		"no question":     {func() error { _, err := r.ReadAloud(t.Context(), anna, v.ID, "q99"); return err }, "invalid_argument"},
		"reader away": {func() error {
			away = coach.ErrUnavailable
			_, err := r.ReadAloud(t.Context(), anna, v.ID, "q1")
			return err
		}, "read_aloud_unavailable"},
		"no reader": {func() error {
			_, err := r.beside().ReadAloud(t.Context(), anna, v.ID, "q1")
			return err
		}, "voice_not_configured"},
	} {
		if err := c.who(); fault.ReasonOf(err) != c.reason {
			t.Errorf("%s: %v", story, err)
		}
	}
	away = errors.New("broken")
	if _, err := r.ReadAloud(t.Context(), anna, v.ID, "q1"); !errors.Is(err, away) {
		t.Error(err)
	}
}
