package structure

import (
	"cmp"
	"slices"
)

// entry is a job or a school: the rows around a period.
type entry struct {
	// head are the rows that say what it is, body those that say more.
	head, body []row
	anchor     *line
	period     period
	// pieces are the head's parts, in order.
	pieces []piece
	place  piece
	// own says that the work was on one's own account: it stands for a company
	// where there is none.
	own piece
}

// entries cuts a section at its periods.
func (s subject) entries(rows []row) []entry {
	rows = slices.DeleteFunc(slices.Clone(rows), func(w row) bool {
		return w.l.consumed > 0 && w.l.consumed >= w.end || headsColumns(w.l)
	})
	anchors := s.anchors(rows, false)
	if len(anchors) == 0 {
		anchors = s.anchors(rows, true)
	}
	if len(anchors) == 0 {
		return nil
	}
	if s.unmark(rows, anchors); !rows[0].l.Bullet {
		anchors = s.anchors(rows, rows[anchors[0]].l.Bullet)
	}
	starts := s.starts(rows, anchors)
	out := make([]entry, 0, len(anchors))
	for k, a := range anchors[:min(len(anchors), maxEntries)] {
		end := len(rows)
		if k+1 < len(anchors) {
			end = starts[k+1]
		}
		p, _ := s.anchor(rows[a], rows[a].l.Bullet)
		e := entry{anchor: rows[a].l, period: p, head: rows[starts[k] : a+1]}
		if starts[k] < a && besideItem(rows[a], p) && (!rows[a].l.anyHit(s.first...) || rows[a-1].l.anyHit(s.first...)) {
			rows[a].end = p.outerStart
			e.head, e.body = rows[starts[k]:a], rows[a:end]
			e.pieces = s.headPieces(&e, e.head)
			out = append(out, e)
			continue
		}
		e.pieces = s.headPieces(&e, e.head)
		e.body = rows[a+1 : end]
		s.below(&e, rows, a+1, end)
		out = append(out, e)
	}
	return out
}

// besideItem reports whether a period stands at the edge beside an item of the
// entry's text, and not beside what the entry is.
func besideItem(w row, p period) bool {
	return w.l.Bullet && (piece{l: w.l, start: p.outerStart, end: w.end}).apart() && w.l.countIn(w.start, p.outerStart) > 3
}

func (s subject) anchors(rows []row, bullets bool) []int {
	var out []int
	for i, w := range rows {
		if p, ok := s.anchor(w, bullets); ok && (!w.l.item || bullets) && (!p.bare || s.loose || s.tellsWhat(w, p)) {
			out = append(out, i)
		}
	}
	return out
}

// tellsWhat reports whether a lone year stands beside a job or a company, or
// alone: other numbers look like years, too.
func (s subject) tellsWhat(w row, p period) bool {
	return w.l.anyHit(s.first...) || w.l.anyHit(s.second...) || w.l.countIn(w.start, w.end) == w.l.countIn(p.outerStart, p.outerEnd)
}

// starts says with which row each entry begins. How many rows stand above a
// period is a habit of the CV: it is counted where text separates entries and
// then holds for all.
func (s subject) starts(rows []row, anchors []int) []int {
	available := make([]int, len(anchors))
	parted := make([]bool, len(anchors))
	counts := map[int]int{}
	for k, a := range anchors {
		from := 0
		if k > 0 {
			from = anchors[k-1] + 1
		}
		n := 0
		for n < a-from && n < 4 && !isBody(rows, a-1-n) {
			n++
		}
		available[k] = n
		parted[k] = k == 0 || n < a-from
		if n > 3 && k == 0 {
			available[k] = 3
		}
		if parted[k] && n <= 3 {
			counts[s.substance(rows[a-n:a])]++
		}
	}
	usual := 0
	for n := range 4 {
		if counts[n] > 0 && counts[n] >= counts[usual] {
			usual = n
		}
	}
	out := make([]int, len(anchors))
	for k, a := range anchors {
		from := 0
		if k > 0 {
			from = anchors[k-1] + 1
		}
		out[k] = s.start(rows, from, a, available[k], usual, parted[k])
	}
	return out
}

// substance counts rows that are more than a duration.
func (s subject) substance(rows []row) int {
	n := 0
	for _, w := range rows {
		if !onlyDuration(w) {
			n++
		}
	}
	return n
}

func onlyDuration(w row) bool {
	last, ok := duration(w.l, 0)
	return ok && last >= len(w.l.tokens)
}

// start says with which row the entry around the period in row a begins, of
// those from on.
func (s subject) start(rows []row, from, a, available, usual int, parted bool) int {
	if !parted && usual > 0 {
		// Behind the period before stand only rows of heads. A place, or what an
		// empty line parts from what follows, is of the entry before.
		for from < a && (isPlace(piece{l: rows[from].l, end: len(rows[from].l.text)}) || isEmployment(rows[from]) && !opensOwn(rows, from)) {
			from++
		}
		if gap := onlyGap(rows, from-1, a); gap > from && from > 0 {
			from = gap
		}
		available = min(available, a-from)
	}
	// Above the first entry stands nothing else.
	free := parted && from == 0
	taken, n := 0, 0
	for n < available && a-n-1 >= from {
		w := rows[a-n-1]
		if !onlyDuration(w) {
			if taken >= usual && !free && (usual == 0 || !s.strong(w, rows[a])) {
				break
			}
			if taken >= max(usual, 1)+1 && !free {
				break
			}
			taken++
		}
		n++
	}
	return a - n
}

// strong reports whether a row above the usual ones is of the head still: a
// company's name that stands once above several jobs.
func (s subject) strong(w, anchor row) bool {
	l := w.l
	if l.Bold || l.Heading > 0 || l.Size > anchor.l.Size+0.6 {
		return true
	}
	return l.wordCount() <= 8 && l.anyHit(s.second...) && !sentenceEnd(l)
}

// onlyGap is the row behind the only gap between blocks of some rows; 0 when
// there is none or several.
func onlyGap(rows []row, from, to int) int {
	gap := 0
	for i := max(from, 0) + 1; i <= to; i++ {
		if rows[i].l.Block != rows[i-1].l.Block {
			if gap > 0 {
				return 0
			}
			gap = i
		}
	}
	return gap
}

func isEmployment(w row) bool {
	for i, t := range w.l.tokens {
		if t.kind != mark && t.start >= w.start {
			h, ok := w.l.hit(kindEmployment, i)
			return ok && w.l.countIn(w.l.tokens[h.last-1].end, w.end) == 0
		}
	}
	return false
}

// opensOwn reports whether a row says that what follows was done on one's own
// account: "Freelance" above jobs, behind a gap.
func opensOwn(rows []row, i int) bool {
	h, ok := rows[i].l.has(kindEmployment, rows[i].start, rows[i].end)
	return ok && h.value == ownAccount && i > 0 && rows[i-1].l.Block != rows[i].l.Block
}

// ownAccount is the value of such kinds of employment.
const ownAccount = "own"

// headsColumns reports whether a line is the first row of a table, which says
// what its columns are: "Company Position Dates".
func headsColumns(l *line) bool {
	known, labels := 0, 0
	for i := 0; i < len(l.tokens); i++ {
		for _, k := range []kind{kindLabel, kindGrade, kindField, kindDegree, kindSchool, kindExpected} {
			if h, ok := l.hit(k, i); ok {
				known += h.last - i
				labels += flag(k == kindLabel || k == kindGrade)
				i = h.last - 1
				break
			}
		}
	}
	return labels >= 2 && known >= l.wordCount() && !hasDigit(l.text)
}

// ofSecond reports whether a word of a company or school is in a piece, and not
// as a part of a title: "Systems Administrator", "Bank Manager".
func (s subject) ofSecond(p piece, k kind) bool {
	for _, h := range p.l.hits {
		if s.loose && h.kind == k && slices.ContainsFunc(p.l.hits, func(d hit) bool { return d.kind == kindDegree && d.first <= h.first && d.last > h.last }) {
			continue // "High School Diploma"
		}
		if h.kind == kindLegal && h.last < len(p.l.tokens) && p.l.tokens[h.last].in("-‑") && !p.l.tokens[h.last].spaced {
			continue // "Co-founder"
		}
		if h.kind != k || p.l.tokens[h.first].start < p.start || p.l.tokens[h.last-1].end > p.end {
			continue
		}
		if _, title := p.l.hit(kindRole, h.last); !title || s.loose || k == kindLegal || h.last >= len(p.l.tokens) || p.l.tokens[h.last].end > p.end {
			return true
		}
	}
	return false
}

func (s subject) any(p piece, kinds []kind) bool {
	return slices.ContainsFunc(kinds, p.has)
}

// net says how much more a piece looks like the first (a title) than like the
// second (a company).
func (s subject) net(p piece) int {
	n := p.bias
	if s.any(p, s.first) {
		n += 3
	}
	for _, k := range s.second {
		if s.ofSecond(p, k) {
			n -= 3
		}
	}
	if first := p.text(); len(first) > 0 && (first[0] == '"' || len(first) > 2 && (first[:2] == "«" || first[:3] == "“")) {
		n -= 2
	}
	if s.third != "" && p.has(s.third) {
		n = cmp.Compare(n, 0)
	}
	return n
}
