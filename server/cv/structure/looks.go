package structure

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// looks counts how titles look, in each column for itself: a sidebar's are often
// smaller than those beside it, and the size of companies there.
type looks struct {
	all     map[style]int
	columns map[int]map[style]int
}

func newLooks(titles []*line) looks {
	k := looks{all: map[style]int{}, columns: map[int]map[style]int{}}
	for _, l := range titles {
		k.add(l)
	}
	return k
}

func (k looks) add(l *line) {
	k.all[styleOf(l)]++
	if k.columns[column(l)] == nil {
		k.columns[column(l)] = map[style]int{}
	}
	k.columns[column(l)][styleOf(l)]++
}

// of is how titles in a line's column look, and how many look so.
func (k looks) of(l *line) (style, int) {
	if own, n := commonest(k.columns[column(l)]); n >= 2 {
		return own, n
	}
	return commonest(k.all)
}

// commonest returns the style most titles have; of several the one that stands
// out most, so that the result does not depend on the map's order.
func commonest(looks map[style]int) (best style, n int) {
	keys := slices.SortedFunc(maps.Keys(looks), func(a, b style) int {
		return cmp.Or(cmp.Compare(b.heading, a.heading), cmp.Compare(b.size, a.size), cmp.Compare(flag(b.bold), flag(a.bold)), cmp.Compare(flag(b.upper), flag(a.upper)))
	})
	for _, s := range keys {
		if looks[s] > n {
			best, n = s, looks[s]
		}
	}
	return best, n
}

// maxUnknown is how many words a title has whose words are not all known.
const maxUnknown = 5

// unknownTitle reports whether a line looks as the titles do although no
// language knows its words.
func (r *reader) unknownTitle(i int, usual style, n int) bool {
	l := r.lines[i]
	shouts := usual.upper && (usual.bold || n > 2)
	if usual.heading == 0 && usual.size <= r.body+0.9 && !shouts || !r.looksTitled(l, usual) {
		return false
	}
	if shouts && (!r.alone(i) || slices.ContainsFunc(r.lines[i+1:min(len(r.lines), i+4)], func(l *line) bool { return len(l.periods) > 0 })) {
		return false // a company, or who looks like one
	}
	if i+1 < len(r.lines) && (len(r.lines[i+1].periods) > 0 || styleOf(r.lines[i+1]).alike(usual)) {
		return false
	}
	for _, k := range []kind{kindRole, kindLegal, kindOrg, kindSchool, kindDegree, kindDocument} {
		if _, ok := l.has(k, 0, len(l.text)); ok && (k != kindRole || usual.size < 1.4*r.body || l.wordCount() > 2) {
			return false
		}
	}
	return len(l.contacts) == 0
}

// looksTitled reports whether a short line looks as the titles do.
func (r *reader) looksTitled(l *line, usual style) bool {
	return styleOf(l).alike(usual) && !l.Bullet && !hasDigit(l.text) && (l.wordCount() <= maxUnknown && l.wordCount() > 0 || spacedOut(l.tokens))
}

// coreTitle reads a line that looks as the titles do and begins or ends with a
// word that makes one, whatever stands beside it: "NURSING EXPERIENCE".
func (r *reader) coreTitle(l *line, usual style) (title, bool) {
	if !usual.marked(r.body) || !r.looksTitled(l, usual) || len(l.contacts) > 0 || l.anyHit(kindRole, kindLegal, kindDegree) {
		return title{}, false
	}
	for _, h := range l.hits {
		if h.kind == kindCore && (h.first == 0 || h.last == len(l.tokens)) {
			return title{kinds: []string{h.value}, start: 0, end: len(l.text), from: len(l.text)}, true
		}
	}
	return title{}, false
}

// goesOnTitle reports whether a line is the rest of the title above it.
func (r *reader) goesOnTitle(accepted map[int]title, i int) bool {
	if i == 0 {
		return false
	}
	above, l := r.lines[i-1], r.lines[i]
	t, ok := accepted[i-1]
	if !ok || t.from < len(above.text) || !near(above, l) || !styleOf(l).alike(styleOf(above)) || l.wordCount() > 3 {
		return false
	}
	s := styleOf(l)
	return s.bold && s.upper || s.heading > 0 || s.size > r.body+0.9
}

// twoLines reads a title that a narrow column broke in two, neither of which is
// one alone.
func (r *reader) twoLines(i int) (title, bool) {
	if i+1 >= len(r.lines) {
		return title{}, false
	}
	l, next := r.lines[i], r.lines[i+1]
	if !near(l, next) || !styleOf(l).alike(styleOf(next)) || !styleOf(l).marked(r.body) || l.wordCount() > 3 || next.wordCount() > 3 {
		return title{}, false
	}
	k, ok := words().titles[tokenLetters(l.tokens)+tokenLetters(next.tokens)]
	return title{kinds: []string{k}, start: 0, end: len(l.text), from: len(l.text), lines: 1}, ok
}

// near reports whether two lines are of one paragraph, or of a cell that is set
// flush right.
func near(above, l *line) bool {
	if above.Block == l.Block {
		return true
	}
	return l.Width > 0 && above.Page == l.Page && above.Region == l.Region && l.Y-above.Y < 1.4*l.Size && l.Y > above.Y &&
		math.Abs(above.X+above.Width-l.X-l.Width) < 2
}

// titleOver is the kinds of a title over two lines, if it is known as a whole.
func titleOver(first, second *line) ([]string, bool) {
	k, ok := words().titles[tokenLetters(first.tokens)+tokenLetters(second.tokens)]
	return []string{k}, ok && k != cv.SectionOther
}

// besideText reads a title in the cell left of its text: the next line begins
// where that text does, other such titles stood at the same place, or a language
// follows one of languages.
func (r *reader) besideText(i int, section string, sides map[int]bool) (title, bool) {
	l := r.lines[i]
	if l.Bullet || len(l.periods) > 0 {
		return title{}, false
	}
	t, ok := sideTitle(row{l, 0, len(l.text)})
	if ok && t.start == 0 && t.kinds[0] == cv.SectionLanguages && l.startsWith(kindLanguage, t.from) {
		return t, true
	}
	if ok && i < 3 && t.kinds[0] == cv.SectionHead && nameScore(piece{l: l, start: t.from, end: len(l.text)}) >= fullName {
		return t, true
	}
	if ok && t.kinds[0] == cv.SectionSkills && (section == "" || section == cv.SectionHead || section == cv.SectionSummary) && tellsSkills(row{l, t.from, len(l.text)}) {
		return t, true
	}
	if section == "" || section == cv.SectionExperience || section == cv.SectionEducation || section == cv.SectionProjects {
		return title{}, false
	}
	if h, ok := l.hit(kindLevel, 0); ok && h.value == "native" && h.last < len(l.tokens) && l.startsWith(kindLanguage, l.tokens[h.last].start) {
		return title{kinds: []string{cv.SectionLanguages}, exact: true}, true // "Mother tongue Ewe"
	}
	if !ok || t.start > 0 {
		return title{}, false
	}
	hangs := false
	if i+1 < len(r.lines) {
		next := r.lines[i+1]
		hangs = next.Width > 0 && next.Page == l.Page && next.Region == l.Region && next.X > l.X+4*l.Size && !next.Bullet
	}
	return t, l.Width > 0 && (hangs || sides[int(l.X)]) || len(sides) > 0 && strings.Contains(l.text[t.from:], ",")
}
