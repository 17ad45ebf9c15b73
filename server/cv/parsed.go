// Package cv is people's CVs: the files they upload, what stands in them, and
// where.
package cv

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Source is where a value came from.
type Source string

// The sources.
const (
	FromText  Source = "text"       // read by our rules
	FromUser  Source = "correction" // corrected by hand
	FromModel Source = "model"      // quoted from the text by a language model
)

// Value is something that stands in a CV, and where.
type Value struct {
	Text string `bson:"text"`
	// Spans it was read from, in reading order; none for a correction.
	Spans []document.Span `bson:"spans,omitempty"`
	From  Source          `bson:"from"`
}

// Empty reports whether there is none.
func (v Value) Empty() bool { return v.Text == "" }

// Parsed is what a CV says, as ParsedCvData of the specification has it.
type Parsed struct {
	// Language is the ISO 639-1 code of most of the text.
	Language       string       `bson:"language"`
	Personal       Personal     `bson:"personalInfo"`
	Summary        Value        `bson:"summary"`
	Experience     []Experience `bson:"experience"`
	Education      []Education  `bson:"education"`
	Skills         []Skill      `bson:"skills"`
	Languages      []Spoken     `bson:"languages"`
	Certifications []Value      `bson:"certifications"`
	// Links other than those of Personal.
	Links []Value `bson:"links"`
	// Sections in reading order, also those that are not read any further.
	Sections []Section `bson:"sections"`
}

// Personal is who the CV is about.
type Personal struct {
	Name     Value `bson:"name"`
	Title    Value `bson:"title"` // what the person calls themselves under their name
	Email    Value `bson:"email"`
	Phone    Value `bson:"phone"`
	Location Value `bson:"location"`
	LinkedIn Value `bson:"linkedin"`
	GitHub   Value `bson:"github"`
}

// Experience is one position. Several at one company are several positions.
type Experience struct {
	Title, Company, Location Value
	Period                   Period
	// Description is the text that is no list item.
	Description  Value
	Achievements []Value
}

// Education is one degree or school.
type Education struct {
	Degree, Institution, Location Value
	Period                        Period
	// GPA as it is written, such as "3.8/4.0".
	GPA Value
}

// Skill is something somebody can do.
type Skill struct {
	Value `bson:",inline"`
	// Canonical is its name in the taxonomy, such as "PostgreSQL" for
	// "postgres"; empty when it is not there.
	Canonical string `bson:"canonical"`
}

// Spoken is a language that somebody speaks.
type Spoken struct {
	Value `bson:",inline"` // the language as written, without the level
	Level Value            `bson:"level"`
	// Code is ISO 639-1 of the language, CEFR "A1" to "C2" or "native" of the
	// level; empty when they are not known.
	Code, CEFR string
}

// Date is a month or a year.
type Date struct {
	Year int `bson:"year"`
	// Month 1 to 12; 0 when only the year is known.
	Month int `bson:"month"`
}

// IsZero reports whether there is none.
func (d Date) IsZero() bool { return d.Year == 0 }

// Time is the first moment of the month or year, in UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), 1, 0, 0, 0, 0, time.UTC)
}

// Period is from when until when.
type Period struct {
	// Value is the period as it is written.
	Value      `bson:",inline"`
	Start, End Date
	// Current tells that it goes on: "present", "по настоящее время".
	Current bool
}

// Section is a titled part of a CV.
type Section struct {
	// Kind is one of the section kinds; "other" when the title says nothing we
	// know.
	Kind string `bson:"kind"`
	// Title as written; empty for what stands before the first title.
	Title Value `bson:"title"`
	// First and Last are the lines of its content, Last not included.
	First int `bson:"first"`
	Last  int `bson:"last"`
}

// The kinds of sections.
const (
	SectionHead           = "head" // name and contacts
	SectionSummary        = "summary"
	SectionExperience     = "experience"
	SectionEducation      = "education"
	SectionSkills         = "skills"
	SectionLanguages      = "languages"
	SectionCertifications = "certifications"
	SectionProjects       = "projects"
	SectionOther          = "other"
)
