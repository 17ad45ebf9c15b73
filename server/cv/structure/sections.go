package structure

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// titles finds the lines that title sections.
func (r *reader) titles() map[int]title {
	found, often := map[int]title{}, r.often()
	var plain, marked []*line
	for i, l := range r.lines {
		t, ok := titleOf(l)
		if !ok || l.Bullet && !l.upper() || often[l.text] > 2 && !styleOf(l).marked(r.body) {
			continue
		}
		found[i] = t
		switch {
		case !t.exact || t.from < len(l.text) || subTitle(l, t):
		case styleOf(l).marked(r.body):
			marked = append(marked, l)
		default:
			plain = append(plain, l)
		}
	}
	looks := newLooks(marked)
	if len(marked) < 2 {
		looks = newLooks(append(marked, plain...))
	}
	section, opened := "", 0
	accepted := map[int]title{}
	sides := map[int]bool{}
	for i, l := range r.lines {
		if before, ok := accepted[i-1]; ok && before.lines > 0 {
			continue
		}
		t, ok := found[i]
		usual, n := looks.of(l)
		if !ok && n >= 2 {
			t, ok = r.coreTitle(l, usual)
		}
		if r.goesOnTitle(accepted, i) {
			before := accepted[i-1]
			before.lines++
			if t, ok := titleOver(r.lines[i-1], l); ok {
				before.kinds = t
			}
			accepted[i-1] = before
			section = before.kinds[0]
			continue
		}
		if two, over := r.twoLines(i); over && !ok {
			accepted[i] = two
			section, opened = two.kinds[0], i
			continue
		}
		if side, beside := r.besideText(i, section, sides); beside && !ok {
			accepted[i] = side
			section = side.kinds[0]
			sides[int(l.X)] = true
			continue
		}
		if !ok {
			name := r.opensColumn(i) && nameScore(piece{l: l, end: len(l.text)}) >= fullName
			if n >= 2 && (len(accepted) > 0 || i > 1 && l.Size < r.largest) && !name && r.unknownTitle(i, usual, n) && (section != cv.SectionSkills || !r.listsCapitals(i, usual)) {
				accepted[i] = title{kinds: []string{cv.SectionOther}, start: 0, end: len(l.text), from: len(l.text), unknown: true}
				section = cv.SectionOther
			}
			continue
		}
		if t.from < len(l.text) && !inlineTitle(l, t, section) || t.from == len(l.text) && (!r.standsOut(i, t, section, usual, n) || section == cv.SectionSkills && r.isSkill(i, t, opened, usual, n)) {
			continue
		}
		accepted[i] = t
		section, opened = t.kinds[0], i
	}
	return accepted
}

// often counts how often each text stands in the CV. A plain line that stands there
// three times titles parts of entries ("Highlights"), not a section.
func (r *reader) often() map[string]int {
	n := map[string]int{}
	for _, l := range r.lines {
		n[l.text]++
	}
	return n
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// standsOut reports whether a line with a title's words is a title.
func (r *reader) standsOut(i int, t title, section string, usual style, n int) bool {
	l, s := r.lines[i], styleOf(r.lines[i])
	same := n > 0 && s.alike(usual)
	inEntries := section == cv.SectionExperience || section == cv.SectionProjects
	group := section == cv.SectionSkills && (t.kinds[0] == cv.SectionSkills || t.kinds[0] == cv.SectionLanguages)
	switch {
	case group && t.exact && t.kinds[0] == cv.SectionLanguages && i+1 < len(r.lines) && r.lines[i+1].anyHit(kindLanguage):
		return true
	case inEntries && subTitle(l, t), inEntries && t.kinds[0] == cv.SectionSkills && n > 1, group && n > 1:
		// "Achievements" and "Technologies" stand inside entries, too, "Languages"
		// among skills.
		return same && (s.marked(r.body) || r.alone(i) && !introduces(l))
	case n > 1 && usual.marked(r.body) && !same && (!r.alone(i) || inEntries && introduces(l)):
		return false // "Key projects:" of a job
	case !t.exact && !s.marked(r.body):
		return same && r.alone(i)
	case n > 1 && usual.marked(r.body) && !s.marked(r.body):
		return r.alone(i) && !r.within(i)
	default:
		return true
	}
}

// introduces reports whether a line ends with a colon.
func introduces(l *line) bool {
	return len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].fold == ":"
}

// alone reports whether a line begins a block.
func (r *reader) alone(i int) bool { return i == 0 || r.lines[i-1].Block != r.lines[i].Block }

// within reports whether a line is in the middle of a paragraph.
func (r *reader) within(i int) bool {
	return i > 0 && i+1 < len(r.lines) && r.lines[i-1].Block == r.lines[i].Block && r.lines[i+1].Block == r.lines[i].Block
}

// opensColumn reports whether a line is the first of a column or page, where a
// name may stand.
func (r *reader) opensColumn(i int) bool {
	return i > 0 && (r.lines[i].Region != r.lines[i-1].Region || r.lines[i].Page != r.lines[i-1].Page)
}

// inlineTitle reports whether "Skills: Go, Kafka" begins a section. Inside of
// entries and lists of skills such lines name groups.
func inlineTitle(l *line, t title, section string) bool {
	if !t.exact || len(t.kinds) != 1 || l.Bullet || t.kinds[0] == section && section == cv.SectionCertifications {
		return false
	}
	switch t.kinds[0] {
	case cv.SectionLanguages:
		_, ok := l.has(kindLanguage, t.from, len(l.text))
		return ok
	case cv.SectionSkills:
		return section != cv.SectionExperience && section != cv.SectionProjects && section != cv.SectionSkills
	case cv.SectionHead:
		return false
	case cv.SectionExperience:
		return section == "" && len(l.periods) > 0
	case cv.SectionSummary:
		return section != cv.SectionExperience && section != cv.SectionSkills
	default:
		return section != cv.SectionExperience && section != cv.SectionSkills && section != cv.SectionProjects
	}
}

// split cuts the CV into sections.
func (r *reader) split() {
	titles := r.titles()
	for _, t := range titles {
		r.experienced = r.experienced || slices.Contains(t.kinds, cv.SectionExperience)
	}
	current := section{kinds: []string{cv.SectionHead}, from: -1, at: -1}
	// last tells, of each column, what was read in it last.
	columns := map[int]section{}
	skills := section{at: -1}
	for i, l := range r.lines {
		t, ok := titles[i]
		switch {
		case ok:
			if skills.at = -1; current.is(cv.SectionSkills) && t.kinds[0] == cv.SectionLanguages {
				skills = current
			}
			r.close(current, i)
			current = section{kinds: t.kinds, title: l.value(t.start, t.end), first: i + 1 + t.lines, from: -1, at: i, unknown: t.unknown}
			for _, next := range r.lines[i+1 : i+1+t.lines] {
				current.title = join(current.title, next.value(0, len(next.text)))
			}
			l.section = t.kinds[0]
			columns[column(l)] = current
			if t.from < len(l.text) {
				current.from = t.from
			}
		case skills.at >= 0 && i > current.first-flag(current.from >= 0) && r.skillsGoOn(i):
			r.close(current, i)
			current, skills.at = skills, -1
			current.first, current.from, current.at, current.title = i, -1, -1, cv.Value{}
		case r.opensColumn(i) && i >= current.first:
			columns[column(r.lines[i-1])] = current
			if next, cut := r.resumed(l, current, columns); cut {
				r.close(current, i)
				next.first, next.from, next.at, next.title = i, -1, -1, cv.Value{}
				current = next
			}
		}
	}
	r.close(current, len(r.lines))
}

// column is where on its page a line stands.
func column(l *line) int { return int(l.X / 60) }

// resumed says which section goes on where another column or page begins
// without a title.
func (r *reader) resumed(l *line, current section, columns map[int]section) (section, bool) {
	if l.Width == 0 && !r.named && l.Region != r.lines[max(0, l.order-1)].Region && styleOf(l).marked(r.body) && nameScore(piece{l: l, end: len(l.text)}) >= fullName {
		return section{kinds: []string{cv.SectionHead}}, true
	}
	if l.Width == 0 || column(l) == column(r.lines[max(0, l.order-1)]) {
		return current, false
	}
	if before, ok := columns[column(l)]; ok && !current.is(before.kinds[0]) && (!current.is(cv.SectionExperience) || !r.widens(l)) {
		return before, true
	}
	if l.Page == 1 && r.opensContacts(l) {
		return section{kinds: []string{cv.SectionHead}}, true
	}
	if l.Page == 1 && !r.named && !current.is(cv.SectionExperience) {
		return section{kinds: []string{cv.SectionHead}}, true
	}
	return current, false
}

// widens reports whether the lines of a page that begins are as wide as both columns
// of the page before: the work that was read last goes on.
func (r *reader) widens(l *line) bool {
	prev := r.lines[max(0, l.order-1)]
	if l.Page == prev.Page || l.X >= prev.X {
		return false
	}
	for _, next := range r.lines[l.order:] {
		if next.Page != l.Page || next.Region != l.Region {
			return false
		}
		if next.X < prev.X-next.Size && next.X+next.Width > prev.X+prev.Size {
			return true
		}
	}
	return false
}

// opensContacts reports whether one of the first lines of a column is an address
// or a number to reach a person by.
func (r *reader) opensContacts(l *line) bool {
	for _, next := range r.lines[l.order:min(len(r.lines), l.order+3)] {
		if next.Region != l.Region || next.Bullet {
			return false
		}
		for _, c := range next.contacts {
			if c.kind == contactEmail || c.kind == contactPhone {
				return true
			}
		}
	}
	return false
}

// sometimesWork reports whether a section whose title may be of jobs ("Research")
// has entries that say so: dates beside titles of jobs.
func (r *reader) sometimesWork(s section) bool {
	title := r.lines[s.at]
	if h, ok := title.has(kindSometimes, 0, len(title.text)); !ok || h.last-h.first < title.wordCount() {
		return false
	}
	dated, named := 0, 0
	for _, w := range r.rows(s) {
		_, ok := jobs().anchor(w, false)
		dated += flag(ok)
		named += flag(!w.l.Bullet && w.l.wordCount() <= 12 && w.l.anyHit(kindRole))
	}
	return dated > 0 && 2*named >= dated
}

func (r *reader) close(s section, last int) {
	if s.at < 0 && s.first >= last {
		return
	}
	s.last = last
	if s.unknown || s.is(cv.SectionOther) && r.content(s) == cv.SectionLanguages {
		s.kinds = []string{r.content(s)}
	}
	if s.is(cv.SectionOther) && s.at >= 0 && r.sometimesWork(s) {
		s.kinds = []string{cv.SectionExperience}
	}
	if s.is(cv.SectionHead) {
		for _, l := range r.lines[s.first:last] {
			r.named = r.named || nameScore(piece{l: l, end: len(l.text)}) >= fullName
		}
	}
	r.sections = append(r.sections, s)
}
