package review_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/review"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// kept are CVs that are there; job is what was kept last.
type kept struct {
	view cv.View
	err  error
	job  string
}

// Get implements review.CVs.
func (k *kept) Get(context.Context, account.UserID, string) (cv.View, error) { return k.view, k.err }

// KeepJob implements review.CVs.
func (k *kept) KeepJob(_ context.Context, _ account.UserID, _, description string) (cv.View, error) {
	k.job = description
	k.view.JobDescription = description
	return k.view, nil
}

// proof takes each "teh" for a mistake.
type proof struct{}

// Check implements review.Proofreader.
func (proof) Check(doc *document.Document, _ *cv.Parsed) ([]ats.Slip, []string) {
	var out []ats.Slip
	for i, l := range doc.Lines {
		if at := strings.Index(l.Text, "teh"); at >= 0 {
			out = append(out, ats.Slip{Span: document.Span{Line: i, Start: at, End: at + 3}, Kind: "spelling"})
		}
	}
	return out, []string{"en 1"}
}

const file = "../corpus/testdata/en-software-single-word.docx"

func open(t testing.TB) (*kept, *review.Service) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := docx.Read(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{view: cv.View{
		CV:      cv.CV{ID: "1", File: cv.File{Version: 3, UploadedAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}, StageAt: time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)},
		Reading: &cv.Reading{Document: doc, Parsed: structure.Parse(doc)},
	}}
	return k, review.New(k, proof{})
}

func TestAnalyse(t *testing.T) {
	k, s := open(t)
	_, plain, err := s.Analyse(t.Context(), "u", "1", nil, false)
	if err != nil || plain.Match != nil || plain.Score < 80 || !plain.At.Equal(k.view.StageAt) || plain.Dictionaries[0] != "en 1" {
		t.Fatalf("%+v, %v", plain, err)
	}
	wanted := "Requirements\n- COBOL"
	v, r, err := s.Analyse(t.Context(), "u", "1", &wanted, false)
	if err != nil || r.Match == nil || r.Score != plain.Score || k.job != "" || v.JobDescription != wanted {
		t.Errorf("for a job: %+v, kept %q, %v", r.Match, k.job, err)
	}
	if diff := cmp.Diff([]string{"COBOL"}, r.Match.Missing); diff != "" {
		t.Error(diff)
	}
	if _, _, err := s.Analyse(t.Context(), "u", "1", &wanted, true); err != nil || k.job != wanted {
		t.Errorf("kept %q, %v", k.job, err)
	}
	nothing := "banana banana"
	if _, r, err := s.Analyse(t.Context(), "u", "1", &nothing, false); err != nil || r.Match != nil || r.Unclear == "" {
		t.Errorf("nothing understood: %+v, %q, %v", r.Match, r.Unclear, err)
	}
	if again := s.Of(&k.view); again.Match == nil || again.Unclear != "" {
		t.Error("the kept job is not compared with")
	}
}

func TestNotRead(t *testing.T) {
	k, s := open(t)
	k.view.Reading = nil
	if s.Of(&k.view) != nil {
		t.Error("a review of nothing")
	}
	if _, _, err := s.Analyse(t.Context(), "u", "1", nil, false); fault.KindOf(err) != fault.Conflict {
		t.Errorf("analysed: %v", err)
	}
	if _, _, err := s.Text(t.Context(), "u", "1", "x", nil); fault.KindOf(err) != fault.Conflict {
		t.Errorf("scored: %v", err)
	}
}

// TestText: the text as it is scores what the CV scores, and each edit what it
// is worth.
func TestText(t *testing.T) {
	k, s := open(t)
	text := k.view.Reading.Text()
	_, plain, err := s.Analyse(t.Context(), "u", "1", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	mail := k.view.Reading.Parsed.Personal.Email.Text
	item := k.view.Reading.Parsed.Experience[0].Achievements[0].Text
	for name, c := range map[string]struct {
		text   string
		change int
	}{
		"as it is":        {text, 0},
		"empty lines":     {strings.ReplaceAll(text, "\n", "\n\n"), 0},
		"without address": {strings.Replace(text, mail, "", 1), -3},
		"a mistake":       {strings.Replace(text, item, item+" and teh", 1), -1},
		"with bullets":    {strings.Replace(text, item, "• "+item, 1), 0},
	} {
		r, change, err := s.Text(t.Context(), "u", "1", c.text, nil)
		if err != nil || change != c.change || r.Score != plain.Score+c.change {
			t.Errorf("%s: score %d (%+d), want %+d: %v %+v", name, r.Score, change, c.change, err, r.Findings)
		}
	}
	added := strings.Replace(text, item, item+"\n• Cut costs by 30 percent in one year", 1)
	r, _, err := s.Text(t.Context(), "u", "1", added, nil)
	if err != nil || r.Score != plain.Score {
		t.Errorf("an item more: %d, before %d, %v, %+v", r.Score, plain.Score, err, r.Findings)
	}
	wanted := "Requirements: COBOL"
	if r, _, err := s.Text(t.Context(), "u", "1", text, &wanted); err != nil || r.Match == nil {
		t.Errorf("for a job: %+v, %v", r, err)
	}
}

// BenchmarkText is the answer to a keystroke in the editor.
func BenchmarkText(b *testing.B) {
	k, s := open(b)
	text := k.view.Reading.Text()
	wanted := "Senior Go Developer\nRequirements\n- 5+ years of Go\n- PostgreSQL, Kafka\n- English B2"
	for b.Loop() {
		if _, _, err := s.Text(b.Context(), "u", "1", text, &wanted); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNotScored: where the language is not read nothing is found and no number is
// made; a text that is too short to tell is in that of its CV.
func TestNotScored(t *testing.T) {
	k, s := open(t)
	wanted := "Requirements\n- COBOL"
	italian := "Giulia Rossi\nInfermiera\n\nESPERIENZA LAVORATIVA\nInfermiera, Ospedale San Raffaele, Milano\n03/2018 – oggi\n- Assistenza ai pazienti e coordinamento con i medici della clinica"
	for text, scored := range map[string]bool{italian: false, "Anna Berg": true} {
		r, change, err := s.Text(t.Context(), "u", "1", text, &wanted)
		if err != nil || (r.NotScored == "") != scored || (r.Match != nil) != scored || (change != 0) != scored || len(r.Findings) > 0 != scored {
			t.Errorf("%q: %+v, change %d, %v", text, r, change, err)
		}
	}
	for lang, name := range map[string]string{"it": "Italian", "xx": "this language", "": "cannot tell"} {
		k.view.Reading.Parsed.Language = lang
		_, r, err := s.Analyse(t.Context(), "u", "1", &wanted, false)
		if err != nil || !strings.Contains(r.NotScored, name) || r.Score != 0 || r.Match != nil || len(r.Findings)+len(r.Strengths) > 0 {
			t.Errorf("%q: %+v, %v", lang, r, err)
		}
		if _, change, err := s.Text(t.Context(), "u", "1", "Experience with teh tools and the work of a team", nil); err != nil || change != 0 {
			t.Errorf("%q: change %d, %v", lang, change, err)
		}
	}
}
