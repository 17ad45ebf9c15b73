package structure_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestStreetIsNoTown reads the town where it stands apart from the street, as our
// own files have it, and the street only where no town is said.
func TestStreetIsNoTown(t *testing.T) {
	for text, want := range map[string]string{
		"München | hans@example.com\nAnschrift: Hauptstraße 5, 80331":           "München",
		"Lehrte-Steinwedel | hans@example.com\nAnschrift: Hauptstraße 5, 31275": "Lehrte-Steinwedel",
		"hans@example.com\nAnschrift: Hauptstraße 5, 80331 München":             "München",
		"hans@example.com\nAnschrift: Hauptstraße 5, 80331":                     "Hauptstraße 5, 80331",
	} {
		p := structure.Parse(fromText("Hans Meier\nBuchhalter\n" + text + "\n\n# Berufserfahrung\nBuchhalter, Siemens AG\n09/2013 – 03/2019"))
		if got := p.Personal.Location.Text; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
