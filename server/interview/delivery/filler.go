package delivery

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// rule tells when a word fills and when it means something.
type rule struct {
	// say is the filler: words, each with its other spellings after "|"; or one
	// regular expression of one word between slashes.
	say string
	// name is how the filler is written to people; say's first spelling when empty.
	name string
	// cases are looked at in order, the first that fits decides: "+" fills, "-"
	// means something. "~" stands for the filler, the words around it have
	// alternatives after "|" and may begin or end with "*"; "," is a comma, a dash
	// or three dots, "." the beginning or the end of a sentence. What no case fits
	// means something.
	cases []string
}

// maxPlaces bounds the places kept of one filler.
const maxPlaces = 100

// always is the case of sounds that are nothing but hesitation.
const always = "+ ~"

// filling is a rule, read.
type filling struct {
	name  string
	words []word
	cases []situation
}

type situation struct {
	fills         bool
	before, after []word
}

// word is one place of a pattern.
type word struct {
	sound *regexp.Regexp
	any   []string
}

func (w word) fits(u unit) bool {
	if w.sound != nil {
		return !u.sign && w.sound.MatchString(u.text)
	}
	for _, s := range w.any {
		switch {
		case s == u.text:
			return true
		case u.sign || len(s) < 2:
		case s[0] == '*' && strings.HasSuffix(u.text, s[1:]):
			return true
		case s[len(s)-1] == '*' && strings.HasPrefix(u.text, s[:len(s)-1]):
			return true
		}
	}
	return false
}

// readRule makes a rule ready. Rules are part of the program, so one that is
// wrong is a mistake in it.
func readRule(r rule) filling {
	f := filling{name: r.name}
	if f.name == "" {
		f.name, _, _ = strings.Cut(r.say, "|")
	}
	if say := strings.Trim(r.say, "/"); say != r.say {
		f.words = []word{{sound: regexp.MustCompile("^(?:" + say + ")$")}}
	} else {
		f.words = readWords(r.say)
	}
	for _, c := range r.cases {
		before, after, ok := strings.Cut(c[1:], "~")
		if !ok || c[0] != '+' && c[0] != '-' {
			panic("delivery: no case: " + c)
		}
		f.cases = append(f.cases, situation{fills: c[0] == '+', before: readWords(before), after: readWords(after)})
	}
	return f
}

func readWords(pattern string) []word {
	var out []word
	for _, p := range strings.Fields(pattern) {
		out = append(out, word{any: strings.Split(p, "|")})
	}
	return out
}

// fillings are the rules of each language, longer fillers first.
var fillings = sync.OnceValue(func() map[string][]filling {
	out := map[string][]filling{}
	for lang, rules := range map[string][]rule{
		"en": english(), "ru": russian(), "uz": uzbek(), "es": spanish(), "de": german(),
		"fr": french(), "pt": portuguese(), "tr": turkish(), "zh": chinese(),
	} {
		for _, r := range rules {
			out[lang] = append(out[lang], readRule(r))
		}
		slices.SortStableFunc(out[lang], func(a, b filling) int { return len(b.words) - len(a.words) })
	}
	return out
})

// fillers are those of a text, most frequent first, of equals the earlier.
func fillers(t text) []Filler {
	var out []Filler
	for i := 0; i < len(t.units); i++ {
		f, ok := t.filler(i)
		if !ok {
			continue
		}
		last := i + len(f.words) - 1
		out = tally(out, f.name, 1)
		at := slices.IndexFunc(out, func(o Filler) bool { return o.Text == f.name })
		if len(out[at].Places) < maxPlaces {
			out[at].Places = append(out[at].Places, Place{From: t.units[i].from, To: t.units[last].to, At: t.at[i]})
		}
		i = last
	}
	byCount(out)
	return out
}

// filler is the filler that begins at a unit.
func (t text) filler(i int) (filling, bool) {
	if t.units[i].sign {
		return filling{}, false
	}
	for _, f := range fillings()[t.lang] {
		if !t.stand(f.words, i) {
			continue
		}
		for _, c := range f.cases {
			if t.stand(c.before, i-len(c.before)) && t.stand(c.after, i+len(f.words)) {
				if c.fills {
					return f, true
				}
				break
			}
		}
	}
	return filling{}, false
}

// stand tells whether words stand from a unit on.
func (t text) stand(words []word, from int) bool {
	if len(words) == 0 {
		return true
	}
	if from < 0 || from+len(words) > len(t.units) {
		return false
	}
	for i, w := range words {
		if !w.fits(t.units[from+i]) {
			return false
		}
	}
	return true
}

// tally adds to the count of a filler.
func tally(all []Filler, name string, count int) []Filler {
	for i := range all {
		if all[i].Text == name {
			all[i].Count += count
			return all
		}
	}
	return append(all, Filler{Text: name, Count: count})
}

func byCount(all []Filler) {
	slices.SortStableFunc(all, func(a, b Filler) int { return b.Count - a.Count })
}
