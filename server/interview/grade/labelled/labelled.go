// Package labelled has answers to questions of the bank with the level that each
// deserves, and measures how well a grader agrees.
//
// The answers are data/*.yaml. They were written for this, in the manner of
// candidates of many tempers, and labelled by their writers, who saw a question
// and its points, and neither the bank's accepted phrasings nor what a grader
// makes of an answer: a label says what a practising interviewer would give.
package labelled

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// Levels is how many levels the anchored scale has, from 1 to Levels.
const Levels = 5

// Answer is an answer with the level that it deserves.
type Answer struct {
	ID string `yaml:"id"`
	// Question is the id of a question of the bank.
	Question string `yaml:"question"`
	// Language is that of Text, and one that the question is in.
	Language string `yaml:"language"`
	// Level is on the rubric's anchored scale: 1 for nothing of what was asked, 2
	// for weak, 3 for acceptable, 4 for good, 5 for excellent.
	Level int    `yaml:"level"`
	Text  string `yaml:"text"`
	// Note says why it has this level.
	Note string `yaml:"note"`
}

//go:embed data/*.yaml
var data embed.FS

// All are the answers that come with the package, by file and in the files'
// order. The error says what is wrong with them.
func All() ([]Answer, error) {
	dir, err := fs.Sub(data, "data")
	if err != nil {
		return nil, fmt.Errorf("open the labelled answers: %w", err)
	}
	questions, err := bank.All()
	if err != nil {
		return nil, fmt.Errorf("read what was answered: %w", err)
	}
	return Load(dir, questions)
}

// Load reads the answers of a directory's *.yaml files. It refuses unknown
// fields, ids and texts that stand there twice, questions and languages that the
// bank does not have, levels off the scale, and answers without a text or note.
// The error has every fault, a line each.
func Load(dir fs.FS, questions []bank.Question) ([]Answer, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list labelled answers: %w", err)
	}
	c := newChecker(questions)
	var out []Answer
	for _, name := range names {
		content, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read labelled answers of %s: %w", name, err)
		}
		answers, err := parse(content)
		if err != nil {
			return nil, fmt.Errorf("read labelled answers of %s: %w", name, err)
		}
		for _, a := range answers {
			c.check(name, a)
		}
		out = append(out, answers...)
	}
	if err := errors.Join(c.faults...); err != nil {
		return nil, fmt.Errorf("check labelled answers: %w", err)
	}
	return out, nil
}

func parse(content []byte) ([]Answer, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	var out []Answer
	if err := decoder.Decode(&out); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return out, nil
}

// checker collects what is wrong with answers.
type checker struct {
	questions map[string]bank.Question
	// ids and texts have the file and the answer that has them.
	ids, texts map[string]string
	faults     []error
}

func newChecker(questions []bank.Question) *checker {
	c := checker{questions: map[string]bank.Question{}, ids: map[string]string{}, texts: map[string]string{}}
	for _, q := range questions {
		c.questions[q.ID] = q
	}
	return &c
}

func (c *checker) check(file string, a Answer) {
	fault := func(format string, args ...any) {
		c.faults = append(c.faults, fmt.Errorf("%s: %s: %s", file, a.ID, fmt.Sprintf(format, args...)))
	}
	if other, ok := c.ids[a.ID]; ok || a.ID == "" {
		fault("id must be there once: also in %q", other)
	}
	c.ids[a.ID] = file
	if a.Level < 1 || a.Level > Levels {
		fault("level %d is not within 1..%d", a.Level, Levels)
	}
	if strings.TrimSpace(a.Text) == "" || strings.TrimSpace(a.Note) == "" {
		fault("text or note is empty")
	}
	words := strings.Join(strings.Fields(strings.ToLower(a.Text)), " ")
	if other, ok := c.texts[a.Question+"\n"+words]; ok {
		fault("text is that of %s", other)
	}
	c.texts[a.Question+"\n"+words] = a.ID
	q, ok := c.questions[a.Question]
	if !ok {
		fault("the bank has no question %q", a.Question)
		return
	}
	if _, ok := q.Texts[a.Language]; !ok {
		fault("question %s is not in language %q", a.Question, a.Language)
	}
}
