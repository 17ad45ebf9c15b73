package grade

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// parts are those of an answer to a behavioral question, in order: situation,
// task, action, result.
func parts() []string { return []string{Situation, Task, Action, Outcome} }

// built finds the parts of a well-built answer: the situation near the
// beginning, the result near the end, what the speaker did between them. A
// sentence serves one part; a story of fewer sentences than parts is read clause
// by clause.
func (ref *reference) built(r *reading) []FoundPart {
	if ref.kind != bank.Behavioral || len(r.pieces) == 0 {
		return nil
	}
	x := words(r.lang)
	pieces := r.pieces
	if len(pieces) < len(parts()) {
		pieces = r.clauses()
	}
	n, own := len(pieces), r.asked(pieces)
	orders := map[string][]int{
		Situation: upTo(0, (own+1)/2), Task: upTo(0, max(1, n-1)), Action: append(upTo(min(1, n-1), n), 0),
	}
	if n > 1 {
		// How it ended stands in the answer, and in what was asked for later only without that.
		orders[Outcome] = append(r.figuresFirst(ref, pieces, downTo(own-1, own/2)), downTo(n-1, own)...)
	}
	may := map[string][]int{}
	for _, part := range parts() {
		for _, i := range orders[part] {
			if r.shows(x, part, pieces[i]) {
				may[part] = append(may[part], i)
			}
		}
	}
	if len(may[Situation]) == 0 && n > 2 && x.self.in(r, pieces[0].first, pieces[0].last) {
		// A story that begins with "our designer and I fell out" says where it happens.
		may[Situation] = []int{0}
	}
	given := share(may)
	var out []FoundPart
	for _, part := range parts() {
		if i, ok := given[part]; ok {
			out = append(out, FoundPart{Part: part, Quote: r.text[pieces[i].start:pieces[i].end]})
		}
	}
	return out
}

// asked is how many of the pieces answer the question itself, and no follow-up
// question.
func (r *reading) asked(pieces []piece) int {
	for i, p := range pieces {
		if i > 0 && r.first > 0 && p.start >= r.first {
			return i
		}
	}
	return len(pieces)
}

// figuresFirst puts pieces with a figure in front of those without.
func (r *reading) figuresFirst(ref *reference, pieces []piece, order []int) []int {
	var with, without []int
	for _, i := range order {
		if ref.figure(r, pieces[i]) {
			with = append(with, i)
		} else {
			without = append(without, i)
		}
	}
	return append(with, without...)
}

// share gives each part a piece of its own. The situation has the first that it may
// have, and no task or deed before it; the others go without rather than push a part
// away from its place. Where a story begins in the midst, it has no situation if it
// has more parts so.
func share(may map[string][]int) map[string]int {
	without := placed(may, -1)
	if len(may[Situation]) == 0 {
		return without
	}
	if with := placed(may, may[Situation][0]); len(with) >= len(without) {
		return with
	}
	return without
}

// placed gives parts their pieces behind the situation's; -1 for none.
func placed(may map[string][]int, situation int) map[string]int {
	given := map[string]int{}
	if situation >= 0 {
		given[Situation] = situation
	}
	free := func(part string, but ...int) int {
		for _, i := range may[part] {
			if i > situation && !slices.Contains(but, i) {
				return i
			}
		}
		return -1
	}
	give := func(part string, i int) int {
		if i >= 0 {
			given[part] = i
		}
		return i
	}
	deed := free(Action)
	end := free(Outcome)
	if end == deed {
		// One piece is both: the other part has another one.
		if later := free(Action, end); later >= 0 {
			deed = later
		} else {
			end = free(Outcome, deed)
		}
	}
	end = give(Outcome, end)
	task := free(Task, end)
	if task == deed {
		if later := free(Action, end, task); later >= 0 {
			deed = later
		} else {
			task = free(Task, end, deed)
		}
	}
	give(Task, task)
	give(Action, deed)
	return given
}

// shows tells whether words of a part stand in a piece that are not denied and,
// of what the speaker did, are no mere thoughts.
func (r *reading) shows(x *lexicon, part string, p piece) bool {
	for _, h := range x.parts[part].find(r, p.first, p.last) {
		if r.denied[h.first] || part == Action && r.thinks(x, h, p) {
			continue
		}
		return true
	}
	return false
}

// thinks tells whether what looks like a deed is a thought: "I thought", "ich habe
// es unterschätzt".
func (r *reading) thinks(x *lexicon, h hit, p piece) bool {
	last := h.last + 1
	switch r.lang {
	case "de":
		_, last = r.segment(x, h) // the participle ends the clause
	case "zh":
		last = h.last + thoughtHan
	}
	first := h.first
	if x.verbLast {
		first = max(p.first, first-1) // what was thought stands before the verb
	}
	for i := first; i <= min(last, p.last); i++ {
		if x.minds.at(r, i) > 0 {
			return true
		}
	}
	return false
}

// thoughtHan is how many Chinese characters behind "I" a thought begins at most.
const thoughtHan = 3

// leastClause is how many words a clause has that shows a part.
const leastClause = 3

// clauses are the pieces, cut where a sign parts them.
func (r *reading) clauses() []piece {
	var out []piece
	for _, p := range r.pieces {
		first := p.first
		for i := p.first; i < p.last; i++ {
			if r.parted(i) && i-first+1 >= r.least(leastClause) && p.last-i >= r.least(leastClause) {
				out = append(out, r.piece(first, i))
				first = i + 1
			}
		}
		out = append(out, r.piece(first, p.last))
	}
	return out
}

// upTo counts up from one number to another, which is not counted.
func upTo(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// downTo counts down from one number to another, both counted.
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
	pieces := r.ownPieces()
	o := reasoning{sentences: len(pieces)}
	seen := map[string]bool{}
	for i, p := range pieces {
		for _, c := range []*cues{x.steps, x.reasons, x.contrast} {
			for _, h := range c.find(r, p.first, p.last) {
				seen[r.text[r.tokens[h.first].Start:r.tokens[h.last].End]] = true
			}
		}
		if 3*i >= 2*(len(pieces)-1) && i > 0 && x.conclusions.in(r, p.first, p.last) {
			o.conclusion = true
		}
	}
	o.steps = len(seen)
	return o
}

// What each part of an order is worth.
const (
	sentencesShare  = 0.45
	stepsShare      = 0.35
	conclusionShare = 0.2
)

func (o reasoning) share() float64 {
	share := sentencesShare*min(1, float64(o.sentences)/enoughSentences) + stepsShare*min(1, float64(o.steps)/enoughSteps)
	if o.conclusion {
		share += conclusionShare
	}
	return share
}
