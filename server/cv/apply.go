package cv

// With returns a copy in which the value of a path is another, as a correction
// would make it; an empty text clears. The fault of a wrong path is Invalid.
func (p *Parsed) With(path, text string) (Parsed, error) {
	out := p.clone()
	if err := out.set(path, text); err != nil {
		return Parsed{}, err
	}
	return out, nil
}

// At returns the text of a path's value; false for a path without one, such as
// that of a date, or behind a list's end.
func (p *Parsed) At(path string) (string, bool) {
	w, ok := parsePath(path)
	if !ok {
		return "", false
	}
	var v *Value
	switch {
	case w.field == "personalInfo" && w.index < 0 && w.innerIndex < 0:
		v = p.Personal.field(w.inner)
	case w.field == "summary" && w.index < 0 && w.inner == "":
		v = &p.Summary
	case w.field == "experience" && within(w.index, p.Experience):
		v = p.Experience[w.index].at(w)
	case w.field == "education" && within(w.index, p.Education) && w.innerIndex < 0:
		v = p.Education[w.index].at(w.inner)
	case w.field == "skills" && w.inner == "" && within(w.index, p.Skills):
		v = &p.Skills[w.index].Value
	case w.field == "languages" && w.inner == "" && within(w.index, p.Languages):
		v = &p.Languages[w.index].Value
	case w.field == "languages" && w.inner == "level" && w.innerIndex < 0 && within(w.index, p.Languages):
		v = &p.Languages[w.index].Level
	case w.field == "certifications" && w.inner == "" && within(w.index, p.Certifications):
		v = &p.Certifications[w.index]
	case w.field == "links" && w.inner == "" && within(w.index, p.Links):
		v = &p.Links[w.index]
	}
	if v == nil {
		return "", false
	}
	return v.Text, true
}

func within[T any](index int, list []T) bool { return index >= 0 && index < len(list) }

func (e *Experience) at(w where) *Value {
	if w.inner == "achievements" {
		if !within(w.innerIndex, e.Achievements) {
			return nil
		}
		return &e.Achievements[w.innerIndex]
	}
	if w.innerIndex >= 0 {
		return nil
	}
	return map[string]*Value{
		"title": &e.Title, "company": &e.Company, "location": &e.Location, "description": &e.Description, "period": &e.Period.Value,
	}[w.inner]
}

func (e *Education) at(name string) *Value {
	return map[string]*Value{
		"degree": &e.Degree, "institution": &e.Institution, "location": &e.Location, "gpa": &e.GPA, "period": &e.Period.Value,
	}[name]
}
