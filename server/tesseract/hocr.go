package tesseract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// box is in pixels; y1 and x1 are outside of it.
type box struct{ x0, y0, x1, y1 int }

// word is one as it stands on a picture.
type word struct {
	box
	text       string
	confidence float64 // 0 to 1
}

// row is what Tesseract takes for one line of text.
type row struct {
	box
	// slope and offset are of the line that the letters stand on, from the lower
	// left corner of the box.
	slope, offset float64
	// size is from the lowest descender to the highest ascender.
	size  float64
	words []word
}

// maxWords of a page; a full one has 1,000.
const maxWords = 20_000

var errTooManyWords = errors.New("too many words are on the page")

// parseHOCR reads the hOCR that Tesseract prints (hOCR 1.2): lines with where
// they stand, and words in them.
func parseHOCR(in []byte) ([]row, error) {
	d := xml.NewDecoder(bytes.NewReader(in))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var rows []row
	words, open := 0, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err //nolint:wrapcheck // wrapped by the caller
		}
		switch t := token.(type) {
		case xml.StartElement:
			class, title := attributes(t)
			switch class {
			case "ocr_line", "ocr_header", "ocr_textfloat", "ocr_caption":
				rows = append(rows, newRow(title))
			case "ocrx_word":
				if len(rows) == 0 {
					continue
				}
				if words++; words > maxWords {
					return nil, errTooManyWords
				}
				last := &rows[len(rows)-1]
				last.words = append(last.words, newWord(title))
				open = true
			}
		case xml.CharData:
			if open {
				line := rows[len(rows)-1].words
				line[len(line)-1].text += strings.TrimSpace(string(t))
			}
		case xml.EndElement:
			open = open && t.Name.Local != "span"
		}
	}
}

func attributes(e xml.StartElement) (class, title string) {
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "class":
			class = a.Value
		case "title":
			title = a.Value
		}
	}
	return class, title
}

func newRow(title string) row {
	baseline := property(title, "baseline", 2)
	return row{box: boxOf(title), slope: baseline[0], offset: baseline[1], size: property(title, "x_size", 1)[0]}
}

func newWord(title string) word {
	return word{box: boxOf(title), confidence: math.Min(math.Max(property(title, "x_wconf", 1)[0]/100, 0), 1)}
}

func boxOf(title string) box {
	n := property(title, "bbox", 4)
	return box{int(n[0]), int(n[1]), int(n[2]), int(n[3])}
}

// property finds the numbers of one, as in "bbox 1 2 3 4; x_wconf 95"; zeros for
// what is none.
func property(title, name string, n int) []float64 {
	out := make([]float64, n)
	for part := range strings.SplitSeq(title, ";") {
		fields := strings.Fields(part)
		if len(fields) != n+1 || fields[0] != name {
			continue
		}
		for i := range out {
			v, err := strconv.ParseFloat(fields[i+1], 64)
			if err == nil && math.Abs(v) < 1e6 { // not for NaN either
				out[i] = v
			}
		}
		break
	}
	return out
}
