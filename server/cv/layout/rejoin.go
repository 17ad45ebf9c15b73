package layout

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

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
			if cut := addressTail(prev, &l); cut > 0 {
				size := len(prev.Text) + cut
				prev.Links, l.Links = joinLinks(prev, &l, size, len(l.Text)-cut)
				l.Gaps = moved(l.Gaps, len(l.Text)-len(strings.TrimLeft(l.Text[cut:], " ")), len(l.Text))
				prev.Text, l.Text = prev.Text+l.Text[:cut], strings.TrimLeft(l.Text[cut:], " ")
			} else if head, rest, ok := tidy.Join(prev.Text, l.Text, whole); ok {
				prev.Links, l.Links = joinLinks(prev, &l, len(head), len(rest))
				prev.Gaps, l.Gaps = moved(prev.Gaps, 0, len(head)), moved(l.Gaps, len(l.Text)-len(rest), len(rest))
				prev.Text, l.Text = head, rest
				prev.right = prev.column.right // it was full, or no word were split
			}
		}
		l.Text = strings.TrimSuffix(l.Text, " ")
		if l.Text != "" {
			out = append(out, l)
		}
	}
	kept := out[:0]
	for i := range out {
		out[i].Text = strings.TrimSpace(strings.TrimSuffix(out[i].Text, string(tidy.SoftHyphen)))
		out[i].Links = shift(out[i].Links, 0, len(out[i].Text))
		out[i].Gaps = moved(out[i].Gaps, 0, len(out[i].Text))
		if out[i].Text != "" {
			kept = append(kept, out[i])
		}
	}
	return kept
}

// longest line that still takes the rest of a word from the next.
const longest = 1000

// follows reports whether a word may go on from one line to the next.
func follows(prev, next *line) bool {
	return len(prev.Text) < longest && prev.Page == next.Page && prev.Region == next.Region && prev.Margin == next.Margin && !next.Bullet &&
		prev.Bold == next.Bold && next.Size < 1.1*prev.Size && prev.Size < 1.1*next.Size
}

var (
	addressHead  = regexp.MustCompile(`(?:[\w.+-]+@[\w.-]*|(?:https?://|www\.|linkedin\.com|github\.com|[\w-]+\.\w+/)\S*)$`)
	addressStart = regexp.MustCompile(`^(?:https?:|www\.|[\w-]+\.[a-z]+/)`)
	addressRest  = regexp.MustCompile(`^[\w./%&=?-]+`)
	ended        = regexp.MustCompile(`\.(?:com|net|org|edu|info|io|dev|me|[a-z]{2}\.[a-z]{2})$`)
	addressMail  = regexp.MustCompile(`^[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}$`)
)

// addressTail finds how many bytes at the start of a line go on with the address
// that the line before ends with: a column was too narrow for it. An e-mail must
// become a whole one; another address must have ended in the middle of a word, or
// both parts lead to one place.
func addressTail(prev, next *line) int {
	head := addressHead.FindString(prev.Text)
	rest := addressRest.FindString(next.Text)
	if head == "" || rest == "" || prev.column.right-prev.right > next.firstWord+next.Size || len(rest) < len(next.Text) && next.Text[len(rest)] != ' ' {
		return 0
	}
	if n := len(prev.Links); n > 0 && len(next.Links) > 0 && prev.Links[n-1].URL == next.Links[0].URL {
		return len(rest)
	}
	if len(rest) >= 4 && len(rest) < len(next.Text) && strings.Trim(rest, "0123456789") == "" {
		return 0 // a postal code, and its town
	}
	if strings.Contains(rest, "@") || addressStart.MatchString(rest) || len(rest) < len(next.Text) && !strings.ContainsAny(rest, "0123456789./-_") {
		return 0
	}
	if strings.Contains(head, "@") {
		first, _ := utf8.DecodeRuneInString(rest)
		if addressMail.MatchString(head) && (unicode.IsUpper(first) || ended.MatchString(head) && addressStart.MatchString(rest+"/")) {
			return 0
		}
		if addressMail.MatchString(head+rest) && (rest == next.Text && len(rest) < 20 || !addressMail.MatchString(head)) {
			return len(rest)
		}
		return 0
	}
	if strings.ContainsAny(head[len(head)-1:], "-/_.") && strings.Contains(head, "/") || rest == next.Text && strings.ContainsAny(rest, "/-_0123456789") && strings.ContainsAny(head, "/") {
		return len(rest)
	}
	return 0
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
