package cv_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestCorrections(t *testing.T) {
	s := open(t)
	id := s.shelved()
	correct := func(path, value string) {
		t.Helper()
		if _, err := s.cvs.Correct(t.Context(), anna, id, path, &value); err != nil {
			t.Errorf("%s = %q: %v", path, value, err)
		}
	}
	for _, c := range [][2]string{
		{"personalInfo.name", "Anna M. Berg"},
		{"personalInfo.title", "Developer"},
		{"summary", "Builds\nthings."},
		{"experience[0].company", "Acme"},
		{"experience[0].startDate", "2019-03"},
		{"experience[0].endDate", "2021"},
		{"experience[0].achievements[0]", "Moved payments"},
		{"experience[0].achievements[1]", "Led five"},
		{"experience[1].title", "Intern"},
		{"education[0].degree", "BSc"},
		{"education[0].graduationDate", "2015-06"},
		{"education[0].gpa", "3.8"},
		{"skills[0]", ""},
		{"skills[1]", "Kafka"},
		{"languages[0]", "English"},
		{"languages[0].level", "fluent"},
		{"certifications[0]", "CKA"},
		{"links[0]", "https://example.org"},
		{"experience[1].current", "true"},
	} {
		correct(c[0], c[1])
	}
	p := s.view(id).Reading.Parsed
	first, second, school := p.Experience[0], p.Experience[1], p.Education[0]
	got := fmt.Sprintln(p.Personal.Name.Text, p.Personal.Title.Text, first.Company.Text, first.Period.Start, first.Period.End, first.Achievements[1].Text,
		second.Title.Text, second.Period.Current, school.Degree.Text, school.Period.End, school.GPA.Text, p.Skills[0].Empty(), p.Skills[1].Text,
		p.Languages[0].Text, p.Languages[0].Level.Text, p.Certifications[0].Text, p.Links[0].Text)
	want := "Anna M. Berg Developer Acme {2019 3} {2021 0} Led five Intern true BSc {2015 6} 3.8 true Kafka English fluent CKA https://example.org\n"
	if got != want || p.Summary.Text != "Builds\nthings." {
		t.Errorf("corrected: %q, %s", p.Summary.Text, got)
	}
	for _, one := range s.view(id).Reading.Sources {
		fromText := one.Path == "experience[0].title"
		if (one.From == cv.FromText) != fromText || (len(one.Spans) > 0) != fromText {
			t.Errorf("source %+v", one)
		}
	}
	// Taking them back shows what was read.
	for _, path := range []string{"personalInfo.name", "skills[1]", "skills[0]"} {
		if _, err := s.cvs.Correct(t.Context(), anna, id, path, nil); err != nil {
			t.Errorf("take back %s: %v", path, err)
		}
	}
	if p := s.view(id).Reading.Parsed; p.Personal.Name.Text != "Anna Berg" || len(p.Skills) != 1 || p.Skills[0].Text != "Go" {
		t.Errorf("taken back: %+v, %+v", p.Personal.Name, p.Skills)
	}
}

func TestCorrectionsThatCannotBe(t *testing.T) {
	s := open(t)
	id := s.shelved()
	for path, value := range map[string]string{
		"": "x", "personalInfo": "x", "personalInfo.age": "x", "personalInfo[0].name": "x", "summary.text": "x", "summary[0]": "x",
		"experience": "x", "experience[0]": "x", "experience[2].title": "x", "experience[0].salary": "x", "experience[0].title[0]": "x",
		"experience[0].achievements": "x", "experience[0].achievements[2]": "x", "experience[0].startDate": "soon", "experience[0].current": "perhaps",
		"experience[0].endDate": "2021-13", "education[1].degree": "x", "skills": "x", "skills[2]": "x", "skills[0].name": "x", "languages[0].level": "x",
		"certifications[1]": "x", "links[-1]": "x", "skills[99999]": "x", "experience[0].achievements[0].text": "x", "sections[0]": "x",
	} {
		if _, err := s.cvs.Correct(t.Context(), anna, id, path, &value); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s = %q: %v", path, value, err)
		}
	}
	if _, err := s.cvs.Correct(t.Context(), anna, id, "summary", nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("taking back nothing: %v", err)
	}
	c := s.upload(short, "")
	value := "x"
	if _, err := s.cvs.Correct(t.Context(), anna, c.ID, "summary", &value); fault.ReasonOf(err) != "cv_not_read" {
		t.Errorf("before it is read: %v", err)
	}
}

// Corrections that come with a file are judged with it: a wrong one is named, and
// nothing is kept.
func TestCorrectionsOfAPreviewAreJudged(t *testing.T) {
	s := open(t)
	for _, c := range []struct{ path, value, field string }{
		{"foo.bar", "x", "corrections[1].path"},
		{"experience[99].title", "x", "corrections[1].path"},
		{"experience[0].achievements[7]", "x", "corrections[1].path"},
		{"experience[0].startDate", "yesterday", "corrections[1].value"},
		{"personalInfo.email", "not an email", "corrections[1].value"},
		{"languages[0].level", "B2", "corrections[1].path"},
	} {
		_, err := s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short), Corrections: []cv.Correction{
			{Path: "personalInfo.name", Value: "Anna M. Berg"}, {Path: c.path, Value: c.value},
		}})
		if f := fault.From(err); f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Path != c.field {
			t.Errorf("%s = %q: %v", c.path, c.value, err)
		}
	}
	if left := s.files.names(); len(left) != 0 {
		t.Errorf("kept: %v", left)
	}
	c, err := s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short), Corrections: []cv.Correction{
		{Path: "experience[0].title", Value: "Cook"},
		{Path: "languages[0]", Value: "English"},
		{Path: "languages[0].level", Value: "B2"},
		{Path: "personalInfo.email", Value: "anna@example.org"},
	}})
	s.ok(err)
	s.ok(s.work(false))
	if p := s.view(c.ID).Reading.Parsed; p.Experience[0].Title.Text != "Cook" || p.Languages[0].Level.Text != "B2" || p.Personal.Email.Text != "anna@example.org" {
		t.Errorf("%+v", p)
	}
	// What a program found out about its own file is taken as far as it goes.
	_, err = s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short), Lenient: true, Corrections: []cv.Correction{{Path: "skills[99]", Value: "Go"}}})
	s.ok(err)
}

// A wrong correction costs a preview, and an upload only where none is left.
func TestWrongCorrectionCostsNoUpload(t *testing.T) {
	s := open(t)
	id := s.shelved()
	wrong := func() error {
		_, err := s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short), CV: id, Corrections: []cv.Correction{{Path: "skills[99]", Value: "Go"}}})
		return err
	}
	reason := func(err error) string {
		if f := fault.From(err); f != nil {
			return f.Reason
		}
		return fmt.Sprint(err)
	}
	want := reason(wrong())
	for n := range cv.PreviewsADay - 1 {
		if got := reason(wrong()); got != want {
			t.Fatalf("%d: %s, want %s", n, got, want)
		}
	}
	if _, err := s.cvs.Preview(t.Context(), anna, cv.Upload{Content: []byte(short)}); reason(err) != "cv_preview_limit" {
		t.Errorf("a preview: %v", err)
	}
	for n := range cv.UploadsADay - 1 { // the first one made the CV
		if got := reason(wrong()); got != want {
			t.Fatalf("upload %d: %s, want %s", n, got, want)
		}
	}
	if got := reason(wrong()); got != "cv_upload_limit" {
		t.Errorf("one too many: %s", got)
	}
}

func TestCorrectionsAreBounded(t *testing.T) {
	s := open(t)
	id := s.shelved()
	for n := range 300 {
		text := "skill"
		if _, err := s.cvs.Correct(t.Context(), anna, id, fmt.Sprintf("skills[%d]", n), &text); err != nil {
			t.Fatal(n, err)
		}
	}
	text := "x"
	if _, err := s.cvs.Correct(t.Context(), anna, id, "skills[300]", &text); fault.ReasonOf(err) != "cv_correction_limit" {
		t.Errorf("one too many: %v", err)
	}
}

func TestNames(t *testing.T) {
	s := open(t)
	for sent, want := range map[string]string{
		"resume.txt": "resume.txt", "/etc/passwd": "passwd", `C:\Users\anna\cv.txt`: "cv.txt", "..": "cv.txt", "": "cv.txt", "a/": "cv.txt",
		"re\x00su\nme.txt": "resume.txt", "\u202egpj.txt": "gpj.txt", "Резюме.txt": "Резюме.txt", "\xff\xfe.txt": "txt",
		strings.Repeat("я", 300): strings.Repeat("я", 200),
	} {
		p, err := s.cvs.Preview(t.Context(), anna, cv.Upload{Content: []byte(short), Name: sent})
		if err != nil || p.Name != want {
			t.Errorf("%q became %q, %v", sent, p.Name, err)
		}
	}
	if left := s.left(); len(left) != 0 {
		t.Errorf("a preview left %v", left)
	}
}

func TestFilesAreSealed(t *testing.T) {
	s := open(t)
	first, second := s.shelved(), s.shelved()
	var names []string
	for name, content := range s.files.all {
		if strings.Contains(string(content), "Acme") {
			t.Errorf("%s is readable", name)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) != 2 || !strings.HasPrefix(names[0], anna+"/cvs/"+min(first, second)+"/1") {
		t.Errorf("kept: %v", names)
	}
	file, content, err := s.cvs.Download(t.Context(), anna, first)
	if err != nil || string(content) != short || file.MimeType != "text/plain" {
		t.Errorf("download: %+v, %q, %v", file, content, err)
	}
	// One file in place of another is found out.
	s.files.all[anna+"/cvs/"+first+"/1"] = s.files.all[anna+"/cvs/"+second+"/1"]
	if _, _, err := s.cvs.Download(t.Context(), anna, first); err == nil {
		t.Error("another file was taken for it")
	}
}

func TestOwnersAreApart(t *testing.T) {
	s := open(t)
	id := s.shelved()
	const boris = "64a1b2c3d4e5f6a7b8c9d0e2"
	value := "x"
	var failed [7]error
	_, failed[0] = s.cvs.Get(t.Context(), boris, id)
	_, _, failed[1] = s.cvs.Download(t.Context(), boris, id)
	_, failed[2] = s.cvs.Versions(t.Context(), boris, id)
	_, failed[3] = s.cvs.Restore(t.Context(), boris, id, 1)
	_, failed[4] = s.cvs.Correct(t.Context(), boris, id, "summary", &value)
	_, failed[5] = s.cvs.Upload(t.Context(), boris, cv.Upload{Content: []byte(short), CV: id})
	failed[6] = s.cvs.Delete(t.Context(), boris, id)
	for i, err := range failed {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if all, _, err := s.cvs.List(t.Context(), boris, 0, ""); err != nil || len(all) != 0 {
		t.Errorf("list: %v, %v", all, err)
	}
	if v := s.view(id); v.Version != 1 || errors.Is(failed[0], nil) {
		t.Errorf("changed: %+v", v.CV)
	}
}

// scanner finds what it is told to.
type scanner struct{ found error }

func (s scanner) Scan(context.Context, []byte) error { return s.found }

func TestScanning(t *testing.T) {
	for name, one := range map[string]struct {
		found error
		want  string
	}{
		"clean": {nil, "internal"}, "infected": {cv.ErrInfected, "cv_infected"}, "away": {errors.New("connection refused"), "cv_scanner_unavailable"},
		"too large for the scanner": {cv.ErrNotScannable, "cv_not_scannable"},
	} {
		s := open(t, func(o *cv.Options) { o.Scanner = scanner{one.found} })
		c, err := s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short)})
		if one.found == nil && (err != nil || !c.Scanned) || one.found != nil && (fault.ReasonOf(err) != one.want || len(s.left()) != 0) {
			t.Errorf("%s: %v, %v", name, err, s.left())
		}
	}
}
