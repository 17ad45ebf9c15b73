package review_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/proofread"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/review"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/hunspell"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// opened is a file of the corpus as it is kept.
type opened struct {
	name string
	kept *kept
}

var corpusOnce = sync.OnceValues(func() ([]opened, error) {
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		return nil, err
	}
	reader := read.New(poppler.New(poppler.Options{}))
	var out []opened
	for _, f := range files {
		doc, err := reader.Read(context.Background(), f.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, opened{f.Name, &kept{view: cv.View{CV: cv.CV{ID: "1"}, Reading: &cv.Reading{Document: doc, Parsed: structure.Parse(doc)}}}})
	}
	return out, nil
})

func all(t testing.TB) []opened {
	t.Helper()
	out, err := corpusOnce()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestUnchanged: a text that nobody has changed is analysed as the CV is, to the
// last finding and span.
func TestUnchanged(t *testing.T) {
	wanted := "Requirements\nGo, PostgreSQL\nEnglish B2\n3 years of experience"
	for _, o := range all(t) {
		s := review.New(o.kept, proof{})
		_, plain, err := s.Analyse(t.Context(), "u", "1", &wanted, false)
		if err != nil {
			t.Fatal(err)
		}
		edited, change, err := s.Text(t.Context(), "u", "1", o.kept.view.Reading.Text(), &wanted)
		if err != nil || change != 0 {
			t.Errorf("%s: %+d, %v", o.name, change, err)
		}
		if diff := cmp.Diff(plain, edited); diff != "" {
			t.Errorf("%s: %s", o.name, diff)
		}
	}
}

// TestEdits changes one item of each CV in three ways: only what is said of work
// changes, and by no more than an item can weigh.
func TestEdits(t *testing.T) {
	for _, o := range all(t) {
		r := o.kept.view.Reading
		lines := strings.Split(r.Text(), "\n")
		chance := rand.New(rand.NewPCG(1, uint64(len(lines)))) //nolint:gosec // the same edits each time
		s := review.New(o.kept, proof{})
		_, plain, err := s.Analyse(t.Context(), "u", "1", nil, false)
		if err != nil {
			t.Fatal(err)
		}
		var items []int
		for _, x := range r.Parsed.Experience {
			for _, a := range x.Achievements {
				items = append(items, a.Spans[len(a.Spans)-1].Line)
			}
		}
		if len(items) == 0 {
			continue
		}
		at := items[chance.IntN(len(items))]
		for name, c := range map[string]struct {
			line string
			most int
		}{
			"longer":      {lines[at] + " and", 1},
			"a word less": {strings.TrimSpace(lines[at][:max(strings.LastIndex(lines[at], " "), 1)]), 7},
			"a mistake":   {lines[at] + " teh", 2},
		} {
			edited := slices.Clone(lines)
			edited[at] = c.line
			got, change, err := s.Text(t.Context(), "u", "1", strings.Join(edited, "\n"), nil)
			if err != nil || change > c.most || change < -c.most {
				t.Errorf("%s: %s %q: %+d, %v", o.name, name, c.line, change, err)
			}
			for _, section := range []ats.Section{ats.Personal, ats.Education} {
				if got.Sections[section] != plain.Sections[section] {
					t.Errorf("%s: %s %q: %s %d, before %d", o.name, name, c.line, section, got.Sections[section], plain.Sections[section])
				}
			}
		}
	}
}

// TestCorrected: a correction between two edits counts, whatever was scored before.
func TestCorrected(t *testing.T) {
	k, s := open(t)
	text := k.view.Reading.Text()
	if _, change, err := s.Text(t.Context(), "u", "1", text, nil); err != nil || change != 0 {
		t.Fatalf("%+d, %v", change, err)
	}
	k.view.Reading.Parsed.Personal.Phone = cv.Value{}
	if _, change, err := s.Text(t.Context(), "u", "1", text, nil); err != nil || change != 2 {
		t.Errorf("with the phone cleared by hand: %+d, %v", change, err)
	}
}

// spelling is the proofreading that the server does.
type spelling struct{ checker *proofread.Checker }

// Check implements review.Proofreader.
func (s spelling) Check(doc *document.Document, p *cv.Parsed) (slips []ats.Slip, dictionaries []string) {
	report := s.checker.Check(doc, p)
	for _, one := range report.Problems {
		slips = append(slips, ats.Slip{Span: one.Span, Kind: string(one.Kind), Message: one.Message, Suggestions: one.Suggestions})
	}
	return slips, report.Languages
}

// BenchmarkLargest is the answer to a keystroke in the longest CV of the corpus,
// with the installed dictionaries: 50 ms are the goal for 95 of 100.
func BenchmarkLargest(b *testing.B) {
	var largest opened
	for _, o := range all(b) {
		if largest.kept == nil || len(o.kept.view.Reading.Text()) > len(largest.kept.view.Reading.Text()) {
			largest = o
		}
	}
	s := review.New(largest.kept, spelling{proofread.New(hunspell.Open(hunspell.Dir))})
	text := largest.kept.view.Reading.Text()
	wanted := "Senior Go Developer\nRequirements\n- 5+ years of Go\n- PostgreSQL, Kafka or RabbitMQ\n- English B2\nNice to have\n- Terraform"
	at := len(text) / 2
	for at > 0 && text[at] != ' ' {
		at--
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		typed := text[:at] + " wrod" + strings.Repeat("d", i%7) + text[at:]
		if _, _, err := s.Text(b.Context(), "u", "1", typed, &wanted); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(len(text)), "bytes")
}
