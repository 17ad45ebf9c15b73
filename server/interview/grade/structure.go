package grade

import "github.com/interviewai-pro/interviewai/server/interview/bank"

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
	n := len(pieces)
	orders := map[string][]int{
		Situation: upTo(0, (n+1)/2), Task: upTo(0, max(1, n-1)), Action: append(upTo(min(1, n-1), n), 0),
	}
	if n > 1 {
		orders[Outcome] = downTo(n-1, n/2)
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

// share gives each part a piece of its own, in the parts' order: as many parts as
// there can be, each with the piece that it would have first where others can do
// without it (augmenting paths, Kuhn 1955).
func share(may map[string][]int) map[string]int {
	owner := map[int]string{}
	given := map[string]int{}
	var take func(part string, tried map[int]bool) bool
	take = func(part string, tried map[int]bool) bool {
		for _, i := range may[part] {
			if tried[i] {
				continue
			}
			tried[i] = true
			if other, taken := owner[i]; !taken || take(other, tried) {
				owner[i], given[part] = part, i
				return true
			}
		}
		return false
	}
	for _, part := range parts() {
		take(part, map[int]bool{})
	}
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
	for i := h.first; i <= min(last, p.last); i++ {
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
