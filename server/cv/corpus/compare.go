package corpus

import (
	"fmt"
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// Compare says how well a CV was read.
func Compare(t Truth, got cv.Parsed) Score {
	s := Score{Files: 1, Fields: map[Field]Counts{}}
	s.text(WrittenIn, t.Language, got.Language, alike)
	s.personal(t.Personal, got.Personal)
	s.sentence(Summary, t.Summary, got.Summary.Text)
	s.roles(t.Experience, got.Experience)
	s.schools(t.Education, got.Education)
	s.skills(t.Skills, got.Skills)
	s.spoken(t.Languages, got.Languages)
	s.set(Certification, t.Certifications, texts(got.Certifications), similar)
	return s
}

func similar(a, b string) bool { return similarity(a, b) >= enough }

func texts(values []cv.Value) []string {
	var out []string
	for _, value := range values {
		out = append(out, value.Text)
	}
	return out
}

func (s *Score) personal(want Personal, got cv.Personal) {
	s.text(Name, want.Name, got.Name.Text, alike)
	s.text(Headline, want.Title, got.Title.Text, alike)
	s.text(Email, want.Email, got.Email.Text, address)
	s.text(Phone, want.Phone, got.Phone.Text, figures)
	s.text(Place, want.Location, got.Location.Text, alike)
	s.text(LinkedIn, want.LinkedIn, got.LinkedIn.Text, address)
	s.text(GitHub, want.GitHub, got.GitHub.Text, address)
}

func (s *Score) roles(want []Role, got []cv.Experience) {
	pairs := align(len(want), len(got), func(i, j int) float64 {
		return agree(want[i].Title, got[j].Title.Text) + agree(want[i].Company, got[j].Company.Text) +
			same(want[i].Start, got[j].Period.Start) + same(want[i].End, got[j].Period.End)
	})
	s.Roles = max(len(want), len(got))
	s.RolesInOrder = longestRise(pairs)
	taken := map[int]bool{}
	for i, role := range want {
		var found cv.Experience
		if j := pairs[i]; j >= 0 {
			found, taken[j] = got[j], true
		}
		s.role(role, found)
	}
	for j, extra := range got {
		if !taken[j] {
			s.role(Role{}, extra)
		}
	}
}

func (s *Score) role(want Role, got cv.Experience) {
	s.text(RoleTitle, want.Title, got.Title.Text, alike)
	s.text(RoleCompany, want.Company, got.Company.Text, alike)
	s.text(RolePlace, want.Location, got.Location.Text, alike)
	s.sentence(RoleText, want.Description, got.Description.Text)
	s.set(Achievement, want.Achievements, texts(got.Achievements), similar)
	s.date(RoleStart, want.Start, false, got.Period.Start, false)
	s.date(RoleEnd, want.End, want.Current, got.Period.End, got.Period.Current)
}

func (s *Score) schools(want []School, got []cv.Education) {
	pairs := align(len(want), len(got), func(i, j int) float64 {
		return agree(want[i].Degree, got[j].Degree.Text) + agree(want[i].Institution, got[j].Institution.Text) +
			same(want[i].End, got[j].Period.End)
	})
	taken := map[int]bool{}
	for i, school := range want {
		var found cv.Education
		if j := pairs[i]; j >= 0 {
			found, taken[j] = got[j], true
		}
		s.school(school, found)
	}
	for j, extra := range got {
		if !taken[j] {
			s.school(School{}, extra)
		}
	}
}

func (s *Score) school(want School, got cv.Education) {
	s.text(Degree, want.Degree, got.Degree.Text, alike)
	s.text(Institution, want.Institution, got.Institution.Text, alike)
	s.text(SchoolPlace, want.Location, got.Location.Text, alike)
	s.text(GPA, want.GPA, got.GPA.Text, alike)
	s.date(SchoolStart, want.Start, false, got.Period.Start, false)
	s.date(SchoolEnd, want.End, want.Current, got.Period.End, got.Period.Current)
}

// date judges a date, or that there is none because it goes on.
func (s *Score) date(field Field, want Date, goesOn bool, got cv.Date, gotGoesOn bool) {
	wanted, found := written(want, goesOn), written(Date{got.Year, got.Month}, gotGoesOn)
	exact := wanted != "" && wanted == found
	s.judge(field, wanted, found, exact)
	if wanted != "" {
		s.Dates++
	}
	if exact {
		s.DatesExact++
	}
}

func written(d Date, goesOn bool) string {
	switch {
	case goesOn:
		return "current"
	case d.Year == 0:
		return ""
	default:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
}

// skills agree by the name as written or by the taxonomy's.
func (s *Score) skills(want []string, got []cv.Skill) {
	canonical := map[string]string{}
	var names []string
	for _, skill := range got {
		names = append(names, skill.Text)
		canonical[skill.Text] = skill.Canonical
	}
	s.set(Skill, want, names, func(want, got string) bool {
		return alike(want) == alike(got) || canonical[got] != "" && alike(want) == alike(canonical[got])
	})
}

func (s *Score) spoken(want []Language, got []cv.Spoken) {
	rest := slices.Clone(got)
	for _, language := range want {
		i := slices.IndexFunc(rest, func(g cv.Spoken) bool {
			return g.Code == language.Code || g.Code == "" && alike(g.Text) == alike(language.Name)
		})
		var found cv.Spoken
		if i >= 0 {
			found = rest[i]
			rest = slices.Delete(rest, i, i+1)
		}
		s.judge(LanguageName, language.Name, found.Text, i >= 0)
		if len(language.Levels) > 0 {
			s.judge(LanguageLevel, language.Levels[0], found.CEFR, slices.Contains(language.Levels, found.CEFR))
		}
	}
	for _, extra := range rest {
		s.judge(LanguageName, "", extra.Text, false)
		s.judge(LanguageLevel, "", extra.CEFR, false)
	}
}
