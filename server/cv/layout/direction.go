package layout

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// rightToLeft reports whether a piece is read from the right.
func rightToLeft(p *piece) bool { return tidy.RightToLeft(p.text()) }

// visualOrder reports whether a file has the letters of lines that are read
// from the right in the order of paper. Programs differ; one file is made by
// one program.
func visualOrder(pages []Page) bool {
	var text strings.Builder
	for _, p := range pages {
		for i := range p.Fragments {
			if tidy.AnyRightToLeft(p.Fragments[i].Text) {
				text.WriteString(p.Fragments[i].Text)
				text.WriteByte('\n')
			}
		}
	}
	return tidy.Visual(text.String())
}
