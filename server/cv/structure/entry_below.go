package structure

import (
	"slices"
	"strings"
)

// below takes rows behind the period that are of the head still: what it lacks,
// or a place.
func (s subject) below(e *entry, rows []row, from, end int) {
	s.townBeside(e, rows, from, end)
	i := from
	if i < end && rows[i].l.Bullet && e.place.l == nil {
		// The picture of a place reads like an item's mark.
		if whole := (piece{l: rows[i].l, start: rows[i].start, end: rows[i].end}).trim(); isPlace(whole) {
			e.place = whole
			i++
		}
	}
	for i < end && i < from+5 && !isBody(rows, i) {
		w := rows[i]
		whole := piece{l: w.l, start: w.start, end: w.end}.trim()
		switch {
		case isEmployment(w):
			s.headPieces(e, []row{w}) // none, but what it says is kept
		case onlyDuration(w):
		case isPlace(whole) && e.place.l == nil:
			e.place = whole
		case isPlace(whole) && e.place.tail == nil && strings.Trim(e.place.l.text[e.place.end:], " ") == "," && e.place.l.order+1 == w.l.order:
			e.place.tail = &whole // "Lisbon," above "Portugal"
		case s.complete(e) && !s.lacksDegree(e, w) && !s.lacksSchool(e, w) || w.l.wordCount() > 12 || s.unlike(e, w):
			e.body = rows[i:end]
			return
		default:
			e.head = append(slices.Clone(e.head), w)
			e.pieces = append(e.pieces, s.headPieces(e, []row{w})...)
		}
		i++
	}
	e.body = rows[i:end]
}

// complete reports whether a head says both what and where.
func (s subject) complete(e *entry) bool {
	all := e.pieces
	if s.loose {
		all = s.wholeDegrees(all)
	}
	if len(all) >= 2 {
		return true
	}
	if len(e.pieces) == 0 {
		return false
	}
	p := e.pieces[0]
	return s.any(p, s.first) && slices.ContainsFunc(s.second, func(k kind) bool { return s.ofSecond(p, k) }) && len(pieces(p.l, p.start, p.end, true)) > 1 || !s.loose && atSplit(p) > 0
}

// townBeside takes what stands beside a company for a town where the job's title
// is still to come: "Marsh LLP · Bradford" above "Audit Senior".
func (s subject) townBeside(e *entry, rows []row, from, end int) {
	if s.loose || len(e.pieces) != 2 || e.place.l != nil || from >= end || isBody(rows, from) || rows[from].l.wordCount() > 6 {
		return
	}
	company, town := e.pieces[0], e.pieces[1]
	if company.l != town.l || !company.has(kindLegal) || company.has(kindRole) || !smallPlace(town) || town.words() > 2 {
		return
	}
	e.place, e.pieces = town, e.pieces[:1]
}

// lacksDegree reports whether a head without a degree has one in the next row.
func (s subject) lacksDegree(e *entry, w row) bool {
	return s.loose && w.l.anyHit(kindDegree) && w.l.wordCount() <= 12 && !slices.ContainsFunc(e.pieces, func(p piece) bool { return s.any(p, s.first) })
}

// lacksSchool reports whether a head of a degree and its subject has its school in
// the row right below.
func (s subject) lacksSchool(e *entry, w row) bool {
	if !s.loose || len(e.pieces) != 2 || e.anchor.order+1 != w.l.order || len(w.l.periods) > 0 {
		return false
	}
	degree, about := e.pieces[0], e.pieces[1]
	return s.net(degree) > 0 && s.net(about) == 0 && about.sep == "-" && about.l == degree.l && w.l.anyHit(kindSchool)
}

// unlike reports whether a row below a half head is rather text: the head names
// a job already and the row looks like no company.
func (s subject) unlike(e *entry, w row) bool {
	if parts := pieces(w.l, w.start, w.end, false); len(parts) == 2 && isPlace(parts[1]) && parts[1].sep != "/" {
		return false // "I.E. N.º 1025 «María Parado de Bellido» · Lima"
	}
	if len(e.pieces) == 1 && w.l.runs() && s.beside(e.pieces[0]) {
		return true
	}
	return len(e.pieces) > 0 && w.l.wordCount() > 8 && !w.l.anyHit(s.first...) && !w.l.anyHit(s.second...)
}
