package docx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"`

// parts are files of an archive by their name.
type parts map[string]string

// pack makes a DOCX of a body and further parts.
func pack(t testing.TB, body string, more parts) []byte {
	t.Helper()
	files := parts{"word/document.xml": part("document", "<w:body>"+body+"</w:body>")}
	maps.Copy(files, more)
	return archive(t, files)
}

func part(root, content string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:` + root + " " + namespaces + ">" + content + "</w:" + root + ">"
}

func archive(t testing.TB, files parts) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// p is a paragraph of one run; props goes into its w:pPr.
func p(text, props string) string {
	return "<w:p><w:pPr>" + props + "</w:pPr>" + r(text, "") + "</w:p>"
}

func r(text, props string) string {
	return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// white is a paragraph in white.
var white = "<w:p>" + r("white", `<w:color w:val="FFFFFF"/>`) + "</w:p>"

// placed is a text box with its offsets in EMU and its fill.
func placed(x, y, fill, content string) string {
	return `<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="page"><wp:posOffset>` + x + `</wp:posOffset></wp:positionH><wp:positionV><wp:posOffset>` + y + `</wp:posOffset></wp:positionV><wp:extent cx="914400" cy="914400"/>` +
		`<wps:spPr>` + fill + `<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>` + content + `</w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r>`
}

func tbl(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<w:tbl>")
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, cell := range row {
			b.WriteString("<w:tc>" + cell + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl>"
}

func relations(entries ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i+2 < len(entries); i += 3 {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, entries[i], entries[i+1], entries[i+2])
	}
	return b.String() + "</Relationships>"
}

// show writes lines with what is known of them.
func show(d *document.Document) string {
	var out strings.Builder
	for i, l := range d.Lines {
		if i > 0 {
			prev := d.Lines[i-1]
			switch {
			case l.Region != prev.Region:
				out.WriteString("---\n")
			case l.Block != prev.Block && !l.Bullet:
				out.WriteString("\n")
			}
		}
		if l.Margin {
			out.WriteString("(margin) ")
		}
		if l.Heading > 0 {
			out.WriteString(strings.Repeat("#", l.Heading) + " ")
		}
		if l.Bullet {
			out.WriteString(strings.Repeat("  ", l.Level) + "• ")
		}
		text := l.Text
		for _, k := range slices.Backward(l.Links) {
			text = text[:k.Start] + "[" + text[k.Start:k.End] + "](" + k.URL + ")" + text[k.End:]
		}
		if l.Bold {
			text = "**" + text + "**"
		}
		out.WriteString(text + "\n")
	}
	return out.String()
}
