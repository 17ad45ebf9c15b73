package layout

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// builder puts a line's text together, and keeps where its links are.
type builder struct {
	text  strings.Builder
	links []document.Link
	gaps  []int
	gap   bool
	wide  bool
}

func (b *builder) space() { b.gap = true }

// apart makes a wide gap before what comes next.
func (b *builder) apart() { b.gap, b.wide = true, true }

func (b *builder) add(f *Fragment) {
	text := strings.TrimLeft(f.Text, " ")
	if len(text) < len(f.Text) {
		b.gap = true
	}
	text = strings.TrimRight(text, " ")
	ends := len(text) < len(strings.TrimLeft(f.Text, " "))
	if text == "" {
		return
	}
	if b.gap && b.text.Len() > 0 {
		b.text.WriteByte(' ')
	}
	b.gap = ends
	start := b.text.Len()
	if b.wide && start > 0 {
		b.gaps = append(b.gaps, start)
	}
	b.wide = false
	b.text.WriteString(text)
	if f.Link == "" {
		return
	}
	if n := len(b.links); n > 0 && b.links[n-1].URL == f.Link && b.links[n-1].End+1 >= start {
		b.links[n-1].End = b.text.Len()
		return
	}
	b.links = append(b.links, document.Link{URL: f.Link, Start: start, End: b.text.Len()})
}

// done is the text and its links. Pieces were tidy each; together they may
// compose, which moves links by nothing that a person could see.
func (b *builder) done() (text string, links []document.Link, gaps []int) {
	text = b.text.String()
	if tidied := strings.TrimSpace(tidy.Text(text)); tidied != text {
		return tidied, shift(b.links, 0, len(tidied)), nil
	}
	return text, b.links, b.gaps
}

// moved are gaps behind the bytes that were cut off before them.
func moved(gaps []int, cut, size int) []int {
	var out []int
	for _, at := range gaps {
		if at -= cut; at > 0 && at < size {
			out = append(out, at)
		}
	}
	return out
}
