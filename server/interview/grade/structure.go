package grade

import "github.com/interviewai-pro/interviewai/server/interview/bank"

// parts are those of an answer to a behavioral question, in order: situation,
// task, action, result.
func parts() []string { return []string{Situation, Task, Action, Outcome} }

// built finds the parts of a well-built answer: the situation near the
// beginning, the result near the end, what the speaker did between them.
func (ref *reference) built(r *reading) []FoundPart {
	if ref.kind != bank.Behavioral || len(r.pieces) == 0 {
		return nil
	}
	x := words(r.lang)
	var out []FoundPart
	n := len(r.pieces)
	add := func(part string, order []int) {
		for _, i := range order {
			p := r.pieces[i]
			if x.parts[part].in(r, p.first, p.last) && !r.denied[p.first] {
				out = append(out, FoundPart{Part: part, Quote: r.text[p.start:p.end]})
				return
			}
		}
	}
	add(Situation, upTo(0, (n+1)/2))
	if len(out) == 0 && n > 2 && x.self.in(r, r.pieces[0].first, r.pieces[0].last) {
		// A story that begins with "our designer and I fell out" says where it happens.
		out = append(out, FoundPart{Part: Situation, Quote: r.text[r.pieces[0].start:r.pieces[0].end]})
	}
	add(Task, upTo(0, max(1, n-1)))
	add(Action, append(upTo(min(1, n-1), n), 0))
	if n > 1 {
		add(Outcome, downTo(n-1, n/2))
	}
	return out
}

func upTo(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

func downTo(from, to int) []int {
	var out []int
	for i := from; i >= to; i-- {
		out = append(out, i)
	}
	return out
}

// enoughDeeds is in how many sentences of a story the speaker does something.
const enoughDeeds = 4

// deeds is in how many sentences the speaker does something.
func (r *reading) deeds() int {
	x := words(r.lang)
	n := 0
	for _, p := range r.pieces {
		if !r.denied[p.first] && x.parts[Action].in(r, p.first, p.last) {
			n++
		}
	}
	return n
}

// reasoning is how a technical answer or a case is ordered.
type reasoning struct {
	sentences, steps int
	conclusion       bool
}

// What makes an answer ordered: that many sentences, and words that lead on.
const (
	enoughSentences = 5
	enoughSteps     = 3
)

func (r *reading) reasoning() reasoning {
	x := words(r.lang)
	o := reasoning{sentences: len(r.pieces)}
	seen := map[string]bool{}
	for i, p := range r.pieces {
		for _, c := range []*cues{x.steps, x.reasons, x.contrast} {
			for _, h := range c.find(r, p.first, p.last) {
				seen[r.text[r.tokens[h.first].Start:r.tokens[h.last].End]] = true
			}
		}
		if 3*i >= 2*(len(r.pieces)-1) && i > 0 && x.conclusions.in(r, p.first, p.last) {
			o.conclusion = true
		}
	}
	o.steps = len(seen)
	return o
}

func (o reasoning) share() float64 {
	share := 0.45*min(1, float64(o.sentences)/enoughSentences) + 0.35*min(1, float64(o.steps)/enoughSteps)
	if o.conclusion {
		share += 0.2
	}
	return share
}
