package corpus

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// measured is the corpus as it is read.
type measured struct {
	groups Groups
	misses []Miss
	// took is how long each file of a format took, by format.
	took map[string][]time.Duration
}

// measure reads every file, as many at once as there are workers.
func measure(tb testing.TB, workers int) measured {
	tb.Helper()
	all, err := Files(os.DirFS("testdata"))
	if err != nil {
		tb.Fatal(err)
	}
	pdf := poppler.New(poppler.Options{})
	if err := pdf.Available(); err != nil {
		tb.Fatalf("tools/install.sh test installs what reads PDF files: %v", err)
	}
	reader := read.New(pdf)
	scores := make([]Score, len(all))
	times := make([]time.Duration, len(all))
	next := make(chan int)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for i := range next {
				begun := time.Now()
				doc, err := reader.Read(tb.Context(), all[i].Data)
				if err != nil {
					tb.Errorf("read %s: %v", all[i].Name, err)
					continue
				}
				parsed := structure.Parse(doc)
				times[i] = time.Since(begun)
				scores[i] = Compare(all[i].Truth, parsed)
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	working.Wait()
	out := measured{groups: Groups{}, took: map[string][]time.Duration{}}
	for i, file := range all {
		out.groups.Add(file.Truth, scores[i])
		out.took[file.Truth.Format] = append(out.took[file.Truth.Format], times[i])
		for _, miss := range scores[i].Misses {
			miss.File = file.Name
			out.misses = append(out.misses, miss)
		}
	}
	return out
}

// table is the groups and the fields, a line each.
func (m measured) table() string {
	var out strings.Builder
	line := func(name string, s *Score) {
		all := s.All()
		fmt.Fprintf(&out, "%-26s %5d %9.3f %9.3f %9.3f %8.1f%% %8.1f%%\n", name, s.Files, all.Precision(), all.Recall(), all.F1(), 100*s.InOrder(), 100*s.Exact())
	}
	fmt.Fprintf(&out, "%-26s %5s %9s %9s %9s %9s %9s\n", "group", "files", "precision", "recall", "F1", "in order", "dates")
	for _, name := range m.groups.Names() {
		line(name, m.groups[name])
	}
	overall := m.groups["overall"]
	fmt.Fprintf(&out, "\n%-26s %9s %9s %9s %7s %7s %7s\n", "field", "precision", "recall", "F1", "right", "wrong", "missed")
	fields := make([]Field, 0, len(overall.Fields))
	for field := range overall.Fields {
		fields = append(fields, field)
	}
	slices.SortFunc(fields, func(a, b Field) int { return cmp.Compare(overall.Fields[a].F1(), overall.Fields[b].F1()) })
	for _, field := range fields {
		c := overall.Fields[field]
		fmt.Fprintf(&out, "%-26s %9.3f %9.3f %9.3f %7d %7d %7d\n", field, c.Precision(), c.Recall(), c.F1(), c.Right, c.Wrong, c.Missed)
	}
	return out.String()
}

// floor is what a group must not fall below: F1, roles in order, dates exact.
type floor struct{ f1, order, dates float64 }

// floors hold what was reached, a little below it, so that nothing gets worse
// unseen; raise them when reading gets better. The goals (issue 5) are F1 0.95
// overall and 0.90 in each language and layout, roles in order 98 %, dates exact
// 95 %.
var floors = map[string]floor{
	"by hand":               {0.98, 0.99, 0.99},
	"format docx":           {0.99, 0.99, 0.99},
	"format pdf":            {0.97, 0.99, 0.99},
	"format txt":            {0.99, 0.99, 0.99},
	"holdout":               {0.93, 0.97, 0.97},
	"language de":           {0.98, 0.98, 0.99},
	"language en":           {0.98, 0.99, 0.98},
	"language es":           {0.98, 0.99, 0.99},
	"language fr":           {0.98, 0.99, 0.99},
	"language mixed":        {0.98, 0.99, 0.99},
	"language pt":           {0.99, 0.99, 0.99},
	"language ru":           {0.97, 0.99, 0.99},
	"language tr":           {0.98, 0.99, 0.99},
	"language uz":           {0.99, 0.99, 0.99},
	"layout academic":       {0.98, 0.99, 0.99},
	"layout dates_left":     {0.99, 0.99, 0.99},
	"layout dates_right":    {0.98, 0.99, 0.99},
	"layout europass":       {0.97, 0.99, 0.99},
	"layout functional":     {0.99, 0.99, 0.99},
	"layout header_columns": {0.98, 0.99, 0.99},
	"layout linkedin":       {0.98, 0.99, 0.99},
	"layout minimal":        {0.99, 0.99, 0.99},
	"layout sidebar_left":   {0.99, 0.99, 0.99},
	"layout sidebar_right":  {0.98, 0.99, 0.99},
	"layout single":         {0.99, 0.99, 0.99},
	"layout table":          {0.95, 0.98, 0.98},
	"layout text":           {0.99, 0.99, 0.99},
	"layout timeline":       {0.99, 0.99, 0.99},
	"overall":               {0.98, 0.99, 0.99},
	"tool browser":          {0.97, 0.99, 0.99},
	"tool editor":           {0.99, 0.99, 0.99},
	"tool export":           {0.97, 0.99, 0.99},
	"tool groff":            {0.98, 0.99, 0.99},
	"tool latex":            {0.99, 0.99, 0.99},
	"tool libreoffice":      {0.98, 0.99, 0.99},
	"tool word":             {0.99, 0.99, 0.99},
}

// TestCorpus guards what reading has reached; -v prints the table and misses.
func TestCorpus(t *testing.T) {
	m := measure(t, 2)
	for name, least := range floors {
		s := m.groups[name]
		if s == nil {
			t.Errorf("no files in %s", name)
			continue
		}
		all := s.All()
		if all.F1() < least.f1 || s.InOrder() < least.order || s.Exact() < least.dates {
			t.Errorf("%s: F1 %.3f, in order %.3f, dates %.3f; floors %+v", name, all.F1(), s.InOrder(), s.Exact(), least)
		}
	}
	for name := range m.groups {
		if _, found := floors[name]; !found {
			t.Errorf("%s has no floor", name)
		}
	}
	t.Log("\n" + m.table())
	for _, miss := range m.misses {
		t.Logf("%s: %s: want %q, got %q", miss.File, miss.Field, miss.Want, miss.Got)
	}
}

// BenchmarkCorpus prints how well the corpus is read, and how fast, on one core.
func BenchmarkCorpus(b *testing.B) {
	var m measured
	for b.Loop() {
		m = measure(b, 1)
	}
	fmt.Printf("\n%s", m.table())
	overall := m.groups["overall"]
	all := overall.All()
	b.ReportMetric(all.F1(), "F1")
	b.ReportMetric(100*overall.InOrder(), "%roles-in-order")
	b.ReportMetric(100*overall.Exact(), "%dates-exact")
	for format, times := range m.took {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "ms-p95/"+format)
	}
}
