// Package flag switches features on and off while the product runs: for everybody, for a share of the users, or for
// some of them by id.
//
// What a flag is by default comes from the configuration. A flag that was set is a document and overrides its default
// in every process.
package flag

import (
	"fmt"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// Everybody is the percentage of a flag that is on for all.
	Everybody = 100

	maxFlags       = 500
	maxDescription = 300
	maxUsers       = 1000
	maxUserID      = 100
)

// Flag switches a feature.
type Flag struct {
	// Name of the feature: lower-case letters, digits and underscores.
	Name string `bson:"_id"`
	// Description says what it switches.
	Description string `bson:"description"`
	// Enabled says whether it is on for anybody at all.
	Enabled bool `bson:"enabled"`
	// Percentage is for how many of a hundred users it is on, 0 to 100. A user who has it at some percentage has it at
	// every higher one.
	Percentage int `bson:"percentage"`
	// UserIDs are users for whom it is on whatever the percentage.
	UserIDs []string `bson:"userIds,omitempty"`
	// UpdatedAt is when it was last set; zero for one that stands as configured.
	UpdatedAt time.Time `bson:"updatedAt"`
}

// stored is the document: a flag that was set. All have the same group, through which they are listed.
type stored struct {
	Flag  `bson:",inline"`
	Group string `bson:"group"`
}

func collection() store.Definition[stored] {
	return store.Define[stored]("feature_flags", store.Schema{
		Indexes: []store.Index{{Name: "by_group", Fields: []string{"group"}}},
	})
}

var nameShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,49}$`)

// check refuses a flag that no contract would let through; fields are named as in the contract.
func (f *Flag) check() error {
	var wrong []fault.Field
	refuse := func(path, rule, message string) {
		wrong = append(wrong, fault.Field{Path: path, Rule: rule, Message: message})
	}
	if !nameShape.MatchString(f.Name) {
		refuse("name", "pattern", "Use up to 50 lower-case letters, digits and underscores, beginning with a letter.")
	}
	if utf8.RuneCountInString(f.Description) > maxDescription || !utf8.ValidString(f.Description) {
		refuse("description", "max_length", fmt.Sprintf("Use at most %d characters.", maxDescription))
	}
	if f.Percentage < 0 || f.Percentage > Everybody {
		refuse("percentage", "range", "Choose a percentage from 0 to 100.")
	}
	if len(f.UserIDs) > maxUsers {
		refuse("user_ids", "max_items", fmt.Sprintf("Name at most %d users; use the percentage for more.", maxUsers))
	} else if slices.ContainsFunc(f.UserIDs, func(id string) bool { return id == "" || len(id) > maxUserID || !utf8.ValidString(id) }) {
		refuse("user_ids", "length", fmt.Sprintf("A user's id has 1 to %d characters.", maxUserID))
	}
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "invalid_argument", wrong[0].Message).WithFields(wrong...)
}
