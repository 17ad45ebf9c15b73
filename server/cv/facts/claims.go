package facts

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// rankMade is that of verbs of making, which stand for one another; below it are
// those that only say that somebody had a part.
const rankMade = 3

// allowedVerb reports whether a verb that is not there claims no more than those
// that are: any weaker one, and for one of making another.
func (c *checker) allowedVerb(t token) bool {
	rank := c.x.rank(t.low)
	if rank == 0 || rank > rankMade || c.whole {
		return false
	}
	low, high := c.x.ranks(c.before)
	if low > 0 && low < rankMade {
		return rank <= low
	}
	return rank < high || rank == rankMade && high >= rankMade && low >= rankMade
}

// ranks are the least and the most that a text claims; 0 where it claims nothing.
func (x *lexicon) ranks(all []token) (low, high int) {
	for _, t := range all {
		rank := x.rank(t.low)
		if rank == 0 {
			continue
		}
		if low == 0 || rank < low {
			low = rank
		}
		high = max(high, rank)
	}
	return low, high
}

// responsibility reports a text that has lost what made its claim smaller:
// "helped to lead" that became "led". Of the whole CV, each word of making or
// leading must come from a line that claims it, of the same thing.
func (c *checker) responsibility() {
	if c.whole {
		for i, t := range c.tokens {
			if rank := c.x.rank(t.low); rank >= rankMade && c.knows(t.stems) && !c.claimed(i) {
				c.add(Responsibility, t.raw)
			}
		}
		return
	}
	was, is := c.x.parts(c.before), c.x.parts(c.tokens)
	if is >= was || !slices.ContainsFunc(c.tokens, func(t token) bool { return t.matters }) { // what says nothing claims nothing
		return
	}
	c.add(Responsibility, c.text)
}

// parts counts the different words that say that somebody only had a part.
func (x *lexicon) parts(all []token) int {
	var seen [][]string
	for _, t := range all {
		rank := x.rank(t.low)
		if (rank == 0 || rank >= rankMade) && !x.is("hedge", t.low) {
			continue
		}
		stems := t.stems
		if !slices.ContainsFunc(seen, func(s []string) bool { return shares(s, stems) }) {
			seen = append(seen, stems)
		}
	}
	return len(seen)
}

// claimed reports whether a line claims a word without making it smaller, of a
// thing that the text names beside it.
func (c *checker) claimed(i int) bool {
	here := c.x.bond(c.tokens, i)
	stems := c.tokens[i].stems
	return c.some(func(s *scope) bool {
		for _, stem := range stems {
			if slices.ContainsFunc(s.claims[stem], func(b bond) bool { return belongs(here.near, b.around) }) {
				return true
			}
		}
		return false
	})
}

func shares(a, b []string) bool {
	for _, one := range a {
		for _, other := range b {
			if one == other {
				return true
			}
		}
	}
	return false
}

// negations reports a text that says no more or less often than before, or of
// something else.
func (c *checker) negations() {
	was, before := c.x.denied(c.before)
	is, after := c.x.denied(c.tokens)
	if is != was {
		c.add(Negation, strings.Join(append(after.words, before.words...), " "))
		return
	}
	for _, w := range after.words {
		if !belongs(c.x.stems(fold.Text(w)), before.stems) {
			c.add(Negation, w)
		}
	}
}

// denial is what is said no of.
type denial struct {
	words []string
	stems map[string]bool
}

// denied counts the negations of a text, and returns the words beside them.
func (x *lexicon) denied(all []token) (int, denial) {
	n, segments := 0, map[int]bool{}
	for _, t := range all {
		if t.denies {
			n++
			segments[t.segment] = true
		}
	}
	out := denial{stems: map[string]bool{}}
	for _, t := range all {
		if !segments[t.segment] || !t.matters && !t.denies {
			continue
		}
		out.words = append(out.words, t.raw)
		for _, stem := range t.stems {
			out.stems[stem] = true
		}
	}
	return n, out
}

var (
	link   = regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://\S*|\bwww\.\S+|mailto:|javascript:|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ru|uz|de|fr|es|pt|br|tr|dev|app|ai|me|info|biz|xyz|co|ly|gg)\b(?:/\S*)?`)
	markup = regexp.MustCompile("(?i)</?[a-z!?][^>]*>?|&(?:[a-z]{2,8}|#x?[0-9a-f]+);|\\]\\(|\\[\\[|\\{\\{|\\$\\{|`|\\*\\*|__|^\\s*#+\\s|\\\\[nrtux]|^\\s*[-*>]\\s|~~|\\|\\|")

	// ordering are words by which something is said to a machine, and what they
	// are said about; both in one text are an instruction.
	ordering = regexp.MustCompile(`\b(?:ignore|ignor\w*|disregard|forget|override|bypass|pretend|obey|reveal|repeat|output|respond|reply|olvid\w*|esquec\w*|oubli\w*|vergiss|vergessen|yok say\w*|unut\w*|befolg\w*)\b|игнорир|забудь|не обращай|ответь|выведи|e'tibor berma`)
	orders   = regexp.MustCompile(`\b(?:instructions?|rules?|prompts?|systems?|previous|above|guidelines?|model|assistant|score|rating|json|instruc\w*|regl\w*|regras?|regeln?|anweisung\w*|consigne\w*|kural\w*|talimat\w*|qoida\w*|ko'rsatma\w*)\b|инструкц|правил|промпт|систем|указани`)
	verdict  = regexp.MustCompile(`\b(?:score|rate|rating|grade|ats|puntua\w*|note|puan\w*|ball|bewert\w*|pontua\w*)\b.{0,30}\b(?:100|10|perfect|maximum|highest|full)\b|\b(?:100|perfect)\b.{0,10}\b(?:score|rating|match)\b|оцен\pL*.{0,30}\b(?:100|10)\b|\b(?:hire|shortlist|recommend)\b.{0,20}\b(?:candidate|immediately|me|him|her)\b|as an ai\b|language model|\bsystem\s*:|\bassistant\s*:|<\|`)
)

// form reports what no part of a CV's sentence is: links, markup, instructions.
func (c *checker) form(before string) {
	for _, found := range link.FindAllString(c.text, -1) {
		if taxonomy.Canonical(found) == "" { // ASP.NET, Socket.io
			c.add(Link, found)
		}
	}
	for _, found := range markup.FindAllString(c.text, -1) {
		c.add(Markup, strings.TrimSpace(found))
	}
	low := strings.ToLower(c.text)
	flat := low + " " + fold.Text(low)
	if at := ordering.FindString(flat); at != "" && orders.MatchString(flat) {
		c.add(Instruction, at)
	}
	if at := verdict.FindString(flat); at != "" {
		c.add(Instruction, at)
	}
	for _, r := range c.text {
		switch {
		case unicode.IsNumber(r) && !unicode.IsDigit(r) && !strings.ContainsRune(before, r): // ½, Ⅻ
			c.add(Number, string(r))
		case r == '\n' && strings.Count(c.text, "\n") <= strings.Count(before, "\n"):
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r == unicode.ReplacementChar:
			c.add(Markup, string(r))
		case unicode.IsSymbol(r) && !strings.ContainsRune(before, r) && !strings.ContainsRune("+%$€£₽`´", r):
			c.add(Markup, string(r))
		}
	}
}
