package hostile_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/hostile"
)

func TestFilesAreTheSameInEveryRun(t *testing.T) {
	read := func(name string) []byte {
		b, err := os.ReadFile("../read/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	pdf, docx := read("two_columns_dark_sidebar.pdf"), read("one_column_two_pages.docx")
	first, second := hostile.Files(pdf, docx), hostile.Files(pdf, docx)
	if len(first) < 200 || len(first) != len(second) {
		t.Fatalf("%d and %d files", len(first), len(second))
	}
	large := 0
	for i, f := range first {
		if f.Story != second[i].Story || !bytes.Equal(f.Content, second[i].Content) {
			t.Errorf("%s is another the second time", f.Story)
		}
		if len(f.Content) > 5<<20 {
			large++
		}
	}
	if large != 1 {
		t.Errorf("%d files are refused for their size alone", large)
	}
}
