package resume_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// words are a text's, made alike.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// kept says how many of a document's words a Resume has, and which it has not.
// Titles of sections do not count: the new form has its own.
func kept(d *document.Document, p *cv.Parsed, r resume.Resume) (all int, missing []string) {
	has := map[string]int{}
	for _, w := range words(everything(r)) {
		has[w]++
	}
	for i, l := range d.Lines {
		if l.Margin {
			continue
		}
		text := l.Text
		for _, s := range p.Sections {
			if len(s.Title.Spans) > 0 && s.Title.Spans[0].Line == i {
				text = text[:s.Title.Spans[0].Start] + " " + text[s.Title.Spans[0].End:]
				break
			}
		}
		for _, w := range words(text) {
			all++
			if has[w]--; has[w] < 0 {
				missing = append(missing, w+" ("+l.Text+")")
			}
		}
	}
	return all, missing
}

// everything is all that a Resume says: its text, and addresses behind texts.
func everything(r resume.Resume) string {
	out := r.Text()
	for _, s := range r.Sections {
		for _, l := range s.Lines {
			for _, k := range l.Links {
				out += "\n" + k.URL
			}
		}
	}
	return out
}

// TestNothingIsLost measures which share of the words of each CV is in its
// Resume.
func TestNothingIsLost(t *testing.T) {
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		t.Fatal(err)
	}
	pdf := poppler.New(poppler.Options{})
	if err := pdf.Available(); err != nil {
		t.Fatalf("tools/install.sh test installs what reads PDF files: %v", err)
	}
	reader := read.New(pdf)
	all, lost := 0, 0
	var worst []string
	for _, file := range files {
		d, err := reader.Read(t.Context(), file.Data)
		if err != nil {
			t.Fatalf("read %s: %v", file.Name, err)
		}
		p := structure.Parse(d)
		n, missing := kept(d, &p, resume.Of(d, &p))
		all, lost = all+n, lost+len(missing)
		if share := 1 - float64(len(missing))/float64(n); share < 0.95 {
			worst = append(worst, file.Name)
			t.Logf("%s: %.1f%% of %d words", file.Name, 100*share, n)
		}
		for _, w := range missing {
			t.Logf("%s: lost %s", file.Name, w)
		}
	}
	share := 100 * (1 - float64(lost)/float64(all))
	t.Logf("%.2f%% of %d words are kept", share, all)
	if share < 99 {
		t.Errorf("%.2f%% of the words are kept, want 99%%", share)
	}
	slices.Sort(worst)
	if len(worst) > 0 {
		t.Errorf("less than 95%% are kept of %v", worst)
	}
}
