package structure_test

import (
	"regexp"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// fromText makes a document of text that is easy to write (a tab is a wide gap): "# " before a
// heading, "**" around a bold line, "- " before a list item, whose further lines
// are indented; an empty line ends a block, "~~~" a column, and "[text](url)" is
// a link.
func fromText(text string) *document.Document {
	d := &document.Document{Format: "txt", Pages: 1}
	block, region, fresh := 0, 0, false
	columns := strings.Contains(text, "~~~")
	for raw := range strings.Lines(text) {
		raw = strings.TrimRight(raw, " \r\n")
		s := strings.TrimSpace(raw)
		if s == "" {
			fresh = true
			continue
		}
		if s == "~~~" {
			region++
			fresh = true
			continue
		}
		l := document.Line{Page: 1, Region: region, Confidence: 1}
		if columns {
			l.X, l.Width = float64(40+200*region), 180
		}
		heading := len(s) - len(strings.TrimLeft(s, "#"))
		if heading > 0 && strings.HasPrefix(s[heading:], " ") {
			l.Heading, s = heading, strings.TrimSpace(s[heading:])
		}
		if rest, ok := strings.CutPrefix(s, "- "); ok {
			l.Bullet, s = true, rest
		}
		if strings.HasPrefix(s, "**") && strings.HasSuffix(s, "**") && len(s) > 4 {
			l.Bold = strings.Count(s, "**") == 2
		}
		s = strings.ReplaceAll(s, "**", "")
		continues := strings.HasPrefix(raw, "  ") && !l.Bullet && !fresh
		ended := len(d.Lines) > 0 && (d.Lines[len(d.Lines)-1].Heading > 0 || d.Lines[len(d.Lines)-1].Bullet && !continues)
		if len(d.Lines) > 0 && (fresh || l.Bullet || l.Heading > 0 || ended) {
			block++
		}
		fresh = false
		for at := strings.IndexByte(s, '\t'); at >= 0; at = strings.IndexByte(s, '\t') {
			s = s[:at] + " " + s[at+1:]
			l.Gaps = append(l.Gaps, at+1)
		}
		l.Text, l.Links = unlinked(s)
		l.Block = block
		d.Lines = append(d.Lines, l)
	}
	return d
}

var linkForm = regexp.MustCompile(`\[([^\]]+)\]\((\w+:[^)]+)\)`)

// unlinked takes links out of a text.
func unlinked(s string) (string, []document.Link) {
	var links []document.Link
	for {
		at := linkForm.FindStringSubmatchIndex(s)
		if at == nil {
			return s, links
		}
		label := s[at[2]:at[3]]
		links = append(links, document.Link{URL: s[at[4]:at[5]], Start: at[0], End: at[0] + len(label)})
		s = s[:at[0]] + label + s[at[1]:]
	}
}
