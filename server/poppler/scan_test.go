package poppler

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

func TestPictures(t *testing.T) {
	list := "page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio\n-----\n" +
		"   1     0 image    2480  3508  gray    1   8  jpeg   no         5  0   300   300  900K  11%\n" +
		"   1     1 smask    2480  3508  gray    1   8  jpeg   no         6  0   300   300  900K  11%\n" +
		"   2     2 stencil   300   300  -       1   1  jbig2  no         7  0   150   300    1K  11%\n" +
		"   2     3 image     300   nan  gray    1   8  jpeg   no         8  0   300   300    1K  11%\n"
	got := pictures(list)
	if a4 := 595.2 * 841.9; got[1] < 0.99*a4 || got[1] > 1.01*a4 || got[2] != 144*72 || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

// pictured is a page that a picture covers, all or a tenth of it, with this text.
func pictured(words string, covers int) []byte {
	content := fmt.Sprintf("q 595 0 0 %d 0 0 cm /X Do Q %s", covers, drawn(words))
	return single(stream("", content), "/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>", font,
		stream("/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8", strings.Repeat("\x80", 64)))
}

func TestScansArePagesThatArePictures(t *testing.T) {
	r := installed(t)
	for _, tc := range []struct {
		story string
		file  []byte
		scan  bool
	}{
		{"a picture alone", pictured("", 842), true},
		{"a picture with a stamp", pictured("Scanned with a telephone", 842), true},
		{"a picture behind a text", pictured(strings.Repeat("Anna Berg, engineer ", 9), 842), false},
		{"few words and a small picture", pictured("Anna Berg", 84), false},
		{"an empty page", file(""), true},
	} {
		pages, err := r.Read(t.Context(), tc.file)
		if err != nil && !errors.Is(err, refusal.NoText) {
			t.Fatal(tc.story, err)
		}
		scans, err := r.Scans(t.Context(), tc.file, pages)
		if err != nil || (len(scans) == 1) != tc.scan {
			t.Errorf("%s: %d scans, %v", tc.story, len(scans), err)
		}
	}
}

func TestRenderedPagesAreBounded(t *testing.T) {
	r := installed(t)
	for _, tc := range []struct {
		width, height float64
		head          string
	}{{595, 842, "P5\n2480 3509\n255\n"}, {14400, 14400, "P5\n3600 3600\n255\n"}} {
		f := strings.Replace(string(file(drawn("Anna"))), "0 0 595 842", fmt.Sprint("0 0 ", tc.width, " ", tc.height), 1)
		got, err := r.Render(t.Context(), []byte(f), layout.Page{Number: 1, Width: tc.width, Height: tc.height})
		if err != nil || !strings.HasPrefix(string(got), tc.head) {
			t.Errorf("%v points: %.20q, %v", tc.width, got, err)
		}
	}
	if _, err := r.Render(t.Context(), file(drawn("Anna")), layout.Page{Number: 2, Width: 595, Height: 842}); err == nil {
		t.Error("a page that is not there was rendered")
	}
}
