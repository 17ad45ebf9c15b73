package corpus

import (
	"maps"
	"slices"
)

// Field is a kind of value that is counted.
type Field string

// The fields, as they are printed.
const (
	Name          Field = "name"
	Headline      Field = "headline"
	Email         Field = "email"
	Phone         Field = "phone"
	Place         Field = "place"
	LinkedIn      Field = "linkedin"
	GitHub        Field = "github"
	Summary       Field = "summary"
	RoleTitle     Field = "role title"
	RoleCompany   Field = "role company"
	RolePlace     Field = "role place"
	RoleStart     Field = "role start"
	RoleEnd       Field = "role end"
	RoleText      Field = "role text"
	Achievement   Field = "achievement"
	Degree        Field = "degree"
	Institution   Field = "institution"
	SchoolPlace   Field = "school place"
	SchoolStart   Field = "school start"
	SchoolEnd     Field = "school end"
	GPA           Field = "gpa"
	Skill         Field = "skill"
	LanguageName  Field = "language name"
	LanguageLevel Field = "language level"
	Certification Field = "certification"
	WrittenIn     Field = "written in"
)

// Miss is a value that came out wrong: Want is empty for one that should not be
// there, Got for one that is missing.
type Miss struct {
	File      string
	Field     Field
	Want, Got string
}

// Score is how well one or many CVs were read.
type Score struct {
	Files  int
	Fields map[Field]Counts
	// Roles of the truth, or those that were read if these are more, and how
	// many of them were found in the right order.
	Roles, RolesInOrder int
	// Dates of the truth (starts, and ends or that it goes on) of positions and
	// schools, and how many are exact.
	Dates, DatesExact int
	Misses            []Miss
}

// All is the counts of all fields together.
func (s *Score) All() Counts {
	var sum Counts
	for _, c := range s.Fields {
		sum.Right += c.Right
		sum.Wrong += c.Wrong
		sum.Missed += c.Missed
	}
	return sum
}

// InOrder is the share of roles that were found in order.
func (s *Score) InOrder() float64 { return share(s.RolesInOrder, s.Roles) }

// Exact is the share of dates that are exact.
func (s *Score) Exact() float64 { return share(s.DatesExact, s.Dates) }

// Add counts another score in.
func (s *Score) Add(other Score) {
	if s.Fields == nil {
		s.Fields = map[Field]Counts{}
	}
	for field, c := range other.Fields {
		s.add(field, c)
	}
	s.Files += other.Files
	s.Roles += other.Roles
	s.RolesInOrder += other.RolesInOrder
	s.Dates += other.Dates
	s.DatesExact += other.DatesExact
	s.Misses = append(s.Misses, other.Misses...)
}

func (s *Score) add(field Field, c Counts) {
	sum := s.Fields[field]
	sum.Right += c.Right
	sum.Wrong += c.Wrong
	sum.Missed += c.Missed
	s.Fields[field] = sum
}

// judge counts one value; right tells whether got is what is wanted.
func (s *Score) judge(field Field, want, got string, right bool) {
	var c Counts
	switch {
	case right:
		c.Right = 1
	case want == "" && got == "":
		return
	default:
		if want != "" {
			c.Missed = 1
		}
		if got != "" {
			c.Wrong = 1
		}
		s.Misses = append(s.Misses, Miss{Field: field, Want: want, Got: got})
	}
	s.add(field, c)
}

// text judges by a way of making texts alike.
func (s *Score) text(field Field, want, got string, by func(string) string) {
	s.judge(field, want, got, want != "" && by(want) == by(got))
}

// sentence judges by similarity.
func (s *Score) sentence(field Field, want, got string) {
	s.judge(field, want, got, want != "" && similarity(want, got) >= enough)
}

// set judges values whose order does not matter.
func (s *Score) set(field Field, want, got []string, same func(want, got string) bool) {
	rest := slices.Clone(got)
	for _, wanted := range want {
		i := slices.IndexFunc(rest, func(value string) bool { return same(wanted, value) })
		if i < 0 {
			s.judge(field, wanted, "", false)
			continue
		}
		s.judge(field, wanted, rest[i], true)
		rest = slices.Delete(rest, i, i+1)
	}
	for _, extra := range rest {
		s.judge(field, "", extra, false)
	}
}

// Groups is scores by the names of groups, such as "language de".
type Groups map[string]*Score

// Add counts a file's score into all groups that it is of.
func (g Groups) Add(t Truth, score Score) {
	names := []string{"overall", "language " + t.Group(), "layout " + t.Layout, "tool " + t.Tool, "format " + t.Format}
	if t.Holdout {
		names = append(names, "holdout")
	}
	if t.ByHand {
		names = append(names, "by hand")
	}
	for _, name := range names {
		if g[name] == nil {
			g[name] = &Score{}
		}
		g[name].Add(score)
	}
}

// Names of the groups, sorted.
func (g Groups) Names() []string { return slices.Sorted(maps.Keys(g)) }
