// Package typeset finds fonts for letters of many scripts and breaks texts into
// lines. A text may mix Latin, Cyrillic and Chinese: each letter gets the first
// font that has it.
package typeset

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Face is one font.
type Face struct {
	// Name is unique among the faces.
	Name string
	// Data is the TrueType file. It is shared, and not to be changed.
	Data []byte
	// widths are of the letters of Unicode's first plane, in 1/1000 of the size;
	// -1 where the font has none.
	widths [1 << 16]int16
}

// ErrNoCJK says that there is no font with Chinese letters.
var ErrNoCJK = errors.New("no font with Chinese letters: install the package fonts-droid-fallback")

// Set is the fonts of a document.
type Set struct {
	regular, bold *Face
	// signs has what these lack, such as ₽ and ✓; cjk has Chinese letters, and is
	// nil where no such font is installed.
	signs, cjk *Face
}

// cjkPaths are where Debian, Fedora and Arch put Droid Sans Fallback: of the fonts
// with Chinese letters that are packaged, the one in a plain TrueType file, which
// is what can be cut to the letters used. It is 4 MB, and so is not in the program.
var cjkPaths = []string{
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/google-droid-sans-fonts/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/droid/DroidSansFallbackFull.ttf",
}

var (
	latin = sync.OnceValues(func() (out Set, err error) {
		for _, f := range []struct {
			to   **Face
			name string
			data []byte
		}{{&out.regular, "regular", liberationsansregular.TTF}, {&out.bold, "bold", liberationsansbold.TTF}, {&out.signs, "signs", dejavusans.TTF}} {
			if *f.to, err = newFace(f.name, f.data); err != nil {
				return Set{}, err
			}
		}
		return out, nil
	})
	chinese = sync.OnceValues(func() (*Face, error) { return Find(cjkPaths) })
)

// Load returns the fonts, which are read once. A missing font for Chinese is no
// error here: see Set.CJK.
func Load() (*Set, error) {
	set, err := latin()
	if err != nil {
		return nil, err
	}
	set.cjk, _ = chinese() //nolint:errcheck // CJK tells it
	return &set, nil
}

// CJK is nil when Chinese letters can be set, and says otherwise what is missing
// (ErrNoCJK) or broken.
func CJK() error {
	_, err := chinese()
	return err
}

// Find reads the first of some files that there is as the font for Chinese.
func Find(paths []string) (*Face, error) {
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the font for Chinese: %w", err)
		}
		return newFace("cjk", data)
	}
	return nil, ErrNoCJK
}

// With is the set with another font for Chinese, nil for none.
func (s *Set) With(cjk *Face) *Set {
	out := *s
	out.cjk = cjk
	return &out
}

// CJK tells whether the set has a font for Chinese.
func (s *Set) CJK() bool { return s.cjk != nil }

func newFace(name string, data []byte) (*Face, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	out := &Face{Name: name, Data: data}
	var b sfnt.Buffer
	for r := range out.widths {
		out.widths[r] = -1
		if fromTheRight(rune(r)) {
			continue
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

// fromTheRight tells letters of Hebrew, Arabic and their neighbours, which need
// more than a font to be set.
func fromTheRight(r rune) bool {
	return r >= 0x590 && r < 0x900 || r >= 0xfb1d && r < 0xfe00 || r >= 0xfe70 && r < 0xff00
}

// has reports whether the font has a letter.
func (f *Face) has(r rune) bool {
	return f != nil && r >= 0 && int(r) < len(f.widths) && f.widths[r] >= 0
}
