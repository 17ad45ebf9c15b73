package job_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	cvread "github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// reading is a file of the corpus as it is read.
type reading struct {
	name   string
	doc    *document.Document
	parsed cv.Parsed
}

var readings = sync.OnceValues(func() ([]reading, error) {
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		return nil, err
	}
	reader := cvread.New(poppler.New(poppler.Options{}))
	var out []reading
	for i, f := range files {
		if i%3 != 0 {
			continue
		}
		doc, err := reader.Read(context.Background(), f.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, reading{f.Name, doc, structure.Parse(doc)})
	}
	return out, nil
})

// TestCorpus fits CVs of the corpus to each labelled posting of their language:
// what is met has a proof that stands in the CV, the same every time, and the
// posting pasted below the CV earns nothing.
func TestCorpus(t *testing.T) {
	all, err := readings()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range all {
		for k, p := range postings(t, "postings") {
			if p.lang != r.parsed.Language || (i+k)%3 != 0 {
				continue
			}
			posting := job.Parse(p.text)
			m := job.Fit(r.doc, &r.parsed, posting, now)
			for _, item := range m.Items {
				if item.Proof.Line >= 0 && (r.doc.Text(item.Proof) == "" || !strings.Contains(r.doc.Lines[item.Proof.Line].Text, item.Quote)) {
					t.Errorf("%s, %s: %s: %+v %q", r.name, p.name, item.Text, item.Proof, item.Quote)
				}
				if item.Kind == job.KindSkill && item.Credit > 0 && item.Quote == "" {
					t.Errorf("%s, %s: %s is %s without proof", r.name, p.name, item.Text, item.Status)
				}
			}
			if diff := cmp.Diff(m, job.Fit(r.doc, &r.parsed, job.Parse(p.text), now)); diff != "" {
				t.Errorf("%s, %s: another time: %s", r.name, p.name, diff)
			}
			pasted := *r.doc
			for line := range strings.Lines(p.text) {
				if line = strings.TrimSpace(line); line != "" {
					pasted.Lines = append(pasted.Lines[:len(pasted.Lines):len(pasted.Lines)], document.Line{Text: line, Page: 1})
				}
			}
			parsed := r.parsed
			if after := job.Fit(&pasted, &parsed, posting, now); after.Score > m.Score {
				t.Errorf("%s: with %s below it %d, before %d\n%s", r.name, p.name, after.Score, m.Score, cmp.Diff(shown(m), shown(after)))
			}
		}
	}
}
