// Package resume is a CV's content, ready to be written in another form: in what
// order it stands, and all of what the file says, also what no rule understood.
package resume

import "github.com/interviewai-pro/interviewai/server/cv"

// Resume is what a CV says, without where it stood. Empty fields and lists are
// not written.
type Resume struct {
	// Language is the ISO 639-1 code of most of the text, "uz-Cyrl" for Uzbek in
	// Cyrillic letters; section titles are in it.
	Language string
	Person   Person
	// Summary is paragraphs, with a line feed between them.
	Summary        string
	Experience     []Job
	Education      []School
	Skills         []SkillGroup
	Languages      []Spoken
	Certifications []Certification
	// Sections are lines that are not read any further. One of the kinds above
	// holds what stands in that section beside the values; the others are sections
	// of their own.
	Sections []Section
	// Order is which sections follow the head; see Parts.
	Order []Part
}

// Person is who the CV is about.
type Person struct {
	Name, Headline, Email, Phone, Location, LinkedIn, GitHub string
	// Links are other addresses.
	Links []string
	// Details are what else stands in the head: a date of birth, a second number.
	Details []string
}

// Period is from when until when.
type Period struct {
	// Text is the period as it is written.
	Text       string
	Start, End cv.Date
	// Current tells that it goes on.
	Current bool
}

// Job is one position.
type Job struct {
	Title, Company, Location string
	Period                   Period
	// Length is how long it was, as written.
	Length string
	// Description is paragraphs before the list, with a line feed between them.
	Description  string
	Achievements []string
	// Notes are what stands behind the list, such as "Stack: Go, Kafka"; see Aside.
	Notes []string
}

// School is one degree or school.
type School struct {
	Degree, Institution, Location string
	Period                        Period
	// GPA as it is written, such as "3.8/4.0".
	GPA string
	// Grade is what the document calls it; "GPA" where it is empty.
	Grade string
	// Notes are what else is said of it; see Aside.
	Notes []string
}

// SkillGroup is skills that stand together.
type SkillGroup struct {
	// Title is what they are, such as "Databases"; may be empty.
	Title  string
	Skills []Skill
}

// Skill is something somebody can do.
type Skill struct {
	Name string
	// Note is how well or how long, as written.
	Note string
	// Canonical is its name in the taxonomy; empty when it is not there.
	Canonical string
}

// Spoken is a language that somebody speaks.
type Spoken struct {
	// Name and Level as written.
	Name, Level string
	// Code is ISO 639-1 of the language, CEFR "A1" to "C2" or "native" of the
	// level; empty when they are not known.
	Code, CEFR string
}

// Certification is a certificate, licence or course.
type Certification struct {
	Name string
	// Detail is what stands beside the name: a date, who gave it.
	Detail string
}

// Section is a part of which only the lines are known.
type Section struct {
	// Kind is one of the kinds of sections of package cv.
	Kind string
	// Title as written.
	Title string
	Lines []Line
}

// Line is one line of a Section.
type Line struct {
	Text string
	// Strong tells that it titles what follows.
	Strong bool
	// Bullet tells that it is a list item, Level how deep, from 0.
	Bullet bool
	Level  int
	// Links are addresses behind pieces of the text, in its order.
	Links []Link
}

// Link is an address behind the bytes from Start to End, not included, of a text.
type Link struct {
	URL        string
	Start, End int
}

// Part names a section: a kind of package cv, or for a section of its own its
// index in Resume.Sections.
type Part struct {
	Kind string
	// Section counts only where no field of the Resume holds the kind.
	Section int
}

// listed are the kinds that have fields of their own, in the usual order.
var listed = []string{
	cv.SectionSummary, cv.SectionExperience, cv.SectionEducation, cv.SectionSkills, cv.SectionLanguages, cv.SectionCertifications,
}
