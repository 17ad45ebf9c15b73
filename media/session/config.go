package session

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/turn"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// Config is what all sessions of a process share.
type Config struct {
	// Conversations reaches the api role: in memory within one process, over
	// HTTP/2 between two. Required.
	Conversations interviewaiv1connect.ConversationServiceClient
	// NewDetector makes the voice detector of one track. Required.
	NewDetector func() vad.Detector
	// Segment is how speech is cut; segment.DefaultConfig if zero.
	Segment segment.Config
	// Turn is when a turn is over; turn.DefaultConfig if zero. Drafts are
	// switched off for the candidate's turns whatever it says.
	Turn turn.Config
	// PeerWait is how long a session outlives its last peer; 120 s if zero.
	PeerWait time.Duration
	// FinishWait bounds how long an ended session hands over what is not
	// settled yet; 5 s if zero.
	FinishWait time.Duration
	// MaxSessions bounds the sessions of the process; 2,000 if zero. More are
	// refused with ErrTooMany.
	MaxSessions int
	// Now is the wall clock; time.Now if nil.
	Now func() time.Time
	// Random yields numbers from 0 to 1 for the jitter of reconnects;
	// math/rand/v2 if nil.
	Random func() float64
	// Logger is required.
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.Segment == (segment.Config{}) {
		c.Segment = segment.DefaultConfig()
	}
	if c.Turn == (turn.Config{}) {
		c.Turn = turn.DefaultConfig()
	}
	if c.PeerWait == 0 {
		c.PeerWait = 120 * time.Second
	}
	if c.FinishWait == 0 {
		c.FinishWait = 5 * time.Second
	}
	if c.MaxSessions == 0 {
		c.MaxSessions = 2000
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

func (c Config) validate() error {
	var mistakes []error
	if c.Conversations == nil {
		mistakes = append(mistakes, errors.New("session: no conversation service"))
	}
	if c.NewDetector == nil {
		mistakes = append(mistakes, errors.New("session: no voice detector"))
	}
	if c.Logger == nil {
		mistakes = append(mistakes, errors.New("session: no logger"))
	}
	if c.PeerWait < 0 || c.FinishWait < 0 || c.MaxSessions < 0 {
		mistakes = append(mistakes, fmt.Errorf("session: negative bound (peer wait %v, finish wait %v, sessions %d)", c.PeerWait, c.FinishWait, c.MaxSessions))
	}
	return errors.Join(append(mistakes, c.Segment.Validate(), c.Turn.Validate())...)
}
