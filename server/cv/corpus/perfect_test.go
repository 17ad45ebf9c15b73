package corpus

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// perfect is what a reader that misses nothing makes of a CV.
func perfect(t Truth) cv.Parsed {
	p := cv.Parsed{Language: t.Language, Summary: value(t.Summary)}
	p.Personal = cv.Personal{
		Name: value(t.Personal.Name), Title: value(t.Personal.Title), Email: value(t.Personal.Email), Phone: value(t.Personal.Phone),
		Location: value(t.Personal.Location), LinkedIn: value(t.Personal.LinkedIn), GitHub: value(t.Personal.GitHub),
	}
	for _, role := range t.Experience {
		p.Experience = append(p.Experience, cv.Experience{
			Title: value(role.Title), Company: value(role.Company), Location: value(role.Location), Description: value(role.Description),
			Achievements: values(role.Achievements), Period: period(role.Start, role.End, role.Current),
		})
	}
	for _, school := range t.Education {
		p.Education = append(p.Education, cv.Education{
			Degree: value(school.Degree), Institution: value(school.Institution), Location: value(school.Location), GPA: value(school.GPA),
			Period: period(school.Start, school.End, school.Current),
		})
	}
	for _, skill := range t.Skills {
		p.Skills = append(p.Skills, cv.Skill{Value: value(skill)})
	}
	for _, language := range t.Languages {
		spoken := cv.Spoken{Value: value(language.Name), Code: language.Code}
		if len(language.Levels) > 0 {
			spoken.CEFR = language.Levels[0]
		}
		p.Languages = append(p.Languages, spoken)
	}
	p.Certifications = values(t.Certifications)
	return p
}

// value is written otherwise than the truth where that makes no difference.
func value(text string) cv.Value {
	return cv.Value{Text: strings.ReplaceAll(text, ", ", " ,  ")}
}

func values(texts []string) []cv.Value {
	var out []cv.Value
	for _, text := range texts {
		out = append(out, value(text))
	}
	return out
}

func period(start, end Date, current bool) cv.Period {
	return cv.Period{Start: cv.Date(start), End: cv.Date(end), Current: current}
}
