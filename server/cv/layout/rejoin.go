package layout

import (
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// rejoin puts words together that were split at the ends of lines.
func rejoin(lines []line) []line {
	var words map[string]bool
	whole := func(w string) bool {
		if words == nil {
			words = wordsOf(lines)
		}
		return words[strings.ToLower(w)]
	}
	out := lines[:0]
	for i := range lines {
		l := lines[i]
		if n := len(out); n > 0 && follows(&out[n-1], &l) {
			prev := &out[n-1]
			if head, rest, ok := tidy.Join(prev.Text, l.Text, whole); ok {
				prev.Links, l.Links = joinLinks(prev, &l, len(head), len(rest))
				prev.Text, l.Text = head, rest
			}
		}
		l.Text = strings.TrimSuffix(l.Text, " ")
		if l.Text != "" {
			out = append(out, l)
		}
	}
	for i := range out {
		out[i].Text = strings.TrimSuffix(out[i].Text, string(tidy.SoftHyphen))
		out[i].Links = shift(out[i].Links, 0, len(out[i].Text))
	}
	return out
}

// follows reports whether a word may go on from one line to the next.
func follows(prev, next *line) bool {
	return prev.Page == next.Page && prev.Region == next.Region && prev.Margin == next.Margin && !next.Bullet &&
		prev.Bold == next.Bold && next.Size < 1.1*prev.Size && prev.Size < 1.1*next.Size
}

// joinLinks moves links along with the part of a word that changed its line.
func joinLinks(prev, next *line, head, rest int) (first, second []document.Link) {
	cut := len(next.Text) - rest
	first = prev.Links
	for i, l := range first {
		if l.End >= len(prev.Text)-1 {
			first[i].End = head
		}
		first[i].End = min(first[i].End, head)
	}
	return first, shift(next.Links, cut, rest)
}

// wordsOf are the words of all lines but those at their ends, in small letters.
func wordsOf(lines []line) map[string]bool {
	words := map[string]bool{}
	for i := range lines {
		fields := strings.Fields(lines[i].Text)
		for j, w := range fields {
			if j == len(fields)-1 && strings.HasSuffix(w, "-") {
				continue
			}
			words[strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))] = true
		}
	}
	return words
}
