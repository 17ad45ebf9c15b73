package interview

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/store"
)

// shelf is the question bank as it is used: the program's own questions with
// what administrators have added, changed and retired, and how the questions
// did.
type shelf struct {
	added  *store.Collection[Added]
	counts *store.Collection[count]
	now    func() time.Time

	mu     sync.Mutex
	ready  *bank.Index
	readAt time.Time
	stamp  string // of what was read
}

// Added is a question that an administrator has added, changed or retired.
type Added struct {
	// ID is the question's.
	ID string `bson:"_id"`
	// YAML is the question in the bank's form; empty for one that is retired.
	YAML    string    `bson:"yaml"`
	Retired bool      `bson:"retired"`
	At      time.Time `bson:"updatedAt"`
}

// count is how a question did. Sum is of scores in tenths, so that it can be
// counted up.
type count struct {
	ID     string `bson:"_id"`
	Asked  int64  `bson:"timesAsked"`
	Scored int64  `bson:"scored"`
	Sum    int64  `bson:"sum"`
}

const byID = "by_id"

// shelfAge is how long a process uses the questions it has read: what an
// administrator changes elsewhere is asked that much later.
const shelfAge = 30 * time.Second

func (s *shelf) open(ctx context.Context, db *store.DB, now func() time.Time) error {
	s.now = now
	var failed [2]error
	s.added, failed[0] = store.Define[Added]("interview_questions", store.Schema{
		Indexes: []store.Index{{Name: byID, Fields: []string{"updatedAt"}}},
	}).Open(ctx, db)
	s.counts, failed[1] = store.Define[count]("interview_question_counts", store.Schema{}).Open(ctx, db)
	return errors.Join(failed[:]...)
}

// index are the questions that are asked.
func (s *shelf) index(ctx context.Context) (*bank.Index, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready != nil && s.now().Sub(s.readAt) < shelfAge {
		return s.ready, nil
	}
	own, err := bank.All()
	if err != nil {
		return nil, err //nolint:wrapcheck // the bank says what it did
	}
	changed, stamp, err := s.changed(ctx)
	if err != nil {
		return nil, err
	}
	if s.ready != nil && stamp == s.stamp {
		s.readAt = s.now()
		return s.ready, nil
	}
	var all []bank.Question
	for i := range own {
		a, ok := changed[own[i].ID]
		if !ok {
			all = append(all, own[i])
		} else if q := a.question(); q != nil {
			all = append(all, *q)
		}
		delete(changed, own[i].ID)
	}
	for _, id := range sortedKeys(changed) {
		if q := changed[id].question(); q != nil {
			all = append(all, *q)
		}
	}
	s.ready, s.readAt, s.stamp = bank.NewIndex(all), s.now(), stamp
	return s.ready, nil
}

// changed are what administrators did, by question, and a stamp that differs
// when it does.
func (s *shelf) changed(ctx context.Context) (map[string]Added, string, error) {
	out := map[string]Added{}
	stamp := sha256.New()
	for a, err := range s.added.All(ctx, store.Query{Index: byID, PageSize: store.MaxPageSize}) {
		if err != nil {
			return nil, "", fmt.Errorf("read questions: %w", err)
		}
		out[a.ID] = a
		// By content: two changes may fall into one moment.
		_, _ = fmt.Fprintf(stamp, "%q %t %q\n", a.ID, a.Retired, a.YAML) // never fails
	}
	return out, string(stamp.Sum(nil)), nil
}

// question is what was added; nil for what is retired, and for what a newer
// version of the program cannot read any more.
func (a Added) question() *bank.Question {
	if a.Retired {
		return nil
	}
	all, err := bank.Parse([]byte(a.YAML))
	if err != nil || len(all) != 1 {
		return nil
	}
	return &all[0]
}

// forget makes this process read the questions anew.
func (s *shelf) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readAt = time.Time{}
}

func (s *shelf) countAsked(ctx context.Context, id string) error {
	return s.add(ctx, id, "timesAsked", 1)
}

// countScore counts an answer's score; one that was scored before counts by how
// it has changed.
func (s *shelf) countScore(ctx context.Context, id string, before, now *grade.Result) error {
	tenths := func(r *grade.Result) int64 { return int64(math.Round(r.Score * 10)) }
	if before == nil {
		return errors.Join(s.add(ctx, id, "scored", 1), s.add(ctx, id, "sum", tenths(now)))
	}
	if by := tenths(now) - tenths(before); by != 0 {
		return s.add(ctx, id, "sum", by)
	}
	return nil
}

func (s *shelf) add(ctx context.Context, id, field string, by int64) error {
	_, err := s.counts.Increment(ctx, id, field, by, store.NoLimit)
	if errors.Is(err, store.ErrNotFound) {
		if err = s.counts.Insert(ctx, count{ID: id}); err == nil || errors.Is(err, store.ErrExists) {
			_, err = s.counts.Increment(ctx, id, field, by, store.NoLimit)
		}
	}
	if err != nil {
		return fmt.Errorf("count question: %w", err)
	}
	return nil
}

// of is how a question did.
func (s *shelf) of(ctx context.Context, id string) (count, error) {
	c, err := s.counts.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return count{ID: id}, nil
	}
	if err != nil {
		return count{}, fmt.Errorf("read counts: %w", err)
	}
	return c, nil
}
