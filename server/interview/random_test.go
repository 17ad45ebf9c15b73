package interview_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
)

// crowd is several windows of one person, each of which does what it likes.
type crowd struct {
	*room
	interviews []interview.Interview
	mu         sync.Mutex
	// accepted are the answers that were accepted, by interview and item.
	accepted map[[2]string][]string
}

// Whatever several windows do at once, in whatever order: no accepted answer is
// lost, none is scored or counted twice, and the times of the questions are the
// time of the whole.
func TestRandomWindows(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		c := &crowd{room: open(t), accepted: map[[2]string][]string{}}
		for range 2 {
			c.interviews = append(c.interviews, c.start(withFollowUps))
		}
		var wg sync.WaitGroup
		for window := range uint64(5) {
			wg.Go(func() { c.live(rand.New(rand.NewPCG(seed, window)), 30) })
		}
		wg.Wait()
		c.grader.back()
		c.drain()
		for _, v := range c.interviews {
			_, err := c.Complete(t.Context(), anna, v.ID)
			c.ok(err)
		}
		c.pass(time.Hour) // whoever looks now queues what was forgotten
		for _, v := range c.interviews {
			c.get(v.ID)
		}
		c.drain()
		c.check(seed)
	}
}

// drain does all jobs, also those that come of them.
func (r *room) drain() {
	r.Helper()
	for r.work() > 0 {
	}
}

// live does so many steps.
func (c *crowd) live(chance *rand.Rand, steps int) {
	seen := map[string]int64{}
	for range steps {
		v := c.interviews[chance.IntN(len(c.interviews))]
		now, err := c.step(chance, v.ID)
		switch k := fault.KindOf(err); {
		case err != nil && k != fault.Conflict && k != fault.Invalid:
			c.Errorf("%v", err)
		case err == nil && now.ID != "":
			if now.Revision < seen[now.ID] {
				c.Errorf("revision %d after %d", now.Revision, seen[now.ID])
			}
			seen[now.ID] = now.Revision
			c.sound(&now)
		}
	}
}

// step does one thing.
func (c *crowd) step(chance *rand.Rand, id string) (interview.Interview, error) {
	item := fmt.Sprintf("q%d", 1+chance.IntN(5))
	if chance.IntN(3) == 0 {
		item += fmt.Sprintf("f%d", 1+chance.IntN(2))
	}
	ctx := c.Context()
	switch chance.IntN(14) {
	case 0:
		return c.Pause(ctx, anna, id)
	case 1, 2:
		return c.Resume(ctx, anna, id)
	case 3:
		return c.Service.Skip(ctx, anna, id, item)
	case 4:
		c.grader.fail(errDown)
	case 5, 6:
		c.grader.back()
	case 7:
		for _, job := range c.queue.take() {
			if err := c.Score(ctx, job.ScoreJob); err != nil {
				return interview.Interview{}, err
			}
		}
	case 8:
		c.pass(time.Duration(chance.IntN(300)) * time.Second)
	case 9:
		if chance.IntN(8) == 0 {
			c.pass(interview.Idle)
		}
		return c.Get(ctx, anna, id)
	case 10:
		_, _, err := c.SaveDraft(ctx, anna, id, interview.Written{Item: item, Text: fmt.Sprint(chance.Uint64()), Writer: item, Revision: int64(chance.IntN(3))})
		return interview.Interview{}, err
	default:
		return c.answer(chance, id, item)
	}
	return interview.Interview{}, nil
}

// answer gives one of a few answers, so that the same one is given again at
// times.
func (c *crowd) answer(chance *rand.Rand, id, item string) (interview.Interview, error) {
	text := []string{
		"I would look at the plan, since a scan of a large table tells that an index is missing.",
		"We measured first, changed one thing at a time and kept what helped by thirty percent.", "fine", "",
	}[chance.IntN(4)]
	v, err := c.Submit(c.Context(), anna, id, written(item, text))
	if err != nil {
		return v, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := [2]string{id, item}
	if before := c.accepted[key]; !slices.Contains(before, text) {
		c.accepted[key] = append(before, text)
	}
	// One that was none may be given once more.
	if all := c.accepted[key]; len(all) > 2 || len(all) == 2 && strings.Contains(item, "f") {
		c.Errorf("%s: %q were accepted", item, all)
	}
	return v, nil
}

// sound looks at what must hold at every moment.
func (c *crowd) sound(v *interview.Interview) {
	sum := time.Duration(0)
	for _, q := range v.Questions {
		sum += q.Spent
		if len(q.FollowUps) > interview.MaxFollowUps {
			c.Errorf("%d follow-up questions", len(q.FollowUps))
		}
		if a := q.Answer; a != nil && (a.State == interview.Scored) != (a.Result != nil) && len(q.FollowUps) == 0 {
			c.Errorf("%s, %+v", a.State, a.Result)
		}
	}
	if sum != v.Elapsed || v.Elapsed > c.now().Sub(v.StartedAt) || v.Current < 0 || v.Current > len(v.Questions) {
		c.Errorf("%s for the questions, %s in all, current %d", sum, v.Elapsed, v.Current)
	}
	if last := v.Changes[len(v.Changes)-1]; last.Revision != v.Revision {
		c.Errorf("revision %d, last change %+v", v.Revision, last)
	}
}

// check looks at what must hold in the end.
func (c *crowd) check(seed uint64) {
	c.Helper()
	scored, sum := map[string]int{}, map[string]float64{}
	for _, v := range c.interviews {
		v = c.get(v.ID)
		c.sound(&v)
		for _, q := range v.Questions {
			given := map[string]string{}
			if a := q.Answer; a != nil {
				given[q.ID] = a.Content
				if a.State != interview.Scored {
					c.Errorf("seed %d: %s is %s in the end", seed, q.ID, a.State)
					continue
				}
				scored[q.Asked.ID]++
				sum[q.Asked.ID] += a.Result.Score
			}
			for _, f := range q.FollowUps {
				if f.Given {
					given[f.ID] = f.Answer
				}
			}
			for item, text := range given {
				want := c.accepted[[2]string{v.ID, item}]
				if !slices.Contains(want, text) || len(want) == 2 && !q.Repeated {
					c.Errorf("seed %d: %s has %q, accepted was %q", seed, item, text, want)
				}
				delete(c.accepted, [2]string{v.ID, item})
			}
		}
	}
	if len(c.accepted) > 0 {
		c.Errorf("seed %d: lost %v", seed, c.accepted)
	}
	for id, n := range scored {
		if b := c.banked(id); b.Average == nil || math.Abs(*b.Average*float64(n)-sum[id]) > 0.01 {
			c.Errorf("seed %d: %s: %v on average, %d answers with %v in all", seed, id, b.Average, n, sum[id])
		}
	}
	p, _, err := c.Progress(c.Context(), anna)
	c.ok(err)
	if all := len(scored); p.All.Answers != all {
		c.Errorf("seed %d: progress of %d answers, %d were scored", seed, p.All.Answers, all)
	}
}
