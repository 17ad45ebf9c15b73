package main

import "strings"

func (d *docx) points(role roleView) string {
	out := ""
	if role.Description != "" {
		out = para("", "", role.Description)
	}
	for _, achievement := range role.Achievements {
		out += d.bullet(achievement)
	}
	return out
}

func comma(a, b string) string {
	if b == "" {
		return a
	}
	return a + ", " + b
}

func (d *docx) experience(v *view) string {
	out := d.heading(v.Head["experience"])
	for _, role := range v.Roles {
		switch {
		case v.CompanyFirst && role.Again:
			out += para("", "", "*"+role.Title) + para("", "", role.Period)
		case v.CompanyFirst:
			out += para("Heading2", "", comma(role.Company, role.Location)) + para("", "", "*"+role.Title) + para("", "", role.Period)
		case v.Variant%3 == 0:
			out += para("Heading2", "", role.Title+", "+role.Company) + para("", "", "_"+comma(role.Period, role.Location))
		default:
			out += para("Heading2", "", role.Title) + para("", "", "_"+comma(role.Company, role.Location)) + para("", "", role.Period)
		}
		out += d.points(role)
	}
	return out
}

func (d *docx) experienceRight(v *view) string {
	out := d.heading(v.Head["experience"])
	tab := rightTab(173)
	for _, role := range v.Roles {
		if v.CompanyFirst {
			if !role.Again {
				out += para("", tab, "*"+role.Company, "\t"+role.Location)
			}
			out += para("", tab, "_"+role.Title, "\t"+role.Period)
		} else {
			out += para("", tab, "*"+role.Title, "\t"+role.Period) + para("", "", "_"+comma(role.Company, role.Location))
		}
		out += d.points(role)
	}
	return out
}

func (d *docx) experienceEuropass(v *view) string {
	out := d.heading(v.Head["experience"])
	for _, role := range v.Roles {
		where := ""
		if role.Location != "" {
			where = " – " + role.Location
		}
		out += para("", "", role.Period+where) + para("", "", "*"+strings.ToUpper(role.Title), " – "+role.Company) + d.points(role)
	}
	return out
}
