package main

import (
	"fmt"
	"strings"
)

// locale is the language as Word writes it.
var locale = map[string]string{"en": "en-US", "ru": "ru-RU", "uz": "uz-Latn-UZ", "es": "es-ES", "de": "de-DE", "fr": "fr-FR", "pt": "pt-BR", "tr": "tr-TR"}

// writeDocx lays a CV out in Word.
func writeDocx(v *view, layout, font string, hyphenate bool) ([]byte, error) {
	d := &docx{
		font: font, lang: locale[v.Code], hyphenate: hyphenate,
		typedBullets: v.Variant%4 == 1, boldHeadings: v.Variant%5 == 2, capitalHeadings: v.Upper && v.Code != "tr",
	}
	switch layout {
	case "sidebar_left", "sidebar_right":
		d.sidebar(v, layout == "sidebar_right")
	case "header_columns":
		d.body.WriteString(d.top(v))
		d.body.WriteString(table([]float64{112, 60}, []string{d.summary(v) + d.experience(v), d.education(v) + d.rest(v)}))
	case "table":
		d.body.WriteString(d.top(v) + d.summary(v))
		d.tables(v)
	default:
		d.body.WriteString(d.top(v))
		experience := d.experience
		switch layout {
		case "dates_right":
			experience = d.experienceRight
		case "europass":
			experience = d.experienceEuropass
		}
		first, second := experience(v), d.education(v)
		if v.SchoolsFirst {
			first, second = second, first
		}
		d.body.WriteString(d.summary(v) + first + second + d.rest(v))
	}
	return d.bytes()
}

func (d *docx) top(v *view) string {
	me := v.Truth.Personal
	out := para("Title", "", me.Name)
	if me.Title != "" {
		out += para("Subtitle", "", me.Title)
	}
	if v.Variant%2 == 0 {
		return out + para("", "", strings.Join(v.Contacts, " | "))
	}
	return out + d.labelled(v)
}

func (d *docx) labelled(v *view) string {
	me := v.Truth.Personal
	out := para("", "", "*"+v.Labels[2]+": ", me.Location) + para("", "", "*"+v.Labels[1]+": ", me.Phone) + para("", "", "*"+v.Labels[0]+": ", me.Email)
	if me.LinkedIn != "" {
		out += para("", "", "*LinkedIn: ", me.LinkedIn)
	}
	if me.GitHub != "" {
		out += para("", "", "*GitHub: ", me.GitHub)
	}
	return out
}

func (d *docx) summary(v *view) string {
	if v.Truth.Summary == "" {
		return ""
	}
	return d.heading(v.Head["summary"]) + para("", "", v.Truth.Summary)
}

func (d *docx) education(v *view) string {
	out := d.heading(v.Head["education"])
	for _, school := range v.Schools {
		out += para("Heading2", "", school.Degree) + para("", "", fmt.Sprintf("%s, %s", school.Institution, school.Period))
		if school.GPA != "" {
			out += para("", "", "GPA: "+school.GPA)
		}
	}
	return out
}

func (d *docx) rest(v *view) string {
	out := d.heading(v.Head["skills"])
	switch {
	case v.Variant%3 == 0:
		for _, skill := range v.Truth.Skills {
			out += d.bullet(skill)
		}
	case len(v.Groups) > 1:
		for _, group := range v.Groups {
			out += para("", "", "*"+group.Name+": ", strings.Join(group.Items, ", "))
		}
	default:
		out += para("", "", strings.Join(v.Truth.Skills, ", "))
	}
	return out + d.languagesAndMore(v)
}

func (d *docx) languagesAndMore(v *view) string {
	out := d.heading(v.Head["languages"])
	for _, spoken := range v.Spoken {
		out += para("", "", spoken.Full)
	}
	if v.Truth.Certifications != nil {
		out += d.heading(v.Head["certifications"])
		for _, certificate := range v.Truth.Certifications {
			out += d.bullet(certificate)
		}
	}
	if v.Interests != "" {
		out += d.heading(v.Head["interests"]) + para("", "", v.Interests)
	}
	return out
}

// sidebar is a table's cell, or in some variants a text box beside the text.
func (d *docx) sidebar(v *view, right bool) {
	side := d.heading(v.Head["contact"])
	for _, contact := range v.Contacts {
		side += para("", `<w:jc w:val="left"/>`, contact)
	}
	side += d.heading(v.Head["skills"])
	for _, skill := range v.Truth.Skills {
		side += para("", "", skill)
	}
	side += d.languagesAndMore(v)
	me := v.Truth.Personal
	body := para("Title", "", me.Name)
	if me.Title != "" {
		body += para("Subtitle", "", me.Title)
	}
	body += d.summary(v) + d.experience(v) + d.education(v)
	switch {
	case v.Variant%3 == 0:
		x := 12.0
		if right {
			x = 145
		}
		d.body.WriteString(d.textBox(x, 18, 52, 250, side) + body)
	case right:
		d.body.WriteString(table([]float64{118, 55}, []string{body, side}))
	default:
		d.body.WriteString(table([]float64{55, 118}, []string{side, body}))
	}
}

func (d *docx) tables(v *view) {
	widths := []float64{40, 133}
	var roles, schools, skills [][]string
	for _, role := range v.Roles {
		first, second := role.Title, comma(role.Company, role.Location)
		if v.CompanyFirst {
			first, second = second, first
		}
		roles = append(roles, []string{para("", "", role.Period), para("", "", "*"+first) + para("", "", second) + d.points(role)})
	}
	for _, school := range v.Schools {
		cell := para("", "", "*"+school.Degree) + para("", "", school.Institution)
		if school.GPA != "" {
			cell += para("", "", "GPA: "+school.GPA)
		}
		schools = append(schools, []string{para("", "", school.Period), cell})
	}
	for _, spoken := range v.Spoken {
		skills = append(skills, []string{para("", "", spoken.Name), para("", "", spoken.Level)})
	}
	d.body.WriteString(d.heading(v.Head["experience"]) + table(widths, roles...) + d.heading(v.Head["education"]) + table(widths, schools...))
	d.body.WriteString(d.heading(v.Head["skills"]) + para("", "", strings.Join(v.Truth.Skills, "; ")))
	d.body.WriteString(d.heading(v.Head["languages"]) + table(widths, skills...))
	if v.Truth.Certifications != nil {
		d.body.WriteString(d.heading(v.Head["certifications"]))
		for _, certificate := range v.Truth.Certifications {
			d.body.WriteString(d.bullet(certificate))
		}
	}
}
