package structure_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestSkillsOneALine reads a list of skills in lines of their own, among them
// words that title sections elsewhere, and abbreviations that look as titles in
// capitals do.
func TestSkillsOneALine(t *testing.T) {
	const (
		above = "Anna Berg\nanna@example.com\n\nEXPERIENCE\nSales Manager, KPN Corp\n01/2020 – present\nLed a team of 5 people\n\nSKILLS\n"
		below = "\n\nEDUCATION\nBSc Economics, University of Bonn, 2019\n\nLANGUAGES\nEnglish C1"
	)
	want := []string{"Python", "AWS", "SAP", "Excel", "Leadership", "CRM", "Research", "ABAP OO", "Negotiation", "Training"}
	text := above + strings.Join(want, "\n") + below
	for story, d := range map[string]*document.Document{
		"titles in capitals": fromText(text),
		"titles that only empty lines show": fromText(strings.NewReplacer(
			"EXPERIENCE", "Experience", "SKILLS", "Skills", "EDUCATION", "Education", "LANGUAGES", "Languages").Replace(text)),
		"every line a paragraph":                   paragraphs(text),
		"every line a paragraph, titles are bold":  paragraphs(text, "EXPERIENCE", "SKILLS", "EDUCATION", "LANGUAGES"),
		"every line a paragraph, titles are large": larger(paragraphs(text), "EXPERIENCE", "SKILLS", "EDUCATION", "LANGUAGES"),
	} {
		p := structure.Parse(d)
		var got []string
		for _, s := range p.Skills {
			got = append(got, s.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", story, diff)
		}
		if len(p.Education) != 1 || len(p.Languages) != 1 {
			t.Errorf("%s: schools %v, languages %v", story, p.Education, p.Languages)
		}
	}
}

// paragraphs is a text as files of word processors have it: each line a block.
func paragraphs(text string, bold ...string) *document.Document {
	d := fromText(text)
	for i := range d.Lines {
		d.Lines[i].Block, d.Lines[i].Size = i, 11
		for _, title := range bold {
			d.Lines[i].Bold = d.Lines[i].Bold || d.Lines[i].Text == title
		}
	}
	return d
}

func larger(d *document.Document, titles ...string) *document.Document {
	for i := range d.Lines {
		for _, title := range titles {
			if d.Lines[i].Text == title {
				d.Lines[i].Size, d.Lines[i].Text = 14, title[:1]+strings.ToLower(title[1:])
			}
		}
	}
	return d
}
