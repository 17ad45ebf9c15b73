package export

import (
	"fmt"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one font. Liberation has the widths of Arial and Times New Roman, so
// that a PDF file breaks its lines where the DOCX file does.
type face struct {
	name string
	ttf  []byte
	// widths are of the letters of Unicode's first plane, in 1/1000 of the size;
	// -1 where the font has none.
	widths [1 << 16]int16
}

// faces of a look; fallback has letters that they lack, such as ₽ and ✓.
type faces struct{ regular, bold, fallback *face }

var (
	sans     = loaded(liberationsansregular.TTF, liberationsansbold.TTF)
	serif    = loaded(liberationserifregular.TTF, liberationserifbold.TTF)
	fallback = sync.OnceValues(func() (*face, error) { return newFace("fallback", dejavusans.TTF) })
)

// loaded reads two fonts once, when they are needed.
func loaded(regular, bold []byte) func() (faces, error) {
	return sync.OnceValues(func() (out faces, err error) {
		if out.regular, err = newFace("regular", regular); err != nil {
			return faces{}, err
		}
		if out.bold, err = newFace("bold", bold); err != nil {
			return faces{}, err
		}
		out.fallback, err = fallback()
		return out, err
	})
}

func (l look) faces() (faces, error) {
	if l.serif {
		return serif()
	}
	return sans()
}

func newFace(name string, ttf []byte) (*face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	out := &face{name: name, ttf: ttf}
	var b sfnt.Buffer
	for r := range out.widths {
		out.widths[r] = -1
		if r >= 0x590 && r < 0x900 {
			continue // letters read from the right, which need more than a font
		}
		glyph, err := f.GlyphIndex(&b, rune(r))
		if err != nil || glyph == 0 {
			continue
		}
		width, err := f.GlyphAdvance(&b, glyph, fixed.I(1000), font.HintingNone)
		if err != nil {
			return nil, fmt.Errorf("read the width of %U in the font %s: %w", r, name, err)
		}
		out.widths[r] = int16(width.Round())
	}
	return out, nil
}

// has reports whether the font has a letter.
func (f *face) has(r rune) bool { return r >= 0 && int(r) < len(f.widths) && f.widths[r] >= 0 }

// width of a text in a size, in points.
func (f *face) width(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		if f.has(r) {
			sum += int(f.widths[r])
		}
	}
	return float64(sum) * size / 1000
}
