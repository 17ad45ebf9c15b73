package bank

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

// ready is a question in one language with its points to be looked for.
type ready struct {
	sample *phrase.Text
	points []readyPoint
	stems  map[string]bool
}

type readyPoint struct {
	id   string
	says []say
}

type say struct {
	text   string
	phrase phrase.Phrase
}

// prepare compiles the phrases of every language, and looks at what concerns
// them within the question.
func (c *checker) prepare(q *Question) map[string]*ready {
	out := map[string]*ready{}
	for _, lang := range Languages() {
		t, ok := q.Texts[lang]
		if !ok {
			continue
		}
		r := &ready{sample: phrase.Read(lang, t.Sample), stems: contentStems(lang, t.Question)}
		question := phrase.Read(lang, t.Question)
		for _, p := range t.Points {
			rp := readyPoint{id: p.ID, says: c.says(lang, p)}
			r.points = append(r.points, rp)
			if _, ok := rp.in(r.sample); !ok {
				c.fault(lang, "sample", "does not make point %s in words of its says", p.ID)
			}
			if words, ok := rp.in(question); ok {
				c.fault(lang, "point "+p.ID, "the question itself says %q: an echo of it would make the point", words)
			}
			for _, h := range t.Hints {
				if words, ok := rp.in(phrase.Read(lang, h)); ok {
					c.fault(lang, "hints", "gives point %s away: %q", p.ID, words)
				}
			}
		}
		out[lang] = r
	}
	return out
}

// says compiles the accepted phrases of a point.
func (c *checker) says(lang string, p Point) []say {
	field := "point " + p.ID
	if len(p.Says) < 4 {
		c.fault(lang, field, "%d says, must be four at least", len(p.Says))
	}
	seen := map[string]string{}
	var out []say
	for _, s := range p.Says {
		compiled, err := phrase.Compile(lang, s)
		if err != nil {
			c.fault(lang, field, "%v", err)
			continue
		}
		c.stops(lang, field, s)
		c.everydayWord(lang, field, s)
		if other, ok := seen[compiled.Key()]; ok {
			c.fault(lang, field, "says %q finds the same as %q", s, other)
		}
		seen[compiled.Key()] = s
		out = append(out, say{s, compiled})
	}
	return out
}

// stops refuses articles and the like where words enough are left without:
// "my fault" and "one on one" need theirs.
func (c *checker) stops(lang, field, text string) {
	content := map[string]bool{}
	var stops []string
	for word := range strings.FieldsSeq(text) {
		if phrase.Stop(lang, word) {
			stops = append(stops, word)
		} else if word != "+" {
			content[word] = true
		}
	}
	if len(stops) > 0 && len(content) != 1 {
		c.fault(lang, field, "says %q has the stop word %q", text, stops[0])
	}
}

// in is the first of a point's phrases that stands in a text.
func (p readyPoint) in(text *phrase.Text) (string, bool) {
	for _, s := range p.says {
		if text.Has(s.phrase) {
			return s.text, true
		}
	}
	return "", false
}

// strangers looks for questions of which the sample answer of another one in
// the same domain makes two points or more: their points are not specific.
func (c *checker) strangers(questions []filed) {
	for _, f := range questions {
		c.at(f.file, f.q.ID)
		for _, other := range questions {
			if other.q == f.q || other.q.Domain != f.q.Domain {
				continue
			}
			for _, lang := range Languages() {
				if mine, theirs := f.ready[lang], other.ready[lang]; mine != nil && theirs != nil {
					c.stranger(lang, mine, other.q.ID, theirs.sample)
				}
			}
		}
	}
}

func (c *checker) stranger(lang string, mine *ready, id string, sample *phrase.Text) {
	var made []string
	for _, p := range mine.points {
		if words, ok := p.in(sample); ok {
			made = append(made, p.id+" ("+words+")")
		}
	}
	if len(made) > 1 {
		c.fault(lang, "points", "the sample of %s makes %d: %s; says are not specific", id, len(made), strings.Join(made, ", "))
	}
}

// contentStems are the stems of a text's words that say something.
func contentStems(lang, text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range phrase.Read(lang, text).Tokens() {
		if !phrase.Stop(lang, text[t.Start:t.End]) {
			out[t.Stem] = true
		}
	}
	return out
}
