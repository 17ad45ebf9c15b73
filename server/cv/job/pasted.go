package job

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// pastedWords is how many words in a row of a CV and of the description are no
// chance any more.
const pastedWords = 8

// Shares of a line's words from which on it is the description's with another
// order, in per cent, and how many words that takes at least.
const (
	shuffledSentence = 85
	shuffledText     = 90
	shuffledStems    = 6
)

// copied is what a CV's lines have of a description's words.
type copied struct {
	// lines repeat its sentences and prove nothing; lists repeat its lists of
	// skills.
	lines, lists map[int]bool
}

// copiedOf compares lines, whatever way they are broken, with a description.
// Kinds tells lines of work, where many words may be the same by right.
// A list that is copied counts only among the skills, and not where sentences
// were copied with it.
func copiedOf(doc *document.Document, description string, kinds map[int]string) copied {
	out := copied{lines: map[int]bool{}, lists: map[int]bool{}}
	runs := runsOf(tokens(description))
	var stream []token
	var from []int // line of each token
	for i, line := range doc.Lines {
		if line.Margin {
			continue
		}
		for _, t := range tokens(line.Text) {
			stream = append(stream, t)
			from = append(from, i)
		}
	}
	same, all := map[int]int{}, map[int]int{}
	covered := make([]bool, len(stream))
	for i := 0; i+pastedWords <= len(stream); i++ {
		if runs[join(stream[i:i+pastedWords])] {
			for k := i; k < i+pastedWords; k++ {
				covered[k] = true
			}
		}
	}
	for i, line := range from {
		all[line]++
		if covered[i] {
			same[line]++
		}
	}
	sentences, whole := vocabulary(description)
	for i, line := range doc.Lines {
		switch words := tokens(line.Text); {
		case line.Margin:
		case same[i] >= pastedWords || same[i]*2 > all[i]:
			if lists(line.Text, words) {
				out.lists[i] = true
			} else {
				out.lines[i] = true
			}
		case shuffled(stems(words), sentences, whole, works(kinds[i])) && !lists(line.Text, words):
			out.lines[i] = true
		}
	}
	for i := range doc.Lines {
		out.spread(i, i-1, kinds[i])
	}
	for i := len(doc.Lines) - 1; i >= 0; i-- {
		out.spread(i, i+1, kinds[i])
	}
	return out
}

// spread makes a copied list a copied line, where it is no list of skills or
// stands beside a copied line.
func (c *copied) spread(line, beside int, kind string) {
	if c.lists[line] && (kind != cv.SectionSkills || c.lines[beside]) {
		delete(c.lists, line)
		c.lines[line] = true
	}
}

// lists reports whether more than half of a line's words name skills.
func lists(text string, words []token) bool {
	n := 0
	for _, hit := range hitsIn(text) {
		at := covering(words, hit.Start, hit.End)
		n += at.to - at.from
	}
	return n*2 > len(words)
}

// vocabulary are the words of each sentence of a description, and of all.
func vocabulary(description string) (sentences []map[string]bool, whole map[string]bool) {
	whole = map[string]bool{}
	for _, s := range split(description) {
		own := map[string]bool{}
		for _, stem := range stems(tokens(s.text)) {
			own[stem], whole[stem] = true, true
		}
		sentences = append(sentences, own)
	}
	return sentences, whole
}

// shuffled reports whether a line is made of a description's words.
func shuffled(line []string, sentences []map[string]bool, whole map[string]bool, work bool) bool {
	if len(line) < shuffledStems {
		return false
	}
	if !work && len(line) >= pastedWords && share(line, whole) >= shuffledText {
		return true
	}
	for _, s := range sentences {
		if share(line, s) >= shuffledSentence {
			return true
		}
	}
	return false
}

// share is how many of the stems are in a set, in per cent.
func share(line []string, set map[string]bool) int {
	n := 0
	for _, s := range line {
		if set[s] {
			n++
		}
	}
	return n * 100 / len(line)
}

// runsOf are all runs of pastedWords words.
func runsOf(words []token) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+pastedWords <= len(words); i++ {
		out[join(words[i:i+pastedWords])] = true
	}
	return out
}

func join(words []token) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.text
	}
	return strings.Join(all, " ")
}
