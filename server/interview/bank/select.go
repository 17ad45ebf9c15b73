package bank

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// MaxNumber is how many questions an interview has at most.
const MaxNumber = 20

// What Select refuses.
var (
	// ErrNumber means a number of questions outside 1..MaxNumber.
	ErrNumber = errors.New("an interview has 1 to 20 questions")
	// ErrNoQuestions means that there is none of the type and domain.
	ErrNoQuestions = errors.New("there are no such questions")
)

// Wanted is what an interview is to be made of.
type Wanted struct {
	// Type is one of the types, or empty for Mix.
	Type string
	// Mix is the types' shares of an interview of no one type; without it six of
	// ten are technical, three behavioral, one a case study.
	Mix []Share
	// Difficulty is preferred: the others fill up. Empty is any.
	Difficulty string
	// Domain is that of technical questions; empty is any. Behavioral questions and
	// case studies are for all domains.
	Domain string
	// Technologies are preferred, and questions about others come last. One that no
	// question is about counts for nothing (Index.About).
	Technologies []string
	// Number is how many questions, 1..MaxNumber.
	Number int
	// Seed decides among questions that are equally good. The same Wanted gives
	// the same questions.
	Seed uint64
	// Language is preferred; a question that lacks it is asked in English.
	Language string
	// Now is what Asked is compared with.
	Now time.Time
	// Asked is when the person was last asked each question, by id; without those
	// that need not rest.
	Asked map[string]time.Time
	// Weak are points that the person missed, by question's id.
	Weak map[string][]string
}

// Share is the weight of a type in a mix.
type Share struct {
	Type   string `bson:"type"`
	Weight int    `bson:"weight"`
}

// usual is the mix of an interview for which none was configured.
var usual = []Share{{Technical, 6}, {Behavioral, 3}, {CaseStudy, 1}}

// Picked is a question of an interview.
type Picked struct {
	Question *Question
	// Language is the one that it is asked in.
	Language string
	// Why are the reasons for and against it, the weightiest first.
	Why []Reason
}

// Select picks the questions of an interview, type by type in the order of the
// mix: those with weak points first, then what was never or not lately asked,
// and one category after the other. Fewer than wanted come when there are no
// more. The errors are ErrNumber and ErrNoQuestions.
func (x *Index) Select(w Wanted) ([]Picked, error) {
	if w.Number < 1 || w.Number > MaxNumber {
		return nil, fmt.Errorf("select %d questions: %w", w.Number, ErrNumber)
	}
	mix := w.mix()
	judge := newJudge(x, w)
	domain := lookup(x.domains, w.Domain)
	shelves := make([]shelf, len(mix))
	available := make([]int, len(mix))
	for at, s := range mix {
		shelves[at] = newShelf(w.Number, len(x.categories))
		for _, i := range x.byType[s.Type] {
			e := &x.entries[i]
			if s.Type == Technical && w.Domain != "" && e.domain != domain {
				continue
			}
			shelves[at].put(int(e.category), candidate{at: i, score: judge.score(i), chance: e.chance(w.Seed)})
		}
		available[at] = shelves[at].size
	}
	var out []Picked
	for at, n := range portions(mix, available, w.Number) {
		for _, c := range shelves[at].take(n) {
			q := &x.questions[c.at]
			_, lang := q.In(w.Language)
			out = append(out, Picked{Question: q, Language: lang, Why: judge.reasons(c.at)})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("select questions of type %q, domain %q: %w", w.Type, w.Domain, ErrNoQuestions)
	}
	return out, nil
}

// About tells whether any question that w allows is about a technology, in lower
// case. Where none is, all would be held against it alike.
func (x *Index) About(w Wanted, technology string) bool {
	n, ok := x.technologies[technology]
	if !ok {
		return false
	}
	domain := lookup(x.domains, w.Domain)
	for _, s := range w.mix() {
		for _, i := range x.byType[s.Type] {
			e := &x.entries[i]
			other := s.Type == Technical && w.Domain != "" && e.domain != domain
			if s.Weight > 0 && !other && slices.Contains(e.technologies, n) {
				return true
			}
		}
	}
	return false
}

func (w Wanted) mix() []Share {
	switch {
	case w.Type != "":
		return []Share{{w.Type, 1}}
	case len(w.Mix) > 0:
		return w.Mix
	}
	return usual
}

// portions divides a number by weights (largest remainders, the earlier share
// first), and gives what a type cannot fill to the others in order.
func portions(mix []Share, available []int, number int) []int {
	sum := 0
	for _, s := range mix {
		sum += max(0, s.Weight)
	}
	out := make([]int, len(mix))
	order := make([]int, len(mix))
	left := number
	for i, s := range mix {
		out[i] = min(number*max(0, s.Weight)/max(1, sum), available[i])
		left -= out[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(number*mix[b].Weight%max(1, sum), number*mix[a].Weight%max(1, sum))
	})
	for gave := true; left > 0 && gave; {
		gave = false
		for _, i := range order {
			if left > 0 && mix[i].Weight > 0 && out[i] < available[i] {
				out[i]++
				left--
				gave = true
			}
		}
	}
	return out
}
