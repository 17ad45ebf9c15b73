// Package jsonresume exchanges CVs with other programs in the JSON Resume format,
// schema 1.0.0 (jsonresume.org/schema).
//
// What a CV says and the schema has no place for stands in fields of our own,
// where the schema allows them, which is everywhere but beside its lists: period
// (as written), length, notes, detail and grade of entries, location of a school
// or a voluntary post, details of basics, and under meta language and sections. So
// nothing is lost on the way out and back but codes of languages and levels, the
// days of dates, and which of a project's roles, entity and type is which.
package jsonresume

// schemaURL is what "$schema" says of our documents.
const schemaURL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

type document struct {
	Schema       string        `json:"$schema"`
	Basics       basics        `json:"basics"`
	Work         []work        `json:"work,omitempty"`
	Volunteer    []volunteer   `json:"volunteer,omitempty"`
	Education    []education   `json:"education,omitempty"`
	Awards       []award       `json:"awards,omitempty"`
	Certificates []certificate `json:"certificates,omitempty"`
	Publications []publication `json:"publications,omitempty"`
	Skills       []skill       `json:"skills,omitempty"`
	Languages    []language    `json:"languages,omitempty"`
	Interests    []interest    `json:"interests,omitempty"`
	References   []reference   `json:"references,omitempty"`
	Projects     []project     `json:"projects,omitempty"`
	Meta         meta          `json:"meta"`
}

type basics struct {
	Name     string    `json:"name,omitempty"`
	Label    string    `json:"label,omitempty"`
	Email    string    `json:"email,omitempty"`
	Phone    string    `json:"phone,omitempty"`
	URL      string    `json:"url,omitempty"`
	Summary  string    `json:"summary,omitempty"`
	Location *place    `json:"location,omitempty"`
	Profiles []profile `json:"profiles,omitempty"`
	Details  []string  `json:"details,omitempty"`
}

// place holds all of a place in one of its fields: which part of it is a city is
// not known.
type place struct {
	Address string `json:"address,omitempty"`
	City    string `json:"city,omitempty"`
}

type profile struct {
	Network  string `json:"network,omitempty"`
	Username string `json:"username,omitempty"`
	URL      string `json:"url,omitempty"`
}

type work struct {
	Name       string   `json:"name,omitempty"`
	Position   string   `json:"position,omitempty"`
	Location   string   `json:"location,omitempty"`
	StartDate  string   `json:"startDate,omitempty"`
	EndDate    string   `json:"endDate,omitempty"`
	Summary    string   `json:"summary,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
	Period     string   `json:"period,omitempty"`
	Length     string   `json:"length,omitempty"`
	Notes      []string `json:"notes,omitempty"`
}

type education struct {
	Institution string   `json:"institution,omitempty"`
	StudyType   string   `json:"studyType,omitempty"`
	StartDate   string   `json:"startDate,omitempty"`
	EndDate     string   `json:"endDate,omitempty"`
	Score       string   `json:"score,omitempty"`
	Grade       string   `json:"grade,omitempty"`
	Location    string   `json:"location,omitempty"`
	Period      string   `json:"period,omitempty"`
	Notes       []string `json:"notes,omitempty"`
}

type volunteer struct {
	Organization string   `json:"organization,omitempty"`
	Position     string   `json:"position,omitempty"`
	Location     string   `json:"location,omitempty"`
	URL          string   `json:"url,omitempty"`
	StartDate    string   `json:"startDate,omitempty"`
	EndDate      string   `json:"endDate,omitempty"`
	Summary      string   `json:"summary,omitempty"`
	Highlights   []string `json:"highlights,omitempty"`
}

type award struct {
	Title   string `json:"title"`
	Date    string `json:"date,omitempty"`
	Awarder string `json:"awarder,omitempty"`
	Summary string `json:"summary,omitempty"`
}

type certificate struct {
	Name   string `json:"name"`
	Date   string `json:"date,omitempty"`
	Issuer string `json:"issuer,omitempty"`
	URL    string `json:"url,omitempty"`
	Detail string `json:"detail,omitempty"`
}

type publication struct {
	Name        string `json:"name"`
	Publisher   string `json:"publisher,omitempty"`
	ReleaseDate string `json:"releaseDate,omitempty"`
	URL         string `json:"url,omitempty"`
	Summary     string `json:"summary,omitempty"`
}

type skill struct {
	Name     string   `json:"name"`
	Level    string   `json:"level,omitempty"`
	Keywords []string `json:"keywords,omitempty"`
}

type language struct {
	Language string `json:"language"`
	Fluency  string `json:"fluency,omitempty"`
}

type interest struct {
	Name     string   `json:"name"`
	Keywords []string `json:"keywords,omitempty"`
}

type reference struct {
	Name      string `json:"name,omitempty"`
	Reference string `json:"reference"`
}

type project struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Highlights  []string `json:"highlights,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
	StartDate   string   `json:"startDate,omitempty"`
	EndDate     string   `json:"endDate,omitempty"`
	URL         string   `json:"url,omitempty"`
	// Detail is what stands between the name and the dates.
	Detail string `json:"detail,omitempty"`
}

type meta struct {
	Version  string    `json:"version"`
	Language string    `json:"language,omitempty"`
	Sections []section `json:"sections,omitempty"`
}

type section struct {
	Kind  string        `json:"kind"`
	Title string        `json:"title,omitempty"`
	Lines []sectionLine `json:"lines"`
}

type sectionLine struct {
	Text   string `json:"text"`
	Strong bool   `json:"strong,omitempty"`
	Bullet bool   `json:"bullet,omitempty"`
	Level  int    `json:"level,omitempty"`
	Links  []link `json:"links,omitempty"`
}

type link struct {
	URL   string `json:"url"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}
