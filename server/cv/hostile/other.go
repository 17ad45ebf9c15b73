package hostile

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// wide is a text in UTF-16, with its mark or without.
func wide(text string, mark bool) []byte {
	var out []byte
	if mark {
		out = []byte{0xff, 0xfe}
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// others are files of other kinds, and texts that are hardly any.
func others(pdf, docx []byte) []File {
	const (
		limit = 5 << 20
		ole   = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
		cv    = "Анна Берг\nИнженер\nanna@example.org\n\nОпыт\nАкме, 2019 - 2021\n"
	)
	old := ole + strings.Repeat("\x00", 2000)
	return []File{
		{"nothing", "cv.pdf", nil},
		{"one byte", "cv.txt", []byte("a")},
		{"one zero", "cv.txt", []byte{0}},
		{"spaces", "cv.txt", []byte(strings.Repeat(" \n", 5000))},
		{"zeros", "cv.txt", make([]byte, 100_000)},
		{"5 MB of text", "cv.txt", bytes.Repeat([]byte("word "), limit/5+1)[:limit]},
		{"5 MB and a byte", "cv.txt", bytes.Repeat([]byte("word "), limit/5+1)[:limit+1]},
		{"5 MB of one line", "cv.txt", bytes.Repeat([]byte("a"), limit)},
		{"half a megabyte of one word", "cv.txt", bytes.Repeat([]byte("a"), 1<<19)},
		{"5 MB of line ends and a letter", "cv.txt", append(bytes.Repeat([]byte("\n"), limit-1), 'a')},
		{"a hundred thousand links", "cv.txt", []byte(strings.Repeat("http://a.b/ ", 80_000))},
		{"a hundred thousand addresses", "cv.txt", []byte(strings.Repeat("a@b.cd\n", 100_000))},
		{"a hundred thousand dates", "cv.txt", []byte("Experience\n" + strings.Repeat("2019-2020\n", 100_000))},
		{"fifty thousand bullets", "cv.txt", []byte("Skills\n" + strings.Repeat("- Go\n", 50_000))},
		{"forty thousand headings", "cv.txt", []byte(strings.Repeat("Experience\nSkills\n", 20_000))},
		{"figures", "cv.txt", []byte(strings.Repeat("1234567890 ", 40_000))},
		{"punctuation", "cv.txt", []byte(strings.Repeat(".,;:|/-–()[] ", 30_000))},
		{"UTF-16 with its mark", "cv.txt", wide(cv, true)},
		{"UTF-16 without", "cv.txt", wide(cv, false)},
		{"UTF-16 that ends in a letter's middle", "cv.txt", wide(cv, true)[:41]},
		{"UTF-8 that is broken", "cv.txt", []byte(cv[:31])},
		{"rubbish called a text", "cv.txt", noise(50_000)},
		{"rubbish called a PDF", "cv.pdf", noise(50_000)},
		{"rubbish called a DOCX", "cv.docx", noise(50_000)},
		{"a PDF called a DOCX", "cv.docx", pdf},
		{"a DOCX called a PDF", "cv.pdf", docx},
		{"a PDF called a text", "cv.txt", pdf},
		{"a text called a PDF", "cv.pdf", []byte(cv)},
		{"a PDF and a DOCX in one", "cv.pdf", append(bytes.Clone(pdf), docx...)},
		{"a PDF behind a mail's head", "cv.pdf", append([]byte(strings.Repeat("X-Mail: yes\n", 40)), pdf...)},
		{"an old document of Word", "cv.doc", []byte(old)},
		{"a document of Office with a password", "cv.docx", append([]byte(old), wide("EncryptedPackage", false)...)},
		{"the first bytes of one", "cv.doc", []byte(ole)},
		{"rich text", "cv.rtf", []byte(`{\rtf1\ansi Anna Berg}`)},
		{"a page of the web", "cv.html", []byte("<!DOCTYPE html><script>alert(1)</script>")},
		{"a page of the web called a text", "cv.txt", []byte("<html><body>Anna</body></html>")},
		{"XML", "cv.xml", []byte(`<?xml version="1.0"?><a/>`)},
		{"PostScript", "cv.pdf", []byte("%!PS-Adobe-3.0\n(x) show")},
		{"a PNG called a PDF", "cv.pdf", append([]byte("\x89PNG\r\n\x1a\n"), noise(500)...)},
		{"a JPEG called a DOCX", "cv.docx", append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), noise(500)...)},
		{"a GIF", "cv.gif", append([]byte("GIF89a"), noise(500)...)},
		{"a program of Windows", "cv.pdf", append([]byte("MZ"), noise(500)...)},
		{"a program of Linux", "cv.pdf", append([]byte("\x7fELF"), noise(500)...)},
		{"a gzip", "cv.pdf", append([]byte("\x1f\x8b\x08"), noise(500)...)},
		{"terminal sequences", "cv.txt", []byte(strings.Repeat("\x1b[31mAnna\x1b[0m\n", 500))},
		{"letters that turn round", "cv.txt", []byte(strings.Repeat("\u202eAnna Berg\u202c\n", 500))},
		{"letters with thousand marks", "cv.txt", []byte("Anna" + strings.Repeat("\u0301", 50_000))},
		{"pictures of letters", "cv.txt", []byte(strings.Repeat("👩‍💻🏳️‍🌈", 10_000))},
		{"a script in a CV", "cv.txt", []byte("<script>alert(1)</script>\nAnna Berg\n'; DROP TABLE cvs; --\n{{7*7}} ${7*7}\n")},
	}
}
