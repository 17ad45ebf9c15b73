package tailored

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

//go:embed implied.tsv
var impliedTable string

//go:embed spelled.tsv
var spelledTable string

// maxTechnologies bounds those of an interview: the last ones of a long CV say
// little about a job.
const maxTechnologies = 20

// Technologies are those of the bank's questions that a CV and a job
// description name, or something that is built upon them: first what both do,
// then the job's, then the CV's, each in the text's order. Either may be empty.
func Technologies(cvText, jobText string) []string {
	job, cv := technologies().in(jobText), technologies().in(cvText)
	var out, rest []string
	for _, name := range job {
		if slices.Contains(cv, name) {
			out = append(out, name)
		} else {
			rest = append(rest, name)
		}
	}
	for _, name := range cv {
		if !slices.Contains(job, name) {
			rest = append(rest, name)
		}
	}
	out = append(out, rest...)
	return out[:min(len(out), maxTechnologies)]
}

// Wished are the technologies of the bank's questions that a wish stands for, as
// people write it: "Node.js" and "node" for nodejs, "postgres" for postgresql and
// the SQL beneath it. None for one that the program's own questions do not know;
// an administrator's may, by its name in lower case.
func Wished(wish string) []string {
	c := technologies()
	var out []string
	add := func(names ...string) {
		for _, name := range names {
			if c.shares[name] != nil && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	add(strings.ToLower(strings.TrimSpace(wish)))
	if skill := taxonomy.Canonical(wish); skill != "" {
		add(c.skills[taxonomy.Key(skill)]...)
	}
	add(c.in(wish)...)
	return out
}

// catalogue knows the bank's technologies by the names that people write.
type catalogue struct {
	// skills are the technologies that a skill of the taxonomy stands for, by key.
	skills map[string][]string
	// spellings are names that the taxonomy has not.
	spellings []spelling
	// shares are how much of each domain's questions a technology has.
	shares map[string]map[string]float64
}

type spelling struct{ written, technology string }

var technologies = sync.OnceValue(func() *catalogue {
	questions, err := bank.All()
	if err != nil {
		panic(fmt.Sprintf("the questions built in cannot be read: %v", err))
	}
	c := &catalogue{skills: map[string][]string{}, shares: map[string]map[string]float64{}}
	for i := range questions {
		for _, name := range questions[i].Technologies {
			if c.shares[name] == nil {
				c.shares[name] = map[string]float64{}
				if skill := taxonomy.Canonical(name); skill != "" {
					c.skills[taxonomy.Key(skill)] = []string{name}
				}
			}
			c.shares[name][questions[i].Domain]++
		}
	}
	for skill, names := range table(impliedTable) {
		key := taxonomy.Key(skill)
		c.skills[key] = append(c.skills[key], names...)
	}
	for name, written := range table(spelledTable) {
		for _, w := range written {
			c.spellings = append(c.spellings, spelling{w, name})
		}
	}
	return c
})

// table reads lines of a name, a tab and a list with commas.
func table(text string) func(yield func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		for line := range strings.Lines(text) {
			name, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok || strings.HasPrefix(name, "#") {
				continue
			}
			if !yield(name, strings.Split(list, ", ")) {
				return
			}
		}
	}
}

// in are the technologies of a text, in its order; of one place those that are
// named before those that are implied.
func (c *catalogue) in(text string) []string {
	text = spaced(bounded(text))
	type place struct {
		at   int
		name string
	}
	var places []place
	for _, hit := range taxonomy.Find(text) {
		for _, name := range c.skills[taxonomy.Key(hit.Canonical)] {
			places = append(places, place{hit.Start, name})
		}
	}
	folded := strings.ToLower(text)
	for _, s := range c.spellings {
		of := text
		if s.written == strings.ToLower(s.written) && len(folded) == len(text) {
			of = folded
		}
		if at := wordAt(of, s.written); at >= 0 {
			places = append(places, place{at, s.technology})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return a.at - b.at })
	var out []string
	for _, p := range places {
		if c.shares[p.name] != nil && !slices.Contains(out, p.name) {
			out = append(out, p.name)
		}
	}
	return out
}

// spaced has a space where Latin words stand in Chinese without one.
func spaced(text string) string {
	var out strings.Builder
	before := ' '
	for _, r := range text {
		if unicode.Is(unicode.Han, r) != unicode.Is(unicode.Han, before) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// wordAt is where a name stands as a word of its own, -1 where it does not.
func wordAt(text, name string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(name):])
		if !inWord(before) && !inWord(after) {
			return at
		}
		from = at + len(name)
	}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// words are a text's, without capitals and accents; Chinese stands in one
// piece between signs.
func words(text string) []string {
	return strings.FieldsFunc(fold.Text(spaced(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
