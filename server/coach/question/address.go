package question

import (
	"slices"
	"strings"
	"unicode"
)

type addressee int

const (
	toCandidate addressee = iota
	toColleague
	// toSomeone is addressed by a name while the candidate's is unknown.
	toSomeone
)

// address finds whom a clause speaks to and removes the name. A name is a
// single capitalised word before a comma ("John, can you …"), a known
// colleague's name, or a common first name in lower case at the start.
func address(c clause, r *rules, ctx Context) (clause, addressee) {
	if r.unspaced {
		return c, toCandidate
	}
	bare := c.cutFillers(r)
	words := bare.words()
	if len(words) < 3 {
		return c, toCandidate
	}
	name := words[0]
	rest := newClause(cutWords(bare.text, name, false), false)
	switch {
	case isName(name, ctx.CandidateName):
		return rest, toCandidate
	case slices.ContainsFunc(ctx.Colleagues, func(n string) bool { return isName(name, n) }):
		return rest, toColleague
	case vocative(bare.text, name, r) || commonNames[name] && rest.starts(callWords, false):
		if ctx.CandidateName == "" {
			return rest, toSomeone
		}
		return rest, toColleague
	}
	return c, toCandidate
}

// callWords follow a name that is called.
var callWords = []string{
	"can you", "could you", "would you", "will you", "do you", "are you", "please", "what", "how", "why", "when", "where",
	"anything", "over to you", "let's", "you", "did you", "have you", "shall",
}

// vocative says that the text begins with one capitalised word and a comma,
// and that the word is no filler or opener.
func vocative(text, name string, r *rules) bool {
	first, rest, ok := strings.Cut(text, ",")
	first = strings.TrimSpace(first)
	if !ok || strings.ContainsFunc(first, unicode.IsSpace) || strings.TrimSpace(rest) == "" {
		return false
	}
	head := []rune(first)
	if len(head) < 2 || !unicode.IsUpper(head[0]) || slices.ContainsFunc(head[1:], unicode.IsUpper) {
		return false
	}
	one := clause{norm: " " + name + " "}
	for _, known := range [][]string{r.fillers, r.openers, r.requests, r.remarks, r.setups, r.follow, r.whole, adverbs} {
		if one.starts(known, false) {
			return false
		}
		// The word may also begin a longer phrase of the table.
		if slices.ContainsFunc(known, func(p string) bool { return strings.HasPrefix(p, name+" ") }) {
			return false
		}
	}
	return true
}

// adverbs open sentences like names do.
var adverbs = []string{
	"finally", "lastly", "first", "firstly", "second", "secondly", "third", "thirdly", "next", "also", "however", "then",
	"today", "currently", "generally", "overall", "specifically", "technically", "personally", "honestly", "typically",
	"наконец", "сегодня", "кстати", "например", "скажите", "пожалуйста", "avval", "masalan", "finalmente", "primero", "además",
	"zuletzt", "zunächst", "außerdem", "enfin", "ensuite", "primeiro", "além", "ayrıca", "öncelikle", "mesela", "bitte", "por",
}

// isName compares a spoken word with the first name in a full name; one wrong
// letter is forgiven in names of five letters and more.
func isName(word, full string) bool {
	for _, n := range strings.Fields(strings.ToLower(full)) {
		if word == n || len([]rune(n)) >= 5 && oneApart([]rune(word), []rune(n)) {
			return true
		}
	}
	return false
}

// oneApart says whether one letter changed, added or left out turns a into b.
func oneApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return slices.Equal(a[min(i+1, len(a)):], b[min(i+1, len(b)):])
	}
	return slices.Equal(a[i:], b[i+1:])
}

// commonNames are first names that a recogniser without capitals may bring.
var commonNames = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(`john james robert michael david william richard thomas charles daniel matthew anthony steven
paul andrew kevin brian george edward jason jeffrey ryan eric jonathan larry scott brandon benjamin samuel frank
peter jack dennis jerry alexander tyler henry adam nathan kyle mary patricia jennifer linda elizabeth barbara susan
jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa
deborah stephanie rebecca laura helen cynthia kathleen amy angela anna brenda emma olivia sophia maria alex chris
mike dave tom bob jim steve kate jane sam ben tim joe nick matt anne julia`) {
		m[n] = true
	}
	return m
}()
