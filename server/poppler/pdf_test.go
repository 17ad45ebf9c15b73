package poppler

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// pdf is a file in the making: its objects, the first being number 1.
type pdf struct {
	objects []string
	trailer string // more entries of the trailer
}

const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"

// object adds one and returns its number.
func (p *pdf) object(body string) int {
	p.objects = append(p.objects, body)
	return len(p.objects)
}

func stream(dict, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(content), content)
}

// bytes is the file, with a table of references that is right.
func (p *pdf) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(p.objects))
	for i, o := range p.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(p.objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(p.objects)+1, p.trailer, table)
	return b.Bytes()
}

// drawn is a page's content: texts at places, from the page's lower left corner.
func drawn(texts ...string) string {
	var b strings.Builder
	for i, t := range texts {
		fmt.Fprintf(&b, "BT /F1 11 Tf 72 %d Td (%s) Tj ET\n", 750-20*i, t)
	}
	return b.String()
}

// file has a page for each content.
func file(contents ...string) []byte {
	p := &pdf{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", "", font}}
	var kids []string
	for _, c := range contents {
		content := p.object(stream("", c))
		page := p.object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", content))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	p.objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	return p.bytes()
}

// text of all pages, a fragment a line.
func text(pages []layout.Page) string {
	var out []string
	for _, p := range pages {
		for _, f := range p.Fragments {
			out = append(out, strings.TrimSpace(f.Text))
		}
	}
	return strings.Join(out, "\n")
}

func installed(t testing.TB) *Reader {
	t.Helper()
	r := New(Options{TempDir: t.TempDir()})
	if err := r.Available(); err != nil {
		t.Fatal(err)
	}
	return r
}
