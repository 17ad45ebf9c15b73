package structure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// longestName is how many words a skill's name has at most that is looked for
// among others.
const longestName = 4

// segment is a run of words: a known skill, or what is not known between them.
type segment struct {
	piece piece
	known bool
}

// segments cuts a piece at the names of skills, the longest at each word.
func segments(p piece) []segment {
	p = p.trim()
	var words []piece
	for start := p.start; start < p.end; {
		end := start + max(1, strings.IndexByte(p.l.text[start:p.end]+" ", ' '))
		end = min(end, p.end)
		if w := (piece{l: p.l, start: start, end: end}); strings.TrimSpace(w.text()) != "" {
			words = append(words, w)
		}
		start = end + 1
	}
	var out []segment
	for i := 0; i < len(words); {
		n := min(longestName, len(words)-i)
		for n > 0 && taxonomy.Canonical(p.l.text[words[i].start:words[i+n-1].end]) == "" {
			n--
		}
		switch last := len(out) - 1; {
		case n > 0:
			out = append(out, segment{piece{l: p.l, start: words[i].start, end: words[i+n-1].end}, true})
			i += n
		case last >= 0 && !out[last].known:
			out[last].piece.end = words[i].end
			i++
		default:
			out = append(out, segment{words[i], false})
			i++
		}
	}
	return out
}

// rowOfSkills cuts a row of names that stand beside each other with nothing
// between them, as borders and cells leave them: "Swift Kotlin SwiftUI". All of
// them must be known, or most when they are several; less is enough where other
// rows of the section are such (rowed).
func rowOfSkills(p piece, rowed bool) []piece {
	if n := p.words(); n < 2 || n > 30 || taxonomy.Canonical(p.text()) != "" || strings.ContainsAny(p.text(), "():,;.!?") {
		return []piece{p}
	}
	all := segments(p)
	known, words, foreign := 0, 0, 0
	for _, s := range all {
		switch first := s.piece.within(); {
		case s.known:
			known++
			words += s.piece.words()
		case slices.ContainsFunc(first, func(t token) bool { return !t.capital }):
			foreign++
		}
	}
	whole := known == len(all) && known > 2
	most := known > 2 && 3*words >= 2*p.words()
	if !whole && !most && (!rowed || known < 2 || foreign > 0) {
		return []piece{p}
	}
	out := make([]piece, len(all))
	for i, s := range all {
		out[i] = s.piece
	}
	return out
}

// rowed reports whether names stand side by side in two or more rows, or in one
// for certain.
func rowed(rows []row) bool {
	n, most := 0, 0
	for _, w := range rows {
		p := piece{l: w.l, start: w.start, end: w.end}.trim()
		if len(rowOfSkills(p, false)) > 2 {
			return true
		}
		if parts := len(rowOfSkills(p, true)); parts > 1 {
			n++
			most = max(most, parts)
		}
	}
	return n > 1 && most > 2
}

// cellLabel is where the list begins in a row whose first words are the name of
// its group, in a cell of their own: "Databases PostgreSQL, Redis". It is the
// row's beginning when there is none.
func cellLabel(w row) (from int, ok bool) {
	if strings.ContainsAny(w.l.text, ":") || w.l.Bullet {
		return w.start, false
	}
	parts := pieces(w.l, w.start, w.end, true)
	if len(parts) > 2 && groupCell(parts) {
		return parts[1].start, !slices.ContainsFunc(parts[2:], func(p piece) bool { return p.sep == "\t" })
	}
	if len(parts) == 0 || parts[0].words() > longestName+2 || taxonomy.Canonical(parts[0].text()) != "" {
		return w.start, false
	}
	all := segments(parts[0])
	if len(all) < 2 || all[0].known && (len(all) > 2 || all[0].piece.words() < 2) || !all[1].known || all[0].piece.words() > 3 {
		return w.start, false
	}
	// More names than one must follow, or it is a skill with a longer name.
	return all[1].piece.start, len(parts) > 1 || len(all) > 2
}

// groupCell reports whether the first of a row's parts may be the name of a group
// in a cell of its own.
func groupCell(parts []piece) bool {
	return parts[1].sep == "\t" && parts[0].words() <= longestName
}

// apartAt reports whether a wide gap stands before a byte of a row.
func apartAt(w row, at int) bool {
	return slices.ContainsFunc(w.l.tokens, func(t token) bool { return t.start == at && t.apart })
}

// withoutCellLabels cuts the names of groups off rows, where they are a column: most rows
// of the section have one, or a title's words are one.
func (r *reader) withoutCellLabels(rows []row) []row {
	n := 0
	for _, w := range rows {
		_, ok := cellLabel(w)
		n += flag(ok)
	}
	out := make([]row, 0, len(rows))
	for i, w := range rows {
		from, ok := cellLabel(w)
		title, titled := sideTitle(w)
		if parts := pieces(w.l, w.start, w.end, true); n >= 2 && len(parts) == 2 && groupCell(parts) && taxonomy.Canonical(parts[0].text()) == "" {
			from, ok = parts[1].start, true // a group of one
		}
		switch {
		case ok && (n >= 2 || titled || apartAt(w, from) && taxonomy.Canonical(strings.TrimSpace(w.l.text[w.start:from])) == ""):
			w.start = from
		case titled && n >= 1 && title.kinds[0] == cv.SectionOther:
			continue
		case titled && n+flag(len(rows) > 1) >= 1 && title.kinds[0] == cv.SectionSkills && strings.Contains(w.l.text[title.end:w.end], ","):
			w.start = title.end
		case w.l.Bold && !w.l.Bullet && i+1 < len(rows) && !rows[i+1].l.Bold && (rows[i+1].l.Bullet || w.l.wordCount() <= longestName && strings.Count(rows[i+1].l.text, ",") > 1 && !strings.Contains(w.l.text, ",")):
			continue // the name of a group of items
		}
		out = append(out, w)
	}
	return out
}

// sideTitle reads a title that stands in the cell beside its text, so that no
// sign is between them: "Languages German, English".
func sideTitle(w row) (title, bool) {
	lex := words()
	first := 0
	for first < len(w.l.tokens) && w.l.tokens[first].start < w.start {
		first++
	}
	for last := min(first+4, len(w.l.tokens)-1); last > first; last-- {
		if w.l.tokens[last].kind == mark || w.l.tokens[last-1].kind == mark || !w.l.tokens[first].capital {
			continue
		}
		if k, ok := lex.titles[tokenLetters(w.l.tokens[first:last])]; ok {
			return title{kinds: []string{k}, exact: true, start: w.l.tokens[first].start, end: w.l.tokens[last-1].end, from: w.l.tokens[last].start}, true
		}
	}
	return title{}, false
}

// maxListed is how many words a skill has that stands alone in its line.
const maxListed = 4

// shortLine reports whether a line may be one of a list that has an item a line.
func shortLine(l *line) bool {
	return !l.Bullet && l.wordCount() <= maxListed && len(l.periods) == 0 && len(l.contacts) == 0 && !introduces(l)
}

// amongShort reports whether a line is one of a list of short ones that look as
// the text does: one stands below it, or above it at the list's end.
func (r *reader) amongShort(i int) bool {
	plain := func(l *line) bool {
		s := styleOf(l)
		s.upper = s.upper && !abbreviated(l)
		return !s.marked(r.body)
	}
	if i+1 < len(r.lines) && plain(r.lines[i+1]) {
		return shortLine(r.lines[i+1])
	}
	return i > 0 && plain(r.lines[i-1]) && shortLine(r.lines[i-1])
}

// isSkill reports whether a title's words are rather a skill of the list whose
// title stands in line opened: "Leadership" between "Python" and "SAP". Other titles
// look different then; or only they begin blocks, and what it says is no title of
// a section that every CV has.
func (r *reader) isSkill(i int, t title, opened int, titles style, n int) bool {
	if styleOf(r.lines[i]).marked(r.body) || t.kinds[0] == cv.SectionLanguages || !r.amongShort(i) {
		return false
	}
	if n > 1 && titles.marked(r.body) {
		return true
	}
	rare := t.kinds[0] == cv.SectionOther || t.kinds[0] == cv.SectionCertifications
	return rare && r.alone(opened) && !r.alone(i)
}

// maxAbbreviation is how many letters a word in capitals has that is one.
const maxAbbreviation = 6

func abbreviated(l *line) bool {
	return !slices.ContainsFunc(l.tokens, func(t token) bool { return utf8.RuneCountInString(t.fold) > maxAbbreviation })
}

// listsCapitals reports whether a line in capitals, as titles are in CVs that
// mark them by nothing else, is one of a list of skills: "SAP" above "Excel".
func (r *reader) listsCapitals(i int, titles style) bool {
	if titles.bold || titles.heading > 0 || titles.size > r.body+0.9 {
		return false
	}
	l := r.lines[i]
	return taxonomy.Canonical(l.text) != "" || abbreviated(l) && i+1 < len(r.lines) && shortLine(r.lines[i+1])
}
