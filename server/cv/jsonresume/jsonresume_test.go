package jsonresume_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/jsonresume"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

func everySection(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/every_section.json")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestParseTakesEverySection holds an imported CV to every text of a document
// that uses all of the schema.
func TestParseTakesEverySection(t *testing.T) {
	r, err := jsonresume.Parse(everySection(t))
	if err != nil {
		t.Fatal(err)
	}
	want := resume.Resume{
		Language: "en",
		Person: resume.Person{
			Name: "Marit Solberg", Headline: "Staff Platform Engineer", Email: "marit.solberg@example.org", Phone: "+47 21 55 01 20",
			Location: "Storgata 4, 0155 Oslo, Oslo, NO", LinkedIn: "https://www.linkedin.com/in/marit-solberg", GitHub: "https://github.com/msolberg",
			Links: []string{"https://marit.example"}, Details: []string{"Mastodon: @marit@social.example"},
		},
		Summary: "Platform engineer with twelve years in payments.\nI build systems that the people who run them understand.",
		Experience: []resume.Job{
			{
				Title: "Staff Platform Engineer", Company: "Fjordpay AS", Location: "Oslo, Norway", Period: resume.Period{Start: cv.Date{Year: 2019, Month: 8}, Current: true},
				Description:  "Card payments for shops\nResponsible for the ledger and its operation.",
				Achievements: []string{"Cut the latency of the ledger from 900 to 40 ms", "Led the move of 60 services to Kubernetes"},
				Notes:        []string{"https://fjordpay.example"},
			},
			{
				Title: "Backend Engineer", Company: "Nordlys Data", Period: resume.Period{Start: cv.Date{Year: 2013}, End: cv.Date{Year: 2019, Month: 7}},
				Achievements: []string{"Wrote the billing service in Go"},
			},
		},
		Education: []resume.School{{
			Degree: "Master, Computer Science", Institution: "University of Bergen", GPA: "A",
			Period: resume.Period{Start: cv.Date{Year: 2008, Month: 8}, End: cv.Date{Year: 2013, Month: 6}}, Notes: []string{"Distributed Systems", "https://uib.example"},
		}},
		Skills: []resume.SkillGroup{
			{Title: "Backend (expert)", Skills: []resume.Skill{{Name: "Go"}, {Name: "PostgreSQL", Note: "10 years"}, {Name: "Kafka"}}},
			{Skills: []resume.Skill{{Name: "Public speaking", Note: "good"}, {Name: "Mentoring"}}},
		},
		Languages:      []resume.Spoken{{Name: "Norwegian", Level: "Native speaker"}, {Name: "English", Level: "C2", CEFR: "C2"}},
		Certifications: []resume.Certification{{Name: "Certified Kubernetes Administrator", Detail: "CNCF, 2022-03-04, https://cert.example/1"}},
		Sections: []resume.Section{
			{Kind: cv.SectionProjects, Lines: []resume.Line{
				{Text: "openledger · Maintainer · Fjordpay · application · 02/2018 – 2021", Strong: true, Links: []resume.Link{{URL: "https://openledger.example", End: 67}}},
				{Text: "A ledger anybody may read."}, {Text: "2,000 stars", Bullet: true}, {Text: "Go, SQLite", Bullet: true},
			}},
			{Kind: cv.SectionOther, Title: "Volunteering", Lines: []resume.Line{
				{Text: "Mentor · Kids Code Oslo · 01/2016 – 12/2018", Strong: true, Links: []resume.Link{{URL: "https://kidscode.example", End: 46}}},
				{Text: "Taught programming to children."}, {Text: "Held 40 evenings", Bullet: true},
			}},
			{Kind: cv.SectionOther, Title: "Awards", Lines: []resume.Line{{Text: "Engineer of the Year, Tekna, 2021-11: For the open ledger.", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "Publications", Lines: []resume.Line{{Text: "Ledgers That Balance, Queue, 2020-05, https://queue.example/ledgers: On double entry.", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "Interests", Lines: []resume.Line{{Text: "Sailing: regattas, navigation", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "References", Lines: []resume.Line{{Text: "Marit leaves every system simpler than she found it., Ingrid Dahl", Bullet: true}}},
		},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// TestImportsComeBack exports what was imported and imports it again.
func TestImportsComeBack(t *testing.T) {
	first, err := jsonresume.Parse(everySection(t))
	if err != nil {
		t.Fatal(err)
	}
	comesBack(t, "every_section.json", first)
}

// comesBack holds a CV to what is read of its document. The schema has no bullets
// in its lists, no order of sections, and no codes.
func comesBack(t *testing.T, name string, r resume.Resume) {
	t.Helper()
	file, err := jsonresume.Marshal(r)
	if err != nil {
		t.Fatalf("write %s: %v", name, err)
	}
	back, err := jsonresume.Parse(file)
	if err != nil {
		t.Fatalf("read %s: %v\n%s", name, err, file)
	}
	opts := cmp.Options{
		cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(resume.Spoken{}, "Code", "CEFR"), cmpopts.IgnoreFields(resume.Skill{}, "Canonical"),
		cmpopts.IgnoreFields(resume.Line{}, "Bullet", "Strong"), cmpopts.IgnoreFields(resume.Resume{}, "Order"),
		cmpopts.IgnoreFields(resume.Section{}, "Title"),
		cmpopts.SortSlices(func(a, b resume.Section) bool { return a.Kind+a.Lines[0].Text < b.Kind+b.Lines[0].Text }),
		cmp.Transformer("address", func(p resume.Person) resume.Person {
			for _, address := range append([]*string{&p.LinkedIn, &p.GitHub}, pointers(p.Links)...) {
				if *address = strings.TrimPrefix(*address, "https://"); *address != "" {
					*address = strings.TrimSuffix(*address, "/")
				}
			}
			return resume.Person{Name: p.Name, Headline: p.Headline, Email: p.Email, Phone: p.Phone, Location: p.Location, Details: append([]string{p.LinkedIn, p.GitHub}, append(p.Links, p.Details...)...)}
		}),
		// A period without an end goes on in the schema.
		cmp.Comparer(func(a, b resume.Period) bool { return a.Text == b.Text && a.Start == b.Start && a.End == b.End }),
	}
	_ = opts
	if diff := cmp.Diff(r, back, withoutTransformer(opts)...); diff != "" {
		t.Errorf("%s: wrote (-), read (+):\n%s", name, diff)
	}
	again, err := jsonresume.Marshal(back)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := jsonresume.Marshal(back)
	if err != nil || !bytes.Equal(again, twice) {
		t.Errorf("%s: the same CV gives other bytes", name)
	}
}

func pointers(all []string) []*string {
	out := make([]*string, len(all))
	for i := range all {
		out[i] = &all[i]
	}
	return out
}
