package structure_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestNames reads first lines as people write them, and the headline below.
func TestNames(t *testing.T) {
	for line, want := range map[string]string{
		"Prof. Dr. Hans Meier":                "Prof. Dr. Hans Meier",
		"Hans Meier PhD":                      "Hans Meier",
		"Hans Meier, Ph.D.":                   "Hans Meier",
		"Hans Meier M.Sc., MBA":               "Hans Meier",
		"Yo Yo Ma":                            "Yo Yo Ma",
		"Anna Schmidt (she/her)":              "Anna Schmidt",
		"Anna Schmidt (geb. Meier)":           "Anna Schmidt",
		"Dr. med. Anna-Lena Groß, MBA":        "Dr. med. Anna-Lena Groß",
		`Anna "Annie" Berg`:                   `Anna "Annie" Berg`,
		"Anna Berg, 34":                       "Anna Berg",
		"Анна Берг, 34 года":                  "Анна Берг",
		"JUAN CARLOS DE LA TORRE Y GARCÍA":    "JUAN CARLOS DE LA TORRE Y GARCÍA",
		"Maria do Carmo Vasconcelos de Sousa": "Maria do Carmo Vasconcelos de Sousa",
		"Juan Carlos Alejandro Fernando de la Torre y García-Montenegro Fitzgerald": "Juan Carlos Alejandro Fernando de la Torre y García-Montenegro Fitzgerald",
		"Curriculum Vitae 2024": "",
		"Section 3, 34":         "",
	} {
		p := structure.Parse(fromText(line + "\nNurse\nanna@example.com\n\n# Experience\nNurse, Charité\n01/2020 – present")).Personal
		if p.Name.Text != want || want != "" && p.Title.Text != "Nurse" {
			t.Errorf("%s: name %q, headline %q, want %q", line, p.Name.Text, p.Title.Text, want)
		}
	}
}

// TestNameByItsSize takes words for a name that do not look like one where
// they are written far larger than the rest.
func TestNameByItsSize(t *testing.T) {
	for size, want := range map[float64]string{10: "", 20: "anna b. 2nd"} {
		d := &document.Document{Format: "docx", Pages: 1}
		for i, text := range []string{"anna b. 2nd", "Nurse", "anna@example.com", "Worked as a nurse in one of the hospitals of the town"} {
			d.Lines = append(d.Lines, document.Line{Text: text, Page: 1, Block: i, Size: 10, Confidence: 1})
		}
		d.Lines[0].Size = size
		if got := structure.Parse(d).Personal.Name.Text; got != want {
			t.Errorf("in %v points: name %q, want %q", size, got, want)
		}
	}
}

// TestLanguageOfShortText reads an English CV in which nothing but names is
// Spanish.
func TestLanguageOfShortText(t *testing.T) {
	const text = "Juan de la Torre y García\nAccountant\njuan@example.com\n\n# Work Experience\nAccountant, Banco de Santander\n01/2020 – present\n- Closed monthly books\n\n# Skills\nExcel, SAP\n\n# Education\nBSc Accounting, Universidad Complutense de Madrid, 2019"
	if got := structure.Parse(fromText(text)).Language; got != "en" {
		t.Errorf("read as %q", got)
	}
}
