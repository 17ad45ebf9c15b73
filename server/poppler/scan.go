package poppler

import (
	"context"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

const (
	// few letters are no page of a CV: a page number, or "Scanned with …".
	few = 60
	// covering is how much of a page its pictures must cover to be what is read.
	covering = 0.5
	// resolution of rendered pages in dots per inch. Below 200 recognition makes
	// twice the mistakes, above 300 no fewer.
	resolution = 300
	// maxSide of a rendered page in pixels: A4 and Letter at the resolution.
	maxSide = 3600
	// renderMemory is pdftoppm's address space. A photograph of 50 megapixels
	// takes 200 MiB of it while it is unpacked.
	renderMemory = 512 << 20
	// maxList is how much pdfimages may print: some thousand pictures.
	maxList = 1 << 20
)

// letters that a page's text has; none when it is unreadable.
func letters(p layout.Page) int {
	var all strings.Builder
	n := 0
	for i := range p.Fragments {
		all.WriteString(p.Fragments[i].Text)
		for _, c := range p.Fragments[i].Text {
			if unicode.IsLetter(c) {
				n++
			}
		}
	}
	if tidy.Unreadable(all.String()) {
		return 0
	}
	return n
}

// blank tells a page without a letter.
func blank(p layout.Page) bool { return letters(p) == 0 }

// Scans returns which of a file's pages, as Read gave them, are to be read off
// their pictures: those without a letter, and those with few letters on a picture
// that covers half of the page. Errors are as of Read.
func (r *Reader) Scans(ctx context.Context, file []byte, pages []layout.Page) ([]layout.Page, error) {
	var scans, unsure []layout.Page
	for _, p := range pages {
		switch n := letters(p); {
		case p.Recognised:
		case n == 0:
			scans = append(scans, p)
		case n < few:
			unsure = append(unsure, p)
		}
	}
	if len(unsure) == 0 {
		return scans, nil
	}
	ctx, leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	covered, err := r.covered(ctx, file)
	if err != nil {
		return nil, err
	}
	for _, p := range unsure {
		if behind(p, covered) {
			scans = append(scans, p)
		}
	}
	slices.SortFunc(scans, func(a, b layout.Page) int { return a.Number - b.Number })
	return scans, nil
}

// covered runs pdfimages: how much of each page pictures cover, in square points.
func (r *Reader) covered(ctx context.Context, file []byte) (map[int]float64, error) {
	program, err := exec.LookPath(r.sibling("pdfimages"))
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	result, err := r.run(ctx, confined.Program{
		Path: program, Args: []string{"-list", "-l", strconv.Itoa(refusal.MaxPages), "-"}, Memory: maxMemory, Output: maxList,
	}, file)
	if err != nil {
		return nil, err
	}
	return pictures(string(result.Printed)), nil
}

// behind tells a page that is a picture: what stands behind it is what a scanner
// read.
func behind(p layout.Page, covered map[int]float64) bool {
	return p.Width > 0 && covered[p.Number] >= covering*p.Width*p.Height
}

// pictures says how much of each page pictures cover, in square points, of what
// pdfimages -list prints: columns, of which the first is the page, the third the
// kind, then the size in pixels, and from the thirteenth the pixels an inch.
func pictures(list string) map[int]float64 {
	covered := map[int]float64{}
	for line := range strings.Lines(list) {
		column := strings.Fields(line)
		if len(column) < 14 || column[2] != "image" && column[2] != "stencil" {
			continue
		}
		var n [5]float64
		ok := true
		for i, at := range []int{0, 3, 4, 12, 13} {
			v, err := strconv.ParseFloat(column[at], 64)
			n[i] = v
			ok = ok && err == nil && v > 0.1 && v < 1e6
		}
		if ok {
			covered[int(n[0])] += n[1] / n[3] * 72 * n[2] / n[4] * 72
		}
	}
	return covered
}

// Render makes a grey picture of a page that Read gave, in the PGM format, of 300
// dots an inch or as many as keep it within 3600 pixels a side. Errors are as of
// Read.
func (r *Reader) Render(ctx context.Context, file []byte, page layout.Page) ([]byte, error) {
	ctx, leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	side := math.Ceil(math.Max(page.Width, page.Height) / 72 * resolution)
	return r.picture(ctx, file, page.Number, min(side, maxSide), "-cropbox")
}

// picture runs pdftoppm: a page in greys, its longer side of so many pixels.
func (r *Reader) picture(ctx context.Context, file []byte, page int, side float64, more ...string) ([]byte, error) {
	program, err := exec.LookPath(r.sibling("pdftoppm"))
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	number := strconv.Itoa(page)
	result, err := r.run(ctx, confined.Program{
		Path: program, Memory: renderMemory, Output: maxSide*maxSide + 64,
		Args: append(more, "-gray", "-f", number, "-l", number, "-singlefile", "-scale-to", strconv.Itoa(int(math.Max(side, 1))), "-"),
	}, file)
	if err != nil {
		return nil, err
	}
	if len(result.Printed) == 0 {
		return nil, refusal.Damaged.Because(fmt.Errorf("pdftoppm: nothing of page %s: %s", number, firstLine(result.Complaint)))
	}
	return result.Printed, nil
}
