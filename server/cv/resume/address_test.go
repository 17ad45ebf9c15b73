package resume_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestAddressStaysWhole: street, postal code and town are written together, and
// are read back as the same town; what is no address is no part of one.
func TestAddressStaysWhole(t *testing.T) {
	for line, want := range map[string]string{
		"Anschrift: Hauptstraße 5, 80331 München":                            "Hauptstraße 5, 80331 München",
		"Hauptstraße 5, 80331 München":                                       "Hauptstraße 5, 80331 München",
		"Hauptstraße 5, 80331 München | hans@example.com | +49 30 1234567":   "Hauptstraße 5, 80331 München",
		"Address: 12 High Street, London SW1A 1AA, UK":                       "12 High Street, London SW1A 1AA, UK",
		"12 High Street, London, UK":                                         "12 High Street, London, UK",
		"Calle Mayor 5, 28013 Madrid":                                        "Calle Mayor 5, 28013 Madrid",
		"Адрес: г. Москва, ул. Ленина, д. 5":                                 "г. Москва, ул. Ленина, д. 5",
		"Wohnort: München":                                                   "München",
		"34 years old, London":                                               "London",
		"hans@example.com, London, +44 20 7946 0958":                         "London",
		"London | 5 years of experience | https://example.com/high-street/5": "London",
	} {
		d, err := read.New(nil).Read(t.Context(), []byte("Hans Meier\nBuchhalter\n"+line+"\n\nBerufserfahrung\n\nBuchhalter, Siemens AG\n09/2013 – 03/2019\n- Führte die Bücher der Abteilung\n"))
		if err != nil {
			t.Fatal(err)
		}
		p := structure.Parse(d)
		r := resume.Of(d, &p)
		if r.Person.Location != want {
			t.Errorf("%s: %q, want %q", line, r.Person.Location, want)
		}
		for _, more := range r.Person.Details {
			if strings.Contains(want, more) {
				t.Errorf("%s: %q stands apart", line, more)
			}
		}
		back, err := read.New(nil).Read(t.Context(), []byte(r.Text()))
		if err != nil {
			t.Fatal(err)
		}
		if again := structure.Parse(back); again.Personal.Location.Text != p.Personal.Location.Text {
			t.Errorf("%s: read back as %q, was %q", line, again.Personal.Location.Text, p.Personal.Location.Text)
		}
		p.Personal.Location.Text, p.Personal.Location.Spans = "Wien", nil // corrected
		if got := resume.Of(d, &p).Person.Location; got != "Wien" {
			t.Errorf("%s: corrected %q", line, got)
		}
	}
}
