package job

import "strings"

// force is how much something is asked for.
type force int

const (
	unasked force = iota // it is said that it is not
	welcome
	required
)

// forces tells for each token of a sentence how much it is asked for, when all
// of it is asked for as base says. "English is a must, German is a plus" asks for
// two things in two ways.
func forces(text string, words []token, clauses []piece, base force) []force {
	out := make([]force, len(words))
	for i := range out {
		out[i] = base
	}
	strict := outside(find(words, wordStrict), find(words, wordNice), find(words, wordFree))
	for _, at := range find(words, wordAhead) {
		end := at.to
		for end < len(words) && !starts(strict, end) && !strings.Contains(gap(text, words, end), ";") {
			end++
		}
		mark(out, at.from, end, welcome)
	}
	nice := find(words, wordNice)
	for _, at := range nice {
		markAround(out, clauses, strict, at, welcome)
	}
	free := unasked
	if len(nice) > 0 { // "preferred, though not required"
		free = welcome
	}
	for _, at := range find(words, wordFree) {
		markAround(out, clauses, strict, at, free)
	}
	return out
}

// markAround marks what a phrase such as "is a plus" speaks of: what stands
// before it, or, where it opens its clause and more follows, what comes after.
func markAround(out []force, clauses []piece, strict []piece, at piece, as force) {
	own := 0
	for i, c := range clauses {
		if c.from <= at.from {
			own = i
		}
	}
	c := clauses[own]
	rest := c.to - at.to
	if at.from-c.from <= 1 && (rest > 1 || own == 0 && at.to < len(out) && at.from == 0) {
		mark(out, at.from, len(out), as)
		return
	}
	from := c.from
	for _, s := range strict {
		if s.from >= c.from && s.to <= at.from {
			from = s.to
		}
	}
	mark(out, from, c.to, as)
	if from > c.from {
		return
	}
	// "Kubernetes – a plus" and "Docker, Kubernetes are a plus" speak of more than
	// their own clause.
	near := at.from-c.from <= 1
	for i := own - 1; i >= 0; i-- {
		before := clauses[i]
		if !near && before.to-before.from > bareClause || within(strict, before) {
			return
		}
		mark(out, before.from, before.to, as)
		near = false
	}
}

// bareClause is how many words an item of an enumeration has at most.
const bareClause = 2

// clausesOf cuts a sentence at its signs and at "but".
func clausesOf(text string, words []token) []piece {
	var out []piece
	from := 0
	for i := 1; i < len(words); i++ {
		if strings.ContainsAny(gap(text, words, i), ",;:()–—|") || strings.Contains(gap(text, words, i), " - ") || but[words[i].text] {
			out = append(out, piece{from, i})
			from = i
		}
	}
	return append(out, piece{from, len(words)})
}

var but = map[string]bool{"but": true, "aber": true, "но": true, "mais": true, "pero": true, "mas": true, "ama": true, "ancak": true, "lekin": true, "while": true}

// gap is what stands before a token.
func gap(text string, words []token, i int) string { return text[words[i-1].end:words[i].start] }

func mark(out []force, from, to int, as force) {
	for i := from; i < min(to, len(out)); i++ {
		out[i] = min(out[i], as)
	}
}

// outside are the pieces that do not overlap others.
func outside(pieces []piece, others ...[]piece) []piece {
	var out []piece
	for _, p := range pieces {
		free := true
		for _, all := range others {
			for _, o := range all {
				free = free && (p.to <= o.from || o.to <= p.from)
			}
		}
		if free {
			out = append(out, p)
		}
	}
	return out
}

func starts(pieces []piece, at int) bool {
	for _, p := range pieces {
		if p.from == at {
			return true
		}
	}
	return false
}

// within reports whether one of the pieces stands in a clause.
func within(pieces []piece, clause piece) bool {
	for _, p := range pieces {
		if p.from >= clause.from && p.to <= clause.to {
			return true
		}
	}
	return false
}
