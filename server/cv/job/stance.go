package job

import (
	"sort"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// stance is what a line says of a skill that it names.
type stance int

const (
	shown  stance = iota // that it is there
	little               // that it is known a little
	denied               // that it is not there
)

// basicWords is how many words before or behind a name may say that it is known
// a little: "basic knowledge of Python", "Python (basic)".
const basicWords = 3

// wishWords is how many words before a name a wish may stand.
const wishWords = 8

// stances tells for each of the skills that a line names what it says of it.
func stances(text string, words []token, hits []taxonomy.Hit) []stance {
	out := make([]stance, len(hits))
	last := shown // of the hit before, which ends at end
	end := 0
	clauses := clausesOf(text, words)
	for i, hit := range hits {
		at := covering(words, hit.Start, hit.End)
		before := words[max(0, at.from-wishWords):min(at.from, len(words))]
		clause := clauseOf(clauses, at.from)
		own := words[max(clause.from, at.from-basicWords):min(at.from, len(words))]
		behind := words[min(at.to, len(words)):min(at.to+basicWords, len(words))]
		_, wished := has(before, wordWish)
		_, basic := has(own, wordBasic)
		basicAt, after := has(behind, wordBasic)
		switch {
		case wished, deniedBefore(text, words, at.from), deniedBehind(text, words, at.to, clause):
			out[i] = denied
		case last == denied && hit.Start > end && enumerated(text[end:hit.Start]):
			out[i] = denied // "no experience with Java, Scala or Kotlin"
		case basic, after && basicAt == 0 && !strings.Contains(gapAfter(text, words, at.to), ","):
			out[i] = little
		}
		last, end = out[i], hit.End
	}
	return out
}

// enumerated reports whether what stands between two names only joins them.
func enumerated(between string) bool {
	words := tokens(between)
	return len(words) == 0 && strings.TrimSpace(between) != "" && !strings.ContainsAny(between, ".;:()") || len(words) == 1 && (known()[wordOr].is(words[0].text) || known()[wordAnd].is(words[0].text))
}

// clauseOf is the clause that a token stands in; none for one behind them all.
func clauseOf(clauses []piece, at int) piece {
	i := sort.Search(len(clauses), func(i int) bool { return at < clauses[i].to })
	if i == len(clauses) {
		return piece{}
	}
	return clauses[i]
}

// deniedBefore reports whether the words before a place deny it: a "no" with
// nothing between but such words as "experience with". "Without downtime on
// Kubernetes" and "not only Java" deny nothing.
func deniedBefore(text string, words []token, at int) bool {
	for i := at - 1; i >= 0; i-- {
		if known()[wordNo].is(words[i].text) {
			return !strings.HasPrefix(text[words[i].end:], ".")
		}
		if !known()[wordBetween].is(words[i].text) || strings.ContainsAny(gap(text, words, i+1), ".;:") {
			return false
		}
	}
	return false
}

// deniedBehind reports whether what follows in the clause denies it: "Kubernetes:
// none", "опыта с Kubernetes нет".
func deniedBehind(text string, words []token, at int, clause piece) bool {
	for i := at; i < min(at+basicWords, len(words)); i++ {
		for n := 1; n <= 2 && i+n <= len(words); n++ {
			if known()[wordAfter].is(join(words[i : i+n])) {
				end := i+n == len(words) || i+n >= clause.to || strings.ContainsAny(gap(text, words, i+n), ",.;|)")
				return end
			}
		}
		if strings.ContainsAny(gapAfter(text, words, i), ",.;|") || i > at && !known()[wordBetween].is(words[i].text) {
			return false
		}
	}
	return false
}

// gapAfter is what stands between a token's place and the token before it.
func gapAfter(text string, words []token, i int) string {
	if i == 0 || i >= len(words) {
		return ""
	}
	return gap(text, words, i)
}
