// Package tailor proposes changes to a CV, for a role or a job, and keeps which
// of them its owner accepts. Rules make them; with a model, that makes them too,
// and server/cv/facts watches that none says what neither the CV nor its owner
// has said. The CV itself is never changed.
package tailor

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Level is how much is changed.
type Level string

// The levels, each with what the one before does.
const (
	Light      Level = "light"      // spelling, grammar, format
	Moderate   Level = "moderate"   // openings, fillers, keywords, order
	Aggressive Level = "aggressive" // summary, clichés, questions for figures, long items split
)

func (l Level) rank() int { return map[Level]int{Light: 1, Moderate: 2, Aggressive: 3}[l] }

// Kind is what a change improves, as the contract names it.
type Kind string

// The kinds.
const (
	Grammar        Kind = "grammar"
	Verb           Kind = "verb"
	Keyword        Kind = "keyword"
	Quantification Kind = "quantification"
	Format         Kind = "format"
)

// Type is what a change does to a value, in the specification's words.
type Type string

// The types.
const (
	Addition     Type = "addition"
	Modification Type = "modification"
	Deletion     Type = "deletion"
)

// Status is what the owner decided.
type Status string

// The statuses.
const (
	Proposed Status = "proposed"
	Accepted Status = "accepted"
	Rejected Status = "rejected"
	// Outdated is shown of a change of what is not there any more; it is never
	// kept.
	Outdated Status = "outdated"
)

// Change is one proposed change of one value.
type Change struct {
	ID string `bson:"id"`
	// Path of the value: "experience[0].achievements[2]"; that behind a list's end
	// adds to it. "skills" and "experience" are the order of a list.
	Path    string `bson:"path"`
	Section string `bson:"section"`
	Kind    Kind   `bson:"kind"`
	Type    Type   `bson:"type"`
	// Before is the whole value, After what it would be with this change alone:
	// for an order, the entries, a line each. After is empty while a question is
	// not answered.
	Before string `bson:"before"`
	After  string `bson:"after"`
	Reason string `bson:"reason"`
	// Asks is what only the owner knows; Addition is the answer.
	Asks     string `bson:"asks"`
	Addition string `bson:"addition"`
	// Draft is what the answer may begin with, of the CV's own words; it is in no
	// version before its owner has made it the answer.
	Draft  string `bson:"draft"`
	Status Status `bson:"status"`
	// By is "rules" or the model that made it.
	By string `bson:"by"`
	// Doubt is the piece of Before that a question of spelling is about, without a
	// text; it is empty for other questions.
	Doubt Edit `bson:"doubt"`
	// Edits turn Before into After; those of different changes of one value do not
	// overlap, so that any of them can be accepted.
	Edits []Edit `bson:"edits"`
	// Order are the former places of a list's entries.
	Order []int `bson:"order"`
}

// Edit is text in place of a piece of a value.
type Edit struct {
	// Start and End are bytes of Before.
	Start int    `bson:"start"`
	End   int    `bson:"end"`
	Text  string `bson:"text"`
}

// Rules is the label of what no model made.
const Rules = "rules"

// identify gives a change its id, which follows from what it does.
func (c *Change) identify() {
	sum := sha256.Sum256([]byte(strings.Join([]string{c.Path, string(c.Kind), c.Before, c.After, c.Asks, c.Draft}, "\x00")))
	c.ID = hex.EncodeToString(sum[:8])
}

// section is the part of the CV that a path is in.
func section(path string) string {
	end := strings.IndexAny(path, "[.")
	if end < 0 {
		return path
	}
	if path[:end] == "personalInfo" {
		return "head"
	}
	return path[:end]
}
