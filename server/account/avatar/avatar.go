// Package avatar turns uploaded pictures into avatars: a small square, written
// anew from its pixels, so that nothing else of the file is kept (no EXIF, no
// place where it was taken, no code hidden in it).
package avatar

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// Size of an avatar's sides, in pixels.
	Size = 256
	// MaxBytes an uploaded file may have.
	MaxBytes = 5 << 20
	// MaxPixels an uploaded picture may have. It bounds the memory of Decode,
	// which takes 3 bytes a pixel for a JPEG and 4 to 8 for other formats, so
	// 320 MB at most; and 50 MB to scale.
	MaxPixels = 40_000_000
	// MaxProgressive is the same for progressive JPEG, whose coefficients are
	// all kept until the last pass: 15 bytes a pixel, 20 in CMYK.
	MaxProgressive = 16_000_000

	field       = "image"
	jpegQuality = 88
	webpBegins  = "RIFF????WEBP"
)

// format is one that pictures may have. They are told apart by how they begin,
// never by the name or type the sender claims.
type format struct {
	begins string // "?" stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = []format{
	{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
	{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{"GIF8?a", gif.DecodeConfig, gif.Decode}, // the first picture of an animation
	{webpBegins, webp.DecodeConfig, webp.Decode},
}

// Decode makes an avatar of a JPEG, PNG, GIF or WebP file: turned upright as
// its EXIF says, cut to the square in its middle, Size by Size pixels. It is a
// JPEG, or a PNG if the picture is transparent anywhere.
//
// Anything else is a fault about the field "image", with rule "format",
// "max_bytes", "max_pixels" or "damaged". The size is read before the pixels
// are.
func Decode(data []byte) ([]byte, error) {
	if len(data) > MaxBytes {
		return nil, fault.BadField(field, "max_bytes", "Choose a smaller picture: at most 5 MiB.")
	}
	f, ok := find(data)
	if !ok {
		return nil, fault.BadField(field, "format", "Choose a picture in JPEG, PNG, GIF or WebP format.")
	}
	config, err := f.config(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return nil, damaged(errors.New("no pixels"))
	}
	if config.Width > MaxPixels/config.Height {
		return nil, fault.BadField(field, "max_pixels", "Choose a smaller picture: at most 40 megapixels.")
	}
	if config.Width > MaxProgressive/config.Height && progressive(data) {
		return nil, fault.BadField(field, "max_pixels", "Choose a smaller picture: at most 16 megapixels as progressive JPEG.")
	}
	picture, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	if picture.Bounds().Empty() {
		return nil, damaged(errors.New("no pixels"))
	}
	small := square(picture)
	if f.begins == webpBegins {
		widen(small, picture.ColorModel())
	}
	return encode(upright(small, orientation(data)))
}

func find(data []byte) (format, bool) {
	for _, f := range formats {
		if beginsWith(data, f.begins) {
			return f, true
		}
	}
	return format{}, false
}

func beginsWith(data []byte, pattern string) bool {
	if len(data) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && data[i] != pattern[i] {
			return false
		}
	}
	return true
}

// progressive finds the frame header of a progressive JPEG of 1, 3 or 4 colours
// (ITU T.81, B.2.2: marker, length, 8 bits) wherever it stands, since decoders
// skip rubbish between segments. Pixels cannot hold it: 0xff is escaped there.
func progressive(data []byte) bool {
	for _, length := range []byte{11, 17, 20} {
		if bytes.Contains(data, []byte{0xff, 0xc2, 0, length, 8}) {
			return true
		}
	}
	return false
}

func damaged(cause error) error {
	return fault.BadField(field, "damaged", "This picture cannot be read. Choose another, or save it anew.").Because(cause)
}

// square scales the square in the picture's middle. Catmull-Rom looks at all
// pixels under each new one, so that fine patterns do not flicker.
func square(picture image.Image) *image.RGBA {
	b := picture.Bounds()
	side := min(b.Dx(), b.Dy())
	corner := b.Min.Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	small := image.NewRGBA(image.Rect(0, 0, Size, Size))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}, draw.Src, nil)
	return small
}

// widen brings the colours of a lossy WebP file to the full range. Its white is
// 235 and its black 16 (RFC 6386, 9.2: ITU-R BT.601), while image.YCbCr knows
// the full range of JPEG only, in which such pictures look grey.
func widen(picture *image.RGBA, model color.Model) {
	if model != color.YCbCrModel && model != color.NYCbCrAModel {
		return // without losses: RGB
	}
	for y := range Size {
		for x := range Size {
			c := color.NRGBAModel.Convert(picture.RGBAAt(x, y)).(color.NRGBA)
			luma, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
			c.R, c.G, c.B = color.YCbCrToRGB(stretch(luma, 16, 219, 0), stretch(cb, 128, 224, 128), stretch(cr, 128, 224, 128))
			picture.Set(x, y, c)
		}
	}
}

// stretch makes 255 of the range, from where it began to where it shall begin.
func stretch(v uint8, from, whole, to int) uint8 {
	return uint8(min(max(to+((int(v)-from)*255+whole/2)/whole, 0), 255))
}

// upright undoes an EXIF orientation, 1 to 8 (EXIF 2.32, tag 274): where each
// pixel of the upright picture stands in the stored one.
func upright(stored *image.RGBA, orientation int) *image.RGBA {
	const last = Size - 1
	var from func(x, y int) (int, int)
	switch orientation {
	case 2:
		from = func(x, y int) (int, int) { return last - x, y }
	case 3:
		from = func(x, y int) (int, int) { return last - x, last - y }
	case 4:
		from = func(x, y int) (int, int) { return x, last - y }
	case 5:
		from = func(x, y int) (int, int) { return y, x }
	case 6:
		from = func(x, y int) (int, int) { return y, last - x }
	case 7:
		from = func(x, y int) (int, int) { return last - y, last - x }
	case 8:
		from = func(x, y int) (int, int) { return last - y, x }
	default:
		return stored
	}
	turned := image.NewRGBA(stored.Bounds())
	for y := range Size {
		for x := range Size {
			turned.SetRGBA(x, y, stored.RGBAAt(from(x, y)))
		}
	}
	return turned
}

func encode(picture *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if transparent(picture) {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture)
	} else {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegQuality})
	}
	if err != nil {
		return nil, fmt.Errorf("encode avatar: %w", err)
	}
	return out.Bytes(), nil
}

func transparent(picture *image.RGBA) bool {
	for y := range Size {
		for x := range Size {
			if picture.RGBAAt(x, y).A != 0xff {
				return true
			}
		}
	}
	return false
}
