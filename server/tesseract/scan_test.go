package tesseract_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// sheet is a page that a scanner saw.
type sheet struct {
	*image.Gray
	width, height float64 // in points
	// typed is text that stands on the page besides the picture.
	typed string
}

// sheets renders the pages of a PDF file as a scanner sees them.
func sheets(t testing.TB, pdf *poppler.Reader, file []byte) []sheet {
	t.Helper()
	pages, err := pdf.Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	var out []sheet
	for _, p := range pages {
		rendered, err := pdf.Render(t.Context(), file, p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, sheet{gray(t, rendered), p.Width, p.Height, ""})
	}
	return out
}

// gray reads a PGM picture.
func gray(t testing.TB, pgm []byte) *image.Gray {
	t.Helper()
	var w, h int
	if _, err := fmt.Sscanf(string(pgm[:40]), "P5\n%d %d\n255\n", &w, &h); err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	copy(g.Pix, pgm[len(pgm)-w*h:])
	return g
}

// worn is a page that lay askew by some degrees in a scanner, whose glass is grey
// and whose sensor is noisy.
func (s sheet) worn(degrees float64) sheet {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := image.NewGray(s.Rect)
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{Y: 255}), image.Point{}, draw.Src)
	cx, cy := float64(s.Rect.Dx())/2, float64(s.Rect.Dy())/2
	draw.BiLinear.Transform(out, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, s, s.Rect, draw.Src, nil)
	noise := rand.New(rand.NewPCG(1, 2))
	for i, v := range out.Pix {
		out.Pix[i] = uint8(min(max(float64(v)*0.9+noise.NormFloat64()*12, 0), 255))
	}
	s.Gray = out
	return s
}

// turned lies on its side, its top to the right.
func (s sheet) turned() sheet {
	out := image.NewGray(image.Rect(0, 0, s.Rect.Dy(), s.Rect.Dx()))
	for y := range s.Rect.Dy() {
		for x := range s.Rect.Dx() {
			out.SetGray(s.Rect.Dy()-1-y, x, s.GrayAt(x, y))
		}
	}
	s.Gray, s.width, s.height = out, s.height, s.width
	return s
}

// scanned is a PDF file whose pages are pictures.
func scanned(t testing.TB, pages ...sheet) []byte {
	t.Helper()
	var objects []string
	add := func(format string, a ...any) { objects = append(objects, fmt.Sprintf(format, a...)) }
	add("<< /Type /Catalog /Pages 2 0 R >>")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+3*i))
	}
	add("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages))
	add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i, p := range pages {
		var packed bytes.Buffer
		picture, content := "", ""
		if p.Gray != nil {
			if err := jpeg.Encode(&packed, p.Gray, &jpeg.Options{Quality: 80}); err != nil {
				t.Fatal(err)
			}
			picture = fmt.Sprintf("/Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", p.Rect.Dx(), p.Rect.Dy())
			content = fmt.Sprintf("q %f 0 0 %f 0 0 cm /I Do Q\n", p.width, p.height)
		}
		content += "BT /F 11 Tf 14 TL 72 700 Td"
		for line := range strings.Lines(p.typed) {
			content += " (" + strings.TrimSpace(line) + ") '"
		}
		content += " ET"
		add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %f %f] /Contents %d 0 R /Resources << /XObject << /I %d 0 R >> /Font << /F 3 0 R >> >> >>", p.width, p.height, 5+3*i, 6+3*i)
		add("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
		add("<< /Type /XObject %s  /Length %d >>\nstream\n%s\nendstream", picture, packed.Len(), packed.Bytes())
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	table := make([]int, len(objects))
	for i, o := range objects {
		table[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range table {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return out.Bytes()
}

// language as the service finds it.
func language(doc *document.Document) string { return structure.Parse(doc).Language }

// cvOf is a CV of the corpus.
func cvOf(t testing.TB, name string) corpus.File {
	t.Helper()
	all, err := corpus.Files(os.DirFS("../cv/corpus/testdata"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no %s in the corpus", name)
	return corpus.File{}
}
