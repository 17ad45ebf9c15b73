package docx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// lineBuilder puts runs together to a line.
type lineBuilder struct {
	text    strings.Builder
	links   []document.Link
	gaps    []int
	letters int
	// plain is set once a letter is not bold, upright once one is not italic.
	plain, upright bool
	sizes          map[float64]int
	bold           bool // the last run
	// tabbed tells that a tab stands before what comes next.
	tabbed bool
}

// touches reports whether a new word begins without a space: "Acme**03/2021**",
// set apart by its look alone.
func touches(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsDigit(last) {
		return unicode.IsUpper(next)
	}
	return unicode.IsLower(last) && (unicode.IsUpper(next) || unicode.IsDigit(next))
}

// add appends a run. Tabs in it are gaps.
func (l *lineBuilder) add(r run) {
	for i, part := range strings.Split(r.text, "\t") {
		r.text = part
		if i > 0 {
			r.text = " " + part
			l.tabbed = l.text.Len() > 0
		}
		l.append(r)
	}
}

func (l *lineBuilder) append(r run) {
	text := tidy.Text(r.text)
	if strings.HasPrefix(text, " ") && (l.text.Len() == 0 || strings.HasSuffix(l.text.String(), " ")) {
		text = text[1:]
	}
	if text == "" {
		return
	}
	if bold := is(r.look.bold); l.text.Len() > 0 && bold != l.bold && touches(l.text.String(), text) {
		l.text.WriteByte(' ')
	}
	l.bold = is(r.look.bold)
	start := l.text.Len()
	l.text.WriteString(text)
	letters := utf8.RuneCountInString(strings.TrimSpace(text))
	if letters > 0 {
		if l.tabbed {
			l.gaps, l.tabbed = append(l.gaps, start+len(text)-len(strings.TrimLeft(text, " "))), false
		}
		l.letters += letters
		l.plain = l.plain || !is(r.look.bold)
		l.upright = l.upright || !is(r.look.italic)
		if l.sizes == nil {
			l.sizes = map[float64]int{}
		}
		l.sizes[r.look.size] += letters
	}
	if r.link == "" || letters == 0 {
		return
	}
	if n := len(l.links); n > 0 && l.links[n-1].URL == r.link && l.links[n-1].End >= start-1 {
		l.links[n-1].End = l.text.Len()
		return
	}
	l.links = append(l.links, document.Link{URL: r.link, Start: start, End: l.text.Len()})
}

// done is the line; not ok for one without text.
func (l *lineBuilder) done() (document.Line, bool) {
	whole := l.text.String()
	rest, bullet := tidy.Bullet(whole)
	text := strings.TrimRight(rest, " ")
	if text == "" || tidy.Rule(text) {
		return document.Line{}, false
	}
	out := document.Line{Text: text, Bullet: bullet, Bold: !l.plain, Italic: !l.upright}
	most := 0
	for size, n := range l.sizes {
		if n > most || n == most && size > out.Size {
			most, out.Size = n, size
		}
	}
	cut := len(whole) - len(rest)
	for _, at := range l.gaps {
		if at -= cut; at > 0 && at < len(text) {
			out.Gaps = append(out.Gaps, at)
		}
	}
	for _, k := range l.links {
		k.Start, k.End = max(k.Start-cut, 0), min(k.End-cut, len(text))
		for k.Start < k.End && text[k.Start] == ' ' {
			k.Start++
		}
		for k.Start < k.End && text[k.End-1] == ' ' {
			k.End--
		}
		if k.Start < k.End {
			out.Links = append(out.Links, k)
		}
	}
	return out, true
}
