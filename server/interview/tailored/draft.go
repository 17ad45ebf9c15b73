package tailored

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

const (
	maxDrafts = 2 * batch
	maxSays   = 12
	maxNames  = 8
)

// written is what a model writes in one call.
type written struct {
	Questions []draft `json:"questions"`
}

type draft struct {
	Type         string          `json:"type"`
	Category     string          `json:"category"`
	Difficulty   string          `json:"difficulty"`
	Technologies []string        `json:"technologies"`
	Tags         []string        `json:"tags"`
	Seconds      int             `json:"seconds"`
	Question     string          `json:"question"`
	Context      string          `json:"context"`
	Points       []draftPoint    `json:"points"`
	Hints        []string        `json:"hints"`
	FollowUps    []draftFollowUp `json:"follow_ups"`
	Sample       string          `json:"sample"`
}

type draftPoint struct {
	ID    string   `json:"id"`
	Point string   `json:"point"`
	Says  []string `json:"says"`
}

type draftFollowUp struct {
	Point    string `json:"point"`
	Question string `json:"question"`
}

// Validate bounds the answer; each question is judged by itself later.
func (w written) Validate() error {
	if len(w.Questions) == 0 || len(w.Questions) > maxDrafts {
		return errors.New("it has no questions, or too many")
	}
	for _, d := range w.Questions {
		if len(d.Points) > 7 || len(d.Hints) > 4 || len(d.FollowUps) > 7 || len(d.Technologies) > maxNames || len(d.Tags) > maxNames {
			return errors.New("a list of a question is too long")
		}
		if slices.ContainsFunc(d.Points, func(p draftPoint) bool { return len(p.Says) > maxSays }) {
			return errors.New("a point has too many ways of saying it")
		}
	}
	return nil
}

// question makes one of the bank's form, with small faults mended: words that
// cost nearness, phrases too long or that the question has. False: something
// in it is not to be shown to anybody.
func (d draft) question(lang, kind, domain string) (bank.Question, bool) {
	t := bank.Text{Question: oneLine(d.Question), Context: oneLine(d.Context), Sample: oneLine(d.Sample)}
	for _, h := range d.Hints[:min(len(d.Hints), 2)] {
		t.Hints = append(t.Hints, oneLine(h))
	}
	sample := phrase.Read(lang, t.Sample)
	given := []*phrase.Text{phrase.Read(lang, t.Question)}
	for _, h := range t.Hints {
		given = append(given, phrase.Read(lang, h))
	}
	for _, p := range d.Points {
		point := bank.Point{ID: keyed(p.ID), Point: oneLine(p.Point), Says: mended(lang, p.Says, given)}
		if made(lang, point.Says, sample) {
			t.Points = append(t.Points, point)
		}
	}
	for _, f := range d.FollowUps {
		if slices.ContainsFunc(t.Points, func(p bank.Point) bool { return p.ID == keyed(f.Point) }) {
			t.FollowUps = append(t.FollowUps, bank.FollowUp{Point: keyed(f.Point), Question: oneLine(f.Question)})
		}
	}
	if slices.Contains(types(), kind) {
		d.Type = kind
	}
	q := bank.Question{
		Type: d.Type, Domain: domainFor(d.Type, domain), Category: d.Category, Difficulty: d.Difficulty,
		Technologies: names(d.Technologies), Tags: append([]string{Tag}, names(d.Tags)...), Seconds: d.Seconds,
		Texts: map[string]bank.Text{lang: t},
	}
	q.ID = q.Domain + "-written-" + hash(lang, t.Question)
	return q, presentable(t, lang)
}

// keyed is an id as the bank has them.
func keyed(id string) string {
	return strings.ReplaceAll(strings.ToLower(oneLine(id)), "_", "-")
}

// domainFor is the domain that questions of a type have.
func domainFor(kind, domain string) string {
	switch {
	case kind == bank.Behavioral:
		return bank.Behavioral
	case kind == bank.CaseStudy:
		return "case"
	case domain == "":
		return "general"
	}
	return domain
}

func hash(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(sum[:6])
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9 .+#/&-]{0,39}$`)

// names are those that may be names, in lower case, each once.
func names(all []string) []string {
	var out []string
	for _, name := range all {
		if name = strings.ToLower(oneLine(name)); nameForm.MatchString(name) && name != Tag && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// mended are the phrases that can be looked for, each once, and that nothing
// gives away which the person has before them.
func mended(lang string, says []string, given []*phrase.Text) []string {
	var out, keys []string
	for _, s := range says {
		s = withoutStops(lang, s)
		compiled, err := phrase.Compile(lang, s)
		if err != nil || slices.Contains(keys, compiled.Key()) || slices.ContainsFunc(given, func(t *phrase.Text) bool { return t.Has(compiled) }) {
			continue
		}
		out, keys = append(out, s), append(keys, compiled.Key())
	}
	return out
}

// withoutStops leaves out what says nothing in a phrase, unless one word only
// would be left.
func withoutStops(lang, say string) string {
	var kept []string
	content := 0
	for word := range strings.FieldsSeq(say) {
		if !phrase.Stop(lang, word) {
			kept = append(kept, word)
			if word != "+" {
				content++
			}
		}
	}
	if content < 2 {
		return oneLine(say)
	}
	return strings.Join(kept, " ")
}

// made tells whether a sample makes a point that has these phrases.
func made(lang string, says []string, sample *phrase.Text) bool {
	return slices.ContainsFunc(says, func(s string) bool {
		compiled, err := phrase.Compile(lang, s)
		return err == nil && sample.Has(compiled)
	})
}

// presentable tells whether a text's parts may be shown.
func presentable(t bank.Text, lang string) bool {
	const most = 2000
	texts := append([]string{t.Question, t.Sample}, t.Hints...)
	for _, p := range t.Points {
		texts = append(texts, p.Point)
	}
	for _, f := range t.FollowUps {
		texts = append(texts, f.Question)
	}
	if t.Context != "" {
		texts = append(texts, t.Context)
	}
	return !slices.ContainsFunc(texts, func(s string) bool { return sentence(s, lang, 1, most) != nil })
}
