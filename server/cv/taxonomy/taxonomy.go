// Package taxonomy knows skills by all their names. What it knows is data:
// skills.tsv has a skill a line, its canonical name and, behind tabs, its other
// names and the wider skills that it implies; roles.tsv has the titles that stand
// for a skill; words.txt has those names that are also ordinary words, soft.txt
// those that are personal qualities.
package taxonomy

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

//go:embed skills.tsv
var skills string

//go:embed words.txt
var ordinary string

//go:embed soft.txt
var soft string

// maxName is the longest name in bytes; maxWords in words.
const (
	maxName  = 80
	maxWords = 6
)

type index struct {
	canonical map[string]string
	// lead are the longest names in words, by their first word.
	lead map[string]int
	// words are ordinary words, as they are written where they are skills.
	words map[string]map[string]bool
	soft  map[string]bool
	// wider are the skills that one implies, by its canonical name.
	wider map[string][]string
}

var known = sync.OnceValue(func() *index {
	x := &index{canonical: map[string]string{}, lead: map[string]int{}, words: map[string]map[string]bool{}, soft: map[string]bool{}, wider: map[string][]string{}}
	for line := range strings.Lines(skills) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		name, rest, _ := strings.Cut(line, "\t")
		aliases, wider, _ := strings.Cut(rest, "\t")
		x.add(name, name)
		if wider != "" {
			x.wider[name] = append(x.wider[name], strings.Split(wider, ",")...)
		}
		for alias := range strings.SplitSeq(aliases, ",") {
			x.add(alias, name)
		}
	}
	for line := range strings.Lines(ordinary) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		key := keyOf(line)
		if x.words[key] == nil {
			x.words[key] = map[string]bool{}
		}
		x.words[key][line] = true
	}
	for line := range strings.Lines(soft) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "# ") {
			x.soft[line] = true
		}
	}
	return x
})

func (x *index) add(alias, name string) {
	key := keyOf(alias)
	if key == "" {
		return
	}
	if _, ok := x.canonical[key]; !ok { // the first meaning counts
		x.canonical[key] = name
	}
	all := pieces(alias)
	if len(all) > 0 {
		first := keyOf(all[0].text(alias))
		x.lead[first] = max(x.lead[first], len(all))
	}
}

// keyOf makes the ways alike in which a skill is written: "Node.js" and "NodeJS"
// are one; the signs that make C++ and C# what they are stay.
func keyOf(text string) string {
	var out strings.Builder
	for _, r := range fold.Text(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#' {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Canonical is a skill's usual name, such as "PostgreSQL" for "postgres"; empty
// for one that is not known.
func Canonical(text string) string {
	if len(text) > maxName {
		return ""
	}
	return known().canonical[keyOf(text)]
}

// Soft reports whether a skill, by its usual name, is a personal quality.
func Soft(canonical string) bool { return canonical != "" && known().soft[canonical] }

// Key tells skills apart: two texts with one key name one skill, whether it is
// known or not.
func Key(text string) string {
	if name := Canonical(text); name != "" {
		return keyOf(name)
	}
	return keyOf(text)
}

// Hit is a skill in a text.
type Hit struct {
	// Start and End are bytes of the text.
	Start, End int
	// Canonical is its usual name.
	Canonical string
}

// Find returns the skills named in running text, in its order, the longest name
// where several begin at one place. Names that are ordinary words count where
// they are written as the skill is ("Go", not "go"), and not as a sentence's
// first word.
func Find(text string) []Hit {
	x := known()
	all := pieces(text)
	var out []Hit
	for i := 0; i < len(all); {
		n, end := x.longest(text, all[i:])
		if n == 0 {
			i++
			continue
		}
		start := all[i].start
		out = append(out, Hit{Start: start, End: end, Canonical: x.canonical[keyOf(text[start:end])]})
		i += n
	}
	return out
}

// maxLabel is how many words stand before a list's colon at most.
const maxLabel = 3

// Lists reports whether a text only lists skills, behind a title or not:
// "Technologies: Python, Flask".
func Lists(text string) bool {
	least := 2
	if label, rest, ok := strings.Cut(text, ":"); ok && len(pieces(label)) <= maxLabel {
		text, least = rest, 1
	}
	words, named := pieces(text), 0
	hits := Find(text)
	rest := hits // both are in the order of the text
	for _, w := range words {
		for len(rest) > 0 && rest[0].End < w.end {
			rest = rest[1:]
		}
		if len(rest) > 0 && rest[0].Start <= w.start {
			named++
		}
	}
	return len(hits) >= least && named*10 >= 7*len(words)
}

// longest is how many pieces make the longest name that begins with the first, and
// where the name ends: of "PostgreSQL'da" before the ending.
func (x *index) longest(text string, all []span) (n, end int) {
	most := max(x.lead[keyOf(all[0].text(text))], x.lead[keyOf(text[all[0].start:bare(text, all[0])])])
	for n := min(most, maxWords, len(all)); n > 0; n-- {
		last := all[n-1]
		if x.names(text, all[0].start, last.end) {
			return n, last.end
		}
		if end := bare(text, last); end < last.end && x.names(text, all[0].start, end) {
			return n, end
		}
	}
	return 0, 0
}

// names reports whether a piece of a text is a skill's name.
func (x *index) names(text string, start, end int) bool {
	name := text[start:end]
	if len(name) > maxName || broken(name) || x.canonical[keyOf(name)] == "" {
		return false
	}
	written := x.words[keyOf(name)]
	return written == nil || written[name] && (!beginsSentence(text, start) || follows(text, end))
}

// bare is the end of a word without what stands behind an apostrophe: the endings
// of Turkish and Uzbek ("Java'da") and English ("Java's"). A single letter before
// it is an article: "C'est".
func bare(text string, s span) int {
	at := strings.IndexAny(s.text(text), fold.Apostrophes)
	if at < 2 || strings.IndexFunc(s.text(text)[at:], unicode.IsUpper) >= 0 {
		return s.end
	}
	return s.start + at
}

// broken reports whether a name goes over a sign that parts things: "SQL, Server".
func broken(name string) bool { return strings.ContainsAny(name, ",;:()•|\n") }

// beginsSentence reports whether nothing or a full stop stands before; behind a
// colon words begin small, so that "Required: Rust" names a skill.
func beginsSentence(text string, start int) bool {
	before := strings.TrimRight(text[:start], " \t•-–—*")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?\n")
}

// follows reports whether a list goes on behind: "Go, Kafka".
func follows(text string, end int) bool {
	rest := strings.TrimLeft(text[end:], " ")
	return rest == "" || rest == "." || strings.ContainsAny(rest[:1], ",;/|+&)\n")
}

type span struct{ start, end int }

func (s span) text(of string) string { return of[s.start:s.end] }

// pieces cuts a text into words as names of skills have them: "C++", "Node.js",
// "CI/CD" is "CI" and "CD".
func pieces(text string) []span {
	var out []span
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' {
			i += size
			continue
		}
		end := i
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			inner := unicode.IsLetter(next) || unicode.IsDigit(next)
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '+' && r != '#' && (!inner || r != '.' && !strings.ContainsRune(fold.Apostrophes, r)) {
				break
			}
			end += size
		}
		if end > i {
			out = append(out, span{i, end})
		}
		i = max(end, i+size)
	}
	return out
}
