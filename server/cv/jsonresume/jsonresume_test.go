package jsonresume_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
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
		Certifications: []resume.Certification{{Name: "Certified Kubernetes Administrator", Detail: "03/2022, CNCF, https://cert.example/1"}},
		Sections: []resume.Section{
			{Kind: cv.SectionProjects, Lines: []resume.Line{
				{Text: "openledger · Maintainer · Fjordpay · application · 02/2018 – 2021", Strong: true, Links: []resume.Link{{URL: "https://openledger.example", End: 71}}},
				{Text: "A ledger anybody may read."},
				{Text: "2,000 stars", Bullet: true},
				{Text: "Keywords: Go, SQLite", Bullet: true},
			}},
			{Kind: cv.SectionOther, Title: "Volunteering", Lines: []resume.Line{
				{Text: "Mentor · Kids Code Oslo · 01/2016 – 12/2018", Strong: true, Links: []resume.Link{{URL: "https://kidscode.example", End: 47}}},
				{Text: "Taught programming to children."},
				{Text: "Held 40 evenings", Bullet: true},
			}},
			{Kind: cv.SectionOther, Title: "Awards", Lines: []resume.Line{{Text: "Engineer of the Year · Tekna · 11/2021: For the open ledger.", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "Publications", Lines: []resume.Line{{Text: "Ledgers That Balance · Queue · 05/2020 · https://queue.example/ledgers: On double entry.", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "Interests", Lines: []resume.Line{{Text: "Sailing: regattas, navigation", Bullet: true}}},
			{Kind: cv.SectionOther, Title: "References", Lines: []resume.Line{{Text: "Marit leaves every system simpler than she found it. — Ingrid Dahl", Bullet: true}}},
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

// comesBack holds a CV to what is read of its document, as far as the schema can
// say it.
func comesBack(t *testing.T, name string, r resume.Resume) {
	t.Helper()
	file, err := jsonresume.Marshal(r)
	if err != nil {
		t.Fatalf("write %s: %v", name, err)
	}
	back, err := jsonresume.Parse(file)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	if diff := cmp.Diff(sayable(r), sayable(back), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: wrote (-), read (+):\n%s", name, diff)
	}
	followsSchema(t, name, file)
	if again, err := jsonresume.Marshal(r); err != nil || !bytes.Equal(again, file) {
		t.Errorf("%s: the same CV gives other bytes", name)
	}
}

// sayable is a CV without what the schema cannot say: codes of languages and
// skills, bullets, an order of sections, addresses without a scheme.
func sayable(r resume.Resume) resume.Resume {
	var file bytes.Buffer
	_ = json.NewEncoder(&file).Encode(r) // a copy
	r = resume.Resume{}
	_ = json.Unmarshal(file.Bytes(), &r)
	p := &r.Person
	addresses := append([]string{p.LinkedIn, p.GitHub}, p.Links...)
	for i := range addresses {
		addresses[i] = strings.TrimSuffix(strings.TrimPrefix(addresses[i], "https://"), "/")
	}
	p.LinkedIn, p.GitHub, p.Links = "", "", addresses
	r.Order = nil
	for i := range r.Experience {
		r.Experience[i].Period.Current = false
	}
	for i := range r.Education {
		r.Education[i].Period.Current = false
	}
	for _, g := range r.Skills {
		for i := range g.Skills {
			g.Skills[i].Canonical = ""
		}
	}
	for i := range r.Languages {
		r.Languages[i].Code, r.Languages[i].CEFR = "", ""
	}
	for i, s := range r.Sections {
		if s.Kind == cv.SectionProjects {
			r.Sections[i].Title = ""
		}
		for j := range s.Lines {
			s.Lines[j].Bullet, s.Lines[j].Strong = false, false
		}
	}
	slices.SortFunc(r.Sections, func(a, b resume.Section) int {
		return strings.Compare(strings.ToLower(a.Title)+a.Lines[0].Text, strings.ToLower(b.Title)+b.Lines[0].Text)
	})
	for i := range r.Sections {
		r.Sections[i].Title = strings.ToLower(r.Sections[i].Title)
	}
	return r
}

// TestCorpusComesBack exports and imports every CV of the corpus.
func TestCorpusComesBack(t *testing.T) {
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		t.Fatal(err)
	}
	pdf := poppler.New(poppler.Options{})
	if err := pdf.Available(); err != nil {
		t.Fatalf("tools/install.sh test installs what reads PDF files: %v", err)
	}
	for _, file := range files {
		d, err := read.New(pdf).Read(t.Context(), file.Data)
		if err != nil {
			t.Fatalf("read %s: %v", file.Name, err)
		}
		p := structure.Parse(d)
		comesBack(t, file.Name, resume.Of(d, &p))
	}
}

// TestMistakesAreNamed says for wrong documents which field breaks which rule.
func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct{ document, path, rule string }{
		{`{`, "document", "json"},
		{`[]`, "document", "object"},
		{`{"basics": "` + strings.Repeat("x", jsonresume.MaxBytes) + `"}`, "document", "max_size"},
		{`{"basics": 7}`, "basics", "object"},
		{`{"basics": {"name": 7}}`, "basics.name", "string"},
		{`{"basics": {"name": "` + strings.Repeat("x", 20_001) + `"}}`, "basics.name", "max_length"},
		{`{"basics": {"email": "nobody"}}`, "basics.email", "email"},
		{`{"basics": {"url": "javascript:alert(1)"}}`, "basics.url", "uri"},
		{`{"basics": {"profiles": [{"network": "X", "url": "x.example"}]}}`, "basics.profiles[0].url", "uri"},
		{`{"work": {}}`, "work", "array"},
		{`{"work": [{}, {"startDate": "March 2021"}]}`, "work[1].startDate", "iso8601"},
		{`{"work": [{"endDate": "2021-13"}]}`, "work[0].endDate", "iso8601"},
		{`{"work": [{"highlights": ["a", 1]}]}`, "work[0].highlights[1]", "string"},
		{`{"work": [` + strings.TrimSuffix(strings.Repeat("{},", 301), ",") + `]}`, "work", "max_items"},
		{`{"awards": [{"date": "2021-02-30"}]}`, "awards[0].date", "iso8601"},
		{`{"certificates": [{"date": "soon"}]}`, "certificates[0].date", "iso8601"},
		{`{"meta": {"sections": [{"lines": [{"text": "a", "strong": "yes"}]}]}}`, "meta.sections[0].lines[0].strong", "boolean"},
		{`{"meta": {"sections": [{"lines": [{"text": "a", "level": 1.5}]}]}}`, "meta.sections[0].lines[0].level", "number"},
	} {
		_, err := jsonresume.Parse([]byte(c.document))
		var f *fault.Fault
		if !errors.As(err, &f) || len(f.Fields) != 1 || f.Fields[0].Path != c.path || f.Fields[0].Rule != c.rule {
			t.Errorf("%.60s: got %v, want %s at %s", c.document, err, c.rule, c.path)
		}
	}
}

// TestEmptyDocumentIsEmpty invents nothing.
func TestEmptyDocumentIsEmpty(t *testing.T) {
	r, err := jsonresume.Parse([]byte(`{"basics": {"name": null, "location": {}}, "work": null, "unknown": [1]}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(resume.Resume{}, r, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(everySection(f))
	f.Add([]byte(`{"meta": {"sections": [{"kind": "projects", "lines": [{"text": "é", "links": [{"url": "x", "start": 0, "end": 1}]}]}]}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := jsonresume.Parse(file)
		if err != nil {
			return
		}
		if _, err := jsonresume.Marshal(r); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
