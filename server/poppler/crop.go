package poppler

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os/exec"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// crop leaves out what a page's crop box cuts off (ISO 32000-1, 14.11.2), which
// pdftohtml prints with the rest. Few files have such boxes: only where one is
// named, or may be in objects that are packed, they are asked for.
func (r *Reader) crop(ctx context.Context, file []byte, sheets []sheet) error {
	if !bytes.Contains(file, []byte("/CropBox")) && !bytes.Contains(file, []byte("/ObjStm")) {
		return nil
	}
	program, err := exec.LookPath(r.sibling("pdfinfo"))
	if err != nil {
		return refusal.Unavailable.Because(err)
	}
	result, err := r.run(ctx, confined.Program{
		Path: program, Args: []string{"-box", "-f", "1", "-l", strconv.Itoa(refusal.MaxPages), "-"}, Memory: maxMemory, Output: maxList,
	}, file)
	if ctx.Err() != nil || errors.Is(err, refusal.Unavailable) {
		return err
	}
	seen := windows(string(result.Printed))
	for i := range sheets {
		window, cut := seen[sheets[i].Number]
		if !cut {
			continue
		}
		sheets[i].replace(func(f layout.Fragment, _ uint8) []layout.Fragment {
			if beside(f, window) {
				return nil
			}
			return []layout.Fragment{f}
		})
	}
	return nil
}

// boxes of a page, in points from the lower left corner: left, bottom, right, top.
type boxes struct {
	turned      int // degrees clockwise
	media, crop [4]float64
}

// windows are what is shown of each page, of what pdfinfo -box prints. A file's
// title may hold such lines as well, but stands before them: the last count.
func windows(printed string) map[int]rectangle {
	pages := map[int]*boxes{}
	for line := range strings.Lines(printed) {
		column := strings.Fields(line)
		if len(column) < 4 || column[0] != "Page" {
			continue
		}
		page, err := strconv.Atoi(column[1])
		if err != nil || page < 1 || page > refusal.MaxPages {
			continue
		}
		if pages[page] == nil {
			pages[page] = &boxes{}
		}
		b := pages[page]
		switch column[2] {
		case "rot:":
			b.turned, _ = strconv.Atoi(column[3])
		case "MediaBox:":
			b.media = four(column[3:])
		case "CropBox:":
			b.crop = four(column[3:])
		}
	}
	out := map[int]rectangle{}
	for page, b := range pages {
		if b.media != b.crop {
			out[page] = b.window()
		}
	}
	return out
}

// four numbers; zeros for what is none.
func four(columns []string) (n [4]float64) {
	if len(columns) != 4 {
		return n
	}
	for i, c := range columns {
		v, err := strconv.ParseFloat(c, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 1e6 {
			return [4]float64{}
		}
		n[i] = v
	}
	return n
}

// window is the crop box as it lies in the page that pdftohtml prints, which is
// the media box, turned.
func (b *boxes) window() rectangle {
	left, bottom := b.crop[0]-b.media[0], b.crop[1]-b.media[1]
	right, top := b.media[2]-b.crop[2], b.media[3]-b.crop[3]
	width, height := b.media[2]-b.media[0], b.media[3]-b.media[1]
	switch b.turned {
	case 90:
		return rectangle{bottom, left, height - top, width - right}
	case 180:
		return rectangle{right, bottom, width - left, height - top}
	case 270:
		return rectangle{top, right, height - bottom, width - left}
	}
	return rectangle{left, top, width - right, height - bottom}
}
