package export

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// docx is one file while it is written.
type docx struct {
	look look
	// footer tells that pages are numbered.
	footer bool
	text   strings.Builder
	// urls are the addresses of links; a link's id is "link" and its place, from 1.
	urls []string
}

// styleIDs are the paragraphs' styles; their names, which programs go by, stand
// in docx_styles.go.
var styleIDs = map[style]string{
	nameStyle: "Title", headlineStyle: "Subtitle", contactStyle: "Contact", titleStyle: "Heading1",
	entryStyle: "Heading2", detailStyle: "EntryDetail", textStyle: "BodyText", bulletStyle: "ListBullet",
}

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a strings.Builder takes all
	return out.String()
}

// body writes the paragraphs.
func (d *docx) body(all []paragraph) {
	for _, p := range all {
		d.paragraph(p)
	}
}

func (d *docx) paragraph(p paragraph) {
	fmt.Fprintf(&d.text, `<w:p><w:pPr><w:pStyle w:val=%q/>`, styleIDs[p.style])
	if p.style == bulletStyle && p.level > 0 {
		fmt.Fprintf(&d.text, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, p.level)
	}
	if p.style == entryStyle && !p.opens {
		fmt.Fprintf(&d.text, `<w:spacing w:before="%d"/>`, twips(d.look.between))
	}
	d.text.WriteString(`</w:pPr>`)
	for _, r := range p.runs {
		d.run(r)
	}
	if len(p.right) > 0 {
		d.text.WriteString(`<w:r><w:tab/></w:r>`)
		for _, r := range p.right {
			d.run(r)
		}
	}
	d.text.WriteString(`</w:p>`)
}

func (d *docx) run(r run) {
	if r.url != "" {
		d.urls = append(d.urls, r.url)
		fmt.Fprintf(&d.text, `<w:hyperlink r:id="link%d" w:history="1">`, len(d.urls))
	}
	d.text.WriteString(`<w:r>`)
	if r.bold || r.italic || r.muted || r.url != "" {
		d.text.WriteString(`<w:rPr>`)
		if r.url != "" {
			d.text.WriteString(`<w:rStyle w:val="Hyperlink"/>`)
		}
		if r.bold {
			d.text.WriteString(`<w:b/><w:bCs/>`)
		}
		if r.italic {
			d.text.WriteString(`<w:i/><w:iCs/>`)
		}
		if r.muted {
			fmt.Fprintf(&d.text, `<w:color w:val="%06x"/>`, int(muted))
		}
		d.text.WriteString(`</w:rPr>`)
	}
	fmt.Fprintf(&d.text, `<w:t xml:space="preserve">%s</w:t></w:r>`, escaped(r.text))
	if r.url != "" {
		d.text.WriteString(`</w:hyperlink>`)
	}
}

const (
	header     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relTypes   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// document is the text with its page, A4.
func (d *docx) document() string {
	foot := ""
	if d.footer {
		foot = `<w:footerReference w:type="default" r:id="footer"/>`
	}
	return header + `<w:document ` + namespaces + `><w:body>` + d.text.String() +
		fmt.Sprintf(`<w:sectPr>%s<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="340" w:footer="340" w:gutter="0"/></w:sectPr></w:body></w:document>`,
			foot, twips(d.look.top), twips(d.look.side), twips(d.look.top), twips(d.look.side))
}

// twips are twentieths of a point.
func twips(points float64) int { return int(points*20 + 0.5) }
