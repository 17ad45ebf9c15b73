// Package hostile makes files that are no CVs, or only nearly: what breaks, what
// never ends, what grows, what pretends. They are the same in every run. Tests
// send them to the service.
package hostile

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// File is one of them.
type File struct {
	// Story says what it is.
	Story string
	// Name it is sent under.
	Name    string
	Content []byte
}

// Files are more than two hundred, made of a good PDF and a good DOCX file.
func Files(pdf, docx []byte) []File {
	var all []File
	add := func(story, name string, content []byte) { all = append(all, File{story, name, content}) }
	for _, good := range []struct {
		name    string
		content []byte
	}{{"cv.pdf", pdf}, {"cv.docx", docx}} {
		for i := range 24 {
			add(fmt.Sprintf("%s cut after %d of 25 parts", good.name, i+1), good.name, good.content[:len(good.content)*(i+1)/25])
		}
		for seed := range uint64(24) {
			add(fmt.Sprintf("%s with %d bytes changed", good.name, 4<<(seed/3)), good.name, changed(good.content, seed, 4<<(seed/3)))
		}
		for seed := range uint64(10) {
			add(fmt.Sprintf("%s with pieces moved, seed %d", good.name, seed), good.name, moved(good.content, seed))
		}
	}
	all = append(all, archives(docx)...)
	all = append(all, markup()...)
	all = append(all, pdfs()...)
	all = append(all, others(pdf, docx)...)
	return append(all, names()...)
}

func source(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 20)) //nolint:gosec // the same in every run
}

// changed has n of its bytes replaced.
func changed(content []byte, seed uint64, n int) []byte {
	out, r := bytes.Clone(content), source(seed)
	for range n {
		out[r.IntN(len(out))] = byte(r.Uint32())
	}
	return out
}

// moved has pieces of it copied over others, so that its parts are well-formed
// and in the wrong places.
func moved(content []byte, seed uint64) []byte {
	out, r := bytes.Clone(content), source(seed+1000)
	for range 8 {
		n := 1 + r.IntN(len(out)/8)
		copy(out[r.IntN(len(out)-n):], content[r.IntN(len(content)-n):][:n])
	}
	return out
}

// noise is random bytes.
func noise(n int) []byte {
	out, r := make([]byte, n), source(7)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// names are good texts under names that are none.
func names() []File {
	var all []File
	for _, name := range []string{
		"../../etc/passwd", `..\..\boot.ini`, "/etc/shadow", "C:\\CV.txt", "a\x00b.txt", "a\tb\x1b[31m.txt", "cv\u202efdp.exe", "cv\u2066\u200b.txt", ".", "..", " ", ".txt",
		strings.Repeat("n", 250) + ".txt", strings.Repeat("ж", 2000), "\xff\xfe.txt", "<script>alert(1)</script>.txt", "cv.txt; rm -rf .txt", "CON", "%2e%2e%2fcv.txt", "\"quoted\".txt",
	} {
		all = append(all, File{fmt.Sprintf("a CV called %.40q", name), name, []byte("Anna Berg\nEngineer\nanna@example.org\n\nSkills\nGo, Kafka\n")})
	}
	return all
}
