package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/say"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Interviews knows which questions are to be answered.
type Interviews interface {
	// MayRecord returns nil when a question of an interview may be answered by a
	// recording. Its error is a fault: NotFound when the interview or the question is
	// not this owner's, Conflict when it is not to be answered now.
	MayRecord(ctx context.Context, owner account.UserID, interviewID, questionID string) error
	// Known returns nil when an interview is this owner's, whatever its state, and a
	// fault of kind NotFound when it is not.
	Known(ctx context.Context, owner account.UserID, interviewID string) error
}

// Blobs keeps parts, each under its owner.
type Blobs interface {
	// Put keeps what r holds.
	Put(ctx context.Context, owner, name, contentType string, r io.Reader) (int64, error)
	// Read returns a whole blob; a fault of kind NotFound when there is none.
	Read(ctx context.Context, owner, name string) ([]byte, error)
	// Delete removes a blob; a fault of kind NotFound when there is none.
	Delete(ctx context.Context, owner, name string) error
	// Names lists the owner's blobs whose names begin with prefix.
	Names(ctx context.Context, owner, prefix string) iter.Seq2[string, error]
}

// Queue does work later.
type Queue interface {
	// Add queues the reading of a recording after a delay, which ends in
	// Service.Process. The same job is queued once, however often it is added.
	Add(ctx context.Context, job Job, delay time.Duration) error
}

// Sound is a decoded recording.
type Sound struct {
	// PCM is 16 kHz mono.
	PCM []int16
	// Duration of the recording; with ErrTooLong at least so much.
	Duration time.Duration
}

// Decoder reads audio files.
type Decoder interface {
	// Kind tells by a file's first bytes what it is; false when it is nothing that
	// can be decoded.
	Kind(head []byte) (mimeType string, ok bool)
	// Decode reads a file. Its errors are ErrFormat, ErrTooLong and ErrUnreadable,
	// which are the file's fault; others are not.
	Decode(ctx context.Context, file io.Reader) (Sound, error)
}

// Recogniser turns speech into text.
type Recogniser interface {
	// Transcribe returns the text of a whole recording; coach.ErrUnavailable when no
	// recogniser could do it.
	Transcribe(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error)
}

// Options are what recordings need.
type Options struct {
	DB         *store.DB
	Blobs      Blobs
	Queue      Queue
	Interviews Interviews
	Decoder    Decoder
	Recogniser Recogniser
	// Language is an interview's, as ISO 639-1, in which the answer is expected;
	// nil, or an empty one, lets the recogniser find out.
	Language func(ctx context.Context, owner account.UserID, interviewID string) string
	// Measure says how an answer was spoken, of 16 kHz mono sound, in the language
	// of the interview or, without one, of the transcript; nil where nothing does.
	Measure func(pcm []int16, t coach.Transcript, language string) delivery.Figures
	// Done is told of a recording that has a transcript, shortly before it is Ready,
	// and of one that has Failed. It may be told again, if the process ends
	// meanwhile. Of a fault other than Unavailable, Limited and Internal a
	// transcribed recording fails too; after any other error Done is told again
	// later.
	Done     func(ctx context.Context, r Recording) error
	Attempts *attempt.Counter
	Now      func() time.Time
	Logger   *slog.Logger
}

// Service is people's recordings. It is safe for concurrent use, in any number of
// processes.
type Service struct {
	Options
	recordings *store.Collection[Recording]
	words      *say.Catalogue
}

// Open makes the collection ready.
func Open(ctx context.Context, o Options) (*Service, error) {
	s := &Service{Options: o}
	// As times are stored: the answer to a change says what the next read will.
	s.Now = func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
	if s.Language == nil {
		s.Language = func(context.Context, account.UserID, string) string { return "" }
	}
	var err error
	if s.words, err = loadWords(); err != nil {
		return nil, err
	}
	s.recordings, err = collection().Open(ctx, o.DB)
	return s, err
}

// Get returns a recording of this owner.
func (s *Service) Get(ctx context.Context, owner account.UserID, interviewID, id string) (Recording, error) {
	r, err := s.recordings.Of(string(owner)).Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.InterviewID != interviewID {
		return Recording{}, ErrNotFound
	}
	if err != nil {
		return Recording{}, fmt.Errorf("read recording: %w", err)
	}
	return r, nil
}

// List returns the recordings of an interview of this owner, oldest first. Its
// error for any other is a fault of kind NotFound.
func (s *Service) List(ctx context.Context, owner account.UserID, interviewID string) ([]Recording, error) {
	all, err := s.of(ctx, owner, interviewID)
	if err == nil && len(all) == 0 {
		err = s.Interviews.Known(ctx, owner, interviewID)
	}
	return all, err
}

// of are the recordings of an interview, oldest first.
func (s *Service) of(ctx context.Context, owner account.UserID, interviewID string) ([]Recording, error) {
	var all []Recording
	for r, err := range s.recordings.Of(string(owner)).All(ctx, store.Query{Index: byInterview, Equal: []any{interviewID}}) {
		if err != nil {
			return nil, fmt.Errorf("list recordings: %w", err)
		}
		all = append(all, r)
	}
	return all, nil
}

// update changes a recording of this owner.
func (s *Service) update(ctx context.Context, owner, id string, change func(*Recording) error) (Recording, error) {
	r, err := s.recordings.Of(owner).Update(ctx, id, change)
	if errors.Is(err, store.ErrNotFound) {
		return Recording{}, ErrNotFound
	}
	if err != nil && fault.From(err) == nil {
		err = fmt.Errorf("change recording: %w", err)
	}
	return r, err
}
