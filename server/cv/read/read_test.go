package read_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reader is the real one; the test is skipped where poppler is not installed.
func reader(t testing.TB) *read.Reader {
	t.Helper()
	pdf := poppler.New(poppler.Options{TempDir: t.TempDir()})
	if err := pdf.Available(); err != nil {
		t.Fatal(err)
	}
	return read.New(pdf)
}

func plain(d *document.Document) string {
	var out []string
	for _, l := range d.Lines {
		switch {
		case l.Margin:
		case l.Bullet:
			out = append(out, "• "+l.Text)
		default:
			out = append(out, l.Text)
		}
	}
	return strings.Join(out, "\n")
}

func TestTwoColumnsWithDarkSidebar(t *testing.T) {
	d, err := reader(t).Read(t.Context(), fixture(t, "two_columns_dark_sidebar.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	want := `Anna Ivanova
Senior Go Engineer · Berlin, Germany · open to relocation within the European Union
Contact
anna@example.com
+49 30 1234567
Skills
• Go
• PostgreSQL
• Kubernetes
Languages
English – C1
Русский – родной
Experience
Senior Engineer, Acme Payments 03/2021 – present
• Led a team of five people who build efficient payment
workflows for shops in nine countries of Europe and Asia
• Cut the p99 latency of settlement from 900 ms to 31 ms
• Introduced contract tests between four services
Engineer, Beta Bank 06/2018 – 02/2021
• Wrote the first service in Go, which six teams use by now
• Moved eleven modules off the mainframe without
downtime
Education
MSc Computer Science, Samarkand State 2016 – 2018
University`
	if got := plain(d); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	if d.Format != "pdf" || d.Pages != 1 || d.Lines[3].Links[0].URL != "mailto:anna@example.com" || !d.Lines[0].Bold {
		t.Errorf("%+v", d)
	}
}

func TestPrintedPagesHaveTheirMarginsMarked(t *testing.T) {
	d, err := reader(t).Read(t.Context(), fixture(t, "printed_with_header.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Pages != 2 {
		t.Errorf("%d pages", d.Pages)
	}
	if text := plain(d); strings.Contains(text, "CV of Anna") || strings.Contains(text, "file://") || strings.Contains(text, "1/2") {
		t.Errorf("what the browser printed around is in the text:\n%s", text)
	}
}

func TestPDFAndDOCXOfOnePageSayTheSame(t *testing.T) {
	words := func(name string) string {
		d, err := reader(t).Read(t.Context(), fixture(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(plain(d)), " ")
	}
	if a, b := words("one_column_two_pages.pdf"), words("one_column_two_pages.docx"); a != b {
		t.Errorf("pdf:\n%s\ndocx:\n%s", a, b)
	}
}

func TestRefusals(t *testing.T) {
	docx := fixture(t, "one_column_two_pages.docx")
	ole := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 500))
	encrypted := append(bytes.Clone(ole), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"...)
	for _, tc := range []struct {
		story string
		file  []byte
		want  *fault.Fault
	}{
		{"nothing", nil, refusal.NoText},
		{"spaces", []byte(" \n \t"), refusal.NoText},
		{"one byte more than 5 MB", bytes.Repeat([]byte("a "), refusal.MaxBytes/2+1)[:refusal.MaxBytes+1], refusal.TooLarge},
		{"a PDF with a password", fixture(t, "protected_by_password.pdf"), refusal.Encrypted},
		{"half a PDF", fixture(t, "two_columns_dark_sidebar.pdf")[:9000], refusal.Damaged},
		{"half a DOCX", docx[:len(docx)/2], refusal.Damaged},
		{"an encrypted DOCX", encrypted, refusal.Encrypted},
		{"an old Word file", ole, refusal.OldWord},
		{"an archive of something else", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), refusal.WrongType},
		{"rich text", []byte(`{\rtf1 Anna}`), refusal.WrongType},
		{"a web page", []byte("\n<!DOCTYPE html><p>Anna"), refusal.WrongType},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), refusal.WrongType},
		{"a photograph", []byte("\xff\xd8\xff\xe0JFIF"), refusal.WrongType},
		{"a program", []byte("\x7fELF\x02\x01\x01\x00"), refusal.WrongType},
		{"bytes", bytes.Repeat([]byte{1, 2, 3, 200, 7, 9}, 99), refusal.WrongType},
	} {
		t.Run(tc.story, func(t *testing.T) {
			_, err := reader(t).Read(t.Context(), tc.file)
			f := fault.From(err)
			if f == nil || f.Kind != fault.Invalid || f.Reason != tc.want.Reason || f.Message != tc.want.Message {
				t.Fatalf("error %v, want %v", err, tc.want)
			}
			if len(f.Fields) != 1 || f.Fields[0].Path != "file" {
				t.Errorf("fields %v", f.Fields)
			}
		})
	}
}

func TestSniffAsksTheContent(t *testing.T) {
	for _, tc := range []struct {
		file string
		want read.Format
	}{
		{"%PDF-1.7", read.PDFFile},
		{"mail header\n" + strings.Repeat(" ", 900) + "%PDF-1.4", read.PDFFile},
		{"Anna knows %PDF", read.TextFile},
		{string(fixture(t, "one_column_two_pages.docx")), read.DOCXFile},
		{"\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2", read.TextFile},
	} {
		if got, err := read.Sniff([]byte(tc.file)); got != tc.want || err != nil {
			t.Errorf("%.20q is %q, %v", tc.file, got, err)
		}
	}
}

// pdfFunc is a PDF reader of one function.
type pdfFunc func(context.Context, []byte) ([]layout.Page, error)

func (f pdfFunc) Read(ctx context.Context, file []byte) ([]layout.Page, error) { return f(ctx, file) }

func TestPDFReader(t *testing.T) {
	file := []byte("%PDF-1.4")
	if _, err := read.New(nil).Read(t.Context(), file); !errors.Is(err, refusal.Unavailable) {
		t.Errorf("without a reader: %v", err)
	}
	scan := pdfFunc(func(context.Context, []byte) ([]layout.Page, error) {
		return []layout.Page{{Number: 1, Height: 800, Recognised: true, Fragments: []layout.Fragment{{Text: "Anna", Y: 300, Width: 30, Height: 12, Size: 10}}}}, nil
	})
	if d, err := read.New(scan).Read(t.Context(), file); err != nil || !d.Recognised {
		t.Errorf("a scan: %+v, %v", d, err)
	}
	number := pdfFunc(func(context.Context, []byte) ([]layout.Page, error) {
		return []layout.Page{{Number: 1, Height: 800, Fragments: []layout.Fragment{{Text: "1", Y: 780, Width: 5, Height: 12, Size: 10}}}}, nil
	})
	if _, err := read.New(number).Read(t.Context(), file); !errors.Is(err, refusal.NoText) {
		t.Errorf("a page number alone: %v", err)
	}
}

func TestHundredUploadsAtOnce(t *testing.T) {
	r := reader(t)
	files := [][]byte{fixture(t, "two_columns_dark_sidebar.pdf"), fixture(t, "one_column_two_pages.docx"), []byte("Anna\nEngineer")}
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if d, err := r.Read(t.Context(), files[i%len(files)]); err != nil || !strings.HasPrefix(d.Lines[0].Text, "Anna") {
				t.Errorf("%v, %v", d, err)
			}
		})
	}
	wg.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapSys > 512<<20 {
		t.Errorf("the heap grew to %d MiB", m.HeapSys>>20)
	}
}

func TestSameFileSameDocument(t *testing.T) {
	r := reader(t)
	var first string
	for i := range 5 {
		d, err := r.Read(t.Context(), fixture(t, "two_columns_dark_sidebar.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = plain(d)
		} else if plain(d) != first {
			t.Fatal("it was read otherwise")
		}
	}
}

// benchmark reports the 95th percentile besides: the goal is one of that.
func benchmark(b *testing.B, name string) {
	r, file := reader(b), fixture(b, name)
	b.ReportAllocs()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := r.Read(b.Context(), file); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100])/1e6, "p95-ms")
}

// Goals: p95 below 150 ms and below 50 ms.
func BenchmarkTwoPagePDF(b *testing.B) { benchmark(b, "one_column_two_pages.pdf") }
func BenchmarkDOCX(b *testing.B)       { benchmark(b, "one_column_two_pages.docx") }
