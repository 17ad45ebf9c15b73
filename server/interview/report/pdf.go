package report

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/interviewai-pro/interviewai/server/interview/report/typeset"
)

// CJK is nil when Chinese letters can be written into PDF files. Otherwise it
// says what to install; see PDF for what happens without.
func CJK() error {
	if err := typeset.CJK(); err != nil {
		return fmt.Errorf("set chinese letters: %w", err)
	}
	return nil
}

// PDF writes a report as a PDF file of A4 pages with its fonts inside. A report in
// Chinese fails with typeset.ErrNoCJK where no font for it is installed; in others
// a question mark stands then for each Chinese letter, as it does everywhere for
// letters that are read from the right. Emoji are left out.
func PDF(r Report) ([]byte, error) {
	set, err := typeset.Load()
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return write(r, set)
}

// write writes it with some fonts.
func write(r Report, set *typeset.Set) ([]byte, error) {
	s, err := sheetOf(r)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	if s.Lang == "zh" && !set.CJK() {
		return nil, fmt.Errorf("write pdf: %w", typeset.ErrNoCJK)
	}
	w, err := wordsOf(r.Language)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	p := printer{Fpdf: fpdf.New("P", "pt", "A4", ""), known: map[string]bool{}}
	p.describe(s, r.Made)
	foot := footer(set, s, w)
	pages := paginate(lay(s, set), bottom-foot.height)
	for i, page := range pages {
		p.AddPage()
		for _, one := range page {
			p.row(one)
		}
		foot.draw(&p, i+1, len(pages))
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return out.Bytes(), nil
}

// printer is one file while it is written.
type printer struct {
	*fpdf.Fpdf
	// known are the fonts that the file has, by name.
	known map[string]bool
}

// describe names the report and nothing that changes from one writing to the
// next: the moment is the report's own, and the file's parts are sorted.
func (p *printer) describe(s sheet, made time.Time) {
	if made.IsZero() {
		made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	p.SetCatalogSort(true)
	p.SetCreationDate(made.UTC())
	p.SetModificationDate(made.UTC())
	p.SetProducer(s.Brand, true)
	p.SetCreator(s.Brand, true)
	p.SetTitle(s.Title, true)
	p.SetLang(s.Lang)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
}

// row puts one onto the page.
func (p *printer) row(one row) {
	for _, paint := range one.paints {
		paint(p, one.y)
	}
	for _, t := range one.texts {
		p.line(t, one.y)
	}
	if one.mark != "" {
		p.Bookmark(one.mark, 0, one.y)
	}
}

// line writes a line of letters.
func (p *printer) line(t placed, top float64) {
	for _, r := range t.line.Runs {
		p.font(r.Face, t.size)
		p.SetTextColor(t.colour.parts())
		if r.Thick {
			p.SetTextRenderingMode(2)
			p.SetDrawColor(t.colour.parts())
			p.SetLineWidth(t.size / 30)
		}
		p.Text(t.x+r.X, top+t.y, r.Text)
		if r.Thick {
			p.SetTextRenderingMode(0)
		}
	}
}

// font chooses one; the file gets only fonts that it needs. They are copied, since
// fpdf pads tables where they lie, and other files may be in the making.
func (p *printer) font(f *typeset.Face, size float64) {
	if !p.known[f.Name] {
		p.AddUTF8FontFromBytes(f.Name, "", slices.Clone(f.Data))
		p.known[f.Name] = true
	}
	p.SetFont(f.Name, "", size)
}
