package proofread

import (
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// TestCorpus finds nothing, or nearly, in CVs that are right.
func TestCorpus(t *testing.T) {
	all, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		t.Fatal(err)
	}
	reader := read.New(poppler.New(poppler.Options{}))
	checker := New(dictionaries)
	found := 0
	for _, file := range all {
		doc, err := reader.Read(t.Context(), file.Data)
		if err != nil {
			t.Fatal(err)
		}
		parsed := structure.Parse(doc)
		report := checker.Check(doc, &parsed)
		for _, p := range report.Problems {
			found++
			t.Logf("%s: %s %s: %q in %q, better %q", file.Name, p.Language, p.Kind, doc.Text(p.Span), doc.Lines[p.Span.Line].Text, p.Suggestions)
		}
	}
	// The files' texts are meant to be right, so what is found is wrong; three in
	// ten files is what a person would bear.
	t.Logf("%d problems in %d files", found, len(all))
	if found*10 > len(all)*3 {
		t.Errorf("%d problems in %d files", found, len(all))
	}
}
