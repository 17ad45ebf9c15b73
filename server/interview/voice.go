package interview

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
)

const (
	// Silence is how long nobody may speak before a spoken answer is taken as
	// given. People think in the middle of an answer; five seconds is longer than
	// an interviewer waits.
	Silence = 5 * time.Second
	// MaxSpoken is how long a spoken answer may take.
	MaxSpoken = 5 * time.Minute
	// slowWords is how long the recogniser may take: it gives up after 30 s, and
	// says so. lastWords is for what was said last before a session's end: sound is
	// handed over for 5 s then.
	slowWords, lastWords = 40 * time.Second, 10 * time.Second
	// lastSound is how long after a session's end it may be told that speech had
	// begun: it is speech when it has lasted 0.1 s, on its way through three queues.
	lastSound = 500 * time.Millisecond
	// maxVoices bounds the answers that are being spoken in this process.
	maxVoices = 1000
)

var (
	errNoSound = fault.New(fault.Unavailable, "voice_unavailable", "Answers cannot be spoken live on this server. Upload a recording, or write the answer.")
	errVoices  = fault.New(fault.Unavailable, "too_many_voices", "Too many people are speaking at the moment. Try again in a minute, or upload a recording.").After(time.Minute)
)

// Heard is something that was heard in a live session: what somebody said, or
// that speech began or ended. Times are on the session's clock.
type Heard struct {
	// Final tells that it is what was said for good in a stretch of speech: Text,
	// with Words; both may be empty.
	Final bool
	Text  string
	Words []coach.Word
	// Began and Stopped mark speech at At.
	Began, Stopped bool
	At             time.Duration
	// Ended tells that the session has ended. The words that were said last may
	// come after it.
	Ended bool
}

// Speak opens a live session in which an answer is spoken. The answer is
// submitted when the session ends, or after a long silence.
func (s *Service) Speak(ctx context.Context, owner account.UserID, id, item, signIn string) (session string, err error) {
	if s.Live == nil {
		return "", errNoSound
	}
	v, err := s.Get(ctx, owner, id)
	if err != nil {
		return "", err
	}
	if err := s.MayRecord(ctx, owner, id, item); err != nil {
		return "", err
	}
	at, _ := v.at(item)
	session, err = s.Live.Open(ctx, owner, id, v.Questions[at].Language, signIn)
	if err != nil {
		return "", fmt.Errorf("open live session: %w", err)
	}
	var before []string
	v, err = s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		if err := ready(v); err != nil {
			return err
		}
		at, ok := v.at(item)
		if !ok || !v.Questions[at].takes(item) {
			return errAnswered
		}
		if !v.back(now) {
			return errPaused
		}
		q := &v.Questions[at]
		before = q.hang() // who speaks anew says it anew
		v.charge(now)
		v.Current = at
		v.touch(now)
		q.Voice = &Voice{Session: session, Item: item, At: now}
		v.note(IsSpoken, q.ID, now)
		return nil
	})
	if err != nil {
		return "", errors.Join(err, s.Live.End(context.WithoutCancel(ctx), owner, session))
	}
	s.hush(ctx, owner, before)
	if !s.listen(&v, &v.Questions[at]) {
		return "", errors.Join(errVoices, s.Live.End(context.WithoutCancel(ctx), owner, session))
	}
	return session, nil
}

// voices are the spoken answers that this process listens to.
type voices struct {
	background context.Context
	stop       context.CancelFunc
	work       sync.WaitGroup

	mu      sync.Mutex
	stopped bool
	heard   map[string]struct{} // by session
}

func newVoices() *voices {
	background, stop := context.WithCancel(context.Background())
	return &voices{background: background, stop: stop, heard: map[string]struct{}{}}
}

// Run waits for ctx to end, then ends all listening. Who looks at an interview
// afterwards, in whatever process, listens again from the beginning.
func (s *Service) Run(ctx context.Context) error {
	<-ctx.Done()
	s.voices.mu.Lock()
	s.voices.stopped = true
	s.voices.mu.Unlock()
	s.voices.stop()
	s.voices.work.Wait()
	return nil
}

// listen listens to a spoken answer, once in this process. It returns false
// when there are too many.
func (s *Service) listen(v *Interview, q *Question) bool {
	voice, owner, id := *q.Voice, account.UserID(v.UserID), v.ID
	o := s.voices
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.heard[voice.Session]; ok || s.Live == nil {
		return true
	}
	if o.stopped || len(o.heard) >= maxVoices {
		return false
	}
	o.heard[voice.Session] = struct{}{}
	language := q.Language
	o.work.Go(func() {
		defer func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			delete(o.heard, voice.Session)
		}()
		if err := s.take(o.background, owner, id, voice, language); err != nil && o.background.Err() == nil {
			s.Logger.ErrorContext(o.background, "take spoken answer", "interview", id, "error", err.Error())
		}
	})
	return true
}

// take collects what is said until the session ends or nobody speaks any more,
// and submits it. Of several processes that listen, the first to submit wins:
// the others' is the same, or comes too late.
func (s *Service) take(ctx context.Context, owner account.UserID, id string, voice Voice, language string) error {
	said, err := s.collect(ctx, owner, voice)
	if err != nil && fault.KindOf(err) != fault.NotFound { // a session that is gone says no more
		return err
	}
	return s.submitSpoken(ctx, owner, id, voice, said.given(voice.Item, language))
}

// collect is what is said in a session, which it ends after a long silence. Who
// listens late hears everything from the beginning: then the session is ended
// first, and what was said comes after.
func (s *Service) collect(ctx context.Context, owner account.UserID, voice Voice) (spoken, error) {
	said := spoken{}
	heard := make(chan Heard)
	ended := make(chan error, 1)
	listening, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	work.Go(func() {
		ended <- s.Live.Listen(listening, owner, voice.Session, func(h Heard) error {
			select {
			case heard <- h:
				return nil
			case <-listening.Done():
				return listening.Err()
			}
		})
	})
	longest := time.NewTimer(voice.At.Add(MaxSpoken).Sub(s.Now()))
	defer longest.Stop()
	quiet := time.NewTimer(MaxSpoken)
	defer quiet.Stop()
	for over := false; ; {
		select {
		case h := <-heard:
			if said.add(h); h.Ended {
				over = true
				longest.Stop()
			}
			if !over || said.ended {
				quiet.Reset(said.patience())
			}
			continue
		case err := <-ended:
			return said, err
		case <-longest.C:
		case <-quiet.C:
		}
		if over { // the last words do not come
			return said, nil
		}
		over = true
		if err := s.Live.End(ctx, owner, voice.Session); err != nil && fault.KindOf(err) != fault.NotFound {
			return said, fmt.Errorf("end live session: %w", err)
		}
		longest.Stop()
		quiet.Reset(lastWords)
	}
}

// hush ends sessions in which nobody is listened to any more. Where that fails,
// they end by themselves.
func (s *Service) hush(ctx context.Context, owner account.UserID, sessions []string) {
	if s.Live == nil { // opened when this server still took sound
		return
	}
	for _, session := range sessions {
		if err := s.Live.End(ctx, owner, session); err != nil && fault.KindOf(err) != fault.NotFound {
			s.Logger.WarnContext(ctx, "a live session could not be ended", "session", session, "error", err.Error())
		}
	}
}

// hang takes the live session away in which a question is being answered, and
// returns its id; none where there is none.
func (q *Question) hang() []string {
	if q.Voice == nil {
		return nil
	}
	session := q.Voice.Session
	q.Voice = nil
	return []string{session}
}

// submitSpoken submits a spoken answer unless the question has another by now, or
// is being answered in another session. Where nothing was said, the question
// waits on; where the interview is paused, the answer waits as well, and is
// listened to again.
func (s *Service) submitSpoken(ctx context.Context, owner account.UserID, id string, voice Voice, g Given) error {
	var err error
	if g.session = voice.Session; g.Text != "" {
		_, err = s.Submit(ctx, owner, id, g)
	} else {
		_, err = s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
			at, ok := v.at(voice.Item)
			if !ok || !v.Questions[at].heardIn(voice.Session) {
				return errMoved
			}
			v.Questions[at].Voice = nil
			v.note(WasNotHeard, v.Questions[at].ID, now)
			return nil
		})
	}
	if k := fault.KindOf(err); errors.Is(err, errMoved) || k == fault.Conflict || k == fault.NotFound {
		return nil // answered otherwise, or over
	}
	return err
}

// heardIn tells whether a question is being answered in a live session.
func (q *Question) heardIn(session string) bool { return q.Voice != nil && q.Voice.Session == session }

// spoken is what was said so far.
type spoken struct {
	texts  []string
	words  []coach.Word
	speech []delivery.Span
	began  time.Duration
	// speaking tells that speech has begun and not ended; behind counts the
	// stretches of speech of which the words are not there yet.
	speaking bool
	behind   int
	// vague tells that it is not known where all the words were said: the process
	// that heard them is gone, or its clock.
	vague bool
	ended bool
}

func (s *spoken) add(h Heard) {
	switch {
	case h.Began:
		s.speaking, s.began = true, h.At
		s.vague = s.vague || len(s.speech) > 0 && h.At < s.speech[len(s.speech)-1].End
	case h.Stopped && s.speaking:
		s.speaking = false
		s.speech = append(s.speech, delivery.Span{Start: s.began, End: h.At})
		s.behind++
	case h.Final:
		s.vague = s.vague || s.behind == 0 && h.Text != ""
		s.behind = max(0, s.behind-1)
		if h.Text != "" {
			s.texts = append(s.texts, h.Text)
			s.words = append(s.words, h.Words...)
		}
	case h.Ended:
		s.ended = true
	}
}

// patience is how long to wait for more.
func (s *spoken) patience() time.Duration {
	switch {
	case s.ended && (s.speaking || s.behind > 0):
		return lastWords
	case s.ended:
		return lastSound
	case s.speaking || len(s.texts) == 0 && s.behind == 0:
		return MaxSpoken
	case s.behind > 0:
		return slowWords
	}
	return Silence
}

// given is what was said as an answer.
func (s *spoken) given(item, language string) Given {
	g := Given{Item: item, Type: Audio, Text: bounded(strings.TrimSpace(strings.Join(s.texts, " ")))}
	if g.Text == "" || s.vague {
		return g
	}
	figures := delivery.Measure(delivery.Input{
		Language: language, Text: g.Text, Words: s.words,
		Sound: delivery.Sound{Length: s.speech[len(s.speech)-1].End, Speech: s.speech},
	})
	g.Delivery = &figures
	return g
}
