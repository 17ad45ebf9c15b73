// Package conversation is the media role's end of ConversationService.Converse:
// one bidirectional stream per live session, kept up through losses. What is
// sent stays in a log until the server has settled it; after a loss a new stream
// is opened and the log is sent again, without what the server says it has.
//
//	session ─► Stream.Send ─► log ─► sender ──► Converse ──► receiver ─► Config.Receive
//	                           ▲                                │
//	                           └────────── settle ──────────────┘
package conversation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/types/known/durationpb"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// Config is how one session's stream is kept up.
type Config struct {
	// Client reaches the server. Required.
	Client interviewaiv1connect.ConversationServiceClient
	// SessionID and Epoch open the stream. Required.
	SessionID, Epoch string
	// Clock is the session clock. Required.
	Clock func() time.Duration
	// Receive takes each message of the server but ConverseOpened's lists, in
	// order, on one goroutine. It must not wait. Required.
	Receive func(*interviewaiv1.ConverseResponse)
	// AudioLimit is how much unsettled sound is kept of each speaker; 60 s if
	// zero. Overflow policy: the oldest is dropped and reported to the server
	// as AudioDropped.
	AudioLimit time.Duration
	// MessageLimit is how many unsettled messages are kept besides sound;
	// 2,048 if zero. Overflow policy: the oldest that is no commit is dropped.
	MessageLimit int
	// FirstBackoff and MaxBackoff bound the wait between attempts, which
	// doubles; 100 ms and 5 s if zero.
	FirstBackoff, MaxBackoff time.Duration
	// ResendAfter is how long a commit may go without being accepted before
	// it is sent again on the same stream; 5 s if zero.
	ResendAfter time.Duration
	// FinishWait bounds how long Finish hands over what is not settled; 5 s
	// if zero.
	FinishWait time.Duration
	// Random yields numbers from 0 to 1 for the jitter; math/rand/v2 if nil.
	Random func() float64
	// Logger is required.
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	c.AudioLimit = orDefault(c.AudioLimit, time.Minute)
	c.FirstBackoff = orDefault(c.FirstBackoff, 100*time.Millisecond)
	c.MaxBackoff = orDefault(c.MaxBackoff, 5*time.Second)
	c.ResendAfter = orDefault(c.ResendAfter, 5*time.Second)
	c.FinishWait = orDefault(c.FinishWait, 5*time.Second)
	if c.MessageLimit == 0 {
		c.MessageLimit = 2048
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	return c
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// ErrRefused means that the server will never take this stream: the session
// does not exist, has ended, belongs to another node now, or the credential is
// wrong. It wraps the server's error.
var ErrRefused = errors.New("conversation refused")

// Stats counts what happened to a stream.
type Stats struct {
	// Opened streams; all but the first are reconnects.
	Opened uint64
	// Replayed messages.
	Replayed uint64
	// DroppedAudio is sound given up because a bound was reached.
	DroppedAudio time.Duration
	// DroppedMessages were given up because a bound was reached.
	DroppedMessages uint64
}

// Stream is one session's conversation. Its methods are safe for concurrent
// use.
type Stream struct {
	cfg Config

	mu        sync.Mutex
	log       outbox
	finishing bool
	stats     Stats

	seen atomic.Int64  // number of the last event received
	wake chan struct{} // of the sender; holds one
	done chan struct{} // closed when finishing
}

// New returns a stream that Run opens.
func New(cfg Config) *Stream {
	cfg = cfg.withDefaults()
	return &Stream{
		cfg:  cfg,
		log:  outbox{audioLimit: int64(cfg.AudioLimit.Seconds() * sampleRate), messageLimit: cfg.MessageLimit},
		wake: make(chan struct{}, 1),
		done: make(chan struct{}),
	}
}

// Send puts a message into the log. It never waits. The message must not be
// changed afterwards. After Finish it is ignored.
func (s *Stream) Send(m *interviewaiv1.ConverseRequest) {
	s.mu.Lock()
	if !s.finishing {
		s.add(m)
	}
	s.mu.Unlock()
	s.nudge()
}

// add appends a message and what its overflow has to report. The caller holds
// the lock.
func (s *Stream) add(m *interviewaiv1.ConverseRequest) {
	lost := s.log.add(m)
	s.stats.DroppedMessages += uint64(lost.messages)
	if lost.audio == 0 {
		return
	}
	s.stats.DroppedAudio += lost.audio
	s.log.add(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Dropped{Dropped: &interviewaiv1.AudioDropped{
		Speaker: lost.speaker, Amount: durationpb.New(lost.audio), Reason: "server_unreachable",
	}}})
}

// Finish sends nothing new: Run returns once all is settled, or after
// Config.FinishWait.
func (s *Stream) Finish() {
	s.mu.Lock()
	if !s.finishing {
		s.finishing = true
		close(s.done)
	}
	s.mu.Unlock()
	s.nudge()
}

// Stats returns the counters.
func (s *Stream) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

// Run keeps the stream up until ctx ends, Finish is done (nil), or the server
// refuses it (ErrRefused).
func (s *Stream) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { s.limitFinish(stop, cancel) })
	defer func() {
		cancel()
		close(stop)
		watch.Wait()
	}()
	return s.keepUp(ctx)
}

// limitFinish cancels what takes too long after Finish.
func (s *Stream) limitFinish(stop <-chan struct{}, cancel context.CancelFunc) {
	select {
	case <-stop:
		return
	case <-s.done:
	}
	timer := time.NewTimer(s.cfg.FinishWait)
	defer timer.Stop()
	select {
	case <-stop:
	case <-timer.C:
		cancel()
	}
}

func (s *Stream) keepUp(ctx context.Context) error {
	backoff := s.cfg.FirstBackoff
	for {
		opened, err := s.once(ctx)
		switch {
		case s.over():
			return nil
		case ctx.Err() != nil:
			return s.ended(ctx)
		case refused(err):
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
		if opened {
			backoff = s.cfg.FirstBackoff
		}
		s.cfg.Logger.WarnContext(ctx, "conversation lost, will reconnect", "session", s.cfg.SessionID, "wait", backoff, "error", err)
		timer := time.NewTimer(backoff/2 + time.Duration(s.cfg.Random()*float64(backoff)/2))
		select {
		case <-ctx.Done():
			timer.Stop()
			return s.ended(ctx)
		case <-timer.C:
		}
		backoff = min(2*backoff, s.cfg.MaxBackoff)
	}
}

// ended is Run's result when it was told to stop: running out of FinishWait is
// no error of the session's.
func (s *Stream) ended(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finishing {
		if n := s.log.unsettled(); n > 0 {
			s.cfg.Logger.WarnContext(ctx, "conversation closed before all was settled", "session", s.cfg.SessionID, "messages", n)
		}
		return nil
	}
	return ctx.Err()
}

// over reports whether Finish has nothing left to do.
func (s *Stream) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.finishing && s.log.unsettled() == 0
}

func refused(err error) bool {
	switch connect.CodeOf(err) {
	case connect.CodeNotFound, connect.CodePermissionDenied, connect.CodeUnauthenticated,
		connect.CodeFailedPrecondition, connect.CodeInvalidArgument, connect.CodeUnimplemented,
		connect.CodeAlreadyExists, connect.CodeAborted:
		return true
	}
	return false
}

// once opens one stream and uses it until it is lost. It reports whether the
// server opened it.
func (s *Stream) once(ctx context.Context) (bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream := s.cfg.Client.Converse(ctx)
	defer func() {
		_ = stream.CloseRequest()
		_ = stream.CloseResponse()
	}()
	err := stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Open{Open: &interviewaiv1.ConverseOpen{
		SessionId: s.cfg.SessionID, Epoch: s.cfg.Epoch, Clock: durationpb.New(s.cfg.Clock()), AfterSequence: s.seen.Load(),
	}}})
	if err != nil && !errors.Is(err, io.EOF) { // EOF: Receive knows why
		return false, fmt.Errorf("open conversation: %w", err)
	}
	first, err := stream.Receive()
	if err != nil {
		return false, fmt.Errorf("open conversation: %w", err)
	}
	opened := first.GetOpened()
	if opened == nil {
		return false, fmt.Errorf("open conversation: first message is %T, not opened", first.GetMessage())
	}
	s.mu.Lock()
	s.stats.Opened++
	s.stats.Replayed += uint64(s.log.rewind(opened))
	s.mu.Unlock()
	s.cfg.Receive(first)
	// Either side's failure ends both: Receive notices the cancellation.
	var group errgroup.Group
	group.Go(func() error {
		defer cancel()
		return s.receive(stream)
	})
	group.Go(func() error {
		err := s.send(ctx, stream)
		if err != nil {
			cancel()
		}
		// If all is settled, the server ends its side once it has read this
		// one. If not, it is this that makes the transport notice the
		// cancellation: it waits for a request's body even then.
		return errors.Join(err, stream.CloseRequest())
	})
	return true, group.Wait()
}

func (s *Stream) receive(stream *connect.BidiStreamForClient[interviewaiv1.ConverseRequest, interviewaiv1.ConverseResponse]) error {
	for {
		m, err := stream.Receive()
		if errors.Is(err, io.EOF) {
			return errors.New("server closed the conversation")
		}
		if err != nil {
			return fmt.Errorf("receive: %w", err)
		}
		s.mu.Lock()
		s.log.settle(m)
		s.mu.Unlock()
		if n := m.GetEvent().GetSequence(); n > 0 {
			s.seen.Store(n)
		}
		s.cfg.Receive(m)
		if s.over() {
			s.nudge()
		}
	}
}

// send sends what is new in the log, and commits again that nobody accepted. It
// returns nil when Finish has nothing left to do.
func (s *Stream) send(ctx context.Context, stream *connect.BidiStreamForClient[interviewaiv1.ConverseRequest, interviewaiv1.ConverseResponse]) error {
	again := time.NewTimer(s.cfg.ResendAfter)
	defer again.Stop()
	for {
		s.mu.Lock()
		m := s.log.next(s.cfg.Clock())
		s.mu.Unlock()
		if m != nil {
			if err := stream.Send(m); err != nil {
				if errors.Is(err, io.EOF) { // Receive knows why
					<-ctx.Done()
					return ctx.Err()
				}
				return fmt.Errorf("send: %w", err)
			}
			continue
		}
		if s.over() {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.wake:
		case <-again.C:
			s.mu.Lock()
			s.stats.Replayed += uint64(s.log.overdue(s.cfg.Clock() - s.cfg.ResendAfter))
			s.mu.Unlock()
			again.Reset(s.cfg.ResendAfter)
		}
	}
}

func (s *Stream) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
