package structure

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// education reads degrees and schools.
func (r *reader) education() {
	s := schools()
	r.trainings()
	for _, rows := range r.of(cv.SectionEducation) {
		all := s.entries(rows)
		if len(all) == 0 {
			all = s.blocks(rows)
		}
		s.towns(all)
		degreeFirst := s.order(all)
		for i := range all {
			e := &all[i]
			school := cv.Education{}
			school.Degree, school.Institution = s.degree(e, degreeFirst)
			if e.anchor != nil {
				school.Period = graduation(e.period.value(e.anchor), e.period.single)
			}
			if e.place.l != nil {
				school.Location = e.place.value()
			}
			for _, w := range append(append([]row{}, e.head...), e.body...) {
				if _, _, from, to, ok := grade(w.l); ok && school.GPA.Empty() {
					school.GPA = w.l.value(from, to)
				}
			}
			if r.alsoOf(cv.SectionEducation, cv.SectionCertifications) && !slices.ContainsFunc(e.head, func(w row) bool { return w.l.anyHit(kindDegree, kindSchool) }) {
				continue // a certificate
			}
			if (!school.Degree.Empty() || !school.Institution.Empty()) && len(r.out.Education) < maxEntries {
				r.out.Education = append(r.out.Education, school)
			}
		}
	}
}

// trainings tells a section whose title may be of schools or of courses from the
// CV's schools: there is another one, and no word of a school is in it.
func (r *reader) trainings() {
	n := 0
	for _, s := range r.sections {
		n += flag(s.is(cv.SectionEducation))
	}
	for i, s := range r.sections {
		if n < 2 || len(s.kinds) != 1 || !s.is(cv.SectionEducation) || s.title.Empty() {
			continue
		}
		rows := r.rows(s)
		if len(rows) > 0 && !slices.ContainsFunc(rows, func(w row) bool { return w.l.anyHit(kindSchool, kindDegree) }) {
			r.sections[i].kinds = []string{cv.SectionCertifications}
			n--
		}
	}
}

// graduation is the period of a lone date: the end, since that is the year
// people write.
func graduation(p cv.Period, single bool) cv.Period {
	if single && p.End.IsZero() {
		p.Start, p.End = cv.Date{}, p.Start
	}
	return p
}

// degree says what was learned and where. What stands between commas beside a
// degree is its subject and stays with it.
func (s subject) degree(e *entry, degreeFirst bool) (degree, school cv.Value) {
	all := e.pieces[:0:0]
	for _, p := range s.wholeDegrees(e.pieces) {
		parts := withLegal(pieces(p.l, p.start, p.end, true))
		if len(parts) > 1 && s.any(p, s.second) {
			if first, second, ok := s.divide(parts); ok {
				if first.start < second.start {
					all = append(all, first, second)
				} else {
					all = append(all, second, first)
				}
				continue
			}
		}
		all = append(all, p)
	}
	// Faculties are neither, unless nothing else is there.
	if len(all) > 2 {
		var kept []piece
		for _, p := range all {
			if !p.has(kindField) || s.any(p, s.first) || s.net(p) < 0 {
				kept = append(kept, p)
			}
		}
		if len(kept) >= 2 {
			all = kept
		}
	}
	e.pieces = all
	return s.names(e, degreeFirst)
}

// wholeDegrees puts a degree and its abbreviation together: "Master of Business
// Administration - MBA, Operations".
func (s subject) wholeDegrees(all []piece) []piece {
	var out []piece
	for _, p := range all {
		if n := len(out) - 1; n >= 0 && p.sep == "-" && out[n].l == p.l && s.net(out[n]) > 0 && (s.net(p) > 0 || s.net(p) == 0 && s.schooled(all)) {
			out[n].end = p.end
			continue
		}
		out = append(out, p)
	}
	for i := 1; i < len(out) && len(out) == 3; i++ {
		// "Grenoble INP – Ensimag", where the degree stands in another line.
		other := out[2*(2-i)] // the one that is neither of both
		if out[i].sep == "-" && out[i].l == out[i-1].l && s.net(out[i-1]) <= 0 && s.net(out[i]) == 0 && other.l != out[i].l && s.net(other) > 0 {
			out[i-1].end = out[i].end
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// schooled reports whether one of the pieces names a school in words we know, so
// that what stands beside a degree is its subject.
func (s subject) schooled(all []piece) bool {
	return slices.ContainsFunc(all, func(p piece) bool { return s.net(p) < 0 })
}

// blocks makes entries of a section without dates: one a paragraph or list item,
// or one a degree.
func (s subject) blocks(rows []row) []entry {
	var out []entry
	for i, w := range rows {
		fresh := i == 0 || w.l.Block != rows[i-1].l.Block || w.l.Bullet
		if !fresh || len(out) == 0 || s.goesOn(&out[len(out)-1], w) {
			if len(out) == 0 {
				out = append(out, entry{})
			}
		} else {
			out = append(out, entry{})
		}
		if len(out) > maxEntries {
			return out[:maxEntries]
		}
		e := &out[len(out)-1]
		if isBody(rows, i) && !w.l.Bullet {
			e.body = append(e.body, w)
			continue
		}
		e.head = append(e.head, w)
		e.pieces = append(e.pieces, s.headPieces(e, []row{w})...)
	}
	return out
}

// goesOn reports whether a row completes an entry that has only the other half.
func (s subject) goesOn(e *entry, w row) bool {
	if s.complete(e) || len(e.pieces) == 0 {
		return false
	}
	has := s.any(e.pieces[0], s.second)
	return has != w.l.anyHit(s.second...)
}
