package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html"
	"maps"
	"strings"
	"text/template"
)

// The holdouts show whether reading has learnt CVs or our templates: their
// templates, words of headings and ways of writing dates are their own, and
// nobody should mend a reader by looking at them.
//
//go:embed holdout
var holdoutFiles embed.FS

// holdouts share layout groups with the other files where they look like them.
func holdouts() []order {
	mk := func(language, profession, page, layout, tool, format string, positions int) order {
		return order{language: language, profession: profession, page: page, layout: layout, tool: tool, format: format, positions: positions, holdout: true}
	}
	return []order{
		mk("en", "product", "timeline", "table", "browser", "pdf", 4),
		mk("tr", "software", "timeline", "table", "browser", "pdf", 3),
		mk("ru", "data", "timeline", "table", "browser", "pdf", 5),
		mk("fr", "teacher", "margin", "dates_right", "latex", "pdf", 4),
		mk("en", "nurse", "margin", "dates_right", "latex", "pdf", 6),
		mk("es", "sales", "cards", "header_columns", "browser", "pdf", 4),
		mk("pt", "software", "cards", "header_columns", "browser", "pdf", 3),
		mk("de", "accountant", "form", "table", "libreoffice", "pdf", 4),
		mk("uz", "devops", "form", "table", "libreoffice", "docx", 3),
		mk("ru", "qa", "ribbon", "dates_right", "word", "docx", 4),
		mk("en", "software", "ribbon", "dates_right", "word", "docx", 5),
		mk("fr", "sales", "tabs", "single", "word", "docx", 3),
		mk("tr", "teacher", "tabs", "single", "word", "docx", 3),
	}
}

// holdoutWords replaces headings and dates of a lexicon by others.
func holdoutWords(lex *lexicon) (*lexicon, error) {
	raw, err := holdoutFiles.ReadFile("holdout/words.txt")
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	other := *lex
	other.lists = maps.Clone(lex.lists)
	_, rest, _ := strings.Cut(string(raw), "["+lex.code+"]\n")
	own, _, _ := strings.Cut(rest, "\n[")
	for _, line := range strings.Split(strings.TrimSpace(own), "\n") {
		key, value, _ := strings.Cut(line, ": ")
		if key == "date" {
			other.dates = []string{value}
		} else {
			other.lists[key] = []string{value}
		}
	}
	return &other, nil
}

func holdoutTemplate(v *view, name string) (string, error) {
	one, err := template.New(name).Funcs(template.FuncMap{"x": html.EscapeString}).ParseFS(holdoutFiles, "holdout/"+name)
	if err != nil {
		return "", fmt.Errorf("parse holdout %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := one.Execute(&out, v); err != nil {
		return "", fmt.Errorf("write holdout %s: %w", name, err)
	}
	return out.String(), nil
}

func (o order) layOutHoldout(ctx context.Context, v *view, dir string) ([]byte, error) {
	if o.tool == "word" {
		return o.holdoutDocx(v)
	}
	page, err := holdoutTemplate(v, o.page+".html")
	if err != nil {
		return nil, err
	}
	if o.tool == "libreoffice" {
		return office(ctx, dir, "html", []byte(page), o.format)
	}
	return browserPDF(ctx, dir, page, false)
}

// holdoutDocx is the least of a Word file: no styles, no numbering.
func (o order) holdoutDocx(v *view) ([]byte, error) {
	document, err := holdoutTemplate(v, o.page+".xml")
	if err != nil {
		return nil, err
	}
	header, err := holdoutTemplate(v, "header.xml")
	if err != nil {
		return nil, err
	}
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	return zipped([][2]string{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/header9.xml" ContentType="` + word + `header+xml"/></Types>`},
		{"_rels/.rels", rels + `<Relationship Id="r" Type="` + rel + `officeDocument" Target="/word/document.xml"/></Relationships>`},
		{"word/document.xml", document},
		{"word/header9.xml", header},
		{"word/_rels/document.xml.rels", rels + `<Relationship Id="rId7" Type="` + rel + `header" Target="header9.xml"/></Relationships>`},
	})
}
