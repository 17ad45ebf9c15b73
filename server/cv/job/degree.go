package job

import (
	"strconv"
	"strings"
)

// study is a degree that is asked for: the word for it, and its subjects with what
// stands before it.
type study struct{ word, subjects piece }

// studies are the degrees that a sentence asks for, each with its subjects:
// "Bachelor's or Master's degree in Physics" is one, "a degree in Physics, a PhD
// is a plus" two.
func (a *asked) studies() []study {
	hits := find(a.words, wordDegree)
	var out []study
	last := 0
	for i := 0; i < len(hits); {
		at := hits[i]
		i++
		for ; i < len(hits) && a.sameDegree(at, hits[i]); i++ {
			at.to = hits[i].to
		}
		end := len(a.words)
		if i < len(hits) {
			end = hits[i].from
		}
		out = append(out, study{at, piece{max(a.around(at).from, last), a.subjectEnd(at.to, end)}})
		last = at.to
	}
	return out
}

func (p *parser) degree(a *asked) {
	for _, s := range a.studies() {
		s.subjects.to = a.lastField(s.word, s.subjects.to)
		before, behind := a.words[s.subjects.from:s.word.from], a.words[s.word.from:s.subjects.to]
		r := Requirement{Kind: KindDegree, Text: a.clause(piece{s.word.from, s.subjects.to}), Fields: fieldsIn(behind), Grade: gradeOf(behind)}
		if len(r.Fields) == 0 { // "a computer science degree"
			r.Fields = fieldsIn(before)
		}
		if r.Grade == 0 {
			r.Grade = gradeOf(before)
		}
		_, r.Related = has(a.words[s.word.from:min(s.subjects.to+relatedWords, len(a.words))], wordRelated)
		p.take(strings.Join(append([]string{"degree", strconv.Itoa(r.Grade)}, r.Fields...), " "), r, a, s.word)
		for i := s.word.from; i < s.subjects.to; i++ {
			a.taken[i] = true
		}
	}
}

// relatedWords is how many words behind the last subject "or a related field" may
// begin.
const relatedWords = 4

// lastField is where the subjects of a degree end that are named behind its word:
// in another clause they follow at once, as in an enumeration.
func (a *asked) lastField(word piece, to int) int {
	end := word.to
	clauses := clausesOf(a.text, a.words)
	for _, n := range namedIn(a.words[:to]) {
		if n.from < word.from {
			continue
		}
		own := clauseOf(clauses, n.from).from
		for own < n.from && (known()[wordOr].is(a.words[own].text) || known()[wordAnd].is(a.words[own].text) || known()[wordFiller].is(a.words[own].text)) {
			own++
		}
		if own >= end && own < n.from {
			break
		}
		end = max(end, n.to)
	}
	return end
}

// studied reports whether a skill's name at a place is the subject of a degree
// that is asked for, and no skill by itself.
func studied(all []study, words []token, at piece) bool {
	for _, s := range all {
		if s.subjects.from <= at.from && at.to <= s.subjects.to && len(fieldsIn(words[at.from:at.to])) > 0 {
			return true
		}
	}
	return false
}

// sameDegree reports whether nothing but a choice lies between two words for a
// degree.
func (a *asked) sameDegree(before, next piece) bool {
	for _, t := range a.words[before.to:next.from] {
		if !known()[wordOr].is(t.text) && !known()[wordFiller].is(t.text) && !known()[wordAnd].is(t.text) {
			return false
		}
	}
	return !strings.ContainsAny(a.text[a.words[before.to-1].end:a.words[next.from].start], ";.")
}

// subjectEnd is where the subjects behind a degree end: years, experience and
// another clause that asks are something else.
func (a *asked) subjectEnd(from, end int) int {
	for _, kind := range []string{wordYears, wordExper, wordAsk, wordStrong} {
		for _, at := range find(a.words, kind) {
			if at.from >= from && at.from < end {
				end = at.from
			}
		}
	}
	for i := from; i < end; i++ {
		if i > 0 && strings.Contains(gap(a.text, a.words, i), ";") {
			return i
		}
	}
	return end
}

// degree takes the degree that fits best. One in a near subject counts half, in
// full where related ones are let in; one in another subject counts nothing. A
// school without a degree counts half.
func (e *evidence) degree(item *Item) {
	for i := range e.parsed.Education {
		x := &e.parsed.Education[i]
		v, credit := x.Degree, creditProved
		if v.Empty() {
			v, credit = x.Institution, creditPartial
		}
		if v.Empty() {
			continue
		}
		if own := degreeFields(x); len(item.Fields) > 0 {
			switch near := kin(item.Fields, own, nearSubjects); {
			case near == same, near == related && item.Related:
			case near == related, len(own) == 0:
				credit = creditPartial
			default:
				credit = 0
			}
		}
		if grade := gradeOf(tokens(x.Degree.Text)); grade > 0 && grade < item.Grade {
			credit = min(credit, creditPartial)
		}
		if credit > item.Credit {
			item.Credit = credit
			item.Proof, item.Quote = e.of(v)
		}
	}
}
