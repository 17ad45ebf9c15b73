package coach

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// sequenceBlock is how many numbers a session's document sets aside at a time.
// The log in Redis hands them out; when Redis has been emptied, numbering goes
// on behind the last block, so no number is ever given twice.
const sequenceBlock = 1000

// ErrLogExhausted means that the log has no number left to give (it was never
// opened, was emptied, or its block is used up): Extend it and append again.
var ErrLogExhausted = errors.New("event log has no numbers left")

// ErrEventsUnavailable means that the log cannot be reached now. What needs it is
// refused, so that callers try again; the documents are there all the time.
var ErrEventsUnavailable = fault.New(fault.Unavailable, "events_unavailable",
	"Live sessions cannot take or show events right now. Try again in a moment.").After(time.Second)

// Entry is one encoded event of a log.
type Entry struct {
	Sequence int64
	Data     []byte
}

// Log is the fast, disposable part of the event log. Each method's error is
// ErrEventsUnavailable when the log cannot be reached, within two seconds unless
// it is said otherwise.
type Log interface {
	// Append numbers the entries in order, keeps and publishes them as one
	// step, and returns the last number. The error is ErrLogExhausted when
	// there are no numbers left; nothing was appended then. It tries longer than
	// two seconds.
	Append(ctx context.Context, sessionID string, data [][]byte) (last int64, err error)
	// Extend allows numbers up to limit. A log that is not there starts behind
	// from. It tries as long as Append.
	Extend(ctx context.Context, sessionID string, from, limit int64) error
	// Read returns the kept entries with numbers above after, oldest first.
	// complete is false when some of them may already be gone.
	Read(ctx context.Context, sessionID string, after int64) (entries []Entry, complete bool, err error)
	// Last returns the newest number given; 0 when the log is not there.
	Last(ctx context.Context, sessionID string) (int64, error)
	// Follow subscribes to entries as they are appended. The channel is closed
	// when the follower was too slow to read (bounded queue) or cancelled.
	Follow(ctx context.Context, sessionID string) (<-chan Entry, error)
	// Remove forgets the session's log.
	Remove(ctx context.Context, sessionID string) error
}

// journal writes a session's events: to the log for whoever watches, and the
// lasting ones to the store.
type journal struct {
	log      Log
	sessions *store.Collection[Session]
	records  *store.Collection[Record]
	now      func() time.Time
}

// ready refuses what would change a document and then could not be announced:
// whoever watches would never learn of it.
func (j *journal) ready(ctx context.Context, sessionID string) error {
	_, err := j.log.Last(ctx, sessionID)
	return err
}

// append publishes the events in order. When it returns without an error the
// lasting ones are stored for good.
func (j *journal) append(ctx context.Context, owner, sessionID string, events ...Event) ([]Event, error) {
	data := make([][]byte, len(events))
	for i := range events {
		events[i].At = j.now().UTC()
		b, err := json.Marshal(events[i])
		if err != nil {
			return nil, fmt.Errorf("encode event: %w", err)
		}
		data[i] = b
	}
	last, err := j.number(ctx, sessionID, data)
	if err != nil {
		return nil, fmt.Errorf("append to the log of session %s: %w", sessionID, err)
	}
	for i := range events {
		events[i].Sequence = last - int64(len(events)-1-i)
		if !events[i].Lasting() {
			continue
		}
		r := Record{
			ID: recordID(sessionID, events[i].Sequence), UserID: owner, SessionID: sessionID,
			Sequence: events[i].Sequence, Event: events[i],
		}
		if err := j.records.Insert(ctx, r); err != nil && !errors.Is(err, store.ErrExists) {
			return nil, fmt.Errorf("store event %d of session %s: %w", events[i].Sequence, sessionID, err)
		}
	}
	return events, nil
}

func (j *journal) number(ctx context.Context, sessionID string, data [][]byte) (int64, error) {
	for range 5 {
		last, err := j.log.Append(ctx, sessionID, data)
		if !errors.Is(err, ErrLogExhausted) {
			return last, err
		}
		limit, err := j.sessions.Increment(ctx, sessionID, "sequenceLimit", sequenceBlock, store.NoLimit)
		if err != nil {
			return 0, fmt.Errorf("reserve event numbers: %w", err)
		}
		if err := j.log.Extend(ctx, sessionID, limit-sequenceBlock, limit); err != nil {
			return 0, err
		}
	}
	return 0, ErrLogExhausted
}

// since returns every event after a number that can still be had: all of them
// from the log, or the lasting ones from the store where the log has forgotten.
func (j *journal) since(ctx context.Context, sessionID string, after int64) ([]Event, error) {
	entries, complete, err := j.log.Read(ctx, sessionID, after)
	if err != nil {
		return nil, fmt.Errorf("read the log of session %s: %w", sessionID, err)
	}
	var events []Event
	first := int64(1<<63 - 1)
	if len(entries) > 0 {
		first = entries[0].Sequence
	}
	if !complete {
		stored, err := j.stored(ctx, sessionID, after)
		if err != nil {
			return nil, err
		}
		for _, e := range stored {
			if e.Sequence < first {
				events = append(events, e)
			}
		}
	}
	for _, en := range entries {
		e, err := decodeEvent(en)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// stored returns the lasting events after a number from the store.
func (j *journal) stored(ctx context.Context, sessionID string, after int64) ([]Event, error) {
	var events []Event
	q := store.Query{Index: recordsBySession, Equal: []any{sessionID}, From: after + 1, PageSize: store.MaxPageSize}
	for r, err := range j.records.All(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("list stored events of session %s: %w", sessionID, err)
		}
		r.Event.Sequence = r.Sequence
		events = append(events, r.Event)
	}
	return events, nil
}

func decodeEvent(en Entry) (Event, error) {
	var e Event
	if err := json.Unmarshal(en.Data, &e); err != nil {
		return Event{}, fmt.Errorf("decode event %d: %w", en.Sequence, err)
	}
	e.Sequence = en.Sequence
	return e, nil
}
