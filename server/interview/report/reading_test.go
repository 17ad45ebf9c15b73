package report_test

import (
	"bytes"
	"encoding/xml"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// run pipes a file through one of poppler's programs.
func run(t testing.TB, file []byte, name string, args ...string) []byte {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Stdin = bytes.NewReader(file)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil || complaint.Len() > 0 {
		t.Fatalf("%s (tools/install.sh build installs it): %v %s", name, err, complaint.String())
	}
	return out
}

func pdf(t testing.TB, r report.Report) []byte {
	t.Helper()
	file, err := report.PDF(r)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// pages are a file's texts, by page and line, as they were written; the two lines
// of the foot are last.
func pages(t testing.TB, file []byte) [][]string {
	t.Helper()
	var out [][]string
	for page := range strings.SplitSeq(strings.TrimSuffix(string(run(t, file, "pdftotext", "-raw", "-", "-")), "\f"), "\f") {
		out = append(out, strings.Split(strings.TrimSpace(page), "\n"))
	}
	return out
}

// word is one word where it stands on a page.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMin float64 `xml:"yMin,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// words are those of a file, by page.
func words(t testing.TB, file []byte) [][]word {
	t.Helper()
	var found struct {
		Pages []struct {
			Width float64 `xml:"width,attr"`
			Words []word  `xml:"word"`
		} `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(run(t, file, "pdftotext", "-bbox", "-", "-")))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&found); err != nil {
		t.Fatal(err)
	}
	var out [][]word
	for _, p := range found.Pages {
		out = append(out, p.Words)
	}
	return out
}

// page is what HTML writes, read as a browser reads it.
func page(t testing.TB, r report.Report) (text string, root *html.Node) {
	t.Helper()
	var out bytes.Buffer
	if err := report.HTML(&out, r); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "title" {
			all.WriteString(n.Data + " ")
		}
	}
	return all.String(), root
}

var numberForm = regexp.MustCompile(`[0-9]+(?:[.,:][0-9]+)*`)

// tight is a text without spaces: where lines end is another matter.
func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
