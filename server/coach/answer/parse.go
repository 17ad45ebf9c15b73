package answer

import (
	"strings"
	"unicode/utf8"
)

// parser takes a model's output apart while it arrives. Deltas go in through
// Write, which returns what may be shown at once; section markers and
// reasoning are never part of it. It holds back only what could still turn out
// to be a marker.
type parser struct {
	limit int
	// held is text not yet decided about.
	held string
	// shown is the answer's text so far, as returned by Write.
	shown strings.Builder
	// restart is where in shown the answer begins (after stray reasoning).
	restart int
	// sections collects what follows the markers.
	sections map[section]*strings.Builder
	current  section
	// closing is the tag that ends the reasoning being skipped.
	closing string
	// preface is true while output that began with "Reasoning:" is skipped.
	preface bool
	skipped strings.Builder
	started bool
	full    bool
}

type section string

const (
	sectionAnswer     section = ""
	sectionKeyPoints  section = "key_points"
	sectionStar       section = "star"
	sectionFollowups  section = "followups"
	sectionSources    section = "sources"
	sectionConfidence section = "confidence"
)

// maxSection bounds each section, in bytes.
const maxSection = 4000

func newParser(limit int) *parser {
	return &parser{limit: limit, sections: map[section]*strings.Builder{}}
}

// Write takes more output and returns what of it may be shown.
func (p *parser) Write(delta string) string {
	p.held += delta
	return p.drain(false)
}

// Close decides about what was held back and returns the last text to show
// and all parts.
func (p *parser) Close() (string, parts) {
	tail := p.drain(true)
	if p.preface { // no "Answer:" came: the answer is what follows the first blank line
		p.preface = false
		_, after, _ := strings.Cut(p.skipped.String(), "\n\n")
		tail += p.show(strings.TrimSpace(after))
	}
	out := parts{sections: map[section]string{}}
	out.content = strings.TrimSpace(p.shown.String()[p.restart:])
	for s, b := range p.sections {
		out.sections[s] = strings.TrimSpace(b.String())
	}
	return tail, out
}

// parts is a model's output taken apart.
type parts struct {
	content  string
	sections map[section]string
}

func (p *parser) drain(end bool) string {
	var out strings.Builder
	for p.held != "" {
		if p.closing != "" {
			if !p.skipReasoning(end) {
				break
			}
			continue
		}
		at, m, state := nextMark(p.held, p.lineStart())
		if state == markNone {
			keep := 0
			if !end {
				keep = incompleteRune(p.held)
			}
			out.WriteString(p.take(p.held[:len(p.held)-keep]))
			p.held = p.held[len(p.held)-keep:]
			break
		}
		out.WriteString(p.take(p.held[:at]))
		p.held = p.held[at:]
		if state == markMaybe {
			if !end {
				break
			}
			// The output ended inside what could have become a marker: markers are
			// never shown, so it goes, unless it is too little to be one.
			if len(p.held) <= 1 {
				out.WriteString(p.take(p.held))
			}
			p.held = ""
			break
		}
		p.held = p.held[m.length:]
		p.apply(m)
	}
	return out.String()
}

// apply acts on a whole marker.
func (p *parser) apply(m mark) {
	switch m.kind {
	case markSection:
		p.endPreface()
		p.current = m.section
		if m.section != sectionAnswer && p.sections[m.section] == nil {
			p.sections[m.section] = &strings.Builder{}
		}
	case markOpen:
		p.closing = m.closing
	case markClose: // the opening tag was in the provider's template: what came was reasoning
		if p.current == sectionAnswer {
			p.restart = p.shown.Len()
			p.skipped.Reset()
			p.preface = false
		}
	case markPreface:
		p.preface = true
	case markAnswer:
		p.preface = false
		p.skipped.Reset()
	}
}

func (p *parser) endPreface() {
	if p.preface && p.current == sectionAnswer {
		p.preface = false
		_, after, _ := strings.Cut(p.skipped.String(), "\n\n")
		p.shown.WriteString(strings.TrimSpace(after))
	}
}

// skipReasoning drops text up to the closing tag; false means more is needed.
func (p *parser) skipReasoning(end bool) bool {
	low := lowerASCII(p.held)
	i := strings.Index(low, p.closing)
	if i >= 0 {
		p.held = p.held[i+len(p.closing):]
		p.closing = ""
		return true
	}
	if end {
		p.held = ""
	} else if n := len(p.held) - len(p.closing); n > 0 {
		p.held = p.held[n:]
	}
	return false
}

// take files decided text under the current section and returns what of it is
// to be shown.
func (p *parser) take(text string) string {
	if text == "" {
		return ""
	}
	if p.current != sectionAnswer {
		if b := p.sections[p.current]; b.Len() < maxSection {
			b.WriteString(text)
		}
		return ""
	}
	if p.preface {
		if p.skipped.Len() < p.limit {
			p.skipped.WriteString(text)
		}
		return ""
	}
	return p.show(text)
}

// show appends to the shown text within its bound, without leading space.
func (p *parser) show(text string) string {
	if p.shown.Len() == p.restart {
		text = strings.TrimLeft(text, " \t\r\n")
	}
	if p.full || text == "" {
		return ""
	}
	if room := p.limit - p.shown.Len(); len(text) > room {
		p.full = true
		text = strings.ToValidUTF8(text[:max(room, 0)], "")
	}
	p.started = p.started || text != ""
	p.shown.WriteString(text)
	return text
}

// lineStart says whether the held text begins a line, and the answer.
func (p *parser) lineStart() position {
	switch {
	case p.preface:
		s := p.skipped.String()
		return position{line: strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:]) == "", preface: true}
	case p.current != sectionAnswer:
		return position{line: true}
	case !p.started:
		return position{line: true, first: true}
	}
	return position{line: strings.HasSuffix(p.shown.String(), "\n")}
}

// incompleteRune is the length of a rune that is not whole yet at the end.
func incompleteRune(s string) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(s)); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if !utf8.FullRuneInString(s[len(s)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// lowerASCII lowers letters byte by byte, so that positions in the result are
// positions in s even where s is not UTF-8.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
