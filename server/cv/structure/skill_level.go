package structure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// isLevel reports whether a piece only says how well or how long: "advanced",
// "5+ years", "4/5", "90%".
func isLevel(p piece) bool {
	seen := false
	for i := 0; i < len(p.l.tokens); i++ {
		t := p.l.tokens[i]
		if t.start < p.start || t.end > p.end {
			continue
		}
		if t.kind == mark {
			continue
		}
		seen = true
		if h, ok := p.l.hit(kindSkillLevel, i); ok {
			i = h.last - 1
			continue
		}
		if h, ok := p.l.hit(kindUnit, i); ok {
			i = h.last - 1
			continue
		}
		if t.kind == number && len(t.fold) <= 3 && !version(p.l, i) {
			continue
		}
		return false
	}
	return seen
}

// version reports whether a number is one of a version: "8.3".
func version(l *line, i int) bool {
	if i >= 2 && l.tokens[i-1].fold == "." && l.tokens[i-2].kind == number && !l.tokens[i].spaced {
		return true
	}
	return i+2 < len(l.tokens) && l.tokens[i+1].fold == "." && !l.tokens[i+1].spaced && l.tokens[i+2].kind == number && !l.tokens[i+2].spaced
}

// withoutLevel cuts "— advanced", "5 years", "●●●○○" off.
func withoutLevel(p piece) piece {
	p = trimBars(p.trim())
	if taxonomy.Canonical(p.text()) != "" {
		return p
	}
	parts := pieces(p.l, p.start, p.end, false)
	for len(parts) > 1 && isLevel(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
		p = spread(parts)
	}
	for i, t := range p.l.tokens {
		if t.start <= p.start || t.end > p.end || t.fold != ":" && t.kind == mark || t.kind == number && !t.spaced && p.l.tokens[i-1].kind == word {
			continue // "V3" is a name
		}
		rest := piece{l: p.l, start: t.start, end: p.end}
		if t.fold == ":" {
			rest.start = t.end
		}
		if t.kind == number && t.end == p.end {
			continue // "Laravel 8"
		}
		if isLevel(rest) && (t.fold == ":" || !onlyNumber(rest) && (t.kind == number || levelWord(p.l, i))) {
			p.end = t.start
			break
		}
	}
	return trimDot(p.trim())
}

// withoutPicture cuts off a lone letter that a font of pictures draws as the logo
// of what is named behind it: "ê Flutter".
func withoutPicture(p piece) piece {
	all := p.within()
	if len(all) < 2 || !all[1].spaced || all[1].kind != word || utf8.RuneCountInString(all[0].fold) != 1 || all[0].kind == number || taxonomy.Canonical(p.text()) != "" {
		return p
	}
	rest := piece{l: p.l, start: all[1].start, end: p.end}
	sign := p.l.text[all[0].start:all[0].end]
	if all[0].kind == word && all[0].capital && len(sign) == 1 && (taxonomy.Canonical(sign) != "" || taxonomy.Canonical(rest.text()) == "") {
		return p
	}
	return rest
}

// onlyNumber reports whether a number stands alone: in "AFGSU 2" or "Sage 200" it
// is a part of the name, in "Java 5 years" or "Java 4/5" it has company.
func onlyNumber(p piece) bool {
	t := p.trim().within()
	return len(t) == 1 && t[0].kind == number
}

// levelWord reports whether a skill's last words say how well, where the word
// alone would be a part of its name ("Advanced Excel" begins with it).
func levelWord(l *line, i int) bool {
	h, ok := l.hit(kindSkillLevel, i)
	return ok && !slices.Contains([]string{"experience", "опыт", "learning", "tajriba", "dominio", "nivel"}, h.value)
}

func trimDot(p piece) piece {
	if strings.HasSuffix(p.text(), ".") && !strings.HasSuffix(p.text(), "..") {
		p.end--
	}
	return p
}

// trimBars cuts off what draws a level: "●●●○○", "90 %".
func trimBars(p piece) piece {
	text := p.text()
	if cut := strings.TrimRight(text, "●○★☆■□▪▫█▓▒░◆◇◉ "); cut != text && cut != "" {
		p.end = p.start + len(cut)
		return p.trim()
	}
	if rest, percent := strings.CutSuffix(text, "%"); percent {
		rest = strings.TrimRight(rest, " ")
		if cut := strings.TrimRight(rest, "0123456789"); cut != rest && strings.HasSuffix(cut, " ") {
			p.end = p.start + len(cut)
		}
	}
	return p.trim()
}

// onlySpoken reports whether a piece is a language with words of a level and
// nothing else: "Englisch verhandlungssicher", "fluent German".
func onlySpoken(p piece) bool {
	languages, levels := 0, 0
	for i := 0; i < len(p.l.tokens); i++ {
		t := p.l.tokens[i]
		if t.start < p.start || t.end > p.end || t.kind == mark {
			continue
		}
		if h, ok := p.l.hit(kindLanguage, i); ok {
			languages++
			i = h.last - 1
		} else if h, ok := p.l.hit(kindLevel, i); ok {
			levels++
			i = h.last - 1
		} else if !slices.Contains(languageNouns, t.fold) {
			return false
		}
	}
	return languages == 1 && levels > 0
}
