package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

const (
	wordTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	wordRels  = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	wordHead  = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	wordTail  = `</w:body></w:document>`
)

// entry is a file of an archive.
type entry struct {
	name    string
	content []byte
}

// zipped is an archive. It lies in memory, where nothing fails.
func zipped(entries ...entry) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err == nil {
			_, err = f.Write(e.content)
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// word is a DOCX with this document in it.
func word(document string, more ...entry) []byte {
	return zipped(append([]entry{
		{"[Content_Types].xml", []byte(wordTypes)}, {"_rels/.rels", []byte(wordRels)}, {"word/document.xml", []byte(document)},
	}, more...)...)
}

func paragraph(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// archives are ZIP files that pretend.
func archives(docx []byte) []File {
	bomb := zipped(entry{"a", make([]byte, 30<<20)})
	var many []entry
	for i := range 10_000 {
		many = append(many, entry{fmt.Sprintf("word/media/%d.xml", i), nil})
	}
	inner := docx
	for range 5 {
		inner = zipped(entry{"inner.docx", inner})
	}
	good := wordHead + paragraph("Anna Berg, engineer") + wordTail
	all := []File{
		{"an archive of zeros", "cv.zip", bomb},
		{"a DOCX that unpacks to 60 MB of spaces", "cv.docx", word(wordHead + strings.Repeat(" ", 60<<20) + wordTail)},
		{"a DOCX that unpacks to 60 MB of text", "cv.docx", word(wordHead + paragraph(strings.Repeat("word ", 12<<20)) + wordTail)},
		{"a DOCX with a bomb beside its text", "cv.docx", word(good, entry{"word/media/bomb.bin", make([]byte, 40<<20)})},
		{"a DOCX with a bomb for its styles", "cv.docx", word(good, entry{"word/styles.xml", bytes.Repeat([]byte("<w:style/>"), 4<<20)})},
		{"a DOCX with ten thousand entries", "cv.docx", word(good, many...)},
		{"archives in archives", "cv.docx", inner},
		{"a DOCX with entries one over another", "cv.docx", overlapping(good, 500)},
		{"a DOCX twice the same entry", "cv.docx", word(good, entry{"word/document.xml", []byte(wordHead + paragraph("Boris") + wordTail)})},
		{"a DOCX with paths out of it", "cv.docx", word(good, entry{"../../../tmp/evil", []byte("x")}, entry{"/etc/evil", []byte("x")})},
		{"an empty archive", "cv.docx", zipped()},
		{"a workbook", "cv.docx", zipped(entry{"[Content_Types].xml", []byte(strings.ReplaceAll(wordTypes, "word", "xl"))}, entry{"xl/workbook.xml", []byte("<workbook/>")})},
		{"a DOCX without a document", "cv.docx", zipped(entry{"[Content_Types].xml", []byte(wordTypes)}, entry{"_rels/.rels", []byte(wordRels)})},
		{"a DOCX with rubbish in front", "cv.docx", append(noise(3000), docx...)},
		{"a DOCX with rubbish behind", "cv.docx", append(bytes.Clone(docx), noise(3000)...)},
		{"a DOCX that claims to be small", "cv.docx", lied(docx)},
	}
	return all
}

// overlapping is a DOCX whose directory names the same compressed text again and
// again, so that little is much.
func overlapping(document string, times int) []byte {
	base := word(document)
	at := bytes.Index(base, []byte("PK\x01\x02"))
	end := bytes.LastIndex(base, []byte("PK\x05\x06"))
	directory := base[at:end]
	out := bytes.Clone(base[:at])
	for range times {
		out = append(out, directory...)
	}
	tail := bytes.Clone(base[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(3*times))               //nolint:gosec // some thousand
	binary.LittleEndian.PutUint16(tail[10:], uint16(3*times))              //nolint:gosec // some thousand
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(directory)*times)) //nolint:gosec // some hundred KB
	return append(out, tail...)
}

// lied is an archive whose directory gives wrong sizes and sums.
func lied(docx []byte) []byte {
	out := bytes.Clone(docx)
	for at := 0; ; {
		i := bytes.Index(out[at:], []byte("PK\x01\x02"))
		if i < 0 || at+i+28 > len(out) {
			return out
		}
		at += i
		binary.LittleEndian.PutUint32(out[at+16:], crc32.ChecksumIEEE(out[at:at+8]))
		binary.LittleEndian.PutUint32(out[at+24:], 3)
		at += 28
	}
}
