package structure

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// untitled cuts the part below the head of a CV that has no title above its jobs:
// what each line is, its words tell.
func (r *reader) untitled() {
	i := slices.IndexFunc(r.sections, func(s section) bool { return s.is(cv.SectionHead) && s.title.Empty() })
	if i < 0 {
		return
	}
	head := r.sections[i]
	begin := r.jobsBegin(head)
	if begin < 0 {
		return
	}
	var parts []section
	for at := begin; at < head.last; at++ {
		kind := r.tellsKind(at, len(parts) > 0 && parts[len(parts)-1].is(cv.SectionEducation))
		if len(parts) > 0 && (kind == "" || parts[len(parts)-1].is(kind)) {
			continue
		}
		if kind == "" {
			kind = cv.SectionExperience
		}
		if n := len(parts); n > 0 {
			parts[n-1].last = at
		}
		parts = append(parts, section{kinds: []string{kind}, first: at, last: head.last, from: -1, at: -1})
	}
	r.sections[i].last = begin
	r.sections = slices.Insert(r.sections, i+1, parts...)
}

// jobsBegin is the line with which the jobs of an untitled section begin; -1 when
// there are none.
func (r *reader) jobsBegin(head section) int {
	p := r.out.Personal
	rows := r.rows(head)
	for i, w := range rows[:min(len(rows), 60)] {
		whole := piece{l: w.l, end: len(w.l.text)}
		if i < 1 || len(w.l.contacts) > 0 || overlaps(p.Name, w.l.at, whole) || overlaps(p.Title, w.l.at, whole) || overlaps(p.Location, w.l.at, whole) {
			continue
		}
		later := rows[i:]
		anchors := jobs().anchors(later, false)
		if len(anchors) == 0 || contactsIn(later) {
			continue
		}
		first := later[anchors[0]].l
		if !first.anyHit(kindRole) || first.Block == w.l.Block {
			return w.l.order
		}
		at := first.order // it, or its paragraph, says all that an entry's head does
		for !r.alone(at) {
			at--
		}
		return at
	}
	return -1
}

// contactsIn reports whether a contact stands in the first rows.
func contactsIn(rows []row) bool {
	for _, w := range rows[:min(3, len(rows))] {
		if len(w.l.contacts) > 0 {
			return true
		}
	}
	return false
}

// tellsKind is what a line of a CV without titles is of; empty for one that goes
// on with what is above it, which is of schools when learning. What a title stands above elsewhere is not asked for.
func (r *reader) tellsKind(i int, learning bool) string {
	l := r.lines[i]
	w := row{l, 0, len(l.text)}
	learnt, works := l.anyHit(kindDegree, kindSchool), l.anyHit(kindRole, kindLegal)
	_, dated := schools().anchor(w, false)
	switch {
	case l.Bullet || l.item:
		return ""
	case r.tellsLanguages(w):
		return r.unlessTitled(cv.SectionLanguages)
	case len(l.periods) == 0 && tellsSkills(w):
		return r.unlessTitled(cv.SectionSkills)
	case learning && dated && l.anyHit(kindSchool):
		return cv.SectionEducation
	case learnt && (!works || l.anyHit(kindDegree) && l.anyHit(kindSchool)) && (dated || l.anyHit(kindDegree) && l.wordCount() <= 10):
		return r.unlessTitled(cv.SectionEducation)
	case dated && works:
		return cv.SectionExperience
	}
	return ""
}

func (r *reader) unlessTitled(kind string) string {
	if slices.ContainsFunc(r.sections, func(s section) bool { return s.is(kind) }) {
		return ""
	}
	return kind
}

// tellsLanguages reports whether a row is a list of languages with levels.
func (r *reader) tellsLanguages(w row) bool {
	if len(w.l.periods) > 0 {
		return false
	}
	n, levels := 0, 0
	for _, p := range r.languageParts(w) {
		if p.has(kindLanguage) {
			n++
			_, cefr := level(p)
			levels += flag(cefr != "")
		}
	}
	return n > 0 && levels*2 >= n && w.l.wordCount() <= 8*n
}

// tellsSkills reports whether a row is a list of skills: three or more, most of
// which are known.
func tellsSkills(w row) bool {
	parts := pieces(w.l, w.start, w.end, true)
	known := 0
	for _, p := range parts {
		known += flag(taxonomy.Canonical(p.text()) != "")
	}
	return len(parts) >= 3 && 2*known >= len(parts)
}

// content is the kind of a section whose title nobody knows, by what most of its
// lines say.
func (r *reader) content(s section) string {
	spoken, skilled, learnt, worked := 0, 0, 0, 0
	rows := r.rows(s)
	for _, w := range rows {
		if _, dated := jobs().anchor(w, false); dated {
			worked++
		}
		spoken += flag(r.tellsLanguages(w))
		skilled += flag(tellsSkills(w))
		learnt += flag(w.l.anyHit(kindDegree) && w.l.anyHit(kindSchool) && len(w.l.periods) > 0)
	}
	switch n := len(rows); {
	case n == 0:
	case 3*spoken >= 2*n:
		return cv.SectionLanguages
	case 3*skilled >= 2*n:
		return cv.SectionSkills
	case 2*learnt >= n:
		return cv.SectionEducation
	case worked > 0 && !r.experienced && slices.ContainsFunc(rows, func(w row) bool { return w.l.anyHit(kindRole) && !w.l.Bullet }):
		return cv.SectionExperience
	}
	return cv.SectionOther
}
