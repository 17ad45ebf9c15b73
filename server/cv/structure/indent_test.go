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
	got := said(structure.Parse(d))
	for _, want := range []string{"job | Data Analyst | Quillmark Ltd", "skill | Kafka"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
