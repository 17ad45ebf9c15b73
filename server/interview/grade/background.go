package grade

import (
	"fmt"
	"math"
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
	// samples are the questions whose sample answers have a word.
	samples map[string][]int
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
	b := &background{with: map[string]int{}, samples: map[string][]int{}}
	for i := range questions {
		t, ok := questions[i].Texts[lang]
		if !ok {
			continue
		}
		n := len(b.questions)
		b.questions = append(b.questions, questions[i].ID)
		sample := read(lang, t.Sample).keys()
		seen := read(lang, asked(t)).keys()
		for key := range sample {
			b.samples[key] = append(b.samples[key], n)
			seen[key] = true
		}
		for key := range seen {
			b.with[key]++
		}
	}
	b.documents = len(b.questions)
	return b
}

// weight is how much a word tells, 0 to 1: the rarer it is in the bank, the
// more (inverse document frequency).
func (b *background) weight(key string) float64 {
	most := math.Log(2 * float64(b.documents+1))
	return max(0, math.Log(float64(b.documents+1)/(float64(b.with[key])+0.5))/most)
}

// nearest is the share of a text's words, by weight, that the sample answer of
// another question has, of the one that has most.
func (b *background) nearest(r *reading, own string) float64 {
	shares := make([]float64, len(b.questions))
	total := 0.0
	seen := map[string]bool{}
	for _, u := range r.units {
		if seen[u.key] {
			continue
		}
		seen[u.key] = true
		w := b.weight(u.key)
		total += w
		for _, n := range b.samples[u.key] {
			shares[n] += w
		}
	}
	best := 0.0
	for n, share := range shares {
		if b.questions[n] != own {
			best = max(best, share)
		}
	}
	if total == 0 {
		return 0
	}
	return best / total
}
