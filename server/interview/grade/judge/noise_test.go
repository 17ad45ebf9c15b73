package judge_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/grade/judge"
)

// noisy is a model that is of another opinion in a share of its judgements: it
// leaves out a point that is made, or claims one that is not with a sentence
// that does stand in the answer, so that no check of quotes helps. It does the
// same with parts, and quotes now one sentence and now another.
type noisy struct {
	byText map[string]asked
	share  float64
	seed   uint64
}

// counting counts the calls.
type counting struct {
	noisy
	calls atomic.Int64
}

func (m *counting) Generate(ctx context.Context, p answer.Prompt, emit func(string) error) (answer.Usage, error) {
	m.calls.Add(1)
	return m.noisy.Generate(ctx, p, emit)
}

func (m noisy) Generate(_ context.Context, p answer.Prompt, emit func(string) error) (answer.Usage, error) {
	b := blocks(p.Messages[0].Text)
	q := m.byText[b["question"][0].text]
	text := said(b)
	rng := dice(m.seed, b)
	all := sentences(text)
	truth := honest(q.lang, q.text.Points, text)
	var c claim
	for i := range q.text.Points {
		quotes := truth[label(i)]
		if flip := rng.Float64() < m.share; flip && len(quotes) > 0 {
			continue
		} else if flip {
			quotes = []string{all[rng.IntN(len(all))]}
		}
		if len(quotes) > 0 {
			c.Points = append(c.Points, claimedPoint{ID: label(i), Quotes: []string{short(quotes[rng.IntN(len(quotes))])}})
		}
	}
	if q.question.Type == bank.Behavioral {
		// Three parts are told in the first sentences, the result is not.
		for i, part := range []string{grade.Situation, grade.Task, grade.Action, grade.Outcome} {
			if (i < 3) != (rng.Float64() < m.share) {
				c.Parts = append(c.Parts, claimedPart{part, short(all[i%len(all)])})
			}
		}
	}
	written, err := json.Marshal(c)
	if err != nil {
		return answer.Usage{}, err
	}
	return answer.Usage{Model: "noisy"}, emit(string(written))
}

// spread is how far the scores of the same answer lie apart: of all answers
// together and of the worst one; and how many calls an answer took.
type spread struct{ all, most, calls float64 }

// graded50 grades each answer fifty times, each time with other noise.
func graded50(t *testing.T, answers []grade.Answer, byText map[string]asked, samples int, share float64) spread {
	t.Helper()
	const times = 50
	var out spread
	var variance float64
	for _, a := range answers {
		var sum, squares float64
		for n := range times {
			model := &counting{noisy: noisy{byText: byText, share: share, seed: uint64(n)}}
			r, err := judge.New(model, "noisy", samples).Grade(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			sum += r.Score
			squares += r.Score * r.Score
			out.calls += float64(model.calls.Load()) / float64(times*len(answers))
		}
		deviation := math.Sqrt(max(0, squares/times-sum/times*sum/times))
		variance += deviation * deviation / float64(len(answers))
		out.most = max(out.most, deviation)
	}
	out.all = math.Sqrt(variance)
	return out
}

// answersOfAllKinds are a whole sample and a third of one for each type of
// question.
func answersOfAllKinds(t *testing.T, all []asked) []grade.Answer {
	t.Helper()
	var out []grade.Answer
	for _, kind := range []string{bank.Technical, bank.Behavioral, bank.CaseStudy} {
		n := 0
		for _, q := range all {
			if q.question.Type != kind || q.lang != "en" || len(q.text.Points) < 4 {
				continue
			}
			own := sentences(q.text.Sample)
			text := q.text.Sample
			if n == 1 {
				text = strings.Join(own[:(len(own)+1)/2], " ")
			}
			if r := grade.Assess(q.answered(text), grade.Found{}); r.Unfit != "" && r.Unfit != grade.OffTopic {
				continue
			}
			out = append(out, q.answered(text))
			if n++; n == 2 {
				break
			}
		}
	}
	return out
}

// Eight judgements of a hundred that change from one try to the next are more
// than a model at temperature 0 should have; the votes must hold the score
// together all the same.
func TestNoisyModel(t *testing.T) {
	all, byText := shelf(t)
	answers := answersOfAllKinds(t, all)
	if raceDetector {
		answers = []grade.Answer{answers[0], answers[3], answers[4]}
	}
	for _, c := range []struct {
		samples int
		share   float64
		most    float64 // 0: only told
	}{{7, 0.08, 0.25}, {1, 0.08, 0}, {3, 0.08, 0}} {
		if raceDetector && c.most == 0 {
			continue
		}
		s := graded50(t, answers, byText, c.samples, c.share)
		t.Logf("%.0f%% of the judgements flipped, up to %d samples (%.1f calls): standard deviation %.2f, of one answer %.2f at most", 100*c.share, c.samples, s.calls, s.all, s.most)
		if c.most > 0 && s.all > c.most {
			t.Errorf("the standard deviation is %.2f, more than %.2f", s.all, c.most)
		}
		if c.samples == 1 && s.all < 0.3 {
			t.Errorf("a single sample has a standard deviation of %.2f: the noise shows nothing", s.all)
		}
	}
}
