package interview

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
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
	// Last is what was counted last, at most maxLast. A count that is repeated,
	// since the process ended before its interview said so, is found here: the
	// caller repeats it at once, or the next time that somebody looks at the
	// interview.
	Last []last `bson:"last"`
}

// last is what was counted of a question of an interview.
type last struct {
	Key   string `bson:"key"`
	Noted `bson:",inline"`
}

// maxLast bounds a count's document to some 20 KB.
const maxLast = 200

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

// count counts what is to be known of a question of an interview, which key
// names, over what was known of it before. Counting it again changes nothing.
func (s *shelf) count(ctx context.Context, id, key string, had, has Noted) error {
	add := func(c *count) error { return c.add(key, had, has) }
	_, err := s.counts.Update(ctx, id, add)
	if errors.Is(err, store.ErrNotFound) {
		c := count{ID: id}
		_ = add(&c) // the first is no repetition
		if err = s.counts.Insert(ctx, c); errors.Is(err, store.ErrExists) {
			_, err = s.counts.Update(ctx, id, add)
		}
	}
	if err != nil && !errors.Is(err, errMoved) {
		return fmt.Errorf("count question: %w", err)
	}
	return nil
}

// add is count for one document; errMoved when it has counted this already.
func (c *count) add(key string, had, has Noted) error {
	at := slices.IndexFunc(c.Last, func(l last) bool { return l.Key == key })
	if at >= 0 { // counted, though the interview may not say so
		had = c.Last[at].Noted
	}
	if had == has || had.Version > has.Version {
		return errMoved
	}
	if !had.Asked {
		c.Asked++
	}
	if has.Scored && !had.Scored {
		c.Scored++
	}
	c.Sum += has.Tenths - had.Tenths
	if at >= 0 {
		c.Last = slices.Delete(c.Last, at, at+1)
	}
	c.Last = append(c.Last, last{Key: key, Noted: has})
	c.Last = c.Last[max(0, len(c.Last)-maxLast):]
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
