package tesseract_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
	"github.com/interviewai-pro/interviewai/server/tesseract"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// installed is a reader with all that it needs, which must be there.
func installed(t testing.TB) (*poppler.Reader, *read.Reader) {
	t.Helper()
	pdf := poppler.New(poppler.Options{TempDir: t.TempDir()})
	ocr := tesseract.New(tesseract.Options{Pages: pdf, Language: language, TempDir: t.TempDir(), Parallel: 2})
	if err := ocr.Available(); err != nil {
		t.Fatalf("tools/install.sh test installs it: %v", err)
	}
	return pdf, read.WithOCR(pdf, ocr)
}

func TestScansOfTheCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a quarter of a minute; the mixed file below is read in any case")
	}
	for _, tc := range []struct {
		name    string
		degrees float64 // askew; 0 for a clean picture
		turned  int     // quarters clockwise
		least   float64
	}{
		{"ru-software-linkedin-browser.pdf", -0.5, 0, 0.8},
		{"tr-software-datesright-latex.pdf", 0, 0, 0.7},
		{"en-sales-minimal-browser.pdf", 0.7, 1, 0.8},
		{"en-sales-minimal-browser.pdf", 0, 3, 0.8},
	} {
		t.Run(fmt.Sprint(tc.name, tc.degrees, tc.turned), func(t *testing.T) {
			t.Parallel()
			pdf, reader := installed(t)
			f := cvOf(t, tc.name)
			pages := sheets(t, pdf, f.Data)
			for i := range pages {
				if tc.degrees != 0 {
					pages[i] = pages[i].worn(tc.degrees)
				}
				for range tc.turned {
					pages[i] = pages[i].turned()
				}
			}
			doc, err := reader.Read(t.Context(), scanned(t, pages...))
			if err != nil {
				t.Fatal(err)
			}
			score := corpus.Compare(f.Truth, structure.Parse(doc))
			all := score.All()
			t.Logf("F1 %.3f, confidence %.2f, %d pages", all.F1(), doc.Confidence(), doc.Pages)
			for _, m := range score.Misses {
				t.Logf("%s: want %q, got %q", m.Field, m.Want, m.Got)
			}
			if all.F1() < tc.least || !doc.Recognised || doc.Confidence() < 0.8 || doc.Confidence() > 0.99 {
				t.Errorf("F1 %.3f, confidence %.2f, recognised %v:\n%s", all.F1(), doc.Confidence(), doc.Recognised, doc.Plain())
			}
		})
	}
}

func TestMixedFilesAndBlankPages(t *testing.T) {
	pdf, reader := installed(t)
	scan := sheets(t, pdf, cvOf(t, "en-sales-minimal-browser.pdf").Data)[0]
	white := sheet{Gray: image.NewGray(image.Rect(0, 0, 600, 800)), width: 595, height: 842}
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	typed := sheet{width: 595, height: 842, typed: strings.Repeat("Anna Berg is an engineer who moved payments to Kafka.\n", 5)}
	stamped := scan
	stamped.typed = "Scanned with a telephone"
	doc, err := reader.Read(t.Context(), scanned(t, typed, stamped, white))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range doc.Lines {
		if want := l.Page == 2; want != (l.Confidence < 1) || l.Page == 3 || l.Confidence <= 0 {
			t.Errorf("page %d, confidence %.2f: %s", l.Page, l.Confidence, l.Text)
		}
	}
	if text := doc.Plain(); !doc.Recognised || doc.Pages != 3 || !strings.Contains(text, "Kafka") || !strings.Contains(text, "Priya Delacroix") {
		t.Errorf("recognised %v, %d pages:\n%s", doc.Recognised, doc.Pages, text)
	}
	if _, err := reader.Read(t.Context(), scanned(t, white)); !errors.Is(err, refusal.NoText) {
		t.Errorf("a blank page: %v", err)
	}
}

func TestNotInstalled(t *testing.T) {
	pdf, _ := installed(t)
	ocr := tesseract.New(tesseract.Options{Pages: pdf, Program: "there-is-no-such-program"})
	if ocr.Available() == nil {
		t.Error("it says that it is available")
	}
	if _, err := ocr.Recognise(t.Context(), nil, nil); !errors.Is(err, refusal.Unavailable) {
		t.Errorf("error %v", err)
	}
	scan := sheets(t, pdf, cvOf(t, "en-sales-minimal-browser.pdf").Data)
	if _, err := read.WithOCR(pdf, ocr).Read(t.Context(), scanned(t, scan...)); !errors.Is(err, refusal.NoText) {
		t.Errorf("a scan: %v", err)
	}
}

// program is a stand-in that has the English model and then does what a page may
// make it do.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nif [ $1 = --list-langs ]; then echo eng; exit; fi\n"+script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return path
}

// inked is a page with a black bar for ink.
type inked struct{}

func (inked) Scans(_ context.Context, _ []byte, pages []layout.Page) ([]layout.Page, error) {
	return pages, nil
}

func (inked) Render(context.Context, []byte, layout.Page) ([]byte, error) {
	return append([]byte("P5\n4 4\n255\n"), "\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"...), nil
}

func TestChildIsConfined(t *testing.T) {
	for _, tc := range []struct {
		story, script string
		want          error
	}{
		{"never ends", "while :; do :; done", refusal.TooComplex},
		{"prints without end", "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done", refusal.TooComplex},
		{"prints words without end", `echo "<span class='ocr_line'>"; i=0; while [ $i -lt 20001 ]; do echo "<span class='ocrx_word'>a</span>"; i=$((i+1)); done`, refusal.TooComplex},
		{"crashes", "kill -SEGV $$", refusal.TooComplex},
		{"fails", "echo no >&2; exit 1", refusal.Unavailable},
		{"says nothing", "exit 0", nil},
	} {
		t.Run(tc.story, func(t *testing.T) {
			patience := time.Minute
			if tc.story == "never ends" {
				patience = 300 * time.Millisecond
			}
			dir := t.TempDir()
			ocr := tesseract.New(tesseract.Options{Pages: inked{}, Program: program(t, tc.script), TempDir: dir, Timeout: patience})
			got, err := ocr.Recognise(t.Context(), nil, []layout.Page{{Number: 1, Width: 1, Height: 1}})
			if !errors.Is(err, tc.want) || len(got) != 0 {
				t.Errorf("%d pages, error %v, want %v", len(got), err, tc.want)
			}
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("%d files are left", len(left))
			}
		})
	}
}
