package edition_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// odd is a CV whose values no reader would take for what they are.
const odd = `{"basics": {"name": "4nn4 (the builder)", "label": "+1 at everything", "email": "anna@example.org"},
	"work": [{"name": "moving to Spark on AWS", "position": "Berlin", "startDate": "2019-03", "endDate": "2020", "highlights": ["Built the ledger"]},
		{"name": "Acme", "position": "Engineer", "startDate": "2015-01", "endDate": "2019-02"}],
	"education": [{"institution": "2013", "studyType": "School of life", "endDate": "2013-06"}],
	"skills": [{"name": "Go"}, {"name": "speaking to people who would rather not be spoken to, ever"}],
	"languages": [{"language": "Klingon", "fluency": "C2"}]}`

// What a document states is what the imported CV says, however odd it is.
func TestImportKeepsWhatIsStated(t *testing.T) {
	made, err := edition.Import(t.Context(), []byte(odd))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := docx.Read(t.Context(), made.Content)
	if err != nil {
		t.Fatal(err)
	}
	p := structure.Parse(doc)
	if p.Personal.Name.Text == "4nn4 (the builder)" {
		t.Error("the file alone says the name: nothing is tried")
	}
	for _, c := range made.Corrections {
		if p, err = p.With(c.Path, c.Value); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
	}
	for path, want := range map[string]string{
		"personalInfo.name": "4nn4 (the builder)", "personalInfo.title": "+1 at everything", "personalInfo.email": "anna@example.org",
		"experience[0].company": "moving to Spark on AWS", "experience[0].title": "Berlin", "experience[0].achievements[0]": "Built the ledger",
		"experience[1].company": "Acme", "experience[1].title": "Engineer", "education[0].institution": "2013", "education[0].degree": "School of life",
		"skills[0]": "Go", "skills[1]": "speaking to people who would rather not be spoken to, ever", "languages[0]": "Klingon",
	} {
		if got, _ := p.At(path); got != want {
			t.Errorf("%s is %q, stated as %q", path, got, want)
		}
	}
	if start := p.Experience[0].Period.Start; start.Year != 2019 || start.Month != 3 || p.Education[0].Period.End.Year != 2013 {
		t.Errorf("dates %+v, %+v", p.Experience[0].Period, p.Education[0].Period)
	}
}

func TestImportRefusesWhatSaysNothing(t *testing.T) {
	for _, document := range []string{`{}`, `{"basics": {"name": " "}, "work": [{}], "meta": {"version": "v1.0.0"}}`} {
		if _, err := edition.Import(t.Context(), []byte(document)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", document, err)
		}
	}
}
