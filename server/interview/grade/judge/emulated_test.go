package judge_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

// line is a line of a prompt's data.
type line struct{ label, text string }

var nonceForm = regexp.MustCompile(`<data-([0-9a-f]{16}) question>`)

// blocks reads a prompt as a model does: by its marks.
func blocks(user string) map[string][]line {
	m := nonceForm.FindStringSubmatch(user)
	if m == nil {
		return nil
	}
	out := map[string][]line{}
	name := ""
	for l := range strings.Lines(user) {
		l = strings.TrimSuffix(l, "\n")
		if opened, ok := strings.CutPrefix(l, "<data-"+m[1]+" "); ok {
			name = strings.TrimSuffix(opened, ">")
			continue
		}
		if rest, ok := strings.CutPrefix(l, m[1]+"|"); ok {
			label, text, _ := strings.Cut(rest, "| ")
			out[name] = append(out[name], line{label, text})
		}
	}
	return out
}

// said is the answer of a prompt, in one line with single spaces.
func said(b map[string][]line) string {
	var all []string
	for _, l := range b["answer"] {
		all = append(all, l.text)
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

// claim is what the emulated model writes.
type claim struct {
	Points []claimedPoint `json:"points"`
	Parts  []claimedPart  `json:"parts,omitempty"`
}

type claimedPoint struct {
	ID     string   `json:"id"`
	Partly bool     `json:"partly,omitempty"`
	Quotes []string `json:"quotes"`
}

type claimedPart struct {
	Part  string `json:"part"`
	Quote string `json:"quote"`
}

func (c claim) reply() llmtest.Reply {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings have no errors
	}
	return llmtest.Reply{Text: string(text)}
}

// sentences are those of a text, as it has them.
func sentences(text string) []string {
	var out []string
	for s := range strings.SplitAfterSeq(strings.ReplaceAll(text, "。", "。\x00"), "\x00") {
		for s := range strings.SplitAfterSeq(strings.TrimSuffix(s, "\x00"), ". ") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// honest are the points of a question that a text makes, by label, each with
// the sentences where an accepted phrase stands.
func honest(lang string, points []bank.Point, text string) map[string][]string {
	out := map[string][]string{}
	for i, p := range points {
		for _, sentence := range sentences(text) {
			read := phrase.Read(lang, sentence)
			if slices.ContainsFunc(p.Says, func(s string) bool {
				compiled, err := phrase.Compile(lang, s)
				return err == nil && read.Has(compiled)
			}) {
				out[label(i)] = append(out[label(i)], short(sentence))
			}
		}
	}
	return out
}

// short bounds a quote, at a word's end.
func short(sentence string) string {
	if r := []rune(sentence); len(r) > 90 {
		sentence = string(r[:90])
		if at := strings.LastIndexByte(sentence, ' '); at > 0 {
			sentence = sentence[:at]
		}
	}
	return sentence
}

func label(i int) string { return fmt.Sprintf("p%d", i+1) }

// dice are thrown the same way for the same prompt and seed, whichever call
// comes first.
func dice(seed uint64, b map[string][]line) *rand.Rand {
	h := fnv.New64a()
	for _, name := range []string{"points", "answer"} {
		for _, l := range b[name] {
			fmt.Fprintln(h, l.label, l.text)
		}
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// asked is a question in a language.
type asked struct {
	question *bank.Question
	lang     string
	text     bank.Text
}

// shelf is every question of the bank in every language, and each by its words.
func shelf(t testing.TB) (all []asked, byText map[string]asked) {
	t.Helper()
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	byText = map[string]asked{}
	for i := range questions {
		for _, lang := range bank.Languages() {
			if text, ok := questions[i].Texts[lang]; ok {
				a := asked{&questions[i], lang, text}
				all = append(all, a)
				byText[strings.Join(strings.Fields(text.Question), " ")] = a
			}
		}
	}
	return all, byText
}

func (a asked) answered(text string) grade.Answer {
	return grade.Answer{Question: a.question, Language: a.lang, Text: text}
}
