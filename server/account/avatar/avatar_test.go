package avatar_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/avatar"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// The colours of the test picture's quarters.
var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// quarters are the colours of a picture's corners.
type quarters struct{ topLeft, topRight, bottomLeft, bottomRight color.RGBA }

var upright = quarters{red, blue, green, white}

// painted is a picture of the quarters.
func painted(q quarters, width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := [2][2]color.RGBA{{q.topLeft, q.topRight}, {q.bottomLeft, q.bottomRight}}[2*y/height][2*x/width]
			m.SetNRGBA(x, y, color.NRGBA(c))
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asGIF(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := gif.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decoded is the avatar of a file, and its format.
func decoded(t *testing.T, data []byte) (image.Image, string) {
	t.Helper()
	made, err := avatar.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	m, format, err := image.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size != image.Pt(avatar.Size, avatar.Size) {
		t.Fatalf("size %v", size)
	}
	return m, format
}

// shows compares the middles of an avatar's quarters, as far as losses allow.
func shows(t *testing.T, m image.Image, want quarters) {
	t.Helper()
	for place, want := range map[image.Point]color.RGBA{
		{X: 64, Y: 64}: want.topLeft, {X: 192, Y: 64}: want.topRight,
		{X: 64, Y: 192}: want.bottomLeft, {X: 192, Y: 192}: want.bottomRight,
	} {
		got := color.NRGBAModel.Convert(m.At(place.X, place.Y)).(color.NRGBA)
		for _, c := range [][2]uint8{{got.R, want.R}, {got.G, want.G}, {got.B, want.B}, {got.A, want.A}} {
			if d := int(c[0]) - int(c[1]); d < -12 || d > 12 {
				t.Errorf("at %v: %v, want %v", place, got, want)
				break
			}
		}
	}
}

func TestFormats(t *testing.T) {
	half := upright
	for _, c := range []*color.RGBA{&half.topLeft, &half.topRight, &half.bottomLeft, &half.bottomRight} {
		c.A = 128
	}
	for name, c := range map[string]struct {
		data   []byte
		format string
		want   quarters
	}{
		"JPEG":             {asJPEG(t, painted(upright, 300, 200)), "jpeg", upright},
		"PNG":              {asPNG(t, painted(upright, 300, 200)), "jpeg", upright},
		"transparent PNG":  {asPNG(t, painted(half, 300, 200)), "png", half},
		"GIF":              {asGIF(t, painted(upright, 300, 200)), "jpeg", upright},
		"lossy WebP":       {file(t, "lossy.webp"), "jpeg", upright},
		"lossless WebP":    {file(t, "lossless.webp"), "jpeg", upright},
		"transparent WebP": {file(t, "transparent.webp"), "png", half},
		"upright format":   {asPNG(t, painted(upright, 200, 900)), "jpeg", upright},
		"tiny":             {asPNG(t, painted(upright, 2, 2)), "jpeg", upright},
		"already right":    {asPNG(t, painted(upright, 256, 256)), "jpeg", upright},
	} {
		t.Run(name, func(t *testing.T) {
			m, format := decoded(t, c.data)
			if format != c.format {
				t.Errorf("format %s, want %s", format, c.format)
			}
			shows(t, m, c.want)
		})
	}
}

// Only the square in the middle is left: the bars beside it are gone.
func TestCutsTheMiddle(t *testing.T) {
	for name, size := range map[string]image.Point{"wide": {600, 200}, "high": {200, 600}} {
		t.Run(name, func(t *testing.T) {
			m := image.NewNRGBA(image.Rectangle{Max: size})
			for i := range m.Pix {
				m.Pix[i] = 255
			}
			middle := painted(upright, 200, 200)
			corner := image.Pt((size.X-200)/2, (size.Y-200)/2)
			for y := range 200 {
				for x := range 200 {
					m.SetNRGBA(corner.X+x, corner.Y+y, middle.NRGBAAt(x, y))
				}
			}
			got, _ := decoded(t, asPNG(t, m))
			shows(t, got, upright)
			for _, p := range []image.Point{{1, 1}, {1, 254}, {254, 1}} {
				if r, g, b, _ := got.At(p.X, p.Y).RGBA(); r > 0xf000 && g > 0xf000 && b > 0xf000 {
					t.Errorf("white at %v", p)
				}
			}
		})
	}
}

// header is a PNG that claims a size and has no pixels.
func header(t *testing.T, width, height uint32) []byte {
	t.Helper()
	data := asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	return pngChecked(data)
}

// progressive is a JPEG that claims a size and many passes, and has none.
func progressive(t *testing.T, width, height uint16) []byte {
	t.Helper()
	data := asJPEG(t, painted(upright, 8, 8))
	frame := bytes.Index(data, []byte{0xff, 0xc0, 0, 17})
	data[frame+1] = 0xc2
	binary.BigEndian.PutUint16(data[frame+5:], height)
	binary.BigEndian.PutUint16(data[frame+7:], width)
	// Rubbish before a segment, which decoders skip.
	return append(append(bytes.Clone(data[:frame]), "rubbish"...), data[frame:]...)
}

func TestRefusals(t *testing.T) {
	good := asJPEG(t, painted(upright, 64, 64))
	for name, c := range map[string]struct {
		data []byte
		rule string
	}{
		"empty":                              {nil, "format"},
		"text":                               {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "format"},
		"BMP":                                {append([]byte("BM"), make([]byte, 100)...), "format"},
		"only the magic bytes":               {[]byte("\xff\xd8\xff"), "damaged"},
		"cut in the header":                  {good[:40], "damaged"},
		"cut in the pixels":                  {good[:len(good)/2], "damaged"},
		"RIFF that is no picture":            {[]byte("RIFF\x04\x00\x00\x00WEBP"), "damaged"},
		"41 megapixels":                      {header(t, 41_000, 1000), "max_pixels"},
		"40 megapixels missing":              {header(t, 40_000, 1000), "damaged"},
		"2 gigapixels a side":                {header(t, 1<<31-1, 1<<31-1), "damaged"}, // the decoder's own limit
		"a very long line":                   {header(t, 50_000_000, 1), "max_pixels"},
		"17 progressive megapixels":          {progressive(t, 17_000, 1000), "max_pixels"},
		"16 progressive megapixels, missing": {progressive(t, 16_000, 1000), "damaged"},
		"no width":                           {header(t, 0, 7), "damaged"},
		"more than 5 MiB":                    {append(bytes.Clone(good), make([]byte, avatar.MaxBytes)...), "max_bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := avatar.Decode(c.data)
			f := fault.From(err)
			if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Path != "image" {
				t.Fatalf("error %v", err)
			}
			if f.Fields[0].Rule != c.rule {
				t.Errorf("rule %s, want %s: %v", f.Fields[0].Rule, c.rule, err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	exif := tiff(binary.BigEndian, 6)
	for _, seed := range [][]byte{
		asJPEG(f, painted(upright, 8, 8)), withJPEGExif(asJPEG(f, painted(upright, 8, 8)), exif),
		asPNG(f, painted(upright, 8, 8)), withPNGExif(asPNG(f, painted(upright, 8, 8)), exif),
		asGIF(f, painted(upright, 8, 8)),
		file(f, "lossy.webp"), file(f, "transparent.webp"), withWebPExif(file(f, "lossless.webp"), exif),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		made, err := avatar.Decode(data)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("internal error: %v", err)
			}
			return
		}
		config, _, err := image.DecodeConfig(bytes.NewReader(made))
		if err != nil || config.Width != avatar.Size || config.Height != avatar.Size {
			t.Fatalf("%dx%d, %v", config.Width, config.Height, err)
		}
	})
}
