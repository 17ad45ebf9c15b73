// Package corpus is CVs of invented people, what stands in each of them, and a
// measure of how much of that our reading finds.
//
// The files in testdata were made by the program in make (`make corpus`); the
// truth beside each was written before its file was laid out, so it owes nothing
// to any reader.
package corpus

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// MixedLanguage is the group of CVs that are written in more than one language.
const MixedLanguage = "mixed"

// Truth is what stands in a file.
type Truth struct {
	// Language of most of the text, ISO 639-1.
	Language string `json:"language"`
	// Mixed tells that titles, skills or headings are of another language.
	Mixed bool `json:"mixed,omitempty"`
	// Layout, Tool and Format name the groups the file is counted in.
	Layout string `json:"layout"`
	Tool   string `json:"tool"`
	Format string `json:"format"`
	// Holdout tells that its layout shares no code with any other file's.
	Holdout bool `json:"holdout,omitempty"`
	// ByHand tells that the file was written for itself, by no template.
	ByHand bool `json:"byHand,omitempty"`

	Personal       Personal   `json:"personal"`
	Summary        string     `json:"summary,omitempty"`
	Experience     []Role     `json:"experience"`
	Education      []School   `json:"education"`
	Skills         []string   `json:"skills"`
	Languages      []Language `json:"languages"`
	Certifications []string   `json:"certifications,omitempty"`
}

// Personal is whose CV it is.
type Personal struct {
	Name     string `json:"name"`
	Title    string `json:"title,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Location string `json:"location,omitempty"`
	LinkedIn string `json:"linkedin,omitempty"`
	GitHub   string `json:"github,omitempty"`
}

// Date is a month, or a year when Month is 0.
type Date struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"`
}

// Role is one position, in the order of the file.
type Role struct {
	Title    string `json:"title"`
	Company  string `json:"company"`
	Location string `json:"location,omitempty"`
	Start    Date   `json:"start"`
	// End is zero when the position is the current one.
	End          Date     `json:"end,omitzero"`
	Current      bool     `json:"current,omitempty"`
	Description  string   `json:"description,omitempty"`
	Achievements []string `json:"achievements,omitempty"`
}

// School is one degree.
type School struct {
	Degree      string `json:"degree"`
	Institution string `json:"institution"`
	Location    string `json:"location,omitempty"`
	Start       Date   `json:"start,omitzero"`
	End         Date   `json:"end,omitzero"`
	Current     bool   `json:"current,omitempty"`
	GPA         string `json:"gpa,omitempty"`
}

// Language is one that the person speaks.
type Language struct {
	Name string `json:"name"`
	Code string `json:"code"`
	// Levels that are right answers: "A1" to "C2" or "native". More than one
	// where the CV uses a word ("fluent"), none where it says nothing.
	Levels []string `json:"levels,omitempty"`
}

// Group is what the file's language is counted under.
func (t Truth) Group() string {
	if t.Mixed {
		return MixedLanguage
	}
	return t.Language
}

// File is a CV with its truth.
type File struct {
	// Name in testdata, such as "ru-nurse-table-word.docx".
	Name  string
	Data  []byte
	Truth Truth
}

// Files returns all of the corpus in a directory, by name.
func Files(root fs.FS) ([]File, error) {
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, fmt.Errorf("list the corpus: %w", err)
	}
	var all []File
	for _, entry := range entries {
		name := entry.Name()
		if path.Ext(name) != ".json" {
			continue
		}
		raw, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, fmt.Errorf("read truth %s: %w", name, err)
		}
		file := File{}
		if err := json.Unmarshal(raw, &file.Truth); err != nil {
			return nil, fmt.Errorf("read truth %s: %w", name, err)
		}
		file.Name = strings.TrimSuffix(name, ".json") + "." + file.Truth.Format
		if file.Data, err = fs.ReadFile(root, file.Name); err != nil {
			return nil, fmt.Errorf("read cv %s: %w", file.Name, err)
		}
		all = append(all, file)
	}
	return all, nil
}
