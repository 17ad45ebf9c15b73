package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// name finds the person's name and, beside or under it, what they call
// themselves.
func (r *reader) name(head []*line) {
	p := &r.out.Personal
	if len(head) == 0 {
		return
	}
	largest := 0.0
	for _, l := range head {
		largest = max(largest, l.Size)
	}
	best, bestScore, at := piece{}, 0, -1
	for i, l := range head {
		for n, part := range namePieces(l) {
			if from, _, ok := afterLabel(l, part.start, part.end, "name"); ok {
				if from >= part.end && i+1 < len(head) {
					if part = (piece{l: head[i+1], end: len(head[i+1].text)}); nameScore(part) == 0 {
						continue
					}
				} else {
					part.start = from
				}
				if v := part.trim().value(); !v.Empty() {
					p.Name = v
					r.title(head, i, part)
					return
				}
			}
			score := nameScore(part)
			if score == 0 {
				continue
			}
			score -= 2*min(i, 10) + n
			if l.Size > 0 && l.Size >= largest-0.3 && largest > r.body+0.6 {
				score += 12
			}
			if l.Bold || l.Heading > 0 {
				score += 2
			}
			if score > bestScore {
				best, bestScore, at = part, score, i
			}
		}
	}
	if at < 0 {
		best, at = r.largestWords(head, largest)
	}
	if at < 0 {
		return
	}
	p.Name = withoutCredentials(best).value()
	if at > 0 && r.body > 0 && best.l.Size > r.body+2 && head[at-1].wordCount() == 1 && best.start == 0 && r.goesOnName(piece{l: head[at-1], end: len(head[at-1].text)}, best.l) {
		p.Name = join(head[at-1].value(0, len(head[at-1].text)), p.Name) // the first name stood above
	}
	next := at + 1
	for next < min(len(head)-1, at+3) && len(head[next].contacts) > 0 && head[next].X > best.l.X+best.l.Width {
		next++ // contacts stand at the other edge, between two lines of a name
	}
	if next < len(head) && r.goesOnName(best, head[next]) {
		p.Name = join(p.Name, withoutCredentials(piece{l: head[next], end: len(head[next].text)}).value())
		at = next
	}
	r.title(head, at, best)
}

// goesOnName reports whether the line under a name is the rest of it: both look
// alike, and the name is a single word or is written larger than the text.
func (r *reader) goesOnName(name piece, next *line) bool {
	if nameScore(piece{l: next, end: len(next.text)}) == 0 || !styleOf(next).alike(styleOf(name.l)) || name.end < len(name.l.text) {
		return false
	}
	return name.words() == 1 || name.words() <= 3 && next.wordCount() <= 2 && r.body > 0 && name.l.Size > r.body+2 && name.l.Block == next.Block
}

// namePieces are the parts of a line that may be a name, without "Curriculum
// Vitae" before it.
func namePieces(l *line) []piece {
	if h, ok := l.hit(kindDocument, 0); ok && h.last < len(l.tokens) {
		start := l.tokens[h.last].start
		if t := l.tokens[h.last]; t.kind == word && !t.capital {
			start = t.end
		}
		return pieces(l, start, len(l.text), false)
	}
	all := pieces(l, 0, len(l.text), false)
	for i, p := range all {
		// "Anna Weber, nurse"
		if parts := pieces(l, p.start, p.end, true); len(parts) > 1 && nameScore(parts[0]) >= fullName && parts[1].has(kindRole) {
			all[i] = parts[0]
		}
	}
	return all
}

// fullName is the score of a name of several words.
const fullName = 24

// Bounds of names: the longest have some first names and two families'.
const (
	maxNameLetters = 90
	maxNames       = 6
	maxFirstNames  = 8 // in the CV's first lines, where little else stands
)

// nameScore says how much a piece looks like a person's name; 0 for not at all.
func nameScore(p piece) int {
	p = behindHonours(withoutCredentials(p))
	if overlapsContact(p) || hasDigit(p.text()) || utf8.RuneCountInString(p.text()) > maxNameLetters {
		return 0
	}
	if spacedOut(p.within()) {
		return fullName
	}
	names, small, particles := 0, 0, 0
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end {
			continue
		}
		if t.kind == mark {
			if !t.in(".-‑'’,()\"“”„«»") {
				return 0
			}
			continue
		}
		_, particle := p.l.hit(kindParticle, i)
		particle = particle || smallParticle(t.fold)
		switch {
		case t.capital && i > 0 && p.l.tokens[i-1].in("-‑") && !t.spaced: // "Anna-Lena"
		case t.capital:
			names++
			particles += flag(particle && t.caps)
		case !particle:
			small++
		}
	}
	if names > maxNames {
		names -= particles // "DE LA TORRE Y GARCÍA"
	}
	if small > 0 || names == 0 || names > maxNames && (names > maxFirstNames || p.l.order > 1) {
		return 0
	}
	for _, k := range []kind{kindSection, kindRole, kindDocument, kindLegal, kindSchool, kindOrg} {
		if p.has(k) {
			return 0
		}
	}
	if h, ok := p.l.has(kindStreet, p.start, p.end); ok && p.l.tokens[h.last-1].end == p.end {
		return 0 // "Main St", not "St. John"
	}
	if saysDegree(p) || isPlace(p) {
		return 0
	}
	if taxonomy.Canonical(p.text()) != "" {
		return 0
	}
	if _, _, ok := afterLabel(p.l, p.start, p.end, ""); ok {
		return 0
	}
	switch names {
	case 1:
		return 12
	case 2, 3, 4:
		return 30
	default:
		return fullName
	}
}

// smallParticle are parts of names that have no capital, in languages whose CVs
// we do not read, too.
func smallParticle(w string) bool {
	switch w {
	case "van", "der", "den", "ten", "bin", "al", "el", "ibn", "di", "da", "del", "della", "von", "zu", "de", "la", "le", "dos", "das", "do", "e", "y", "ap", "af":
		return true
	}
	return false
}

// title is what stands beside the name, or under it: words of a job, or a short
// line that is nothing else.
func (r *reader) title(head []*line, at int, name piece) {
	p := &r.out.Personal
	for _, l := range head {
		if from, _, ok := afterLabel(l, 0, len(l.text), "position"); ok && from < len(l.text) {
			p.Title = l.value(from, len(l.text))
			return
		}
	}
	if rest := (piece{l: name.l, start: name.end, end: len(name.l.text)}).trim(); name.l == head[at] && rest.start < rest.end && rest.words() <= 10 && rest.has(kindRole) {
		parts := pieces(rest.l, rest.start, rest.end, false)
		for _, part := range parts {
			if part.has(kindRole) && !overlapsContact(part) {
				p.Title = part.value()
				return
			}
		}
	}
	for i := at + 1; i < len(head) && i <= at+6; i++ {
		l := head[i]
		if l.Bullet || l.wordCount() > 14 || len(l.periods) > 0 {
			continue
		}
		if !(piece{l: l, end: len(l.text)}).has(kindRole) || inParagraph(head, i) {
			continue
		}
		if v := r.headline(l); !v.Empty() {
			p.Title = v
			return
		}
	}
	if at+1 < len(head) {
		l := head[at+1]
		whole := piece{l: l, end: len(l.text)}
		if len(l.contacts) == 0 && l.wordCount() <= 6 && !hasDigit(l.text) && !hasPlace(whole) && !strings.HasSuffix(l.text, ".") && !looksLikePlace(whole) && !whole.has(kindLabel) && !whole.has(kindDocument) {
			p.Title = whole.trim().value()
		}
	}
}

// inParagraph reports whether a line is of running text.
func inParagraph(head []*line, i int) bool {
	if head[i].wordCount() < 7 || len(pieces(head[i], 0, len(head[i].text), false)) > 1 {
		return false
	}
	lines, words := 0, 0
	for _, l := range head {
		if l.Block == head[i].Block && l.Page == head[i].Page {
			lines++
			words += l.wordCount()
		}
	}
	return lines > 1 && words > 16
}

// headline is the part of a line that names a job: all of it up to a contact, a
// place or a label.
func (r *reader) headline(l *line) cv.Value {
	parts := pieces(l, 0, len(l.text), false)
	first, last := -1, -1
	for i, part := range parts {
		if first >= 0 && hasDigit(part.text()[:1]) {
			break // "6 years of experience"
		}
		if overlapsContact(part) || isPlace(part) || knownPlace(part) || overlaps(r.out.Personal.Name, l.at, part) {
			if first >= 0 {
				break
			}
			continue
		}
		if _, _, ok := afterLabel(l, part.start, part.end, ""); ok {
			continue
		}
		if first < 0 {
			if !part.has(kindRole) && i+1 < len(parts) && !parts[i+1].has(kindRole) {
				continue
			}
			first = i
		}
		last = i
	}
	if first < 0 {
		return cv.Value{}
	}
	return upToLabel(spread(parts[first : last+1])).value()
}

// upToLabel cuts off what a label in the middle of a line begins: dates of birth
// and numbers stand at the right edge there.
func upToLabel(p piece) piece {
	for _, h := range p.l.hits {
		start := p.l.tokens[h.first].start
		if h.kind == kindLabel && start > p.start && start < p.end && h.last < len(p.l.tokens) && p.l.tokens[h.last].fold == ":" {
			p.end = start
			return p.trim()
		}
	}
	return p
}
