package main

import (
	"fmt"
	"html/template"
	"math/rand/v2"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

// view is a person as one file shows them: Truth holds what is really written,
// the rest how.
type view struct {
	Truth   corpus.Truth
	Code    string
	Head    map[string]string // titles of sections
	Labels  []string          // "Email", "Phone", ...
	Roles   []roleView
	Schools []schoolView
	Groups  []group
	Spoken  []spokenView
	// Contacts in the order in which they are written.
	Contacts  []string
	Interests string
	// Variant numbers the design within the layout.
	Variant      int
	CompanyFirst bool
	SchoolsFirst bool
	Upper        bool // headings in capitals
	Font, Accent template.CSS
	LinkedIn     []string // words of its export
	Euro         []string // words of Europass
}

type roleView struct {
	corpus.Role
	Period, Duration string
	// Again tells that the company is the one of the role above; Total is how
	// long all the roles there lasted, on the first of several.
	Again bool
	Total string
}

type schoolView struct {
	corpus.School
	Period string
}

type spokenView struct {
	Name, Level, Full string
	Native            bool
}

// wishes are what a layout wants to have or not.
type wishes struct {
	descriptions, locations, certifications, summary, title, grades bool
	// exportLevels are LinkedIn's words for levels, and its running text.
	exportLevels bool
	cefrOnly     bool
	yearsOnly    bool
}

var (
	fonts   = []template.CSS{"Carlito", "Liberation Sans", "Liberation Serif", "Noto Sans", "DejaVu Sans", "Noto Serif"}
	accents = []template.CSS{"#1f4e79", "#7a1f3d", "#2e6b3a", "#333333", "#5b3d8f", "#b0541a"}
)

func newView(p *person, want wishes) *view {
	random, lex := p.random, p.lex
	v := &view{
		Truth: p.truth, Code: lex.code, Head: map[string]string{}, Labels: lex.list("label"), Groups: p.groups,
		Variant: random.IntN(12), CompanyFirst: random.IntN(3) == 0, SchoolsFirst: p.profession == "student", Upper: random.IntN(3) == 0,
		Font:     pick(random, fonts),
		Accent:   pick(random, accents),
		LinkedIn: lex.list("linkedin"), Euro: lex.list("euro"),
	}
	for _, section := range []string{"summary", "experience", "education", "skills", "languages", "certifications", "contact", "interests"} {
		v.Head[section] = pick(random, lex.list("head."+section))
	}
	if p.truth.Mixed && random.IntN(2) == 0 {
		v.Head["skills"], v.Head["certifications"] = "Skills", "Certifications"
	}
	if random.IntN(5) < 2 {
		v.Interests = pick(random, lex.list("interests"))
	}
	v.leaveOut(want, random)
	v.writeDates(p, want)
	v.writeLevels(p, want)
	me := v.Truth.Personal
	for _, contact := range []string{me.Location, me.Phone, me.Email, me.LinkedIn, me.GitHub} {
		if contact != "" {
			v.Contacts = append(v.Contacts, contact)
		}
	}
	if random.IntN(2) == 0 && len(v.Contacts) > 2 {
		v.Contacts[0], v.Contacts[2] = v.Contacts[2], v.Contacts[0]
	}
	return v
}

// leaveOut takes from the truth what the file doesn't say.
func (v *view) leaveOut(want wishes, random *rand.Rand) {
	t := &v.Truth
	if !want.title {
		t.Personal.Title = ""
	}
	if random.IntN(10) < 3 {
		t.Personal.LinkedIn = ""
	}
	if !want.summary {
		t.Summary = ""
	}
	if !want.certifications {
		t.Certifications = nil
	}
	t.Experience = append([]corpus.Role(nil), t.Experience...)
	for i := range t.Experience {
		role := &t.Experience[i]
		if !want.locations {
			role.Location = ""
		}
		if want.exportLevels { // exports have running text
			role.Description = strings.Join(role.Achievements[:2], ". ") + "."
			role.Achievements = nil
		} else if !want.descriptions || i%2 == 1 {
			role.Description = ""
		}
	}
}

func (v *view) writeDates(p *person, want wishes) {
	t := &v.Truth
	style := pick(p.random, p.lex.dates)
	years := p.lex.list("years")[0]
	if want.yearsOnly {
		style = years
	}
	for i := range t.Experience {
		role := &t.Experience[i]
		rv := roleView{Duration: duration(p.lex, *role)}
		if i > 0 && role.Company == t.Experience[i-1].Company {
			rv.Again = true
		} else {
			rv.Total = total(p.lex, t.Experience[i:])
		}
		rv.Period = writePeriod(p.lex, style, &role.Start, &role.End, role.Current)
		rv.Role = *role
		v.Roles = append(v.Roles, rv)
	}
	t.Education = append([]corpus.School(nil), t.Education...)
	kind := p.random.IntN(5)
	for i := range t.Education {
		school := &t.Education[i]
		if !want.grades {
			school.GPA = ""
		}
		sv := schoolView{}
		switch {
		case kind == 0 && !school.Current:
			school.Start, school.End.Month = corpus.Date{}, 0
			sv.Period = fmt.Sprint(school.End.Year)
		case kind < 3 || want.yearsOnly:
			sv.Period = writePeriod(p.lex, years, &school.Start, &school.End, school.Current)
		default:
			sv.Period = writePeriod(p.lex, style, &school.Start, &school.End, school.Current)
		}
		sv.School = *school
		v.Schools = append(v.Schools, sv)
	}
}

// writePeriod writes a period in a style of the lexicon, and takes the months
// from the truth where the style has none.
func writePeriod(lex *lexicon, style string, start, end *corpus.Date, current bool) string {
	closed, open, _ := strings.Cut(style, " ~ ")
	if current {
		closed = open
	}
	genitive := lex.list("genitive")
	if genitive == nil {
		genitive = lex.list("months")
	}
	pairs := []string{
		"{Y}", fmt.Sprint(start.Year), "{eY}", fmt.Sprint(end.Year),
		"{y}", fmt.Sprintf("%02d", start.Year%100), "{ey}", fmt.Sprintf("%02d", end.Year%100),
	}
	for prefix, at := range map[string]int{"": start.Month, "e": max(end.Month, 1)} {
		pairs = append(pairs, "{"+prefix+"m}", fmt.Sprintf("%02d", at), "{"+prefix+"M}", lex.list("months")[at-1],
			"{"+prefix+"g}", genitive[at-1], "{"+prefix+"s}", lex.list("short")[at-1])
	}
	out := strings.NewReplacer("May.", "May").Replace(strings.NewReplacer(pairs...).Replace(closed))
	if !strings.ContainsAny(strings.NewReplacer("{Y}", "", "{eY}", "").Replace(closed), "{") {
		start.Month, end.Month = 0, 0
	}
	return out
}
