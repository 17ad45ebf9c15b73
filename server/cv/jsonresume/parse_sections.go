package jsonresume

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// sections are the lists that a CV has as sections of its own.
func sections(n node, code string) []resume.Section {
	named := titlesOf(code)
	all := []resume.Section{
		{Kind: cv.SectionProjects, Lines: projectLines(n.field("projects"), code)},
		{Kind: cv.SectionOther, Title: named[volunteering], Lines: volunteerLines(n.field("volunteer"), code)},
		{Kind: cv.SectionOther, Title: named[awards], Lines: items(n.field("awards"), dot, "title", "awarder", "date")},
		{Kind: cv.SectionOther, Title: named[publications], Lines: items(n.field("publications"), dot, "name", "publisher", "releaseDate")},
		{Kind: cv.SectionOther, Title: named[interests], Lines: items(n.field("interests"), ", ", "name")},
		{Kind: cv.SectionOther, Title: named[references], Lines: items(n.field("references"), dash, "reference", "name")},
	}
	var out []resume.Section
	for _, s := range append(all, own(n.field("meta").field("sections"))...) {
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// items are a list's entries, each a list item: its fields side by side, then
// what else it says.
func items(n node, sep string, fields ...string) []resume.Line {
	var out []resume.Line
	for _, one := range n.list() {
		parts := make([]string, 0, len(fields)+1)
		for _, name := range fields {
			f := one.field(name)
			if strings.HasSuffix(strings.ToLower(name), "date") {
				parts = append(parts, resume.Period{Start: f.date()}.String())
				continue
			}
			parts = append(parts, f.text())
		}
		text := join(sep, append(parts, one.field("url").url())...)
		text = join(": ", text, join(" ", one.field("summary").text(), strings.Join(one.field("keywords").texts(), ", ")))
		if text != "" {
			out = append(out, resume.Line{Text: text, Bullet: true})
		}
	}
	return out
}

func volunteerLines(n node, code string) []resume.Line {
	var out []resume.Line
	for _, one := range n.list() {
		head := join(dot, one.field("position").text(), one.field("organization").text(), one.field("location").text(), period(one).In(code))
		out = append(out, entry(head, one.field("url").url(), one.field("summary").text(), one.field("highlights").texts())...)
	}
	return out
}

func projectLines(n node, code string) []resume.Line {
	var out []resume.Line
	for _, one := range n.list() {
		head := join(dot, one.field("name").text(), join(", ", one.field("roles").texts()...), one.field("entity").text(), one.field("type").text(),
			one.field("detail").text(), period(one).In(code))
		lines := entry(head, one.field("url").url(), one.field("description").text(), one.field("highlights").texts())
		if words := strings.Join(one.field("keywords").texts(), ", "); words != "" {
			lines = append(lines, resume.Line{Text: titlesOf(code)[keywords] + ": " + words, Bullet: true})
		}
		out = append(out, lines...)
	}
	return out
}

// entry is a strong line with an address behind it, text and a list.
func entry(head, address, text string, list []string) []resume.Line {
	var out []resume.Line
	switch {
	case head != "" && address != "":
		out = append(out, resume.Line{Text: head, Strong: true, Links: []resume.Link{{URL: address, End: len(head)}}})
	case head != "":
		out = append(out, resume.Line{Text: head, Strong: true})
	case address != "":
		out = append(out, resume.Line{Text: address})
	}
	for _, paragraph := range strings.Split(text, "\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			out = append(out, resume.Line{Text: paragraph})
		}
	}
	for _, item := range list {
		out = append(out, resume.Line{Text: item, Bullet: true})
	}
	return out
}

// kinds are those that a section may have.
var kinds = []string{
	cv.SectionSummary, cv.SectionExperience, cv.SectionEducation, cv.SectionSkills, cv.SectionLanguages, cv.SectionCertifications, cv.SectionProjects, cv.SectionOther,
}

// own are the sections that stand beside the schema's lists.
func own(n node) []resume.Section {
	var out []resume.Section
	for _, one := range n.list() {
		s := resume.Section{Kind: cv.SectionOther, Title: one.field("title").text()}
		for _, kind := range kinds {
			if one.field("kind").text() == kind {
				s.Kind = kind
			}
		}
		for _, line := range one.field("lines").list() {
			l := resume.Line{
				Text: line.field("text").text(), Strong: line.field("strong").flag(), Bullet: line.field("bullet").flag(), Level: line.field("level").number(9),
			}
			for _, k := range line.field("links").list() {
				found := resume.Link{URL: k.field("url").text(), Start: k.field("start").number(maxText), End: k.field("end").number(maxText)}
				if found.URL != "" && found.Start < found.End && found.End <= len(l.Text) {
					l.Links = append(l.Links, found)
				}
			}
			if l.Text != "" {
				s.Lines = append(s.Lines, l)
			}
		}
		out = append(out, s)
	}
	return out
}
