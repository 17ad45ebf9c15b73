package main

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// writeText is a CV as people type it, lines broken at a width, in one of three
// designs; minimal is the one without titles.
func writeText(v *view, minimal bool) string {
	var out strings.Builder
	bullet := []string{"- ", "* ", "+ ", "• "}[v.Variant%4]
	width := []int{78, 72, 1000}[v.Variant%3]
	say := func(text string) { out.WriteString(text + "\n") }
	point := func(text string) { say(wrap(bullet+text, width, strings.Repeat(" ", len([]rune(bullet))))) }
	heading := func(text string) {
		say("")
		switch {
		case minimal:
		case v.Variant%3 == 0:
			say(strings.ToUpper(text))
			say(strings.Repeat("=", len([]rune(text))))
		case v.Variant%3 == 1:
			say(text + ":")
		default:
			say("--- " + text + " ---")
		}
	}
	me := v.Truth.Personal
	say(me.Name)
	if me.Title != "" {
		say(me.Title)
	}
	switch {
	case v.Variant%2 == 0 || minimal:
		say(strings.Join(v.Contacts, " | "))
	default:
		for i, value := range []string{me.Email, me.Phone, me.Location, me.LinkedIn, me.GitHub} {
			if value != "" {
				say(v.Labels[i] + ": " + value)
			}
		}
	}
	if v.Truth.Summary != "" {
		heading(v.Head["summary"])
		say(wrap(v.Truth.Summary, width, ""))
	}
	heading(v.Head["experience"])
	for i, role := range v.Roles {
		if i > 0 {
			say("")
		}
		switch {
		case v.CompanyFirst:
			say(comma(role.Company, role.Location))
			say(role.Title + " (" + role.Period + ")")
		case v.Variant%2 == 0:
			say(role.Period)
			say(role.Title + ", " + role.Company)
			if role.Location != "" {
				say(role.Location)
			}
		default:
			say(role.Title + " | " + role.Company + " | " + role.Period)
			if role.Location != "" {
				say(role.Location)
			}
		}
		if role.Description != "" {
			say(wrap(role.Description, width, ""))
		}
		for _, achievement := range role.Achievements {
			point(achievement)
		}
	}
	heading(v.Head["education"])
	for _, school := range v.Schools {
		say(school.Degree)
		say(school.Institution + ", " + school.Period)
		if school.GPA != "" {
			say("GPA: " + school.GPA)
		}
	}
	heading(v.Head["skills"])
	say(wrap(strings.Join(v.Truth.Skills, ", "), width, ""))
	heading(v.Head["languages"])
	for _, spoken := range v.Spoken {
		say(spoken.Full)
	}
	if v.Truth.Certifications != nil {
		heading(v.Head["certifications"])
		for _, certificate := range v.Truth.Certifications {
			point(certificate)
		}
	}
	return out.String()
}

// wrap breaks a text at words; lines after the first are indented.
func wrap(text string, width int, indent string) string {
	var out strings.Builder
	at := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case at+1+n > width:
			out.WriteString("\n" + indent)
			at = len([]rune(indent))
		default:
			out.WriteByte(' ')
			at++
		}
		out.WriteString(word)
		at += n
	}
	return out.String()
}

// encode is the text in an encoding: "utf8", "bom" or "windows1251".
func encode(text, encoding string) ([]byte, error) {
	switch encoding {
	case "bom":
		return []byte("\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")), nil
	case "windows1251":
		out, err := charmap.Windows1251.NewEncoder().String(strings.NewReplacer("\n", "\r\n", "−", "-").Replace(text))
		if err != nil {
			return nil, fmt.Errorf("encode as windows-1251: %w", err)
		}
		return []byte(out), nil
	default:
		return []byte(text), nil
	}
}
