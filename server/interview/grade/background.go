package grade

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// background is what the bank's questions say in one language: how common a
// word is among them, and whose sample answer a text is like.
type background struct {
	questions []string
	documents int
	// with are the questions whose texts have a word.
	with map[string]int
	// samples are the questions whose sample answers have a word, topics those that
	// have it anywhere, sizes how much their words weigh (the length of the vector).
	samples, topics map[string][]int
	sizes           []float64
}

// backgrounds are made once, when their language is first asked for.
var backgrounds = func() map[string]func() *background {
	out := map[string]func() *background{}
	for _, lang := range bank.Languages() {
		out[lang] = sync.OnceValue(func() *background {
			questions, err := bank.All()
			if err != nil {
				// The bank comes with the program, and its tests read it.
				panic(fmt.Errorf("read the bank's words: %w", err))
			}
			return newBackground(lang, questions)
		})
	}
	return out
}()

// common is the background of a language, English for one that is not the
// product's.
func common(lang string) *background {
	if b, ok := backgrounds[lang]; ok {
		return b()
	}
	return backgrounds["en"]()
}

func newBackground(lang string, questions []bank.Question) *background {
	b := &background{with: map[string]int{}, samples: map[string][]int{}, topics: map[string][]int{}}
	for i := range questions {
		t, ok := questions[i].Texts[lang]
		if !ok {
			continue
		}
		n := len(b.questions)
		b.questions = append(b.questions, questions[i].ID)
		for key := range scan(lang, t.Sample).keys() {
			b.samples[key] = append(b.samples[key], n)
		}
		for key := range scan(lang, whole(t)).keys() {
			b.topics[key] = append(b.topics[key], n)
			b.with[key]++
		}
	}
	b.documents = len(b.questions)
	b.sizes = make([]float64, b.documents)
	for _, key := range sorted(b.topics) {
		for _, n := range b.topics[key] {
			b.sizes[n] += b.weight(key) * b.weight(key)
		}
	}
	for n := range b.sizes {
		b.sizes[n] = math.Sqrt(b.sizes[n])
	}
	return b
}

// sorted are a map's keys in order: sums of floating-point numbers depend on
// it.
func sorted[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

// whole is everything that is written of a question.
func whole(t bank.Text) string {
	parts := []string{asked(t), t.Sample}
	for _, p := range t.Points {
		parts = append(parts, p.Point)
		parts = append(parts, p.Says...)
	}
	return strings.Join(parts, "\n\n")
}

// likeness is the cosine of a text's words, by weight, with those of another
// question, of the one that is most alike.
func (b *background) likeness(keys []string, own string) float64 {
	dots := make([]float64, len(b.questions))
	size := 0.0
	for _, key := range keys {
		w := b.weight(key)
		size += w * w
		for _, n := range b.topics[key] {
			dots[n] += w * w
		}
	}
	best := 0.0
	for n, dot := range dots {
		if b.questions[n] != own && b.sizes[n] > 0 {
			best = max(best, dot/b.sizes[n])
		}
	}
	return best / math.Sqrt(max(size, 1e-9))
}

// weight is how much a word tells, 0 to 1: the rarer it is in the bank, the
// more (inverse document frequency).
func (b *background) weight(key string) float64 {
	most := math.Log(2 * float64(b.documents+1))
	return max(0, math.Log(float64(b.documents+1)/(float64(b.with[key])+0.5))/most)
}

// nearest is the share of a text's words, by weight, that the sample answer of
// another question has, of the one that has most.
func (b *background) nearest(keys []string, own string) float64 {
	shares := make([]float64, len(b.questions))
	total := 0.0
	for _, key := range keys {
		w := b.weight(key)
		total += w
		for _, n := range b.samples[key] {
			shares[n] += w
		}
	}
	best := 0.0
	for n, share := range shares {
		if b.questions[n] != own {
			best = max(best, share)
		}
	}
	return best / max(total, 1e-9)
}
