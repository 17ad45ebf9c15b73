package export

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// PDF writes a CV as a PDF file of A4 pages with its fonts inside. It fails for a
// template that does not exist. See Unprintable for letters that it cannot show.
func PDF(r resume.Resume, template string) ([]byte, error) {
	l, err := find(template)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	f, err := l.faces()
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	l, pages := arrange(r, l, f)
	p := printer{Fpdf: fpdf.New("P", "pt", "A4", ""), look: l, faces: f, known: map[*face]bool{}}
	p.describe(r)
	for i, page := range pages {
		p.AddPage()
		for _, one := range page {
			p.line(one)
		}
		if len(pages) > 1 {
			p.number(i+1, len(pages))
		}
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
	look  look
	faces faces
	// known are the fonts that the file has.
	known map[*face]bool
}

// describe names the person and nothing that changes from day to day: the moment
// is fixed, and the file's parts are sorted.
func (p *printer) describe(r resume.Resume) {
	moment := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	p.SetCatalogSort(true)
	p.SetCreationDate(moment)
	p.SetModificationDate(moment)
	p.SetProducer("InterviewAI Pro", true)
	p.SetCreator("InterviewAI Pro", true)
	p.SetTitle(title(r), true)
	p.SetAuthor(writable(flat(r.Person.Name)), true)
	p.SetLang(tag(r.Language))
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
}

// font chooses one; the file gets only fonts that it needs.
func (p *printer) font(f *face, size float64) {
	if !p.known[f] {
		p.AddUTF8FontFromBytes(f.name, "", f.ttf)
		p.known[f] = true
	}
	p.SetFont(f.name, "", size)
}

func (p *printer) line(one line) {
	for _, s := range one.segments {
		p.font(s.face, s.size)
		p.SetTextColor(int(s.colour>>16), int(s.colour>>8&0xff), int(s.colour&0xff))
		p.Text(s.x, one.y, s.text)
		if s.url != "" {
			p.LinkString(s.x, one.y-s.size, s.width, s.size*1.2, s.url)
		}
	}
	if one.rule {
		c := p.look.accent
		p.SetDrawColor(int(c>>16), int(c>>8&0xff), int(c&0xff))
		p.SetLineWidth(0.6)
		y := one.y + 0.3*p.look.title
		p.Line(p.look.side, y, pageWidth-p.look.side, y)
	}
}

// number writes "2 / 3" at a page's foot.
func (p *printer) number(page, pages int) {
	text := fmt.Sprintf("%d / %d", page, pages)
	p.font(p.faces.regular, footerSize)
	p.SetTextColor(int(muted>>16), int(muted>>8&0xff), int(muted&0xff))
	p.Text((pageWidth-p.faces.regular.width(text, footerSize))/2, pageHeight-p.look.top/2, text)
}
