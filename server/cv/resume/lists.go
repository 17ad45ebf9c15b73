package resume

import (
	"slices"
	"strings"
)

// lists takes skills, languages and certifications.
func (b *builder) lists() {
	for _, s := range b.shown.Languages {
		if !s.Empty() {
			b.out.Languages = append(b.out.Languages, Spoken{Name: s.Text, Level: s.Level.Text, Code: s.Code, CEFR: s.CEFR})
		}
	}
	for _, v := range b.shown.Certifications {
		b.certs = append(b.certs, -1)
		if !v.Empty() {
			b.certs[len(b.certs)-1] = len(b.out.Certifications)
			b.out.Certifications = append(b.out.Certifications, Certification{Name: v.Text})
		}
	}
	b.skills()
}

// skills groups them as the lines do.
func (b *builder) skills() {
	g := grouper{b: b, taken: make([]bool, len(b.shown.Skills)), block: -1}
	for i := range b.d.Lines {
		if _, ok := b.cover.first(i, isSkill); ok {
			g.line(i)
		}
	}
	for i := range b.shown.Skills {
		if !g.taken[i] {
			g.skill(i)
		}
	}
	for _, group := range b.out.Skills {
		if len(group.Skills) > 0 {
			g.full = append(g.full, group)
		}
	}
	b.out.Skills = g.full
	if b.moved {
		b.out.Skills = b.sorted(g.full)
	}
}

// sorted is one group of all skills, in the order in which they are shown; what
// only the lines have follows. Only lists without titles are ever sorted.
func (b *builder) sorted(groups []SkillGroup) []SkillGroup {
	var all []Skill
	for _, g := range groups {
		all = append(all, g.Skills...)
	}
	var one SkillGroup
	for _, s := range b.shown.Skills {
		i := slices.IndexFunc(all, func(k Skill) bool { return k.Name == s.Text })
		if i < 0 {
			continue // cleared
		}
		one.Skills = append(one.Skills, all[i])
		all = slices.Delete(all, i, i+1)
	}
	one.Skills = append(one.Skills, all...)
	return []SkillGroup{one}
}

// grouper reads lines of skills.
type grouper struct {
	b     *builder
	taken []bool
	// block of the last line; a title holds in its block.
	block int
	full  []SkillGroup
}

func (g *grouper) line(at int) {
	l := g.b.d.Lines[at]
	gaps := g.b.cover.gaps(at, l.Text, true)
	title := ""
	if len(gaps) > 0 && gaps[0].before < 0 {
		title = g.title(l.Text[gaps[0].start:gaps[0].end])
	}
	groups := &g.b.out.Skills
	last := len(*groups) - 1
	switch {
	case title != "":
		*groups = append(*groups, SkillGroup{Title: title})
		gaps = gaps[1:]
	case last < 0, (*groups)[last].Title != "" && (l.Block != g.block || l.Bullet):
		*groups = append(*groups, SkillGroup{})
	}
	g.block = l.Block
	for i, m := range g.b.cover.lines[at] {
		for len(gaps) > 0 && gaps[0].after == i {
			g.gap(l.Text[gaps[0].start:gaps[0].end], gaps[0].before >= 0)
			gaps = gaps[1:]
		}
		if m.of.role == isSkill && m.of.index < len(g.taken) && !g.taken[m.of.index] {
			g.skill(m.of.index)
		}
	}
	for _, rest := range gaps {
		g.gap(l.Text[rest.start:rest.end], rest.before >= 0)
	}
}

// title is what stands before a line's first skill, when it names a group.
func (g *grouper) title(text string) string {
	text = strings.TrimRight(text, " ")
	name, ok := strings.CutSuffix(text, ":")
	if !ok {
		name, ok = strings.CutSuffix(text, "：")
	}
	if !ok {
		name, ok = strings.CutSuffix(text, "—")
	}
	if !ok {
		name, ok = strings.CutSuffix(text, "–")
	}
	if !ok || len(strings.Fields(name)) > 7 || strings.ContainsAny(name, ",;") {
		return ""
	}
	return bare(name)
}

func (g *grouper) skill(index int) {
	g.taken[index] = true
	s := g.b.shown.Skills[index]
	if s.Empty() {
		return
	}
	g.add(Skill{Name: s.Text, Canonical: s.Canonical})
}

func (g *grouper) add(s Skill) {
	groups := &g.b.out.Skills
	if len(*groups) == 0 {
		*groups = append(*groups, SkillGroup{})
	}
	last := &(*groups)[len(*groups)-1]
	last.Skills = append(last.Skills, s)
}

// gap takes what stands between skills: how well somebody knows the one before,
// or things that the rules did not take for skills.
func (g *grouper) gap(text string, behind bool) {
	first := strings.TrimLeft(text, " ")
	groups := g.b.out.Skills
	if last := len(groups) - 1; behind && last >= 0 && len(groups[last].Skills) > 0 {
		note, rest := first, ""
		if i := strings.IndexAny(first, ",;|•"); i >= 0 && !strings.HasPrefix(first, "(") {
			note, rest = first[:i], first[i:]
		} else if end := strings.IndexByte(first, ')'); end >= 0 && strings.HasPrefix(first, "(") {
			note, rest = first[:end+1], first[end+1:]
		}
		if hasText(note) {
			if strings.HasPrefix(note, "(") || !joins(note) {
				known := &groups[last].Skills[len(groups[last].Skills)-1]
				known.Note = strings.TrimPrefix(known.Note+", "+bare(note), ", ")
			}
			first = rest
		}
	}
	for part := range strings.FieldsFuncSeq(first, func(r rune) bool { return strings.ContainsRune(",;|•", r) }) {
		if part = bare(part); hasText(part) && !joins(part) {
			g.add(Skill{Name: part})
		}
	}
}
