package judge

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// found is what is claimed, in the answer's own letters. Quotes that the answer
// has not, and those that stand for too many points, are left out.
func (c claims) found(points []bank.Point, text string) grade.Found {
	s := shown(text)
	uses := map[string]int{}
	for _, p := range c.Points {
		said := map[string]bool{}
		for _, q := range p.Quotes {
			if q = s.original(q); !said[q] {
				said[q] = true
				uses[q]++
			}
		}
	}
	var out grade.Found
	for _, p := range c.Points {
		n, err := strconv.Atoi(strings.TrimPrefix(p.ID, "p"))
		if err != nil || n < 1 || n > len(points) {
			continue
		}
		point := grade.FoundPoint{ID: points[n-1].ID, Partly: p.Partly}
		for _, q := range p.Quotes {
			if q = s.original(q); q != "" && uses[q] <= maxShared {
				point.Quotes = append(point.Quotes, q)
			}
		}
		out.Points = append(out.Points, point)
	}
	for _, p := range c.Parts {
		if q := s.original(p.Quote); q != "" {
			out.Parts = append(out.Parts, grade.FoundPart{Part: p.Part, Quote: q})
		}
	}
	return out
}

// sight is a text as a model sees it: without what nobody can see, and one
// space for any. Where the text was cut into lines a quote has a space, too.
type sight struct {
	text string
	seen string
	// from and to are, for each byte of seen, where its character begins and ends
	// in text.
	from, to []int
}

func shown(text string) sight {
	s := sight{text: text}
	var seen strings.Builder
	space := false
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		piece := text[i : i+size]
		switch {
		case unicode.IsSpace(r):
			if space {
				continue
			}
			piece = " "
		case r == utf8.RuneError && size == 1, hidden(r):
			continue
		}
		space = piece == " "
		seen.WriteString(piece)
		for range len(piece) {
			s.from, s.to = append(s.from, i), append(s.to, i+size)
		}
	}
	s.seen = seen.String()
	return s
}

// hidden tells of what prompts leave out: all but the joiners, which shape
// letters in Arabic and Persian.
func hidden(r rune) bool {
	return r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// original is where a quote stands in the text, in the text's own letters;
// empty where it does not.
func (s sight) original(quote string) string {
	if quote = strings.Join(strings.Fields(quote), " "); quote == "" {
		return ""
	}
	at := strings.Index(s.seen, quote)
	if at < 0 {
		return ""
	}
	return s.text[s.from[at]:s.to[at+len(quote)-1]]
}
