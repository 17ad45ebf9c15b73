package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// docx is a Word document in the making.
type docx struct {
	body, header    strings.Builder
	font, lang      string
	hyphenate       bool
	margin, boxes   int
	typedBullets    bool // a "•" and a tab instead of Word's numbering
	boldHeadings    bool // bold letters instead of heading styles
	capitalHeadings bool
}

const twipsPerMillimetre = 1440 / 25.4

func twips(mm float64) int { return int(mm * twipsPerMillimetre) }

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	return out.String()
}

// letters is a piece of a paragraph: "*bold*" and "_italic_" by the first letter.
func letters(text string) string {
	properties := ""
	switch {
	case strings.HasPrefix(text, "*"):
		text, properties = text[1:], "<w:rPr><w:b/></w:rPr>"
	case strings.HasPrefix(text, "_"):
		text, properties = text[1:], "<w:rPr><w:i/></w:rPr>"
	}
	inner := strings.NewReplacer("\t", `</w:t><w:tab/><w:t xml:space="preserve">`, "\n", `</w:t><w:br/><w:t xml:space="preserve">`).Replace(escapeKeeping(text))
	return "<w:r>" + properties + `<w:t xml:space="preserve">` + inner + "</w:t></w:r>"
}

// escapeKeeping escapes all but tabs and line ends.
func escapeKeeping(text string) string {
	return strings.NewReplacer("&#x9;", "\t", "&#xA;", "\n", "&#39;", "'", "&#34;", `"`).Replace(escape(text))
}

// para is a paragraph of a style with runs; properties are further ones.
func para(style, properties string, runs ...string) string {
	var out strings.Builder
	out.WriteString("<w:p><w:pPr>")
	if style != "" {
		out.WriteString(`<w:pStyle w:val="` + style + `"/>`)
	}
	out.WriteString(properties + "</w:pPr>")
	for _, text := range runs {
		out.WriteString(letters(text))
	}
	return out.String() + "</w:p>"
}

func (d *docx) heading(text string) string {
	if d.capitalHeadings {
		text = strings.ToUpper(text)
	}
	if d.boldHeadings {
		return para("", `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:before="200" w:after="60"/>`, "*"+text)
	}
	return para("Heading1", "", text)
}

func (d *docx) bullet(text string) string {
	if d.typedBullets {
		return para("", `<w:tabs><w:tab w:val="left" w:pos="284"/></w:tabs><w:ind w:left="284" w:hanging="284"/>`, "•\t"+text)
	}
	return para("ListParagraph", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`, text)
}

// rightTab is the property of a paragraph with one tab stop at the right.
func rightTab(mm float64) string {
	return fmt.Sprintf(`<w:keepNext/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs><w:spacing w:before="80"/>`, twips(mm))
}

// table has columns of so many millimetres; a cell is paragraphs.
func table(widths []float64, rows ...[]string) string {
	var out strings.Builder
	out.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&out, `<w:gridCol w:w="%d"/>`, twips(w))
	}
	out.WriteString("</w:tblGrid>")
	for _, row := range rows {
		out.WriteString("<w:tr>")
		for i, cell := range row {
			if cell == "" {
				cell = "<w:p/>"
			}
			fmt.Fprintf(&out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, twips(widths[i]), cell)
		}
		out.WriteString("</w:tr>")
	}
	return out.String() + "</w:tbl><w:p/>"
}

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

// bytes is the finished file.
func (d *docx) bytes() ([]byte, error) {
	const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const office = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	types := declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + office + `document.main+xml"/>`
	rels := declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	reference := ""
	for i, part := range []string{"styles", "numbering", "settings", "header"} {
		file := part
		if part == "header" {
			if d.header.Len() == 0 {
				continue
			}
			file, reference = "header1", `<w:headerReference w:type="default" r:id="rId4"/>`
		}
		types += `<Override PartName="/word/` + file + `.xml" ContentType="` + office + part + `+xml"/>`
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s%s" Target="%s.xml"/>`, i+1, relations, part, file)
	}
	margin := twips(float64(max(d.margin, 18)))
	document := declaration + `<w:document ` + namespaces + `><w:body>` + d.body.String() +
		fmt.Sprintf(`<w:sectPr>%s<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr></w:body></w:document>`, reference, margin, margin, margin, margin)
	parts := [][2]string{
		{"[Content_Types].xml", types + "</Types>"},
		{"_rels/.rels", declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", document},
		{"word/_rels/document.xml.rels", rels + "</Relationships>"},
		{"word/styles.xml", declaration + d.styles()},
		{"word/numbering.xml", declaration + `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="260"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
		{"word/settings.xml", declaration + fmt.Sprintf(`<w:settings %s><w:autoHyphenation w:val="%t"/></w:settings>`, namespaces, d.hyphenate)},
	}
	if reference != "" {
		parts = append(parts, [2]string{"word/header1.xml", declaration + `<w:hdr ` + namespaces + `>` + d.header.String() + `</w:hdr>`})
	}
	return zipped(parts)
}

func (d *docx) styles() string {
	justify := ""
	if d.hyphenate {
		justify = `<w:jc w:val="both"/>`
	}
	style := func(id, name, paragraph, letters string) string {
		return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, letters)
	}
	return fmt.Sprintf(`<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="%s" w:hAnsi="%s" w:cs="%s"/><w:sz w:val="20"/><w:lang w:val="%s"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="40"/>%s</w:pPr></w:style>`, namespaces, d.font, d.font, d.font, d.lang, justify) +
		style("Title", "Title", `<w:spacing w:after="40"/><w:jc w:val="left"/>`, `<w:b/><w:sz w:val="44"/>`) +
		style("Subtitle", "Subtitle", `<w:jc w:val="left"/>`, `<w:i/><w:sz w:val="24"/>`) +
		style("Heading1", "heading 1", `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:before="220" w:after="80"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="25"/><w:color w:val="1F4E79"/>`) +
		style("Heading2", "heading 2", `<w:keepNext/><w:spacing w:before="100" w:after="20"/><w:jc w:val="left"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="21"/>`) +
		style("ListParagraph", "List Paragraph", ``, ``) + `</w:styles>`
}
