package layout_test

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// A page is drawn with letters: each is 6 points wide, a row 13 points high, and
// two spaces part fragments. **bold**, and #large for 16 points instead of 10.
const (
	letter = 6.0
	row    = 13.0
)

var fragment = regexp.MustCompile(`\S+(?: \S+)*`)

func draw(number int, picture string) layout.Page {
	p := layout.Page{Number: number, Width: 600, Height: 840}
	for i, text := range strings.Split(strings.Trim(picture, "\n"), "\n") {
		for _, at := range fragment.FindAllStringIndex(text, -1) {
			f := layout.Fragment{Text: text[at[0]:at[1]], Size: 10, Height: 12, Y: 100 + row*float64(i)}
			f.X = 30 + letter*float64(utf8.RuneCountInString(text[:at[0]]))
			if bold, ok := strings.CutPrefix(f.Text, "**"); ok {
				f.Text, f.Bold = strings.TrimSuffix(bold, "**"), true
			}
			f.Width = letter * 0.9 * float64(utf8.RuneCountInString(f.Text))
			if large, ok := strings.CutPrefix(f.Text, "#"); ok {
				f.Text, f.Size, f.Height, f.Y = large, 16, 19, f.Y-6
			}
			p.Fragments = append(p.Fragments, f)
		}
	}
	return p
}

// show writes lines as people read them: an empty line between blocks, a rule
// between regions.
func show(lines []document.Line) string {
	var out strings.Builder
	for i, l := range lines {
		if i > 0 {
			prev := lines[i-1]
			switch {
			case l.Page != prev.Page:
				fmt.Fprintf(&out, "\n== page %d\n", l.Page)
			case l.Region != prev.Region:
				out.WriteString("\n---\n")
			case l.Block != prev.Block && !l.Bullet:
				out.WriteString("\n\n")
			default:
				out.WriteString("\n")
			}
		}
		if l.Margin {
			out.WriteString("(margin) ")
		}
		if l.Bullet {
			out.WriteString(strings.Repeat("  ", l.Level) + "• ")
		}
		out.WriteString(l.Text)
	}
	return out.String()
}
