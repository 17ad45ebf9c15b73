package main

import (
	"fmt"
	"strings"
)

// writeGroff is a CV for groff: justified, hyphenated and with ligatures, much
// as LaTeX sets it.
func writeGroff(v *view, layout string) string {
	var out strings.Builder
	say := func(format string, values ...any) { fmt.Fprintf(&out, format+"\n", values...) }
	heading := func(text string) {
		say(".sp 0.6\n.ne 5\n.ps 13\n.ft B\n.br\n%s\n.br\n.ft R\n.ps 10\n\\l'\\n(.lu'\n.sp 0.2", roff(text))
	}
	say(".pl 29.7c\n.po 2.2c\n.ll 16.6c\n.ps 10\n.vs 13\n.fam T\n.hy 4\n.de footer\n'bp\n..\n.wh -2c footer\n.de header\n'sp 1.6c\n..\n.wh 0 header\n.sp 1.6c")
	me := v.Truth.Personal
	say(".ce 3\n.ps 20\n.vs 24\n\\fB%s\\fR\n.ps 11\n.vs 14", roff(me.Name))
	if me.Title != "" {
		say("%s", roff(me.Title))
	}
	say(".ps 10\n.vs 13\n.ce 1\n%s\n.br", roff(strings.Join(v.Contacts, " | ")))
	if v.Truth.Summary != "" {
		heading(v.Head["summary"])
		say("%s", roff(v.Truth.Summary))
	}
	heading(v.Head["experience"])
	for _, role := range v.Roles {
		say(".sp 0.3\n.ne 4")
		switch layout {
		case "dates_right":
			say(".ta 16.6cR\n.nf\n\\fB%s\\fR\t%s\n\\fI%s\\fR\t%s\n.fi", roff(role.Title), roff(role.Period), roff(role.Company), roff(role.Location))
		case "table": // dates in a column of their own, the text beside them
			say(".nf\n.ta 4.2c\n%s\t\\fB%s\\fR\n.in 4.2c\n%s\n.fi", roff(role.Period), roff(role.Title), roff(comma(role.Company, role.Location)))
		default:
			say(".nf\n\\fB%s\\fR, %s\n%s\n.fi", roff(role.Title), roff(comma(role.Company, role.Location)), roff(role.Period))
		}
		if role.Description != "" {
			say("%s\n.br", roff(role.Description))
		}
		for _, achievement := range role.Achievements {
			say(".in +0.5c\n.ti -0.4c\n\\(bu\\h'0.2c'%s\n.br\n.in -0.5c", roff(achievement))
		}
		say(".in 0")
	}
	heading(v.Head["education"])
	for _, school := range v.Schools {
		if layout == "table" {
			say(".nf\n.ta 4.2c\n%s\t\\fB%s\\fR\n\t%s\n.fi", roff(school.Period), roff(school.Degree), roff(school.Institution))
			school.GPA = ""
		} else {
			say(".ta 16.6cR\n.nf\n\\fB%s\\fR\t%s\n%s\n.fi", roff(school.Institution), roff(school.Period), roff(school.Degree))
		}
		if school.GPA != "" {
			say("GPA: %s\n.br", school.GPA)
		}
	}
	heading(v.Head["skills"])
	for _, group := range v.Groups {
		if group.Name != "" {
			say("\\fB%s:\\fR", roff(group.Name))
		}
		say("%s\n.br", roff(strings.Join(group.Items, ", ")))
	}
	heading(v.Head["languages"])
	for _, spoken := range v.Spoken {
		say("%s\n.br", roff(spoken.Full))
	}
	if v.Truth.Certifications != nil {
		heading(v.Head["certifications"])
		for _, certificate := range v.Truth.Certifications {
			say("%s\n.br", roff(certificate))
		}
	}
	return out.String()
}

// roff escapes what groff takes for a request.
func roff(text string) string {
	text = strings.ReplaceAll(text, `\`, `\e`)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
