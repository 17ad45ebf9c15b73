package job

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// parser collects requirements, each once.
type parser struct {
	out  Posting
	seen map[string]int // index in out.Requirements by key
	// mode is the kind of the heading above; wordOpen under none.
	mode string
}

// asked is a sentence that may ask for something.
type asked struct {
	sentence
	at int
	// forces by token.
	forces []force
	weight int
	// taken are tokens that are part of a requirement.
	taken []bool
	// clauses, hits and studies are those of the sentence, found once: what is
	// looked for per word makes a long sentence slow.
	clauses []piece
	hits    []taxonomy.Hit
	studies []study
}

// ask makes a sentence ready to be asked what it asks for, all of it as base says
// where it does not say otherwise.
func ask(s sentence, base force) asked {
	a := asked{sentence: s, taken: make([]bool, len(s.words)), clauses: clausesOf(s.text, s.words), hits: hitsIn(s.text)}
	a.forces = forces(s.text, s.words, a.clauses, base)
	a.studies = a.degrees()
	return a
}

// sentence takes what one sentence asks for.
func (p *parser) sentence(at int, s sentence) {
	_, asks := has(s.words, wordAsk)
	_, strict := has(s.words, wordStrict)
	_, reopens := has(s.words, wordReopen)
	if reopens && p.mode == wordSkip {
		p.mode = wordOpen
	}
	headed := p.mode == wordMust || p.mode == wordNice
	if _, offer := has(s.words, wordOffer); p.mode == wordSkip || offer && !strict || !headed && ofCompany(s.words) {
		return
	}
	base := required
	duty := p.mode == wordDuties && !asks && !strict
	if at, is := has(s.words, wordDuty); is && at < dutyWords && !headed {
		duty = !strict
	}
	if duty || p.mode == wordNice {
		base = welcome
	}
	a := ask(s, base)
	a.at = at
	if _, strong := has(s.words, wordStrong); strong {
		a.weight = weightStressed
	}
	p.skills(&a, true)
	if duty {
		return // what the work is, not what it asks for
	}
	p.years(&a, headed)
	p.degree(&a)
	p.language(&a)
	p.others(&a, headed)
}

// dutyWords is within how many words "you will" tells a duty.
const dutyWords = 8

// ofCompany reports whether a sentence tells of the company.
func ofCompany(words []token) bool {
	at, is := has(words, wordCompany)
	_, seeks := has(words, wordSeek)
	return is && at < 4 && !seeks
}

// title takes the skills of a title.
func (p *parser) title(text string) {
	a := ask(sentence{text: text, words: tokens(text)}, required)
	a.weight = weightTitle
	p.skills(&a, false)
}

// take adds a requirement that stands at a token, unless it is said that it is
// not asked for.
func (p *parser) take(key string, r Requirement, a *asked, at piece) {
	for i := at.from; i < at.to; i++ {
		a.taken[i] = true
	}
	f := a.forces[min(at.from, len(a.forces)-1)]
	if f == unasked {
		return
	}
	r.Line, r.Must, r.Weight = a.at, f == required, weightNice
	if r.Must && r.Kind != KindOther {
		r.Weight = weightMust
	}
	if r.Kind != KindOther {
		r.Weight += a.weight
	}
	p.add(key, r)
}

// add takes a requirement, or counts that it is named again.
func (p *parser) add(key string, r Requirement) {
	i, ok := p.seen[key]
	if !ok {
		if len(p.out.Requirements) < maxRequirements {
			p.seen[key] = len(p.out.Requirements)
			p.out.Requirements = append(p.out.Requirements, r)
		}
		return
	}
	old := &p.out.Requirements[i]
	old.Must = old.Must || r.Must
	if r.Line != old.Line {
		old.Weight = min(max(old.Weight, r.Weight)+1, weightMust+weightTitle+weightStressed+maxRepeats)
	}
	old.Years = max(old.Years, r.Years)
	if old.Level == "" {
		old.Level = r.Level
	}
}

// around is the clause that a piece stands in, or those it begins and ends in.
func (a *asked) around(at piece) piece {
	return piece{clauseOf(a.clauses, at.from).from, clauseOf(a.clauses, at.to-1).to}
}

// clause is the text of the clause that a piece stands in: what one requirement
// says, where a sentence has several.
func (a *asked) clause(at piece) string {
	own := a.around(at)
	if own.to-own.from == len(a.words) {
		return strings.TrimRight(a.text, " ;,")
	}
	return a.text[a.words[own.from].start:a.words[own.to-1].end]
}

// others takes what names nothing known: a whole sentence, or a clause that asks
// for something beside what is known of the others.
func (p *parser) others(a *asked, headed bool) {
	whole := true
	for _, taken := range a.taken {
		whole = whole && !taken
	}
	if whole {
		all := piece{0, len(a.words)}
		if headed || p.asks(a, all) {
			p.other(a, all, headed && a.bullet)
		}
		return
	}
	for _, c := range a.clauses {
		free := true
		for i := c.from; i < c.to; i++ {
			free = free && !a.taken[i]
		}
		if free && (headed && itemised(a, c) || p.asks(a, c)) {
			p.other(a, c, false)
		}
	}
}

// itemised reports whether a clause is an item of an enumeration: no aside in
// brackets and no title of what follows.
func itemised(a *asked, c piece) bool {
	if c.from > 0 && strings.ContainsAny(gap(a.text, a.words, c.from), "(–—") {
		return false
	}
	return c.to-c.from > 2 && (c.to == len(a.words) || !strings.Contains(gap(a.text, a.words, c.to), ":"))
}

// asks reports whether a piece of a sentence asks for something by its words.
func (p *parser) asks(a *asked, at piece) bool {
	words := a.words[at.from:at.to]
	all := outside(find(words, wordAsk), find(words, wordReopen))
	for _, kind := range []string{wordStrict, wordNice, wordAhead} {
		all = append(all, find(words, kind)...)
	}
	return len(all) > 0
}

// says are the words of a piece that say what is asked for, not that it is.
func says(words []token) []token {
	silent := make([]bool, len(words))
	for _, kind := range []string{wordAsk, wordStrict, wordNice, wordAhead, wordFree, wordReopen} {
		for _, at := range find(words, kind) {
			for i := at.from; i < at.to; i++ {
				silent[i] = true
			}
		}
	}
	var out []token
	for i, w := range words {
		if !silent[i] && !but[w.text] {
			out = append(out, w)
		}
	}
	return out
}

// other takes a piece of a sentence that is compared by its words.
func (p *parser) other(a *asked, at piece, item bool) {
	words := a.words[at.from:at.to]
	stemmed := len(stems(words))
	if len(words) < 2 || stemmed == 0 || !item && (len(words) < 3 || stemmed < 2) || len(stems(says(words))) == 0 {
		return
	}
	text := a.text
	if len(words) < len(a.words) {
		text = strings.TrimSpace(a.text[words[0].start:words[len(words)-1].end])
	}
	first := piece{at.from, at.to}
	for i := at.from; i < at.to; i++ { // what is asked for most counts
		if a.forces[i] > a.forces[first.from] {
			first.from = i
		}
	}
	p.take("other "+plain(text), Requirement{Kind: KindOther, Text: text}, a, first)
}
