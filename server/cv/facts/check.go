package facts

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// denials are the negative endings of Turkish and Uzbek verbs, folded.
var denials = regexp.MustCompile(`\pL{2}(?:m[ae]d(?:i|u)(?:m|k|n|lar|ler|niz|ngiz)?|m[ae]z|m[ae]d[ae]n|m[iu]yor\pL*|m[ae]mis\pL*|magan\pL*|may|maydi\pL*|masdan)$`)

// checker looks at one text.
type checker struct {
	x      *lexicon
	text   string
	before []token
	tokens []token
	scopes []*scope
	// whole tells that the scope is all of the CV.
	whole bool
	// skills are the bytes of technologies that are known.
	skills []span
	out    []Violation
}

type span struct{ start, end int }

// technologies checks the skills that the text names, and returns where those
// are that are known, by whatever name.
func (c *checker) technologies() []span {
	var known []span
	for _, hit := range taxonomy.Find(c.text) {
		name := c.text[hit.Start:hit.End]
		key := taxonomy.Key(hit.Canonical)
		switch {
		case c.some(func(s *scope) bool { return s.skills[key] }):
			known = append(known, span{hit.Start, hit.End})
		case !c.allWords(hit):
			c.add(Technology, name)
		}
	}
	return known
}

// allWords reports whether all of a skill's words stand there and so say nothing
// new, as of "communication".
func (c *checker) allWords(hit taxonomy.Hit) bool {
	for _, t := range c.tokens {
		if t.start >= hit.Start && t.end <= hit.End && (t.cap && !t.first || !c.knows(t.stems)) {
			return false
		}
	}
	return true
}

func (c *checker) some(ok func(*scope) bool) bool {
	for _, s := range c.scopes {
		if ok(s) {
			return true
		}
	}
	return false
}

// knows reports whether a form of the word is there.
func (c *checker) knows(stems []string) bool {
	return c.some(func(s *scope) bool {
		for _, stem := range stems {
			if s.stems[stem] {
				return true
			}
		}
		return false
	})
}

// token judges one token; technologies are judged already.
func (c *checker) token(i int) {
	t := c.tokens[i]
	if c.skilled(i) {
		c.bound(i, t.low)
		return
	}
	if key := c.x.bindable(t); key != "" && (t.number != "" || !c.x.small(t)) {
		c.number(i, key)
		return
	}
	switch {
	case t.part || t.denies || c.x.small(t) && !named(t):
	case c.x.is("title", t.low) && !c.titled(i):
		c.add(Title, t.raw)
	case t.low == "lead" && !t.first && !c.some(func(s *scope) bool { return s.words["lead"] }):
		c.add(Title, t.raw)
	case c.knows(t.stems):
		c.name(i)
	case c.allowedVerb(t):
	default:
		c.add(c.kindOf(t), t.raw)
	}
}

// named reports whether a small word is written like a name: "IT", "Of".
func named(t token) bool { return t.cap && !t.first && len(t.raw) > 1 }

// number judges what is bound to something else: numbers, levels, degrees.
func (c *checker) number(i int, key string) {
	t := c.tokens[i]
	there := c.some(func(s *scope) bool { return len(s.bound[key]) > 0 })
	switch {
	case !there && t.number != "":
		c.add(Number, t.raw)
	case !there && c.x.is("cred", t.low):
		if !c.x.endings || !c.knows(t.stems) { // names of degrees are inflected
			c.add(Credential, t.raw)
		}
	case !there:
		c.add(Number, t.raw)
	default:
		c.bound(i, key)
	}
}

// bound reports a number or a name that belongs to something else than where it
// comes from.
func (c *checker) bound(i int, key string) {
	here := c.x.bond(c.tokens, i)
	skill := !strings.HasPrefix(key, "#") && !mixed(key) && !c.x.is("cred", key)
	found := false
	ok := c.some(func(s *scope) bool {
		for _, b := range s.bound[key] {
			found = true
			if skill && c.directed(i, here) == c.directed(i, b) || !skill && fits(here, b) && c.quotes(i, b) {
				return true
			}
		}
		return false
	})
	if found && !ok {
		c.add(Moved, c.tokens[i].raw)
	}
}

// directed is the meaning that matters of a name: where from, where to; of an
// employer also whether it was there.
func (c *checker) directed(i int, b bond) string {
	if b.meaning == "at" && (c.whole || c.skilled(i)) {
		return ""
	}
	return b.meaning
}

// skilled reports whether a token is part of a known technology.
func (c *checker) skilled(i int) bool {
	return slices.ContainsFunc(c.skills, func(s span) bool { return c.tokens[i].start >= s.start && c.tokens[i].end <= s.end })
}

// quotes reports whether all that stands beside a number stood beside it: "7
// years of Java" is no "7 years of Go". Words before it may be of another part of
// the sentence that was joined, but for names.
func (c *checker) quotes(i int, b bond) bool {
	for n, t := range c.tokens {
		named := t.cap && !t.first || c.skilled(n)
		if n < i && !named && !c.whole || n == i || t.segment != c.tokens[i].segment || !t.matters || belongs(t.stems, b.around) || !c.whole && c.x.rank(t.low) > 0 {
			continue
		}
		if !c.skilled(n) || !c.renamed(t, b) {
			return false
		}
	}
	return true
}

// renamed reports whether a technology stood beside a number by another name.
func (c *checker) renamed(t token, b bond) bool {
	key := taxonomy.Key(t.raw)
	return key != "" && b.skills[key]
}

// name judges a word with a capital: it must be a name there too.
func (c *checker) name(i int) {
	t := c.tokens[i]
	if !t.cap || c.x.nouns && !c.some(func(s *scope) bool { return s.capital[t.low] }) {
		return
	}
	written := c.some(func(s *scope) bool { return s.capital[t.low] })
	if !written && c.x.endings {
		written = c.some(func(s *scope) bool {
			return slices.ContainsFunc(t.stems, func(stem string) bool { return letters(stem) > minStem && s.names[stem] })
		})
	}
	switch {
	case written:
		c.bound(i, t.low)
	case !t.first:
		c.add(Name, t.raw)
	}
}

// titled reports whether a title stands there, behind the same word.
func (c *checker) titled(i int) bool {
	t := c.tokens[i]
	before := c.x.wordBefore(c.tokens, i)
	return c.some(func(s *scope) bool {
		for _, had := range s.titles {
			if had.word == t.low || had.word == t.low+"s" || had.word+"s" == t.low || c.x.endings && common(had.word, t.low) {
				if had.before == before || c.whole && before == "" || c.related(had.before, before) {
					return true
				}
			}
		}
		return false
	})
}

// related reports whether two words before a title are forms of one.
func (c *checker) related(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	all := map[string]bool{}
	for _, stem := range c.x.stems(a) {
		all[stem] = true
	}
	return belongs(c.x.stems(b), all)
}

// common reports whether two words differ in their endings alone.
func common(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return letters(strings.ToValidUTF8(a[:n], "")) >= 4 && letters(a)+letters(b)-2*letters(strings.ToValidUTF8(a[:n], "")) <= 6
}

// kindOf names what an unknown word is.
func (c *checker) kindOf(t token) Kind {
	switch {
	case c.x.is("title", t.low):
		return Title
	case c.x.is("cred", t.low):
		return Credential
	case c.x.is("claim", t.low):
		return Claim
	case c.x.rank(t.low) > 0:
		return Responsibility
	case t.cap && !t.first && !c.x.nouns, t.cap && strings.IndexFunc(t.raw[1:], unicode.IsUpper) >= 0:
		return Name
	}
	return Word
}
