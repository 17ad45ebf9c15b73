package cv

import (
	"regexp"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
)

// pathForm is a path: a field, perhaps an item of it, perhaps a field of that
// and an item of it.
var pathForm = regexp.MustCompile(`^([a-zA-Z]+)(?:\[(\d{1,4})\])?(?:\.([a-zA-Z]+)(?:\[(\d{1,4})\])?)?$`)

// address is what looks like an e-mail address; whether it is one, only a letter
// would tell.
var address = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)

var errNoAddress = fault.BadField("value", "email", "This is no e-mail address. Write one as anna@example.org.")

// where is a path taken apart; -1 stands for no index.
type where struct {
	field, inner      string
	index, innerIndex int
}

func parsePath(path string) (where, bool) {
	m := pathForm.FindStringSubmatch(path)
	if m == nil {
		return where{}, false
	}
	number := func(text string) int {
		if n, err := strconv.Atoi(text); err == nil {
			return n
		}
		return -1
	}
	return where{field: m[1], inner: m[3], index: number(m[2]), innerIndex: number(m[4])}, true
}

// set writes one value. The place after a list's last item adds one; an empty
// text clears, and what is cleared keeps its place, so that paths stay the same.
func (p *Parsed) set(path, text string) error {
	w, ok := parsePath(path)
	if !ok {
		return errNoPath
	}
	value := Value{Text: text, From: FromUser}
	switch {
	case w.field == "personalInfo" && w.index < 0 && w.inner == "email" && text != "" && !address.MatchString(text):
		return errNoAddress
	case w.field == "personalInfo" && w.index < 0 && w.innerIndex < 0:
		return put(p.Personal.field(w.inner), value)
	case w.field == "summary" && w.index < 0 && w.inner == "":
		return put(&p.Summary, value)
	case w.field == "certifications" && w.inner == "":
		return put(item(&p.Certifications, w.index), value)
	case w.field == "links" && w.inner == "":
		return put(item(&p.Links, w.index), value)
	case w.field == "skills" && w.inner == "":
		return assign(item(&p.Skills, w.index), Skill{Value: value})
	case w.field == "languages" && w.inner == "":
		return assign(item(&p.Languages, w.index), Spoken{Value: value})
	case w.field == "languages" && w.inner == "level" && w.innerIndex < 0 && w.index < len(p.Languages) && w.index >= 0:
		p.Languages[w.index].Level, p.Languages[w.index].CEFR = value, ""
		return nil
	case w.field == "experience":
		return setExperience(item(&p.Experience, w.index), w, value)
	case w.field == "education":
		return setEducation(item(&p.Education, w.index), w, value)
	}
	return errNoPath
}

// item is a list's item, a new one at its end; nil for any other index.
func item[T any](list *[]T, index int) *T {
	if index < 0 || index > len(*list) {
		return nil
	}
	if index == len(*list) {
		var empty T
		*list = append(*list, empty)
	}
	return &(*list)[index]
}

func put(to *Value, value Value) error { return assign(to, value) }

func assign[T any](to *T, value T) error {
	if to == nil {
		return errNoPath
	}
	*to = value
	return nil
}

func (p *Personal) field(name string) *Value {
	return map[string]*Value{
		"name": &p.Name, "title": &p.Title, "email": &p.Email, "phone": &p.Phone, "location": &p.Location, "linkedin": &p.LinkedIn, "github": &p.GitHub,
	}[name]
}

func setExperience(e *Experience, w where, value Value) error {
	if e == nil || w.innerIndex >= 0 && w.inner != "achievements" {
		return errNoPath
	}
	switch w.inner {
	case "":
		return clearAll(e, value)
	case "achievements":
		return put(item(&e.Achievements, w.innerIndex), value)
	case "startDate", "endDate", "current":
		return e.Period.set(w.inner, value.Text)
	}
	return put(map[string]*Value{
		"title": &e.Title, "company": &e.Company, "location": &e.Location, "description": &e.Description, "period": &e.Period.Value,
	}[w.inner], value)
}

func setEducation(e *Education, w where, value Value) error {
	if e == nil || w.innerIndex >= 0 {
		return errNoPath
	}
	switch w.inner {
	case "":
		return clearAll(e, value)
	case "startDate":
		return e.Period.set(w.inner, value.Text)
	case "graduationDate":
		return e.Period.set("endDate", value.Text)
	}
	return put(map[string]*Value{
		"degree": &e.Degree, "institution": &e.Institution, "location": &e.Location, "gpa": &e.GPA, "period": &e.Period.Value,
	}[w.inner], value)
}

// clearAll empties an entry; it cannot be written as one text.
func clearAll[T any](entry *T, value Value) error {
	if value.Text != "" {
		return fault.BadField("value", "empty", "An entry can only be cleared as a whole. Correct its parts one by one.")
	}
	var empty T
	*entry = empty
	return nil
}

// set writes a date, or whether the period goes on.
func (p *Period) set(name, text string) error {
	if name == "current" {
		if text != "true" && text != "false" && text != "" {
			return fault.BadField("value", "boolean", `Write "true" or "false".`)
		}
		if p.Current = text == "true"; p.Current {
			p.End = Date{}
		}
		return nil
	}
	date, err := parseDate(text)
	if err != nil {
		return err
	}
	if name == "startDate" {
		p.Start = date
	} else if p.End = date; !date.IsZero() {
		p.Current = false
	}
	return nil
}

func parseDate(text string) (Date, error) {
	if text == "" {
		return Date{}, nil
	}
	if t, err := time.Parse("2006-01", text); err == nil && t.Year() > 0 {
		return Date{Year: t.Year(), Month: int(t.Month())}, nil
	}
	if t, err := time.Parse("2006", text); err == nil && t.Year() > 0 {
		return Date{Year: t.Year()}, nil
	}
	return Date{}, fault.BadField("value", "date", "Write a month as 2021-03 or a year as 2021.")
}
