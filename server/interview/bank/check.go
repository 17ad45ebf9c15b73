package bank

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Fault is something in a question that must be changed.
type Fault struct {
	// File is empty for a question that is in none.
	File string
	// ID is the question's, empty for a fault of the whole file.
	ID string
	// Language and Field are empty for a fault of the whole question.
	Language, Field string
	// Rule is what is wrong, with what was found.
	Rule string
}

// String is the fault on one line.
func (f Fault) String() string {
	var parts []string
	for _, s := range []string{f.File, f.ID, f.Language, f.Field} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 { // the text as a whole
		return f.Rule
	}
	return strings.Join(parts, " ") + ": " + f.Rule
}

// filed is a question with its file and its texts made ready.
type filed struct {
	file  string
	q     *Question
	ready map[string]*ready
}

// Check is everything that is wrong with questions, in the order of the files:
// fields, lengths and languages, points that the sample does not make, that
// the question or a hint gives away or that other answers make by accident,
// questions that are alike, and the mix of difficulties and categories.
// How many there are of a domain is Tally's.
func Check(files []File) []Fault {
	c := checker{}
	var questions []filed
	for _, f := range files {
		found, err := Parse(f.Data)
		c.parsed(f, err)
		for i := range found {
			questions = append(questions, filed{file: f.Name, q: &found[i]})
		}
	}
	seen := map[string]string{}
	for i := range questions {
		f := &questions[i]
		c.at(f.file, f.q.ID)
		if other, ok := seen[f.q.ID]; ok {
			c.fault("", "id", "id is also used in %s", other)
		}
		seen[f.q.ID] = f.file
		c.question(f.file, f.q)
		f.ready = c.prepare(f.q)
	}
	c.strangers(questions)
	c.alike(questions)
	c.mix(questions)
	return c.faults
}

// checker collects faults; file and id are of the question looked at.
type checker struct {
	file, id string
	faults   []Fault
}

func (c *checker) at(file, id string) { c.file, c.id = file, id }

func (c *checker) fault(lang, field, rule string, args ...any) {
	c.faults = append(c.faults, Fault{File: c.file, ID: c.id, Language: lang, Field: field, Rule: fmt.Sprintf(rule, args...)})
}

// parsed makes faults of what could not be read, with the question that the
// line belongs to.
func (c *checker) parsed(f File, err error) {
	if err == nil {
		return
	}
	c.at(f.Name, "")
	var fields *yaml.TypeError
	if !errors.As(err, &fields) {
		c.fault("", "", "%v", err)
		return
	}
	lines := strings.Split(string(f.Data), "\n")
	for _, e := range fields.Errors {
		var number int
		if _, err := fmt.Sscanf(e, "line %d:", &number); err != nil {
			number = 0
		}
		c.id = ""
		for _, line := range slices.Backward(lines[:min(number, len(lines))]) {
			if id, ok := strings.CutPrefix(line, "- id: "); ok {
				c.id, _, _ = strings.Cut(strings.TrimSpace(id), " ")
				break
			}
		}
		c.fault("", "", "%s", e)
	}
}
