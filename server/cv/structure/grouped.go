package structure

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// skillsGoOn reports whether a group of skills begins in a line behind languages
// that were a group among them: "Databases" and, beside or below it, what they are.
func (r *reader) skillsGoOn(i int) bool {
	l := r.lines[i]
	if len(l.periods) > 0 || len(l.contacts) > 0 || l.anyHit(kindLanguage) {
		return false
	}
	w := row{l, 0, len(l.text)}
	if from, ok := cellLabel(w); ok {
		w.start = from
		return listsSkills(w)
	}
	if i+1 == len(r.lines) || !r.alone(i) || r.alone(i+1) || l.wordCount() > longestName || l.Bullet {
		return false
	}
	next := r.lines[i+1]
	return listsSkills(row{next, 0, len(next.text)})
}

// listsSkills reports whether a row is several names, one of which is known.
func listsSkills(w row) bool {
	parts := pieces(w.l, w.start, w.end, true)
	return len(parts) > 1 && slices.ContainsFunc(parts, func(p piece) bool { return taxonomy.Canonical(p.text()) != "" })
}
