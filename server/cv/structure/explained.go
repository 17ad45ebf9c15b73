package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// leastTold is from how many words on what follows a skill's name explains it.
const leastTold = 7

// onlySkills reports whether a row is names of skills and nothing else, as people end
// what they tell of a job: "Perl / Redis / Linux".
func onlySkills(w row) bool {
	n := 0
	for _, p := range pieces(w.l, w.start, w.end, true) {
		if taxonomy.Canonical(p.text()) == "" {
			return false
		}
		n++
	}
	return n > 1
}

// explained reads an item that tells of a skill in sentences, "Teamwork: I worked in
// groups of several trades": its name, and the row behind the item. No row is behind
// it where what follows the colon is a list.
func explained(rows []row, i int) (name piece, last int) {
	w := rows[i]
	colon := strings.IndexByte(w.l.text[w.start:w.end], ':')
	if !w.l.Bullet || colon <= 0 {
		return piece{}, 0
	}
	colon += w.start
	words, commas := w.l.countIn(colon, w.end), strings.Count(w.l.text[colon:w.end], ",")
	last = i + 1
	for last < len(rows) && !rows[last].l.Bullet && (rows[last].l.item || rows[last].l.Block == w.l.Block) {
		words += rows[last].l.wordCount()
		commas += strings.Count(rows[last].l.text, ",")
		last++
	}
	name = piece{l: w.l, start: w.start, end: colon}.trim()
	if words < leastTold || words < 5*(commas+1) || name.words() > 4 {
		return piece{}, 0
	}
	return name, last
}
