package structure_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestTitleAboveItems takes no title for an item that begins where items do, with
// dates left of both.
func TestTitleAboveItems(t *testing.T) {
	d := &document.Document{Format: "pdf", Pages: 1}
	add := func(x, size float64, bullet bool, text string) {
		d.Lines = append(d.Lines, document.Line{
			Text: text, Page: 1, Block: len(d.Lines), X: x, Y: 20 * float64(len(d.Lines)), Width: 5 * float64(len(text)), Height: size * 1.2, Size: size, Bullet: bullet, Confidence: 1,
		})
	}
	add(50, 25, false, "Anna Weber")
	add(176, 14, false, "Experience")
	add(75, 10, false, "June 2020 – present Data Analyst, Quillmark Ltd")
	add(176, 10, true, "Counted all the sheep of the county")
	add(176, 14, false, "Skills")
	add(176, 10, false, "Go, Kafka, Redis")
	hears(t, said(structure.Parse(d)), []string{"job | Data Analyst | Quillmark Ltd", "skill | Kafka"})
}

// TestColumnsGoOn reads on with the section whose title stands in a column when
// the page comes back to it, not with an older one.
func TestColumnsGoOn(t *testing.T) {
	d := &document.Document{Format: "pdf", Pages: 1}
	add := func(region int, x, size float64, text string) {
		d.Lines = append(d.Lines, document.Line{
			Text: text, Page: 1, Block: len(d.Lines), Region: region, X: x, Y: 20 * float64(len(d.Lines)), Width: 5 * float64(len(text)), Height: size * 1.2, Size: size, Confidence: 1,
		})
	}
	add(0, 50, 25, "Anna Weber")
	add(0, 50, 14, "Summary")
	add(0, 50, 10, "A baker of all the bread and the cakes of the county for years.")
	add(1, 370, 14, "Skills")
	add(1, 370, 10, "Go, Kafka, Redis")
	add(2, 50, 14, "Experience")
	add(2, 50, 10, "2018 – 2020 Data Analyst, Quillmark Ltd")
	add(2, 140, 10, "She counted there.")
	add(3, 50, 10, "2016 – 2018 Data Engineer, Nettleford Ltd")
	hears(t, said(structure.Parse(d)), []string{"job | Data Analyst | Quillmark Ltd", "job | Data Engineer | Nettleford Ltd"})
}

// TestNameBesideContacts reads a name over two lines with contacts between both, at
// the page's other edge.
func TestNameBesideContacts(t *testing.T) {
	d := &document.Document{Format: "pdf", Pages: 1}
	add := func(x, y, size float64, text string) {
		d.Lines = append(d.Lines, document.Line{
			Text: text, Page: 1, Block: len(d.Lines), X: x, Y: y, Width: size * 0.5 * float64(len(text)), Height: size * 1.2, Size: size, Confidence: 1,
		})
	}
	add(56, 47, 24, "ANNA")
	add(300, 60, 10, "anna@example.org")
	add(56, 76, 24, "WEBER")
	add(56, 120, 12, "Data Analyst")
	add(56, 200, 14, "Skills")
	add(56, 220, 10, "Go, Kafka, Redis, and a long line so that letters are small mostly")
	if got := said(structure.Parse(d)); !strings.Contains(got, "person | ANNA WEBER | Data Analyst") {
		t.Errorf("%s", got)
	}
}

// TestWiderPage goes on with the work of a page's right column on a page without
// columns, though its lines begin where the left one did.
func TestWiderPage(t *testing.T) {
	d := &document.Document{Format: "pdf", Pages: 2}
	add := func(page, region int, x, size float64, text string) {
		d.Lines = append(d.Lines, document.Line{
			Text: text, Page: page, Block: len(d.Lines), Region: region, X: x, Y: 20 * float64(len(d.Lines)), Width: 5 * float64(len(text)), Height: size * 1.2, Size: size, Confidence: 1,
		})
	}
	add(1, 0, 50, 25, "Anna Weber")
	add(1, 1, 50, 14, "Skills")
	add(1, 1, 50, 10, "Go, Kafka, Redis")
	add(1, 2, 210, 14, "Experience")
	add(1, 2, 210, 10, "Data Analyst")
	add(1, 2, 210, 10, "Quillmark Ltd — Leeds — 2020 - ...")
	add(1, 2, 210, 10, "She counted all the sheep of the county and told the others how many there were.")
	add(2, 0, 50, 10, "Shepherd")
	add(2, 0, 50, 10, "Nettle Ltd — York — 2015 - 2020")
	add(2, 0, 50, 10, "She fed all the sheep of the county and told the others what they ate there.")
	hears(t, said(structure.Parse(d)), []string{"job | Data Analyst | Quillmark Ltd | Leeds | 2020 - ...", "job | Shepherd | Nettle Ltd | York | 2015 - 2020"})
}
