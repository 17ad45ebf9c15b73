package facts

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// scope is what some texts say.
type scope struct {
	x *lexicon
	// words and stems are all, capital and names those, and their stems, that were
	// written with a capital.
	words, stems, capital, names map[string]bool
	// claims are words of making and leading, by their stems, of lines that do not
	// make them smaller.
	claims map[string][]bond
	// skills are keys of the taxonomy; of the whole CV, of lines that deny nothing.
	skills map[string]bool
	// bound are numbers, levels and names with what they belong to.
	bound map[string][]bond
	// part tells that it is not the whole CV.
	part bool
	// titles are those with the word before.
	titles []title
}

const (
	// maxBonds is how often one number or name is looked at in a CV.
	maxBonds = 50
	// nearBy is how far what belongs to a number stands from it, in words.
	nearBy = 12
)

// bond is what a number or a name belongs to.
type bond struct {
	meaning string
	// near is the word it counts, around are all near it in its part of the
	// sentence, as stems.
	near   []string
	around map[string]bool
	// run are the words right behind it, as stems; none where a small word follows.
	run map[string]bool
	// skills are keys of the technologies in its part of the sentence.
	skills map[string]bool
}

// title is a title and what stands before it.
type title struct {
	word, before string
}

func newScope(x *lexicon) *scope {
	return &scope{
		x: x, words: map[string]bool{}, stems: map[string]bool{}, capital: map[string]bool{}, names: map[string]bool{},
		claims: map[string][]bond{}, skills: map[string]bool{}, bound: map[string][]bond{},
	}
}

// read takes a text in.
func (s *scope) read(text string) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	all := s.x.split(text)
	denied := false
	low, _ := s.x.ranks(all)
	for i, t := range all {
		s.words[t.low] = true
		s.capital[t.low] = s.capital[t.low] || t.cap
		claims := low >= rankMade && s.x.rank(t.low) >= rankMade
		for _, stem := range t.stems {
			s.stems[stem] = true
			s.names[stem] = s.names[stem] || t.cap
		}
		if claims && len(s.claims[t.low]) < maxBonds {
			b := s.x.bond(all, i)
			for _, stem := range t.stems {
				s.claims[stem] = append(s.claims[stem], b)
			}
		}
		key := s.x.bindable(t)
		if key == "" && t.cap {
			key = t.low
		}
		if key != "" && len(s.bound[key]) < maxBonds {
			s.bound[key] = append(s.bound[key], s.x.bond(all, i))
		}
		if s.x.is("title", t.low) && len(s.titles) < 10*maxBonds {
			s.titles = append(s.titles, title{t.low, s.x.wordBefore(all, i)})
		}
		denied = denied || t.denies
	}
	if denied && !s.part { // how often a part says "not" is compared
		return
	}
	for _, hit := range taxonomy.Find(text) {
		s.skills[taxonomy.Key(hit.Canonical)] = true
	}
	if name := taxonomy.Canonical(text); name != "" {
		s.skills[taxonomy.Key(name)] = true // an ordinary word where it is a skill: "Go"
	}
}

// bindable is the key under which a token is bound to what it belongs to; empty
// for one that is not.
func (x *lexicon) bindable(t token) string {
	switch {
	case t.number != "":
		return "#" + t.number
	case x.is("cred", t.low) || mixed(t.low):
		return t.low
	}
	return ""
}

// mixed reports whether a word has digits and letters: "B2", "ISO9001".
func mixed(low string) bool {
	digit := false
	for _, r := range low {
		digit = digit || r >= '0' && r <= '9'
	}
	return digit
}

// bond finds what a token belongs to: the word behind it, else that before it, in
// its part of the sentence.
func (x *lexicon) bond(all []token, i int) bond {
	b := bond{meaning: x.meaning(all, i), around: map[string]bool{}, run: map[string]bool{}, skills: map[string]bool{}}
	first, last := i, i
	for first > max(0, i-nearBy) && all[first-1].segment == all[i].segment {
		first--
	}
	for last+1 < min(len(all), i+nearBy) && all[last+1].segment == all[i].segment {
		last++
	}
	for n := first; n <= last; n++ {
		if n != i && all[n].matters {
			for _, stem := range all[n].stems {
				b.around[stem] = true
			}
			if name := taxonomy.Canonical(all[n].raw); name != "" {
				b.skills[taxonomy.Key(name)] = true
			}
		}
	}
	next := i + 1
	for next <= last && x.is("of", all[next].low) {
		next++
	}
	for next <= last && all[next].part {
		next++
	}
	for n := next; n <= last && all[n].matters; n++ {
		for _, stem := range all[n].stems {
			b.run[stem] = true
		}
	}
	if next <= last && all[next].matters {
		b.near = all[next].stems
		return b
	}
	for n := i - 1; n >= first; n-- {
		if all[n].matters {
			b.near = all[n].stems
			return b
		}
	}
	for n := i + 1; n <= last; n++ {
		if all[n].matters {
			b.near = all[n].stems
			return b
		}
	}
	return b
}

func (x *lexicon) content(t token) bool {
	return t.number == "" && !t.part && !x.small(t) && !x.is("about", t.low) && !x.is("over", t.low) && !x.is("under", t.low) && !x.is("percent", t.low) && !t.denies
}

// fits reports whether two bonds say the same of a number.
func fits(a, b bond) bool {
	if a.meaning != b.meaning {
		return false
	}
	if len(a.run) > 0 && len(b.run) > 0 {
		return meet(a.run, b.run)
	}
	return belongs(a.near, b.around) && belongs(b.near, a.around)
}

func meet(a, b map[string]bool) bool {
	for stem := range a {
		if b[stem] {
			return true
		}
	}
	return false
}

// belongs reports whether a word, by its stems, is among others; no word is.
func belongs(stems []string, around map[string]bool) bool {
	return len(stems) == 0 || slices.ContainsFunc(stems, func(stem string) bool { return around[stem] })
}

// wordBefore is the last word before a place that is no article, in its sentence;
// empty at its start.
func (x *lexicon) wordBefore(all []token, i int) string {
	for n := i - 1; n >= 0 && !all[n+1].first; n-- {
		if all[n].number != "" {
			return all[n].number
		}
		if !articles[all[n].low] {
			return all[n].low
		}
	}
	return ""
}

var articles = map[string]bool{
	"a": true, "an": true, "the": true, "der": true, "die": true, "das": true, "des": true, "dem": true, "den": true, "el": true, "la": true,
	"le": true, "un": true, "una": true, "une": true, "o": true, "um": true, "uma": true, "bir": true,
}

// negates reports whether a token says no, also by its ending in Turkish and
// Uzbek.
func (x *lexicon) negates(t token) bool {
	if _, ok := x.groups["not"][t.low]; ok {
		return true
	}
	return x.rounds == 4 && denials.MatchString(t.low)
}
