package ats_test

import (
	"context"
	"encoding/json"
	"os"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// reading is a file of the corpus as it is read.
type reading struct {
	name   string
	doc    *document.Document
	parsed cv.Parsed
}

var corpusOnce = sync.OnceValues(func() ([]reading, error) {
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		return nil, err
	}
	reader := read.New(poppler.New(poppler.Options{}))
	var out []reading
	for _, f := range files {
		doc, err := reader.Read(context.Background(), f.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, reading{f.Name, doc, structure.Parse(doc)})
	}
	return out, nil
})

func readings(t testing.TB) []reading {
	t.Helper()
	all, err := corpusOnce()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func analyse(r reading) ats.Analysis {
	return ats.Analyse(ats.Input{Document: r.doc, Parsed: &r.parsed})
}

// withParts are the points of rules that tell of what is not there at all: with
// those of the rules on its parts.
var withParts = map[string]int{"summary.present": 10, "experience.present": 35, "experience.bullets": 15, "education.present": 10, "skills.present": 15}

// TestScore: the score is 100 less the findings' points, whatever is read, and
// each finding is of a published rule and costs no more than that says.
func TestScore(t *testing.T) {
	most := map[string]int{}
	sum := 0
	for _, r := range ats.Rules() {
		most[r.ID] = r.Points
		sum += r.Points
	}
	if sum != 100 {
		t.Errorf("the rules' points add up to %d", sum)
	}
	for _, r := range readings(t) {
		a := analyse(r)
		lost := 0
		for _, f := range a.Findings {
			lost += f.Points
			if f.Points < 1 || f.Points > max(most[f.Rule], withParts[f.Rule]) || f.Message == "" || f.Suggestion == "" {
				t.Errorf("%s: %+v", r.name, f)
			}
			for _, s := range f.Spans {
				if r.doc.Text(s) == "" {
					t.Errorf("%s: %s: a span that is not in the text: %+v", r.name, f.Rule, s)
				}
			}
		}
		if a.Score != 100-lost || a.Score < 0 || a.Stars < 1 || a.Stars > 5 {
			t.Errorf("%s: score %d, lost %d, stars %d", r.name, a.Score, lost, a.Stars)
		}
	}
}

// TestIdentical analyses twenty CVs a hundred times each at once, in any order:
// the results are the same byte for byte.
func TestIdentical(t *testing.T) {
	all := readings(t)[:20]
	want := make([]string, len(all))
	for i, r := range all {
		want[i] = marshal(t, analyse(r))
	}
	var working sync.WaitGroup
	for round := range 100 {
		working.Go(func() {
			for n := range all {
				i := (n*37 + round*11) % len(all)
				if got := marshal(t, analyse(all[i])); got != want[i] {
					t.Errorf("%s, round %d: %s\nbefore: %s", all[i].name, round, got, want[i])
				}
			}
		})
	}
	working.Wait()
}

func marshal(t *testing.T, a ats.Analysis) string {
	text, err := json.Marshal(a)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

func BenchmarkAnalyse(b *testing.B) {
	all := readings(b)
	for i := 0; b.Loop(); i++ {
		analyse(all[i%len(all)])
	}
}
