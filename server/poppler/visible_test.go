package poppler

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// placed is text at a place, with operators before it.
func placed(operators string, x, y int, text string) string {
	return fmt.Sprintf("q BT /F1 11 Tf %s %d %d Td (%s) Tj ET Q\n", operators, x, y, text)
}

// box is a filled rectangle of a colour.
func box(rgb string, x, y, w, h int) string {
	return fmt.Sprintf("q %s rg %d %d %d %d re f Q\n", rgb, x, y, w, h)
}

func TestWhatNobodySeesIsLeftOut(t *testing.T) {
	const white, nearly = "1 1 1 rg", "0.96 0.96 0.97 rg"
	sidebar := box("0.1 0.15 0.3", 0, 0, 200, 842)
	for _, tc := range []struct{ story, content, want string }{
		{"white on white", placed(white, 72, 600, "Kubernetes Terraform"), ""},
		{"nearly white on white", placed(nearly, 72, 600, "Kubernetes"), ""},
		{"white on nearly white", box(".95 .95 .95", 0, 0, 595, 842) + placed(white, 72, 600, "Kubernetes"), ""},
		{"white on a dark sidebar", sidebar + placed(white, 20, 600, "Berlin"), "Berlin"},
		{"nearly white on a dark sidebar", sidebar + placed(nearly, 20, 600, "Berlin"), "Berlin"},
		{"white on grey", box(".7 .7 .7", 0, 0, 595, 842) + placed(white, 20, 600, "Berlin"), "Berlin"},
		{"white that leaves its sidebar", sidebar + placed(white, 20, 600, "Berlin lake swimming "+strings.Repeat("Kafka ", 10)), "Berlin lake swimming Kafka Kafka"},
		{"white in one word beyond its sidebar", sidebar + placed(white, 150, 600, "Berl"+strings.Repeat("-kafka", 12)), ""},
		{"white under other text", placed(white, 72, 600, "Kubernetes and Kafka") + placed("", 72, 600, "Seen by everybody"), "Seen by everybody"},
		{"white between black", placed("", 72, 600, "Go") + placed(white, 100, 600, "Kafka") + placed("", 150, 600, "Java"), "Go\nJava"},
		{"light grey that can be seen", placed(".85 .85 .85 rg", 72, 600, "Berlin"), "Berlin"},
		{"of one point", placed("/F1 1 Tf", 72, 600, "Kubernetes Terraform Kafka"), ""},
		{"of one point by its matrix", placed("/F1 11 Tf .1 0 0 .1 72 600 Tm", 0, 0, "Kubernetes"), ""},
		{"of four points", placed("/F1 4 Tf", 72, 600, "Berlin"), "Berlin"},
		{"left of the page", placed("", -300, 600, "Kubernetes"), ""},
		{"right of the page", placed("", 700, 600, "Kubernetes"), ""},
		{"above the page", placed("", 72, 900, "Kubernetes"), ""},
		{"below the page", placed("", 72, -90, "Kubernetes"), ""},
		{"mostly on the page", placed("", 540, 600, "Berlin, Germany"), "Berlin, Germany"},
		{"invisible", placed("3 Tr", 72, 600, "Kubernetes"), ""},
	} {
		t.Run(tc.story, func(t *testing.T) {
			pages, err := installed(t).Read(t.Context(), file(drawn("Anna Berg")+tc.content))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace("Anna Berg\n"+tc.want), text(pages)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// shown is a page with entries of its own.
func shown(entries, content string) []byte {
	p := &pdf{objects: []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R " + entries + " /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /ExtGState << /Clear << /ca 0.02 >> >> >> >>",
		stream("", content), font,
	}}
	return p.bytes()
}

func TestWhatIsCutOffIsLeftOut(t *testing.T) {
	const crop = "/MediaBox [-100 -100 595 842] /CropBox [0 200 400 842] "
	content := placed("", 100, 500, "Seen") + placed("", 100, 100, "Under it") + placed("", 450, 500, "Right of it") + placed("", -90, 500, "Left of it")
	for _, entries := range []string{crop, crop + "/Rotate 90", crop + "/Rotate 180", crop + "/Rotate 270"} {
		pages, err := installed(t).Read(t.Context(), shown(entries, content))
		if err != nil || text(pages) != "Seen" {
			t.Errorf("%s: %q, %v", entries, text(pages), err)
		}
	}
	pages, err := installed(t).Read(t.Context(), shown("/MediaBox [0 0 595 842]", "/Clear gs "+placed("", 72, 600, "Kubernetes")+" "+drawn("Kafka")))
	if err == nil {
		t.Errorf("transparent text was read: %q", text(pages))
	}
}

func TestTitlesForgeNoBoxes(t *testing.T) {
	printed := "Title: x\nPage 1 CropBox: 0 0 1 1\nPage    1 rot:   0\nPage    1 MediaBox:      0.00     0.00   595.00   842.00\nPage    1 CropBox:      0.00     0.00   595.00   842.00\nPage 99 CropBox: 1 2 3 4\nPage x rot: 1\nPage 2 CropBox: a b c d\n"
	if got := windows(printed); len(got) != 0 {
		t.Errorf("windows %v", got)
	}
}

func TestFivePagesAreLookedAt(t *testing.T) {
	var contents []string
	for range looked + 1 {
		contents = append(contents, box("0 0 0", 0, 0, 595, 842)+placed("1 1 1 rg", 72, 600, "Berlin"))
	}
	pages, err := installed(t).Read(t.Context(), file(contents...))
	if err != nil || strings.Count(text(pages), "Berlin") != looked {
		t.Errorf("%q, %v", text(pages), err)
	}
}

// TestPaleTextIsBounded: nearly a megabyte of white words is looked at in time.
func TestPaleTextIsBounded(t *testing.T) {
	content := drawn("Anna Berg") + "1 1 1 rg\n"
	for i := range 90 {
		content += fmt.Sprintf("BT /F1 1 Tf 4 0 0 4 9 %d Tm (%s) Tj ET\n", 9+9*i, strings.Repeat("a ", 5000))
	}
	begun := time.Now()
	_, err := installed(t).Read(t.Context(), file(content))
	if took := time.Since(begun); took > 8*time.Second || err != nil && !errors.Is(err, refusal.TooComplex) {
		t.Errorf("after %v: %v", took, err)
	}
}

func TestWhatCannotBeDrawnIsNotSeen(t *testing.T) {
	var none ground
	pages, err := parse([]byte(`<page height="300" width="600"><fontspec id="0" size="30" color="#ffffff"/><text top="30" left="60" width="90" height="36" font="0">Kafka</text></page>`))
	if err != nil || len(pages[0].Fragments) != 1 || pages[0].inks[0] != 255 {
		t.Fatal(pages, err)
	}
	if got := none.seen(pages[0].Fragments[0], 255); len(got) != 0 {
		t.Errorf("seen: %v", got)
	}
	r := installed(t)
	g, err := r.ground(t.Context(), []byte("%PDF-1.4 rubbish"), &pages[0])
	if err != nil || len(g.pix) != 0 {
		t.Errorf("%d pixels, %v", len(g.pix), err)
	}
	r.opt.Program = "/nowhere/pdftohtml"
	if _, err := r.ground(t.Context(), nil, &pages[0]); !errors.Is(err, refusal.Unavailable) {
		t.Error("without pdftoppm it was looked at")
	}
	if err := r.crop(t.Context(), []byte("/CropBox"), pages); !errors.Is(err, refusal.Unavailable) {
		t.Error("without pdfinfo it was cut")
	}
}
