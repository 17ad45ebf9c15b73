// Package bank has the questions of mock interviews, with what an interviewer
// listens for in the answers, and picks those of an interview.
//
// The questions are data/*.yaml, one file a domain. Translating a question is
// adding a block under the language's code, with the same points' ids.
package bank

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// The values of Question.Type.
const (
	Technical  = "technical"
	Behavioral = "behavioral"
	CaseStudy  = "case_study"
)

// The values of Question.Difficulty.
const (
	Junior = "junior"
	Mid    = "mid"
	Senior = "senior"
)

// Question is one question of an interview.
type Question struct {
	// ID is stable: answers, plans and counts name it.
	ID         string `yaml:"id"`
	Type       string `yaml:"type"`
	Domain     string `yaml:"domain"`
	Category   string `yaml:"category"`
	Difficulty string `yaml:"difficulty"`
	// Technologies are lower-case names; none for a question that fits any.
	Technologies []string `yaml:"technologies"`
	Tags         []string `yaml:"tags"`
	// Seconds are what an answer may take.
	Seconds int `yaml:"seconds"`
	// Texts has what is said, by language; English and Russian always.
	Texts map[string]Text `yaml:",inline"`
}

// Text is a question in one language.
type Text struct {
	Question string `yaml:"question"`
	// Context is the facts that the question builds on; often empty.
	Context   string     `yaml:"context"`
	Points    []Point    `yaml:"points"`
	Hints     []string   `yaml:"hints"`
	FollowUps []FollowUp `yaml:"follow_ups"`
	// Sample is a very good answer, and makes every point.
	Sample string `yaml:"sample"`
}

// Point is something that a good answer says.
type Point struct {
	// ID is the same in every language.
	ID    string `yaml:"id"`
	Point string `yaml:"point"`
	// Says are accepted ways of saying it, for phrase.Compile.
	Says []string `yaml:"says"`
}

// FollowUp is what is asked when a point was left open.
type FollowUp struct {
	Point    string `yaml:"point"`
	Question string `yaml:"question"`
}

// Languages are those of the product, in the order in which they are listed.
func Languages() []string {
	return []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh"}
}

// In is the question in a language, or in English where it is not translated,
// with the language that it is in.
func (q *Question) In(lang string) (Text, string) {
	if t, ok := q.Texts[lang]; ok {
		return t, lang
	}
	return q.Texts["en"], "en"
}

// Complete tells whether the question is in every language of the product.
func (q *Question) Complete() bool {
	for _, lang := range Languages() {
		if _, ok := q.Texts[lang]; !ok {
			return false
		}
	}
	return true
}

//go:embed data/*.yaml
var data embed.FS

var all = sync.OnceValues(func() ([]Question, error) {
	dir, err := fs.Sub(data, "data")
	if err != nil {
		return nil, fmt.Errorf("open the question bank: %w", err)
	}
	return Load(dir)
})

// All are the questions that the program came with, by file and in the files'
// order. They are read once, and not to be changed.
func All() ([]Question, error) { return all() }

// Load reads the questions of a directory's *.yaml files, by name of file and
// in the files' order. It only refuses what it cannot read: unknown fields and
// wrong types. Check says whether they are good.
func Load(dir fs.FS) ([]Question, error) {
	files, err := Files(dir)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, f := range files {
		questions, err := Parse(f.Data)
		if err != nil {
			return nil, fmt.Errorf("read questions of %s: %w", f.Name, err)
		}
		out = append(out, questions...)
	}
	return out, nil
}

// File is a file of questions.
type File struct {
	Name string
	Data []byte
}

// Files are a directory's *.yaml files, by name.
func Files(dir fs.FS) ([]File, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	out := make([]File, 0, len(names))
	for _, name := range names {
		content, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read questions of %s: %w", name, err)
		}
		out = append(out, File{Name: name, Data: content})
	}
	return out, nil
}

// Parse reads the questions of one file. With an error that is about fields
// (*yaml.TypeError) come the questions as far as they could be read.
func Parse(content []byte) ([]Question, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	var out []Question
	if err := decoder.Decode(&out); err != nil && !errors.Is(err, io.EOF) {
		return out, fmt.Errorf("parse questions: %w", err)
	}
	return out, nil
}

// domainOf is the domain whose questions a file has.
func domainOf(file string) string {
	return strings.TrimSuffix(path.Base(file), ".yaml")
}
