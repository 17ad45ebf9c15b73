package hostile

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

const helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

// written is a PDF file of these objects, the first being number 1, with more
// entries of its trailer.
func written(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var table strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, trailer, at)
	return b.Bytes()
}

func stream(dictionary, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(content), content)
}

// page is a file of one page of this size, with this content and more objects
// from number 6 on; entries go into the catalogue and the resources.
func page(box, content, catalogue, resources string, more ...string) []byte {
	return written("", append([]string{
		"<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [" + box + "] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> " + resources + " >> >>",
		content, helvetica,
	}, more...)...)
}

// packed is zeros that unpack to so many MiB.
func packed(mib int) string {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	zeros := make([]byte, 1<<20)
	for range mib {
		if err == nil {
			_, err = w.Write(zeros)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // it lies in memory, where nothing fails
	}
	return b.String()
}

// pdfs are PDF files that never end, grow and pretend.
func pdfs() []File {
	const (
		a4 = "0 0 595 842"
		// stamp is a page on which what takes time takes less of it.
		stamp = "0 0 99 99"
	)
	text := stream("", "BT /F 11 Tf 72 700 Td (Anna Berg, engineer in Berlin, anna@example.org) Tj ET")
	image := "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
	shown := stream("", "q 595 0 0 842 0 0 cm /X Do Q")
	resources := "/XObject << /X 6 0 R >>"
	locked := func(p string) []byte {
		return written("/Encrypt 3 0 R /ID [<00> <00>]", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>",
			"<< /Filter "+p+" /P -4 /O <"+strings.Repeat("41", 32)+"> /U <"+strings.Repeat("42", 32)+"> >>")
	}
	many := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", helvetica, text}
	var kids strings.Builder
	for i := range 40 {
		fmt.Fprintf(&kids, "%d 0 R ", 5+i)
		many = append(many, "<< /Type /Page /Parent 2 0 R /MediaBox ["+a4+"] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>")
	}
	many[1] = "<< /Type /Pages /Count 40 /Kids [" + kids.String() + "] >>"
	links := make([]string, 20_000)
	var annots strings.Builder
	for i := range links {
		fmt.Fprintf(&annots, "%d 0 R ", 6+i)
		links[i] = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>"
	}
	linked := bytes.Replace(page(a4, text, "", "", links...), []byte("/Contents 4"), []byte("/Annots ["+annots.String()+"] /Contents 4"), 1)
	files := []struct {
		story   string
		content []byte
	}{
		{"the magic alone", []byte("%PDF-1.7\n")},
		{"rubbish behind the magic", append([]byte("%PDF-1.7\n"), noise(20_000)...)},
		{"pages inside themselves", written("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>")},
		{"a million pages that are not there", written("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 1000000 >>")},
		{"forty pages", written("", many...)},
		{"objects that are each other", written("", "2 0 R", "1 0 R")},
		{"a table that begins with itself", []byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF")},
		{"a table of a billion objects", []byte("%PDF-1.7\nxref\n0 1000000000\ntrailer\n<< /Size 1000000000 /Root 1 0 R >>\nstartxref\n9\n%%EOF")},
		{"a page as large as a town", page("0 0 1e7 1e7", text, "", "")},
		{"an empty page as large as a town", page("0 0 14400 14400", stream("", ""), "", "")},
		{"a page without size", page("0 0 0 0", text, "", "")},
		{"a page of negative size", page("0 0 -595 -842", text, "", "")},
		{"a page of no numbers", page("a b c d", text, "", "")},
		{"an empty page", page(a4, stream("", ""), "", "")},
		{"drawings alone", page(stamp, stream("", strings.Repeat("0 0 m 500 800 l S ", 300)), "", "")},
		{"a bomb for content", page(a4, stream("/Filter /FlateDecode", packed(40)), "", "")},
		{"a form that draws itself", page(a4, stream("", "/X Do"), "", resources, stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>", "/X Do"))},
		{"a picture of a gigapixel", page(stamp, shown, "", resources, stream(image+" /Width 40000 /Height 40000", packed(2)))},
		{"a picture that ends early", page(stamp, shown, "", resources, stream(image+" /Width 1000 /Height 2000", packed(1)))},
		{"a picture of nothing", page(stamp, shown, "", resources, stream(image+" /Width 1 /Height 1", ""))},
		{"a scan of noise", page(stamp, shown, "", resources, stream(strings.Replace(image, "/Filter /FlateDecode", "", 1)+" /Width 500 /Height 700", string(noise(350_000))))},
		{"nested arrays", page(a4, stream("", strings.Repeat("[", 500_000)), "", "")},
		{"nested dictionaries", append([]byte("%PDF-1.7\n1 0 obj\n"), bytes.Repeat([]byte("<</A"), 300_000)...)},
		{"a script", page(a4, text, "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "")},
		{"a program to start", page(a4, text, "/OpenAction << /S /Launch /F (cmd.exe) >>", "")},
		{"an attachment", page(a4, text, "/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>", "", "<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", stream("/Type /EmbeddedFile", "MZ"))},
		{"twenty thousand links", linked},
		{"a text of a megabyte and more", page(a4, stream("", "BT /F 1 Tf 0 0 Td ("+strings.Repeat("word ", 300_000)+") Tj ET"), "", "")},
		{"a hundred thousand letters apart", page(a4, stream("", strings.Repeat("BT /F 9 Tf 9 9 Td (x) Tj ET ", 100_000)), "", "")},
		{"letters of a font that is none", page(a4, strings.Replace(text, "/F 11", "/Z 11", 1), "", "")},
		{"encrypted by a method of 1999", locked("/Standard /V 1 /R 2")},
		{"encrypted by a method of 2008", locked("/Standard /V 5 /R 6 /Length 256")},
		{"encrypted by nobody's method", locked("/Nobody /V 99")},
		{"a stream that is longer than the file", page(a4, "<< /Length 999999999 >>\nstream\nBT", "", "")},
		{"a stream of a length that is itself", page(a4, "<< /Length 4 0 R >>\nstream\nBT ET\nendstream", "", "")},
		{"twenty filters", page(a4, stream("/Filter ["+strings.Repeat("/FlateDecode ", 20)+"]", packed(10)), "", "")},
		{"an unknown filter", page(a4, stream("/Filter /Nothing", "abc"), "", "")},
	}
	var all []File
	for _, f := range files {
		all = append(all, File{"a PDF of " + f.story, "cv.pdf", f.content})
	}
	return all
}
