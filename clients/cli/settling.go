package main

import (
	"context"
	"sync"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	// quietWait is how long nothing must come before nothing more is expected:
	// a busy server hears the last words late.
	quietWait = 2 * time.Second
	// turnWait is how long after the last words a turn may still be judged:
	// the longest endpointing delay and a little.
	turnWait = 4 * time.Second
	// settleLimit bounds the waiting after the recording's end when the server
	// says nothing new.
	settleLimit = 45 * time.Second
)

// settling knows when nothing more will come of what was played.
type settling struct {
	played <-chan struct{}
	news   chan struct{}

	mu       sync.Mutex
	speaking map[v1.Speaker]bool // speech without a final transcript
	open     map[string]bool     // suggestions without an end
	unjudged bool                // the interviewer spoke and no turn followed
	last     time.Time           // of the newest event that is not a level
}

func newSettling(played <-chan struct{}) *settling {
	return &settling{
		played: played, news: make(chan struct{}, 1), last: time.Now(),
		speaking: map[v1.Speaker]bool{}, open: map[string]bool{},
	}
}

func (s *settling) see(e *v1.LiveEvent) {
	if e.GetAudioLevel() != nil {
		return
	}
	s.mu.Lock()
	s.last = time.Now()
	switch {
	case e.GetSpeechStarted() != nil:
		s.speaking[e.GetSpeechStarted().GetSpeaker()] = true
	case e.GetTranscript().GetFinal():
		t := e.GetTranscript()
		delete(s.speaking, t.GetSpeaker())
		s.unjudged = s.unjudged || t.GetSpeaker() == v1.Speaker_SPEAKER_INTERVIEWER && t.GetText() != ""
	case e.GetQuestionDetected() != nil, e.GetTurnIgnored() != nil:
		s.unjudged = false
	case e.GetSuggestionStarted() != nil:
		s.open[e.GetSuggestionStarted().GetSuggestionId()] = true
	case e.GetSuggestionCompleted() != nil:
		delete(s.open, e.GetSuggestionCompleted().GetSuggestionId())
	case e.GetSuggestionCancelled() != nil:
		delete(s.open, e.GetSuggestionCancelled().GetSuggestionId())
	case e.GetError() != nil:
		clear(s.speaking)
	}
	s.mu.Unlock()
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// wait returns errPlayed when the recording is over and settled.
func (s *settling) wait(ctx context.Context) error {
	select {
	case <-s.played:
	case <-ctx.Done():
		return nil
	}
	ended := time.Now()
	for {
		s.mu.Lock()
		quiet := time.Since(s.last)
		pending := len(s.speaking) > 0 || len(s.open) > 0
		wait := quietWait
		if s.unjudged {
			wait = turnWait
		}
		s.mu.Unlock()
		since := min(time.Since(ended), quiet)
		if (!pending && since >= wait) || since >= settleLimit {
			return errPlayed
		}
		timer := time.NewTimer(max(wait-since, 50*time.Millisecond))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-s.news:
		case <-timer.C:
		}
		timer.Stop()
	}
}
