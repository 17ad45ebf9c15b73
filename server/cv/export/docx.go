package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// DOCX writes a CV as Office Open XML (ECMA-376). It fails for a template that
// does not exist.
func DOCX(r resume.Resume, template string) ([]byte, error) {
	l, err := find(template)
	if err != nil {
		return nil, fmt.Errorf("write docx: %w", err)
	}
	f, err := l.faces()
	if err != nil {
		return nil, fmt.Errorf("write docx: %w", err)
	}
	l, pages := arrange(r, l, f)
	d := docx{look: l, footer: len(pages) > 1}
	d.body(content(r, l))
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", d.types()},
		{"_rels/.rels", packageLinks},
		{"docProps/core.xml", d.properties(r)},
		{"docProps/app.xml", application},
		{"word/document.xml", d.document()},
		{"word/_rels/document.xml.rels", d.links()},
		{"word/styles.xml", d.styles(r.Language)},
		{"word/numbering.xml", d.numbering()},
		{"word/settings.xml", settings},
	}
	if d.footer {
		parts = append(parts, struct{ name, content string }{"word/footer1.xml", footer})
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		// A fixed moment, the earliest that a ZIP file knows: the same CV shall give
		// the same bytes.
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, fmt.Errorf("write docx %s: %w", p.name, err)
		}
		if _, err := w.Write([]byte(p.content)); err != nil {
			return nil, fmt.Errorf("write docx %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write docx: %w", err)
	}
	return out.Bytes(), nil
}
