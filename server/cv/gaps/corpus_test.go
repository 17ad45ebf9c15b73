package gaps_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/gaps"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/prompt/prompttest"
)

// emptied takes values out of what rules read, and says what a model that
// reads well would answer.
func emptied(p *cv.Parsed) []find {
	var all []find
	take := func(path string, v *cv.Value) {
		if len(v.Spans) > 0 {
			all = append(all, find{path, v.Spans[0].Line + 1, v.Text})
		}
		*v = cv.Value{}
	}
	take("personalInfo.name", &p.Personal.Name)
	take("personalInfo.title", &p.Personal.Title)
	take("personalInfo.email", &p.Personal.Email)
	take("personalInfo.phone", &p.Personal.Phone)
	take("personalInfo.location", &p.Personal.Location)
	take("summary", &p.Summary)
	if len(p.Experience) > 0 {
		e := &p.Experience[0]
		take("experience[0].company", &e.Company)
		take("experience[0].location", &e.Location)
		take("experience[0].period", &e.Period.Value)
		e.Period = cv.Period{}
	}
	if len(p.Education) > 0 {
		take("education[0].institution", &p.Education[0].Institution)
	}
	for i := range p.Skills {
		take("skills", &p.Skills[i].Value)
	}
	for i := range p.Certifications {
		take("certifications", &p.Certifications[i])
	}
	p.Skills, p.Certifications = nil, nil
	return all
}

// TestWhatRulesReadIsFilledAgain takes values out of what rules read of real
// layouts in eight languages: a model that quotes them is believed.
func TestWhatRulesReadIsFilledAgain(t *testing.T) {
	files, err := filepath.Glob("../structure/testdata/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	model, server := prompttest.New(t)
	asked, filled := 0, 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d := &document.Document{Format: "txt", Pages: 1}
		for i, l := range strings.Split(string(content), "\n") {
			if l = strings.Join(strings.Fields(l), " "); l != "" {
				d.Lines = append(d.Lines, document.Line{Text: l, Page: 1, Block: i, Confidence: 1})
			}
		}
		p := structure.Parse(d)
		answer := emptied(&p)
		server.Script(prompttest.JSON(t, finds{answer}))
		got, counts, err := gaps.FillCounted(t.Context(), model, d, p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		asked, filled = asked+len(answer), filled+counts.Filled
		for _, s := range got.Skills {
			standsInText(t, d, s.Value)
		}
		standsInText(t, d, got.Personal.Name, got.Personal.Title, got.Personal.Email, got.Personal.Phone, got.Personal.Location, got.Summary)
	}
	t.Logf("%d CVs: %d of %d values filled again", len(files), filled, asked)
	if filled*100 < asked*98 {
		t.Errorf("only %d of %d values are filled again", filled, asked)
	}
}
