package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// skillReader collects skills, each once.
type skillReader struct {
	seen map[string]bool
	out  []cv.Skill
	// rowed tells that skills stand side by side with nothing between them.
	rowed bool
	// spoken takes languages that stand among skills.
	spoken func(piece) bool
}

// maxSkill is how long a skill is at most, in letters and in words: longer ones
// are sentences.
const (
	maxSkillLetters = 70
	maxSkillWords   = 8
)

// read takes the skills of a section's rows.
func (s *skillReader) read(rows []row) {
	var items []item
	s.rowed = rowed(rows)
	told := 0
	for i, w := range rows {
		part := piece{l: w.l, start: max(w.start, w.l.consumed), end: w.end}
		if i < told {
			continue
		}
		if label, last := explained(rows, i); last > i {
			part, told = label, last
		}
		own := s.items(part)
		if n := len(items); n > 0 && i > 0 && len(own) > 0 && s.wraps(rows, i, items[n-1], own) {
			items[n-1].rest = append(items[n-1].rest, own[0].piece)
			own = own[1:]
		}
		items = append(items, own...)
	}
	for _, it := range items {
		s.take(it)
	}
}

// item is a skill, perhaps broken over lines.
type item struct {
	piece piece
	rest  []piece
}

func (it item) value() cv.Value {
	v := it.piece.value()
	for _, p := range it.rest {
		v = extend(v, p.value())
	}
	return v
}

// wraps reports whether a list goes on in the next line in the middle of an
// item: "PostgreSQL, Apache" and "Kafka, Redis".
func (s *skillReader) wraps(rows []row, i int, last item, own []item) bool {
	l, before := rows[i].l, rows[i-1].l
	if l.Block != before.Block || l.Bullet || strings.ContainsAny(before.text[max(0, len(before.text)-1):], ",;|•·.:/") {
		return false
	}
	both := last.value().Text + " " + own[0].piece.text()
	if taxonomy.Canonical(both) != "" {
		return taxonomy.Canonical(last.value().Text) == "" || taxonomy.Canonical(own[0].piece.text()) == ""
	}
	if !strings.ContainsAny(before.text, ",;|•·") || hasLabel(l) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(own[0].piece.text())
	lower := strings.ToUpper(string(first)) != string(first)
	return lower && taxonomy.Canonical(own[0].piece.text()) == ""
}

func hasLabel(l *line) bool { return strings.Contains(l.text, ":") }

// items cuts a row at the signs of lists.
func (s *skillReader) items(p piece) []item {
	p = behindLabel(p)
	if p.start >= p.end || strings.HasSuffix(strings.TrimRight(p.l.text[p.start:], " "), ":") {
		return nil // the name of a group, whose items follow
	}
	var out []item
	parts := listPieces(p)
	if len(parts) == 1 {
		parts = rowOfSkills(parts[0], s.rowed)
	}
	for _, part := range parts {
		out = append(out, inBrackets(part)...)
	}
	return out
}

// behindLabel cuts "Databases:" off.
func behindLabel(p piece) piece {
	p = p.trim()
	n := 0
	for i, t := range p.l.tokens {
		if t.start < p.start || t.end > p.end {
			continue
		}
		if t.kind != mark {
			n++
		}
		if t.fold == ":" && !t.spaced && i+1 < len(p.l.tokens) && !p.l.tokens[i+1].spaced && p.l.tokens[i+1].kind == word {
			continue // "1С:Бухгалтерия"
		}
		if t.fold == ":" || t.fold == "：" {
			// "Python: advanced" is a skill with its level.
			if after := (piece{l: p.l, start: t.end, end: p.end}).trim(); after.start < after.end && isLevel(after) {
				return p
			}
			if n <= 7 {
				p.start = t.end
				return p.trim()
			}
		}
		if t.in("→⇒➔") && n <= 7 {
			p.start = t.end
			return p.trim()
		}
		if at := labelWithCommas(p, i); at > 0 {
			p.start = at
			return p.trim()
		}
		if t.in(",;|•") || n > 7 {
			break
		}
		// "Databases — PostgreSQL, Redis"
		if t.in("–—") && t.spaced && i+1 < len(p.l.tokens) && p.l.tokens[i+1].spaced && strings.Contains(p.l.text[t.end:p.end], ",") {
			p.start = t.end
			return p.trim()
		}
	}
	return p
}

// labelWithCommas is the byte behind a label that is a list itself: "Tools, Frameworks,
// and Software: Git"; 0 when token i is no comma of one.
func labelWithCommas(p piece, i int) int {
	all := p.l.tokens
	if !all[i].in(",") {
		return 0
	}
	and := false
	for j := i + 1; j < len(all) && j < i+8 && all[j].end < p.end; j++ {
		if _, ok := p.l.hit(kindAnd, j); ok {
			and = true
			continue
		}
		switch {
		case all[j].in(":") && and && j+1 < len(all) && all[j+1].spaced:
			return all[j].end
		case all[j].kind == mark && !all[j].in(",&"), all[j].in(",") && and:
			return 0
		}
	}
	return 0
}

// listPieces cuts at commas and strong signs; at a slash when both sides are
// skills and the whole is none ("CI/CD").
func listPieces(p piece) []piece {
	var out []piece
	for _, part := range pieces(p.l, p.start, p.end, true) {
		if taxonomy.Canonical(part.text()) != "" {
			out = append(out, part)
			continue
		}
		from := part.start
		for i, t := range part.l.tokens {
			if t.start < part.start || t.end > part.end {
				continue
			}
			h, and := part.l.hit(kindAnd, i)
			slash := t.fold == "/" || t.fold == "&"
			if !and && !slash || and && h.last-h.first != 1 {
				continue
			}
			left := piece{l: part.l, start: from, end: t.start}.trim()
			right := piece{l: part.l, start: t.end, end: part.end}.trim()
			if left.start < left.end && right.start < right.end && taxonomy.Canonical(left.text()) != "" && (taxonomy.Canonical(right.text()) != "" || taxonomy.Canonical(upToSlash(right)) != "") {
				out = append(out, left)
				from = t.end
			}
		}
		if rest := (piece{l: part.l, start: from, end: part.end}).trim(); rest.start < rest.end {
			out = append(out, rest)
		}
	}
	return out
}

func upToSlash(p piece) string {
	text, _, _ := strings.Cut(p.text(), "/")
	return strings.TrimSpace(text)
}

// inBrackets opens "AWS (S3, EC2)": what stands inside are skills, too, unless
// it says how well or how long.
func inBrackets(p piece) []item {
	open := strings.IndexByte(p.text(), '(')
	if open <= 0 {
		return []item{{piece: p}}
	}
	outer := piece{l: p.l, start: p.start, end: p.start + open}.trim()
	end := strings.IndexByte(p.text()[open:], ')')
	if end < 0 {
		return []item{{piece: outer}}
	}
	inside := piece{l: p.l, start: p.start + open + 1, end: p.start + open + end}.trim()
	if _, cefr := level(inside); outer.has(kindLanguage) && cefr != "" {
		return []item{{piece: p}}
	}
	out := []item{{piece: outer}}
	if inside.start >= inside.end || isLevel(inside) {
		return out
	}
	for _, part := range listPieces(inside) {
		out = append(out, item{piece: part})
	}
	return out
}

// saysLevel reports whether a language's level stands behind it.
func saysLevel(p piece) bool {
	if code(p) != "" || onlySpoken(p) {
		return true
	}
	_, inside, ok := bracket(p)
	if !ok {
		return false
	}
	_, cefr := level(inside)
	return cefr != ""
}

// take keeps a skill without its level.
func (s *skillReader) take(it item) {
	if _, ok := it.piece.l.has(kindLanguage, it.piece.start, it.piece.end); ok && saysLevel(it.piece) && it.piece.words() <= 4 && s.spoken(it.piece) {
		return
	}
	if len(it.rest) == 0 {
		it.piece = withoutPicture(withoutLevel(it.piece))
	}
	v := it.value()
	n := utf8.RuneCountInString(v.Text)
	if v.Empty() || n > maxSkillLetters || len(s.out) >= maxSkills || it.piece.words() == 0 || it.piece.words() > maxSkillWords || isLevel(it.piece) {
		return
	}
	skill := cv.Skill{Value: v, Canonical: taxonomy.Canonical(v.Text)}
	key := taxonomy.Key(v.Text)
	if s.seen[key] {
		return
	}
	s.seen[key] = true
	s.out = append(s.out, skill)
}
