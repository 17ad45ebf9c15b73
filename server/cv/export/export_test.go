package export_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/export"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// long is a CV of several pages with what files stumble over: addresses wider
// than a line, signs of XML, letters of four scripts.
func long() resume.Resume {
	r := resume.Resume{
		Language: "en", Summary: "Ships <things> & \"more\" things.\nSecond paragraph.",
		Person: resume.Person{
			Name: "Zoë Åkerström-Çelik", Headline: "Engineer", Email: "zoe@example.org", Phone: "+46 70 174 06 05", Location: "Malmö",
			Links: []string{"https://example.org/" + strings.Repeat("a-very-long-address/", 12)},
		},
		Skills:    []resume.SkillGroup{{Title: "Web", Skills: []resume.Skill{{Name: "Go", Note: "5 years"}, {Name: strings.Repeat("Pneumono", 30)}}}},
		Languages: []resume.Spoken{{Name: "Oʻzbek tili", Level: "ona tili"}, {Name: "Türkçe", Level: "C1"}},
	}
	for i := range 14 {
		r.Experience = append(r.Experience, resume.Job{
			Title: fmt.Sprintf("Engineer %d", i), Company: "Ёлка и Ко", Location: "Казань", Period: resume.Period{Start: cv.Date{Year: 2001 + i, Month: 2}, End: cv.Date{Year: 2002 + i, Month: 1}},
			Description:  "See https://example.org/" + strings.Repeat("path/", 40) + " for all of it.",
			Achievements: []string{"First of " + strings.Repeat("many words ", 20), "Second"},
			Notes:        []string{"Stack: Go, Kafka"},
		})
	}
	return r
}

// read reads an exported file back.
func readBack(t testing.TB, file []byte) *document.Document {
	t.Helper()
	d, err := reader(t).Read(t.Context(), file)
	if err != nil {
		t.Fatalf("read back: %v", err)
	}
	return d
}

// TestPagesKeepTogether holds page breaks to their rules: no head of an entry
// stands at a page's foot, no page begins with a last line, pages are numbered.
func TestPagesKeepTogether(t *testing.T) {
	for _, template := range export.Templates() {
		file, err := export.PDF(long(), template.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := readBack(t, file)
		if d.Pages < 2 {
			t.Fatalf("%s has %d pages, want several", template.ID, d.Pages)
		}
		numbers := 0
		for i, l := range d.Lines {
			if strings.HasSuffix(l.Text, fmt.Sprintf(" / %d", d.Pages)) {
				numbers++
				continue
			}
			if l.X < 30 || l.X+l.Width > 595-30 {
				t.Errorf("%s: %q is cut off at %.0f to %.0f", template.ID, l.Text, l.X, l.X+l.Width)
			}
			if strings.HasPrefix(l.Text, "Engineer ") && i+1 < len(d.Lines) && d.Lines[i+1].Page != l.Page {
				t.Errorf("%s: %q is the last line of page %d", template.ID, l.Text, l.Page)
			}
		}
		if numbers != d.Pages {
			t.Errorf("%s: %d of %d pages are numbered", template.ID, numbers, d.Pages)
		}
	}
}

// TestShortCVsAreNotNumbered leaves the foot of a single page empty.
func TestShortCVsAreNotNumbered(t *testing.T) {
	file, err := export.PDF(resume.Resume{Person: resume.Person{Name: "Ada Byron"}}, "modern")
	if err != nil {
		t.Fatal(err)
	}
	if d := readBack(t, file); len(d.Lines) != 1 || d.Lines[0].Text != "Ada Byron" {
		t.Errorf("got %q, want the name alone", d.Plain())
	}
}

// TestCompactShrinksOntoOnePage has letters that become smaller when one page
// takes them, and only then.
func TestCompactShrinksOntoOnePage(t *testing.T) {
	r := long()
	r.Experience = r.Experience[:5]
	for n := 1; ; n++ {
		r.Summary += "\nOne more line."
		compact, err := export.PDF(r, "compact")
		if err != nil {
			t.Fatal(err)
		}
		d := readBack(t, compact)
		size := 0.0
		for _, l := range d.Lines {
			if l.Text == "One more line." {
				size = l.Size
			}
		}
		if d.Pages > 1 {
			t.Fatalf("with %d lines it has two pages and was never smaller", n)
		}
		if size < 9 {
			return
		}
	}
}

// TestTheSameBytes gives the same file for the same CV.
func TestTheSameBytes(t *testing.T) {
	for _, template := range export.Templates() {
		for name, write := range map[string]func(resume.Resume, string) ([]byte, error){"docx": export.DOCX, "pdf": export.PDF} {
			first, err := write(long(), template.ID)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if again, err := write(long(), template.ID); err != nil || !bytes.Equal(first, again) {
					t.Fatalf("%s %s: other bytes (%v)", template.ID, name, err)
				}
			}
		}
	}
}

// TestLinksAreReal has addresses behind their texts in both formats, and none
// that a browser would run.
func TestLinksAreReal(t *testing.T) {
	r := resume.Resume{
		Person: resume.Person{Name: "Ada Byron", Email: "ada@example.org", GitHub: "github.com/ada", Links: []string{"javascript:alert(1)"}},
		Sections: []resume.Section{{Kind: cv.SectionProjects, Lines: []resume.Line{
			{Text: "My engine", Strong: true, Links: []resume.Link{{URL: "https://engine.example/x?a=1&b=2", Start: 3, End: 9}}},
			{Text: "see www.example.org.", Bullet: true, Level: 1},
		}}},
	}
	for name, write := range map[string]func(resume.Resume, string) ([]byte, error){"docx": export.DOCX, "pdf": export.PDF} {
		file, err := write(r, "classic")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range readBack(t, file).Lines {
			for _, k := range l.Links {
				got = append(got, k.URL)
				if name == "docx" && !slices.Contains([]string{"ada@example.org", "github.com/ada", "engine", "www.example.org"}, l.Text[k.Start:k.End]) {
					t.Errorf("%s stands behind %q", k.URL, l.Text[k.Start:k.End])
				}
			}
		}
		want := "mailto:ada@example.org https://github.com/ada https://engine.example/x?a=1&b=2 https://www.example.org"
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%s: got %s, want %s", name, joined, want)
		}
	}
}

// TestLettersWithoutFont stand as question marks in PDF files, are told, and are
// whole in DOCX files; signs of money and ticks have a font.
func TestLettersWithoutFont(t *testing.T) {
	r := resume.Resume{Person: resume.Person{Name: "Li Wei", Headline: "工程师 工 📞"}, Summary: "Saved 5 ₽, ₺ and ₸ ✓ at Oʻzbekiston, Ğ İ ş ў қ ҳ and e\u0301 for שלום."}
	if got := export.Unprintable(r); got != "工程师שלום" {
		t.Errorf("unprintable are %q", got)
	}
	file, err := export.PDF(r, "modern")
	if err != nil {
		t.Fatal(err)
	}
	if got := readBack(t, file).Plain(); !strings.Contains(got, "??? ?") || !strings.Contains(got, "Saved 5 ₽, ₺ and ₸ ✓ at Oʻzbekiston, Ğ İ ş ў қ ҳ and é for ????.") {
		t.Errorf("the PDF file says %q", got)
	}
	file, err = export.DOCX(r, "modern")
	if err != nil {
		t.Fatal(err)
	}
	if got := readBack(t, file).Plain(); !strings.Contains(got, "工程师 工 📞") {
		t.Errorf("the DOCX file says %q", got)
	}
}

// TestFilesNameTheirPersonAndLanguage finds both in the files' properties.
func TestFilesNameTheirPersonAndLanguage(t *testing.T) {
	r := long()
	r.Language = "uz-Cyrl"
	file, err := export.DOCX(r, "classic")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(raw)
	}
	for name, want := range map[string]string{
		"docProps/core.xml": "<dc:title>Zoë Åkerström-Çelik – CV</dc:title><dc:creator>Zoë Åkerström-Çelik</dc:creator><dc:language>uz-Cyrl</dc:language>",
		"word/styles.xml":   `<w:lang w:val="uz-Cyrl"/>`,
		"word/footer1.xml":  "NUMPAGES",

		"word/_rels/document.xml.rels": `Target="mailto:zoe@example.org" TargetMode="External"`,
	} {
		if !strings.Contains(all[name], want) {
			t.Errorf("%s lacks %s: %s", name, want, all[name])
		}
	}
	if file, err = export.PDF(r, "classic"); err != nil {
		t.Fatal(err)
	}
	info := exec.CommandContext(t.Context(), "pdfinfo", "-")
	info.Stdin = bytes.NewReader(file)
	out, err := info.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "Zoë Åkerström-Çelik – CV") || strings.Count(string(out), "Jan  1 00:00:00 2000") != 2 || !bytes.Contains(file, []byte("/Lang (uz-Cyrl)")) {
		t.Errorf("the PDF file says %s", out)
	}
}

// TestUnknownTemplate refuses one that does not exist.
func TestUnknownTemplate(t *testing.T) {
	for _, write := range []func(resume.Resume, string) ([]byte, error){export.DOCX, export.PDF} {
		if _, err := write(resume.Resume{}, "fancy"); !errors.Is(err, export.ErrNoTemplate) {
			t.Errorf("got %v", err)
		}
	}
}

// TestEmptyCV writes a file that opens even when nothing is in it.
func TestEmptyCV(t *testing.T) {
	for _, template := range export.Templates() {
		if file, err := export.PDF(resume.Resume{}, template.ID); err != nil || !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Errorf("%s: %v", template.ID, err)
		}
		if file, err := export.DOCX(resume.Resume{}, template.ID); err != nil || !bytes.HasPrefix(file, []byte("PK")) {
			t.Errorf("%s: %v", template.ID, err)
		}
	}
}

func benchmark(b *testing.B, r resume.Resume, write func(resume.Resume, string) ([]byte, error)) {
	b.Helper()
	for _, template := range export.Templates() {
		b.Run(template.ID, func(b *testing.B) {
			size := 0
			for b.Loop() {
				file, err := write(r, template.ID)
				if err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}

// typical is a CV of the corpus with eight positions, in Russian.
func typical(b *testing.B) resume.Resume {
	b.Helper()
	names, all, _ := resumes(b)
	for i, name := range names {
		if strings.HasPrefix(name, "ru-") && len(all[i].Experience) >= 8 {
			return all[i]
		}
	}
	b.Fatal("the corpus has no long CV in Russian")
	return resume.Resume{}
}

func BenchmarkDOCX(b *testing.B) { benchmark(b, typical(b), export.DOCX) }

func BenchmarkPDF(b *testing.B) { benchmark(b, typical(b), export.PDF) }

// BenchmarkLargest is as much text as an import may have, 1 MB.
func BenchmarkLargest(b *testing.B) {
	benchmark(b, resume.Resume{Summary: strings.Repeat("word and ", 1<<20/9)}, export.PDF)
}
