package fallback_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/fallback"
)

// scripted is a recogniser whose text says how much sound it got.
type scripted struct {
	broken atomic.Bool
	calls  atomic.Int64
	open   atomic.Int64
	model  string
}

func (s *scripted) result(samples int) (coach.Transcript, error) {
	s.calls.Add(1)
	if s.broken.Load() {
		return coach.Transcript{}, coach.ErrUnavailable
	}
	return coach.Transcript{Text: "heard", Model: s.model, Duration: time.Duration(samples), Degraded: s.Degraded()}, nil
}

func (s *scripted) Transcribe(ctx context.Context, pcm []int16, _ coach.RecogniseOptions) (coach.Transcript, error) {
	if ctx.Err() != nil {
		return coach.Transcript{}, ctx.Err()
	}
	return s.result(len(pcm))
}

func (s *scripted) Open(context.Context, coach.RecogniseOptions) (coach.Recognition, error) {
	s.open.Add(1)
	return &segment{s: s}, nil
}

func (s *scripted) Degraded() bool { return s.model == "offline" }

type segment struct {
	s       *scripted
	samples int
}

func (s *segment) Write(pcm []int16) error { s.samples += len(pcm); return nil }

func (s *segment) Interim(context.Context) (coach.Transcript, bool, error) {
	t, err := s.s.result(s.samples)
	return t, err == nil, err
}
func (s *segment) Text(context.Context) (coach.Transcript, error) { return s.s.result(s.samples) }
func (s *segment) Close()                                         { s.s.open.Add(-1) }

func pair() (first, second *scripted, r *fallback.Recogniser) {
	first, second = &scripted{model: "whisper"}, &scripted{model: "offline"}
	return first, second, fallback.New([]fallback.Entry{
		{Name: "whisper", Recogniser: first}, {Name: "offline", Recogniser: second},
	}, fallback.Options{})
}

func TestAFailureInTheMiddleOfASegment(t *testing.T) {
	first, second, r := pair()
	rec, err := r.Open(t.Context(), coach.RecogniseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	write := func() {
		if err := rec.Write(make([]int16, 100)); err != nil {
			t.Fatal(err)
		}
	}
	write()
	if got, ok, err := rec.Interim(t.Context()); err != nil || !ok || got.Model != "whisper" {
		t.Errorf("before: %+v, %v, %v", got, ok, err)
	}
	write()
	first.broken.Store(true)
	got, err := rec.Text(t.Context())
	if err != nil || got.Model != "offline" || !got.Degraded || got.Duration != 200 {
		t.Errorf("after: %+v, %v", got, err)
	}
	write()
	if got, err := rec.Text(t.Context()); err != nil || got.Duration != 300 {
		t.Errorf("more sound: %+v, %v", got, err)
	}
	second.broken.Store(true)
	if _, err := rec.Text(t.Context()); !errors.Is(err, coach.ErrUnavailable) {
		t.Errorf("all broken: %v", err)
	}
	write()
	first.broken.Store(false)
	if got, err := rec.Text(t.Context()); err != nil || got.Model != "whisper" || got.Duration != 400 {
		t.Errorf("one is back: %+v, %v", got, err)
	}
	rec.Close()
	if first.open.Load() != 0 || second.open.Load() != 0 {
		t.Errorf("left open: %d and %d", first.open.Load(), second.open.Load())
	}
}

func TestTheBreakerSparesADeadProviderAndTriesItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, _, r := pair()
		first.broken.Store(true)
		ask := func() string {
			got, err := r.Transcribe(t.Context(), make([]int16, 10), coach.RecogniseOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return got.Model
		}
		for range 10 {
			if got := ask(); got != "offline" {
				t.Fatalf("asked %s", got)
			}
		}
		if n := first.calls.Load(); n != 3 {
			t.Errorf("the dead provider was asked %d times, want 3", n)
		}
		first.broken.Store(false)
		<-time.After(16 * time.Second)
		if got := ask(); got != "whisper" {
			t.Errorf("after the cooldown %s was asked", got)
		}
	})
}

func TestACallerThatLeavesDoesNotOpenTheBreaker(t *testing.T) {
	_, _, r := pair()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 10 {
		if _, err := r.Transcribe(gone, nil, coach.RecogniseOptions{}); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if got, err := r.Transcribe(t.Context(), nil, coach.RecogniseOptions{}); err != nil || got.Model != "whisper" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDegradedWhenAllAre(t *testing.T) {
	_, second, r := pair()
	if r.Degraded() || !fallback.New([]fallback.Entry{{Recogniser: second}}, fallback.Options{}).Degraded() {
		t.Error("degraded is wrong")
	}
	if _, err := fallback.New(nil, fallback.Options{}).Transcribe(t.Context(), nil, coach.RecogniseOptions{}); !errors.Is(err, coach.ErrUnavailable) {
		t.Error(err)
	}
}
