package ats

import (
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// Bounds of a summary in words; each more of what is above costs a point.
const (
	summaryLeast = 20
	summaryMost  = 120
	summaryStep  = 40
)

func checkSummaryLength(f *facts) verdict {
	v := f.Parsed.Summary
	if v.Empty() {
		return verdict{lost: 3, under: noSummary}
	}
	n, least, says := f.tidied(v.Text), f.atLeast(summaryLeast), ""
	if own, echoes := f.ownWords(v.Text); echoes {
		n, says = own, " of its own"
	}
	out := verdict{detail: "Your summary has " + plural(n, "word") + says + ".", spans: v.Spans}
	switch {
	case n < least:
		out.lost = min(3, (3*(least-n)+least-1)/least)
	case n > summaryMost:
		out.lost = min(3, (n-summaryMost+summaryStep-1)/summaryStep)
	}
	return out
}

func checkSummarySpecific(f *facts) verdict {
	v := f.Parsed.Summary
	if v.Empty() {
		return verdict{lost: 3, under: noSummary}
	}
	if _, echoes := f.ownWords(v.Text); echoes {
		return verdict{lost: 3, detail: "Your summary repeats lines that stand below it.", spans: v.Spans}
	}
	found := 0
	if len(taxonomy.Find(v.Text)) > 0 {
		found++
	}
	if figure(v.Text, f.Parsed.Language) {
		found++
	}
	if f.saysTitle(v.Text) {
		found++
	}
	switch found {
	case 0:
		return verdict{lost: 3, detail: "Your summary names no skill, figure or job title of yours.", spans: v.Spans}
	case 1:
		return verdict{lost: 1, detail: "Your summary could say more that can be checked.", spans: v.Spans}
	}
	return verdict{}
}

// ownWords is how many words of a summary stand in sentences that say something
// the CV does not say below: in no item, no list of skills and no head of a
// position. Echoes tells that these are less than half.
func (f *facts) ownWords(text string) (own int, echoes bool) {
	all, from := 0, 0
	for _, end := range append(sentenceEnd.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		words := bareWords(text[from:end[1]])
		from = end[1]
		all += len(words)
		if !f.echo(words) {
			own += len(words)
		}
	}
	return own, 2*own < all
}

// echoed is the share of a sentence's words in one item that makes it the item's,
// in per cent; shorter ones than echoLeast are like others by chance.
const (
	echoed    = 80
	echoLeast = 4
)

// echo reports whether a sentence says what stands in the CV already.
func (f *facts) echo(words []string) bool {
	if f.echoes == nil {
		f.echoes = &echoes{skills: map[string]bool{}}
		for _, s := range f.Parsed.Skills {
			for _, w := range bareWords(s.Text) {
				f.echoes.skills[w] = true
			}
		}
		for _, i := range f.items {
			f.echoes.lines = append(f.echoes.lines, setOf(i.text))
		}
		for _, j := range f.jobs {
			f.echoes.heads = append(f.echoes.heads, setOf(j.Title.Text+" "+j.Company.Text))
		}
	}
	if within(words, f.echoes.skills) == len(words) {
		return true
	}
	for _, head := range f.echoes.heads {
		if within(words, head) == len(words) {
			return true
		}
	}
	for _, line := range f.echoes.lines {
		if len(words) >= echoLeast && within(words, line)*100 >= echoed*len(words) {
			return true
		}
	}
	return false
}

// echoes are the words of the CV's skills, items and heads of positions.
type echoes struct {
	skills       map[string]bool
	lines, heads []map[string]bool
}

// within is how many of the words are in a set.
func within(words []string, set map[string]bool) int {
	n := 0
	for _, w := range words {
		if set[w] {
			n++
		}
	}
	return n
}

func setOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range bareWords(text) {
		out[w] = true
	}
	return out
}

// bareWords are a text's words without capitals, accents and signs.
func bareWords(text string) []string {
	return strings.FieldsFunc(fold.Text(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
