package progress_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

// runs is how many people each simulation has.
const runs = 1500

// noise is how far a person's answers vary in all, as a standard deviation.
const noise = 1.5

// person is somebody whose level goes from one to another after half of the
// answers, of which each interview has some. form is the part of the noise that
// is good and bad days: the answers of one interview have it in common.
type person struct {
	answers, perInterview int
	from, to, form        float64
}

// play is what progress says of one such person.
func (p person) play(rng *rand.Rand) progress.Skill {
	var all []practice.History
	today := 0.0
	for i := range p.answers {
		level := p.from
		if i >= p.answers/2 {
			level = p.to
		}
		if i%p.perInterview == 0 {
			today = p.form * rng.NormFloat64()
		}
		level += today + math.Sqrt(noise*noise-p.form*p.form)*rng.NormFloat64()
		score := math.Round(10*min(10, max(0, level))) / 10
		h := practice.History{QuestionID: fmt.Sprint("q", i), Type: bank.Technical}
		in := i / p.perInterview
		h.Record(fmt.Sprintf("i%03d", in), after(in), grade.Result{Rubric: grade.Rubric, Score: score})
		all = append(all, h)
	}
	return progress.Of(all, after(p.answers)).All
}

// percent is how often something is said of such people.
func (p person) percent(is func(progress.Skill) bool) float64 {
	rng := rand.New(rand.NewPCG(6, uint64(p.answers)))
	hits := 0
	for range runs {
		if is(p.play(rng)) {
			hits++
		}
	}
	return 100 * float64(hits) / runs
}

func changed(s progress.Skill) bool {
	return s.Verdict == progress.Improving || s.Verdict == progress.Declining
}

// TestNoChangeOutOfNoise: somebody who stays the same is hardly ever told to
// have changed, however few or many answers there are; nor is somebody who has
// good and bad days.
func TestNoChangeOutOfNoise(t *testing.T) {
	for _, p := range []person{
		{4, 1, 5.5, 5.5, 0},
		{5, 1, 5.5, 5.5, 0},
		{6, 1, 2, 2, 0},
		{8, 1, 8.5, 8.5, 0},
		{12, 1, 5.5, 5.5, 0},
		{40, 1, 5.5, 5.5, 0},
		{10, 5, 5.5, 5.5, 0},
		{10, 5, 5.5, 5.5, 0.75},
		{20, 5, 5.5, 5.5, 0.75},
		{40, 5, 5.5, 5.5, 0.75},
		{40, 10, 5.5, 5.5, 0.75},
	} {
		got := p.percent(changed)
		t.Logf("%+v: a change is seen in %.1f %% of runs", p, got)
		if got > 8 {
			t.Errorf("%+v: a change is seen in %.1f %% of runs", p, got)
		}
	}
}

// TestChangeIsSeen: honesty is not silence.
func TestChangeIsSeen(t *testing.T) {
	for p, least := range map[person]float64{
		{8, 1, 4, 7, 0}:  50,
		{12, 2, 4, 7, 0}: 70,
		{20, 5, 4, 7, 0}: 80,
	} {
		got := p.percent(func(s progress.Skill) bool { return s.Verdict == progress.Improving })
		t.Logf("%+v: seen in %.1f %% of runs", p, got)
		if got < least {
			t.Errorf("%+v: seen in %.1f %% of runs", p, got)
		}
	}
}

// TestIntervalHoldsTheLevel: nine times of ten; more often for answers of few
// interviews that happen to have nothing in common.
func TestIntervalHoldsTheLevel(t *testing.T) {
	for p, most := range map[person]float64{
		{2, 1, 5, 5, 0}:     100,
		{4, 1, 5, 5, 0}:     93,
		{8, 1, 5, 5, 0}:     93,
		{40, 1, 5, 5, 0}:    93,
		{20, 5, 5, 5, 0}:    99,
		{20, 5, 5, 5, 0.67}: 93, // a fifth of the variance
	} {
		got := p.percent(func(s progress.Skill) bool { return s.Low <= p.from && s.High >= p.from })
		t.Logf("%+v: the interval holds the level in %.1f %% of runs", p, got)
		if got < 88 || got > most {
			t.Errorf("%+v: the interval holds the level in %.1f %% of runs", p, got)
		}
	}
}

// TestLevelsAreEarned: who is a little below good is seldom called strong, who
// is just acceptable seldom weak.
func TestLevelsAreEarned(t *testing.T) {
	for _, n := range []int{4, 8, 20} {
		strong := person{n, 1, 5.9, 5.9, 0}.percent(func(s progress.Skill) bool { return s.Verdict == progress.Strong })
		weak := person{n, 1, 4, 4, 0}.percent(func(s progress.Skill) bool { return s.Verdict == progress.Weak })
		t.Logf("%2d answers: strong at 5.9 in %.1f %%, weak at 4.0 in %.1f %% of runs", n, strong, weak)
		if strong > 6 || weak > 6 {
			t.Errorf("%d answers: strong at 5.9 in %.1f %%, weak at 4.0 in %.1f %% of runs", n, strong, weak)
		}
	}
}

// TestUsual: the next value is where it is said to be, nine times of ten.
func TestUsual(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n, most := range map[int]int{3: 97, 5: 93, 10: 92} {
		inside := 0
		for range 10 * runs {
			values := make([]float64, n)
			for i := range values {
				values[i] = 50 + 12*rng.NormFloat64()
			}
			low, high := progress.Usual(values, 100)
			if next := 50 + 12*rng.NormFloat64(); low <= next && next <= high {
				inside++
			}
		}
		if got := 100 * inside / (10 * runs); got < 89 || got > most {
			t.Errorf("%d values: the next is inside in %d %% of runs", n, got)
		}
	}
	for _, values := range [][]float64{nil, {50}} {
		if low, high := progress.Usual(values, 100); low != 0 || high != 100 {
			t.Errorf("%v: %v to %v", values, low, high)
		}
	}
}
