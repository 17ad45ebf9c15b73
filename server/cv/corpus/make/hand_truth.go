package main

import (
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

// handTruth reads what a CV of hand says: a line a value.
//
//	written: en linkedin browser pdf
//	role: Title | Company | Place | 2019-09 | now
//	text: what stands under it
//	- an achievement
//	school: Degree | Institution | Place | start | end | grade
//	skills: Go; Kafka
//	speaks: English en C1 C2; German de
func handTruth(text string) (corpus.Truth, error) {
	t := corpus.Truth{ByHand: true}
	personal := map[string]*string{
		"name": &t.Personal.Name, "title": &t.Personal.Title, "email": &t.Personal.Email, "phone": &t.Personal.Phone,
		"place": &t.Personal.Location, "linkedin": &t.Personal.LinkedIn, "github": &t.Personal.GitHub, "summary": &t.Summary,
	}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if item, ok := strings.CutPrefix(line, "- "); ok && len(t.Experience) > 0 {
			role := &t.Experience[len(t.Experience)-1]
			role.Achievements = append(role.Achievements, item)
			continue
		}
		key, value, found := strings.Cut(line, ": ")
		into, single := personal[key]
		var err error
		switch {
		case !found:
			err = fmt.Errorf("truth %q: no key", line)
		case single:
			*into = value
		case key == "text" && len(t.Experience) > 0:
			t.Experience[len(t.Experience)-1].Description = value
		default:
			err = handValue(&t, key, value)
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// handValue reads a line that is no single text.
func handValue(t *corpus.Truth, key, value string) error {
	var err error
	switch columns := strings.Split(value+" | | | | | ", "|"); key {
	case "written":
		words := strings.Fields(value)
		if len(words) != 4 {
			return fmt.Errorf("truth %q: want language, layout, tool and format", value)
		}
		t.Language, t.Layout, t.Tool, t.Format = strings.TrimSuffix(words[0], "+en"), words[1], words[2], words[3]
		t.Mixed = t.Language != words[0]
	case "role":
		role := corpus.Role{Title: strings.TrimSpace(columns[0]), Company: strings.TrimSpace(columns[1]), Location: strings.TrimSpace(columns[2])}
		role.Current = strings.TrimSpace(columns[4]) == "now"
		if role.Start, err = handDate(columns[3]); err == nil && !role.Current {
			role.End, err = handDate(columns[4])
		}
		t.Experience = append(t.Experience, role)
	case "school":
		school := corpus.School{
			Degree: strings.TrimSpace(columns[0]), Institution: strings.TrimSpace(columns[1]), Location: strings.TrimSpace(columns[2]),
			GPA: strings.TrimSpace(columns[5]),
		}
		school.Current = strings.TrimSpace(columns[4]) == "now"
		if school.Start, err = handDate(columns[3]); err == nil && !school.Current {
			school.End, err = handDate(columns[4])
		}
		t.Education = append(t.Education, school)
	case "skills":
		t.Skills = strings.Split(value, "; ")
	case "speaks":
		for _, one := range strings.Split(value, "; ") {
			words := strings.Fields(one)
			t.Languages = append(t.Languages, corpus.Language{Name: words[0], Code: words[1], Levels: words[2:]})
		}
	case "cert":
		t.Certifications = append(t.Certifications, value)
	default:
		return fmt.Errorf("truth: unknown key %q", key)
	}
	return err
}

// handDate reads "2019-09" or "2019"; nothing is no date.
func handDate(text string) (corpus.Date, error) {
	text = strings.TrimSpace(text)
	var d corpus.Date
	if text == "" {
		return d, nil
	}
	year, month, both := strings.Cut(text, "-")
	if _, err := fmt.Sscan(year, &d.Year); err != nil {
		return d, fmt.Errorf("truth: date %q: %w", text, err)
	}
	if both {
		if _, err := fmt.Sscan(strings.TrimLeft(month, "0"), &d.Month); err != nil {
			return d, fmt.Errorf("truth: date %q: %w", text, err)
		}
	}
	return d, nil
}
