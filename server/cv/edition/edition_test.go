package edition_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/export"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

var errNone = fault.New(fault.NotFound, "not_found", "There is no such CV.")

// kept is one CV and one tailored version of it, of one owner.
type kept struct{ view, tailored cv.View }

// Get implements edition.CVs.
func (k *kept) Get(_ context.Context, owner account.UserID, id string) (cv.View, error) {
	if owner != "anna" || id != "1" {
		return cv.View{}, errNone
	}
	return k.view, nil
}

// Tailored implements edition.Tailor.
func (k *kept) Tailored(_ context.Context, owner account.UserID, of, id string) (*document.Document, cv.Parsed, string, error) {
	if owner != "anna" || of != "1" || id != "t" {
		return nil, cv.Parsed{}, "", errNone
	}
	r := k.tailored.Reading
	return r.Document, r.Parsed, "Backend at A/B: Co", nil
}

func open(t *testing.T) (*kept, *edition.Service) {
	t.Helper()
	raw, err := os.ReadFile("../corpus/testdata/en-software-single-word.docx")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := docx.Read(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{view: cv.View{Reading: &cv.Reading{Document: doc, Parsed: structure.Parse(doc)}}}
	other := structure.Parse(doc)
	other.Personal.Title = cv.Value{Text: "Backend Engineer", From: cv.FromUser}
	k.tailored = cv.View{Reading: &cv.Reading{Document: doc, Parsed: other}}
	return k, edition.New(k, k)
}

func TestExport(t *testing.T) {
	k, s := open(t)
	want := k.view.Reading.Parsed
	reader := read.New(poppler.New(poppler.Options{}))
	for _, template := range export.Templates() {
		for _, format := range []edition.Format{"", edition.DOCX, edition.PDF} {
			f, err := s.Export(t.Context(), "anna", edition.Order{CV: "1", Format: format, Template: template.ID})
			if err != nil || !strings.HasPrefix(f.Name, want.Personal.Name.Text+" - CV.") || len(f.Warnings) > 0 {
				t.Fatalf("%s as %q: %q %v %v", template.ID, format, f.Name, f.Warnings, err)
			}
			doc, err := reader.Read(t.Context(), f.Content)
			if err != nil {
				t.Fatal(err)
			}
			if got := structure.Parse(doc); got.Personal.Email.Text != want.Personal.Email.Text || len(got.Experience) != len(want.Experience) {
				t.Errorf("%s as %q reads %+v", template.ID, format, got.Personal)
			}
		}
	}
	f, err := s.Export(t.Context(), "anna", edition.Order{CV: "1", Format: edition.JSON})
	var document struct{ Basics struct{ Name string } }
	if err != nil || json.Unmarshal(f.Content, &document) != nil || document.Basics.Name != want.Personal.Name.Text || f.MimeType != "application/json" {
		t.Errorf("as JSON: %s, %v", f.Content, err)
	}
	back, err := edition.Import(t.Context(), f.Content)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := docx.Read(t.Context(), back.Content)
	if err != nil || structure.Parse(doc).Personal.Email.Text != want.Personal.Email.Text || len(back.Corrections) > 0 {
		t.Errorf("imported: %v, %+v", err, back.Corrections)
	}
}

func TestTailored(t *testing.T) {
	_, s := open(t)
	f, err := s.Export(t.Context(), "anna", edition.Order{CV: "1", Version: "t"})
	if err != nil || !strings.HasSuffix(f.Name, " - CV - Backend at A B Co.docx") {
		t.Fatalf("%q, %v", f.Name, err)
	}
	doc, err := docx.Read(t.Context(), f.Content)
	if err != nil || structure.Parse(doc).Personal.Title.Text != "Backend Engineer" {
		t.Errorf("read back: %v", err)
	}
}

func TestRefused(t *testing.T) {
	k, s := open(t)
	for name, c := range map[string]struct {
		owner account.UserID
		order edition.Order
		kind  fault.Kind
	}{
		"somebody else's CV":      {"boris", edition.Order{CV: "1"}, fault.NotFound},
		"somebody else's version": {"anna", edition.Order{CV: "1", Version: "u"}, fault.NotFound},
		"format":                  {"anna", edition.Order{CV: "1", Format: "odt"}, fault.Invalid},
		"template":                {"anna", edition.Order{CV: "1", Template: "comic"}, fault.Invalid},
	} {
		if _, err := s.Export(t.Context(), c.owner, c.order); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	k.view.Reading = nil
	if _, err := s.Export(t.Context(), "anna", edition.Order{CV: "1"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("not read: %v", err)
	}
	if _, err := edition.Import(t.Context(), []byte(`{"basics": 3}`)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no JSON Resume: %v", err)
	}
}

// TestUnprintable: what our fonts do not have is said, and a long or strange name
// makes no strange file name.
func TestUnprintable(t *testing.T) {
	k, s := open(t)
	k.view.Reading.Parsed.Personal.Name = cv.Value{Text: "王伟/" + strings.Repeat("x", 300), From: cv.FromUser}
	f, err := s.Export(t.Context(), "anna", edition.Order{CV: "1", Format: edition.PDF})
	if err != nil || len(f.Warnings) != 1 || !strings.Contains(f.Warnings[0], "王伟") || strings.Contains(f.Name, "/") || len([]rune(f.Name)) > 130 {
		t.Errorf("%q %v %v", f.Name, f.Warnings, err)
	}
}

func TestReadback(t *testing.T) {
	k, _ := open(t)
	r := k.view.Reading
	doc, parsed, err := edition.Readback(t.Context(), r.Document, &r.Parsed)
	if err != nil || doc.Format != "docx" || len(parsed.Experience) != len(r.Parsed.Experience) || len(parsed.Skills) != len(r.Parsed.Skills) {
		t.Errorf("%+v, %v", parsed, err)
	}
}
