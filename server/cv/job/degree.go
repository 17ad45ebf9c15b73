package job

import (
	"slices"
	"strconv"
	"strings"
)

// study is a degree that is asked for: the word for it, and its subjects with what
// stands before it.
type study struct{ word, subjects piece }

// maxStudies is how many degrees one sentence asks for at most.
const maxStudies = 8

// degrees are the studies that a sentence asks for, each with its subjects:
// "Bachelor's or Master's degree in Physics" is one, "a degree in Physics, a PhD
// is a plus" two.
func (a *asked) degrees() []study {
	hits := find(a.words, wordDegree)
	if len(hits) == 0 {
		return nil
	}
	stops := a.stops()
	var out []study
	last := 0
	for i := 0; i < len(hits) && len(out) < maxStudies; {
		at := hits[i]
		i++
		for ; i < len(hits) && a.sameDegree(at, hits[i]); i++ {
			at.to = hits[i].to
		}
		end := len(a.words)
		if i < len(hits) {
			end = hits[i].from
		}
		if n, _ := slices.BinarySearch(stops, at.to); n < len(stops) {
			end = min(end, stops[n])
		}
		out = append(out, study{at, piece{max(a.around(at).from, last), end}})
		last = at.to
	}
	return out
}

func (p *parser) degree(a *asked) {
	for _, s := range a.studies {
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
	for _, n := range namedIn(a.words[word.from:to]) {
		from := word.from + n.from
		own := clauseOf(a.clauses, from).from
		for own < from && (known()[wordOr].is(a.words[own].text) || known()[wordAnd].is(a.words[own].text) || known()[wordFiller].is(a.words[own].text)) {
			own++
		}
		if own >= end && own < from {
			break
		}
		end = max(end, word.from+n.to)
	}
	return end
}

// studied reports whether a skill's name at a place is the subject of a degree
// that is asked for, and no skill by itself.
func (a *asked) studied(at piece) bool {
	for _, s := range a.studies {
		if s.subjects.from <= at.from && at.to <= s.subjects.to && len(fieldsIn(a.words[at.from:at.to])) > 0 {
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

// stops are the tokens, in their order, before which the subjects of a degree
// end: years, experience and another clause that asks are something else.
func (a *asked) stops() []int {
	var out []int
	for _, kind := range []string{wordYears, wordExper, wordAsk, wordStrong} {
		for _, at := range find(a.words, kind) {
			out = append(out, at.from)
		}
	}
	for i := 1; i < len(a.words); i++ {
		if strings.Contains(gap(a.text, a.words, i), ";") {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
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
