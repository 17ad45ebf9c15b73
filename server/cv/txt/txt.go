// Package txt reads plain text files: their encoding, their lines, and what
// people write with the typewriter's means: list items, rules, underlined titles,
// columns of tabs.
package txt

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// maxLines of a file.
const maxLines = 50_000

// Read reads a text file. Errors are refusals: WrongType, NoText, TooComplex.
func Read(file []byte) (*document.Document, error) {
	text, ok := Decode(file)
	if !ok {
		return nil, refusal.WrongType
	}
	if len(text) > refusal.MaxText {
		return nil, refusal.TooComplex
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	raw := strings.Split(text, "\n")
	if len(raw) > maxLines {
		return nil, refusal.TooComplex
	}
	r := reader{}
	for _, l := range raw {
		r.line(l)
	}
	lines := r.done()
	if len(lines) == 0 {
		return nil, refusal.NoText
	}
	if tidy.Unreadable(text) {
		return nil, refusal.WrongType
	}
	return &document.Document{Format: "txt", Pages: 1, Lines: lines}, nil
}

type reader struct {
	lines []document.Line
	block int
	// fresh is set behind an empty line or a rule: a block begins.
	fresh bool
	// indents are those of the list items around.
	indents []int
	// item is set while the block is a list item that was set in.
	item bool
}

// line reads one line of the file.
func (r *reader) line(raw string) {
	indent, at := 0, 0
	for at < len(raw) && (raw[at] == ' ' || raw[at] == '\t') {
		indent++
		if raw[at] == '\t' {
			indent = (indent + 7) &^ 7
		}
		at++
	}
	text, gaps := cells(raw[at:])
	switch {
	case text == "":
		r.fresh = true
		return
	case tidy.Rule(text):
		r.rule(text[0])
		return
	}
	l := document.Line{Page: 1, Confidence: 1, RightToLeft: tidy.RightToLeft(text)}
	whole := text
	heading, rest := markdown(text)
	l.Heading, text = heading, rest
	rest, bullet := tidy.Bullet(text)
	if bullet && rest == "" {
		return
	}
	if bullet {
		l.Bullet, l.Level = true, r.level(indent)
		text = rest
	} else if r.fresh || r.item && indent == 0 && !tidy.GoesOn(r.lines[len(r.lines)-1].Text, text) {
		r.fresh = true // at the margin again: no more of the list item
		r.indents = r.indents[:0]
	}
	if len(r.lines) > 0 && (r.fresh || l.Bullet || l.Heading > 0 || r.lines[len(r.lines)-1].Heading > 0) {
		r.block++
	}
	if r.fresh || l.Bullet {
		r.item = l.Bullet
	}
	l.Block, l.Text = r.block, text
	for _, at := range gaps {
		if at -= len(whole) - len(text); at > 0 {
			l.Gaps = append(l.Gaps, at)
		}
	}
	r.fresh = false
	r.lines = append(r.lines, l)
}

// columns part what stands apart in a line: a tab, or three spaces and more.
var columns = regexp.MustCompile(`\s*\t\s*| {3,}`)

// cells is a line's text, and where in it what stands behind a wide gap begins.
func cells(raw string) (text string, gaps []int) {
	var all strings.Builder
	for _, part := range columns.Split(raw, -1) {
		part = strings.TrimSpace(tidy.Text(part))
		if part == "" {
			continue
		}
		if all.Len() > 0 {
			all.WriteByte(' ')
			gaps = append(gaps, all.Len())
		}
		all.WriteString(part)
	}
	return all.String(), gaps
}

// level is how deep a list item with this indent is.
func (r *reader) level(indent int) int {
	for len(r.indents) > 0 && indent < r.indents[len(r.indents)-1] {
		r.indents = r.indents[:len(r.indents)-1]
	}
	if len(r.indents) == 0 || indent > r.indents[len(r.indents)-1] {
		r.indents = append(r.indents, indent)
	}
	return min(len(r.indents)-1, 8)
}

// rule ends a block. Under a line that stands alone it makes a title of that.
func (r *reader) rule(drawn byte) {
	defer func() { r.fresh = true }()
	n := len(r.lines)
	if r.fresh || n == 0 || drawn != '=' && drawn != '-' {
		return
	}
	last := &r.lines[n-1]
	if n > 1 && r.lines[n-2].Block == last.Block || last.Bullet || utf8.RuneCountInString(last.Text) > 60 {
		return
	}
	last.Heading = 2
	if drawn == '=' {
		last.Heading = 1
	}
}

// markdown reads "## Title".
func markdown(text string) (level int, rest string) {
	marks := len(text) - len(strings.TrimLeft(text, "#"))
	rest = strings.TrimSpace(text[marks:])
	if marks == 0 || marks > 6 || !strings.HasPrefix(text[marks:], " ") || rest == "" {
		return 0, text
	}
	return marks, rest
}

// done puts words together that were split at the ends of lines.
func (r *reader) done() []document.Line {
	words := map[string]bool{}
	for _, l := range r.lines {
		for _, w := range strings.Fields(l.Text) {
			words[strings.ToLower(strings.Trim(w, ".,;:()"))] = true
		}
	}
	whole := func(w string) bool { return words[strings.ToLower(w)] }
	out := r.lines[:0]
	for _, l := range r.lines {
		if n := len(out); n > 0 && out[n-1].Block == l.Block && len(out[n-1].Text) < 1000 {
			if head, rest, ok := tidy.Join(out[n-1].Text, l.Text, whole); ok {
				cut := len(l.Text) - len(rest)
				l.Gaps = slices.DeleteFunc(l.Gaps, func(at int) bool { return at <= cut })
				for i := range l.Gaps {
					l.Gaps[i] -= cut
				}
				out[n-1].Text, l.Text = head, rest
			}
		}
		if l.Text != "" {
			out = append(out, l)
		}
	}
	kept := out[:0]
	for i := range out {
		out[i].Text = strings.TrimSpace(strings.TrimSuffix(out[i].Text, string(tidy.SoftHyphen)))
		if out[i].Text != "" {
			kept = append(kept, out[i])
		}
	}
	return kept
}
