package tesseract

import (
	"bytes"
	"errors"
	"fmt"
)

// picture is a grey one.
type picture struct {
	width, height int
	gray          []byte // a byte a pixel, row by row; 0 is black
}

// maxPixels of a page.
const maxPixels = 16 << 20

var errNoPicture = errors.New("this is no PGM picture")

// parsePGM reads a picture in the binary PGM format of 256 greys (pgm(5)).
func parsePGM(in []byte) (picture, error) {
	var p picture
	var most int
	head := in[:min(len(in), 64)]
	if n, err := fmt.Sscanf(string(head), "P5\n%d %d\n%d\n", &p.width, &p.height, &most); n != 3 || err != nil || most != 255 {
		return picture{}, errNoPicture
	}
	if p.width < 1 || p.height < 1 || p.width > maxPixels/p.height || p.width*p.height > len(in) {
		return picture{}, errNoPicture
	}
	p.gray = in[len(in)-p.width*p.height:]
	return p, nil
}

// pgm is the picture in that format.
func (p picture) pgm() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "P5\n%d %d\n255\n", p.width, p.height)
	out.Write(p.gray)
	return out.Bytes()
}

// dark tells ink: darker than this grey.
const dark = 128

// blank tells a picture with less ink on it than a line of text has: one pixel in
// ten thousand, or everything.
func (p picture) blank() bool {
	ink := 0
	for _, v := range p.gray {
		if v < dark {
			ink++
		}
	}
	return ink*10_000 < len(p.gray) || ink == len(p.gray)
}

// turned is the picture, turned clockwise by so many quarters.
func (p picture) turned(quarters int) picture {
	out := p
	for range quarters % 4 {
		t := picture{width: out.height, height: out.width, gray: make([]byte, len(out.gray))}
		for y := range out.height {
			for x := range out.width {
				t.gray[x*t.width+t.width-1-y] = out.gray[y*out.width+x]
			}
		}
		out = t
	}
	return out
}

// stroke is how wide the strokes in a box are, in pixels: the mean length of runs
// of ink along its rows that are no longer than a letter's stroke may be.
func (p picture) stroke(b box, longest int) float64 {
	runs, ink := 0, 0
	for y := max(b.y0, 0); y < min(b.y1, p.height); y++ {
		row := p.gray[y*p.width : (y+1)*p.width]
		length := 0
		for x := max(b.x0, 0); x <= min(b.x1, p.width-1); x++ {
			if row[x] < dark {
				length++
				continue
			}
			if length > 0 && length <= longest {
				runs, ink = runs+1, ink+length
			}
			length = 0
		}
	}
	if runs == 0 {
		return 0
	}
	return float64(ink) / float64(runs)
}
