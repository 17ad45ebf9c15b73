package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// subject is what entries are about: jobs or schools.
type subject struct {
	// first and second are words of a job's title and of a company's name, or of a
	// degree and of a school's.
	first, second []kind
	// third are words of what is neither: a faculty.
	third kind
	// loose tells that one year is enough to make an entry.
	loose bool
	// telling tells that most entries of this CV say their title in words we know.
	telling bool
}

func jobs() subject {
	return subject{first: []kind{kindRole}, second: []kind{kindLegal, kindOrg}}
}

func schools() subject {
	return subject{first: []kind{kindDegree}, second: []kind{kindSchool}, third: kindField, loose: true}
}

// anchor returns the period that makes a row the heart of an entry: one beside a
// few words, at their beginning or end. A date in running text is none.
func (s subject) anchor(w row, bullets bool) (period, bool) {
	l := w.l
	if l.Bullet && !bullets || len(l.periods) == 0 {
		return period{}, false
	}
	best := -1
	for i, p := range l.periods {
		if p.start < w.start || p.end > w.end {
			continue
		}
		if best < 0 || l.periods[best].single && !p.single {
			best = i
		}
	}
	if best < 0 {
		return period{}, false
	}
	p := l.periods[best]
	before, behind := l.countIn(w.start, p.outerStart), l.countIn(p.outerEnd, w.end)
	if start, end, _, _, ok := grade(l); ok && s.loose {
		if graded := l.countIn(start, end); start >= p.outerEnd {
			behind -= graded
		} else if end <= p.outerStart {
			before -= graded
		}
	}
	rest, most := before+behind, 18
	atStart, atEnd := before == 0, behind == 0
	if s.loose && atStart && !p.single {
		most = 30 // a school, its department, a subject and a degree
	}
	bracketed := p.outerStart < p.start
	parted := strings.ContainsAny(strings.TrimLeft(l.text[p.outerEnd:min(len(l.text), p.outerEnd+4)], " "), "|,·•(/—–-")
	atEnd = atEnd || !p.within(l) && toEdge(l, p.outerEnd, w.end)
	if rest > most || !atStart && !atEnd && !bracketed && !parted {
		return period{}, false
	}
	if rest > 7 && (!s.loose || !atStart || p.single) && sentenceEnd(l) && strings.HasSuffix(l.text, ".") && !strings.HasSuffix(l.text[:p.outerEnd], l.text) && p.outerEnd != len(l.text) {
		return period{}, false
	}
	if p.single && (!s.loose || bullets && l.Bullet) && p.within(l) {
		return period{}, false
	}
	if p.single && !p.expected && (rest > 12 || !s.loose && !p.standsApart(l, atStart)) {
		return period{}, false
	}
	return p, true
}

// toEdge reports whether what stands behind a date is a place, or stands apart.
func toEdge(l *line, start, end int) bool {
	rest := piece{l: l, start: start, end: end}.trim()
	return rest.start < rest.end && (rest.apart() || isPlace(rest))
}

// within reports whether a date stands in brackets with other words: "(promoted
// from assistant, 2021)".
func (p period) within(l *line) bool {
	open := strings.LastIndexByte(l.text[:p.start], '(')
	return open > strings.LastIndexByte(l.text[:p.start], ')') && l.countIn(open, p.start) > 0
}

// standsApart reports whether a lone date is not the end of a sentence such as
// "promoted in June 2021".
func (p period) standsApart(l *line, atStart bool) bool {
	if atStart {
		return !strings.HasSuffix(l.text, ".")
	}
	last := token{}
	for _, t := range l.tokens {
		if t.end > p.outerStart {
			break
		}
		last = t
	}
	return last.kind == mark || last.capital || p.outerStart < p.start
}

// value is the period as the CV has it.
func (p period) value(l *line) cv.Period {
	v := l.value(p.start, p.end)
	if p.next != nil {
		v = join(v, p.next.value(p.nextStart, p.nextEnd))
	}
	return cv.Period{Value: v, Start: p.from, End: p.to, Current: p.current}
}

// continued puts periods together whose end stands on the next line, as in
// narrow columns: "03/2021 –" and "present".
func (r *reader) continued(g grammar) {
	for i, l := range r.lines[:max(0, len(r.lines)-1)] {
		if len(l.periods) == 0 {
			continue
		}
		p := &l.periods[len(l.periods)-1]
		next := r.lines[i+1]
		if !p.open || len(next.tokens) == 0 || len(next.tokens) > 8 {
			continue
		}
		if h, ok := next.hit(kindPresent, 0); ok {
			p.next, p.nextStart, p.nextEnd = next, next.tokens[0].start, next.tokens[h.last-1].end
			p.current = true
			next.consumed = p.nextEnd
			continue
		}
		g.l = next
		b, last, ok := g.point(0)
		if ok && len(next.periods) == 1 && next.periods[0].single && !before(b.date, p.from) {
			p.next, p.nextStart, p.nextEnd = next, next.tokens[0].start, next.tokens[last-1].end
			p.to, p.current = b.date, false
			next.consumed, next.periods = p.nextEnd, nil
		}
	}
}

// isBody reports whether a row is text below an entry's head.
func isBody(rows []row, i int) bool {
	w := rows[i]
	l := w.l
	words := l.countIn(w.start, w.end)
	switch {
	case l.Bullet || words > 16 || len(l.tokens) == 0:
		return true
	case l.item:
		return true
	case l.hasSub(), len(l.periods) == 0 && onlySkills(w):
		return true
	case l.Bold || l.Heading > 0:
		return false
	case l.prose:
		return true
	case words > 5 && sentenceEnd(l):
		return true
	case i+1 < len(rows) && words > 4 && runsOn(l, rows[i+1].l), i > 0 && runsOn(rows[i-1].l, l) && rows[i-1].l.wordCount() > 4 && len(rows[i-1].l.periods) == 0:
		return true
	case i > 0 && strings.HasSuffix(l.text, ".") && !sentenceEnd(rows[i-1].l) && rows[i-1].l.Block == l.Block && rows[i-1].l.wordCount() > 6 && isBody(rows[:i+1], i-1):
		return true
	case words > 10:
		return !l.anyHit(kindRole, kindOrg, kindLegal, kindSchool, kindDegree, kindCity)
	}
	return false
}

// runsOn reports whether a sentence goes on in the next line.
func runsOn(l, next *line) bool {
	if len(next.tokens) == 0 || next.Bullet || len(l.periods) > 0 || len(next.periods) > 0 || l.Block != next.Block {
		return false
	}
	if _, _, _, _, graded := grade(next); graded && next.wordCount() <= 5 {
		return false
	}
	first := next.tokens[0]
	return first.kind == word && !first.capital && !sentenceEnd(l)
}

// sentenceEnd reports whether a line ends as a sentence does, and not with an
// abbreviation such as "Ltd." or "г.".
func sentenceEnd(l *line) bool {
	if !strings.HasSuffix(l.text, ".") && !strings.HasSuffix(l.text, ";") && !strings.HasSuffix(l.text, "!") {
		return false
	}
	n := len(l.tokens)
	if n < 2 {
		return false
	}
	last := l.tokens[n-2]
	if last.kind != word || len([]rune(last.fold)) <= 2 && (last.capital || l.wordCount() < 8) {
		return false
	}
	for _, h := range l.hits {
		if h.last == n-1 && (h.kind == kindLegal && l.tokens[h.first].capital || h.kind == kindYear) {
			return false
		}
	}
	return true
}

func (l *line) anyHit(kinds ...kind) bool {
	for _, k := range kinds {
		if _, ok := l.has(k, 0, len(l.text)); ok {
			return true
		}
	}
	return false
}

// hasSub reports whether a line is or begins with a title inside an entry:
// "Achievements:", "Stack: Go, Kafka".
func (l *line) hasSub() bool {
	h, ok := l.hit(kindSub, 0)
	return ok && (h.last == len(l.tokens) || l.tokens[h.last].fold == ":")
}
