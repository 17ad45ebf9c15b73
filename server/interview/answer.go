package interview

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
)

// MaxText bounds an answer and a draft, in letters.
const MaxText = 20_000

var (
	errAnswered  = fault.New(fault.Conflict, "already_answered", "This question is answered already. Go on with the next one.")
	errNoFollow  = fault.New(fault.Conflict, "follow_up_closed", "This follow-up question is answered or left out already. Go on with the next question.")
	errLong      = fault.BadField("answer_text", "max_len", "An answer has at most 20,000 letters.")
	errLongDraft = fault.BadField("text", "max_len", "A draft has at most 20,000 letters.")
	errOtherItem = fault.BadField("audio_url", "question", "This recording answers another question.")
	errPartial   = fault.New(fault.Conflict, "recording_incomplete", "The rest of this recording is missing. Send it, then answer with the recording.")
	errFailed    = fault.New(fault.Conflict, "recording_failed", "This recording could not be read. Record the answer again, or write it.")
)

// Given is an answer as it is given.
type Given struct {
	// Item is the question or follow-up question.
	Item string
	// Type is Text or Audio.
	Type string
	// Text is what was written, or what the client recognised.
	Text string
	// Recording is the one in which it was spoken; empty for none.
	Recording string
	// Delivery is how it was said; nil where that is not known.
	Delivery *delivery.Figures
	// session is the live one in which it was spoken; empty otherwise.
	session string
}

// Submit answers a question and scores the answer. Where that cannot be done
// now, the answer is kept and its state says why. The same answer again changes
// nothing.
func (s *Service) Submit(ctx context.Context, owner account.UserID, id string, g Given) (Interview, error) {
	if utf8.RuneCountInString(g.Text) > MaxText {
		return Interview{}, errLong
	}
	g.Text = bounded(g.Text)
	state := Queued
	if g.Recording != "" {
		r, err := s.Recordings.Recording(ctx, owner, id, g.Recording)
		if err != nil {
			return Interview{}, err //nolint:wrapcheck // a fault that says what is wrong with it
		}
		switch {
		case r.Item != g.Item:
			return Interview{}, errOtherItem
		case r.Failure != "":
			return Interview{}, errFailed.Because(errors.New(r.Failure))
		case r.Partial:
			return Interview{}, errPartial
		case !r.Ready:
			// What the client has recognised meanwhile is not what will be scored.
			g.Text, state = "", Transcribing
		default:
			g.Text, g.Delivery = bounded(r.Text), r.Delivery
		}
	}
	var unheard []string
	v, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) (err error) {
		unheard, err = v.answer(g, state, now)
		return err
	})
	if err != nil {
		return Interview{}, err
	}
	s.hush(ctx, owner, unheard)
	at, _ := v.at(g.Item)
	switch v.Questions[at].Answer.State {
	case Queued:
		return s.score(ctx, v, at)
	case Transcribing: // unless it was read this moment
		if err := s.Transcribed(ctx, owner, id, g.Recording); err != nil {
			return Interview{}, err
		}
		return s.find(ctx, owner, id)
	case Scored, Failed:
	}
	return v, s.learn(ctx, &v) // where the call before this one ended too early
}

// bounded is a text as it can be kept: what a recogniser understood may be of any
// length.
func bounded(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	left := MaxText
	for at := range text {
		if left == 0 {
			return text[:at]
		}
		left--
	}
	return text
}

// answer keeps an answer, and returns the live session in which another to the
// same question was being spoken.
func (v *Interview) answer(g Given, state State, now time.Time) (unheard []string, err error) {
	at, ok := v.at(g.Item)
	if !ok {
		return nil, errNoItem
	}
	q := &v.Questions[at]
	if v.repeats(q, g) { // also when the interview is over by now
		return nil, nil
	}
	if err := ready(v); err != nil {
		return nil, err
	}
	switch {
	case g.session != "" && !q.heardIn(g.session):
		return nil, errMoved
	case g.Item == q.ID && !q.takes(g.Item):
		return nil, errAnswered
	case g.Item != q.ID && q.waiting(g.Item) == nil:
		return nil, errNoFollow
	case !v.back(now):
		return nil, errPaused
	}
	v.charge(now)
	v.Current = at
	v.touch(now)
	if g.Item == q.ID {
		q.begin(g, now)
	} else {
		f := q.waiting(g.Item)
		f.Given, f.Recording = true, g.Recording
	}
	q.say(g)
	a := q.Answer
	a.Version++
	a.State, a.Notice, a.QueuedAt = state, "", now
	if state == Transcribing {
		a.Notice = catalogue().In(v.Language, "transcribing")
	}
	q.Draft = q.Draft.answered(g.Text)
	if unheard = q.hang(); g.session != "" {
		unheard = nil // it was heard
	}
	v.note(WasAnswered, q.ID, now)
	if state == Transcribing {
		v.note(IsTranscribing, q.ID, now)
	}
	v.goOn()
	return unheard, nil
}

// begin takes an answer in the place of one that was none, if there is one. It goes
// on counting the versions: a result that comes late is for the one before.
func (q *Question) begin(g Given, now time.Time) {
	version := 0
	if q.Answer != nil {
		version, q.Repeated = q.Answer.Version, q.Answered()
	}
	q.Answer = &Answer{ID: newID(), Type: g.Type, Recording: g.Recording, SubmittedAt: now, Version: version}
	q.Skipped = false
}

// answered is what stays of a draft when an answer was given: its text, unless
// the answer grew out of that. Another tab may have written it.
func (d Draft) answered(text string) Draft {
	left := Draft{Revision: d.Revision}
	if !strings.HasPrefix(text, strings.TrimSpace(d.Text)) {
		left.Replaced, left.ReplacedWriter = d.Text, d.Writer
	}
	return left
}

// say fills in what was said or written, and how.
func (q *Question) say(g Given) {
	a := q.Answer
	if g.Item == q.ID {
		a.Content = g.Text
	}
	for i := range q.FollowUps {
		if q.FollowUps[i].ID == g.Item {
			q.FollowUps[i].Answer = g.Text
		}
	}
	switch {
	case g.Delivery == nil:
	case a.Delivery == nil:
		a.Delivery = g.Delivery
	default:
		whole := delivery.Merge([]delivery.Figures{*a.Delivery, *g.Delivery})
		a.Delivery = &whole
	}
}

// repeats tells whether an answer is there already, word by word: a client that
// did not hear back sends it again.
func (v *Interview) repeats(q *Question, g Given) bool {
	if g.Item == q.ID {
		return q.Answered() && q.Answer.Type == g.Type && q.Answer.Recording == g.Recording &&
			(g.Recording != "" || q.Answer.Content == g.Text)
	}
	for _, f := range q.FollowUps {
		if f.ID == g.Item {
			return f.Given && f.Recording == g.Recording && (g.Recording != "" || f.Answer == g.Text)
		}
	}
	return false
}

// waiting is a follow-up question that waits for an answer; nil when it does
// not.
func (q *Question) waiting(item string) *FollowUp {
	if f := q.FollowUp(); f != nil && f.ID == item {
		return f
	}
	return nil
}

// Skip goes on without an answer to a question, or to a follow-up question.
func (s *Service) Skip(ctx context.Context, owner account.UserID, id, item string) (Interview, error) {
	var unheard []string
	v, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		unheard = nil
		if err := ready(v); err != nil {
			return err
		}
		at, ok := v.at(item)
		if !ok {
			return errNoItem
		}
		if !v.back(now) {
			return errPaused
		}
		q := &v.Questions[at]
		v.touch(now)
		switch {
		case item == q.ID && q.Repeatable():
			q.Repeated = true // it is left as it is
		case item == q.ID && q.Answered():
			return errAnswered
		case item == q.ID:
			q.Skipped = true
		default:
			f := q.waiting(item)
			if f == nil {
				return errNoFollow
			}
			f.Skipped = true
		}
		unheard = q.hang()
		v.note(WasSkipped, q.ID, now)
		v.goOn()
		return nil
	})
	s.hush(ctx, owner, unheard)
	return v, err
}

// Written is a draft as a client has it.
type Written struct {
	Item, Text, Writer string
	// Revision is the draft's that the text builds on.
	Revision int64
}

// SaveDraft keeps what has been typed. A writer that has not seen the newest
// draft overwrites nothing: saved is false, and the draft is the newest.
func (s *Service) SaveDraft(ctx context.Context, owner account.UserID, id string, w Written) (saved bool, d Draft, err error) {
	if utf8.RuneCountInString(w.Text) > MaxText {
		return false, Draft{}, errLongDraft
	}
	w.Text = bounded(w.Text)
	_, err = s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		saved = false
		if err := ready(v); err != nil {
			return err
		}
		at, ok := v.at(w.Item)
		if !ok {
			return errNoItem
		}
		q := &v.Questions[at]
		if !q.takes(w.Item) || w.Item == q.ID && q.Answered() && q.late(w.Text) {
			return errAnswered
		}
		if q.Draft.Revision != w.Revision && q.Draft.Text != w.Text {
			d = q.Draft
			return errStale
		}
		saved = true
		if q.Draft.Writer != w.Writer && q.Draft.Text != "" && q.Draft.Text != w.Text {
			q.Draft.Replaced, q.Draft.ReplacedWriter = q.Draft.Text, q.Draft.Writer
		}
		q.Draft.Text, q.Draft.Writer, q.Draft.SavedAt = w.Text, w.Writer, now
		q.Draft.Revision++
		if v.back(now) { // a paused interview's clock stays where it is
			v.charge(now)
			v.Current = at
		}
		v.touch(now)
		v.note(WasDrafted, q.ID, now)
		d = q.Draft
		return nil
	})
	if errors.Is(err, errStale) {
		return false, d, nil
	}
	return saved, d, err
}

// late tells whether a draft, saved when its answer had been given already, is that
// answer and not the beginning of the one that may be given in its place. Nor does
// an empty one begin anything; it empties the draft that is there.
func (q *Question) late(text string) bool {
	text = strings.TrimSpace(text)
	return text == strings.TrimSpace(q.Answer.Content) || text == "" && q.Draft.Text == ""
}

// errStale ends the change of a draft that somebody else has changed.
var errStale = errors.New("the draft has moved on")

// Pause stops the clock.
func (s *Service) Pause(ctx context.Context, owner account.UserID, id string) (Interview, error) {
	return s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		if err := ready(v); err != nil {
			return err
		}
		if v.Status == Paused {
			v.Slept = false
			return nil
		}
		v.touch(now)
		v.stop()
		v.note(WasPaused, "", now)
		return nil
	})
}

// Resume lets the clock run on.
func (s *Service) Resume(ctx context.Context, owner account.UserID, id string) (Interview, error) {
	return s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		if err := ready(v); err != nil || v.Status == Active {
			return err
		}
		v.Touched = now
		v.run(now)
		v.note(WasResumed, "", now)
		return nil
	})
}
