package proofread

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/hunspell"
)

// dictionaries are those that tools/install.sh installs.
var dictionaries = hunspell.Open(hunspell.Dir)

// testLines reads a file of testdata: a language's lines behind its name in brackets.
func testLines(tb testing.TB, name string) map[string][]string {
	tb.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	all, lang := map[string][]string{}, ""
	for _, l := range strings.Split(string(text), "\n") {
		switch {
		case l == "" || l[0] == '#':
		case l[0] == '[':
			lang = strings.Trim(l, "[]")
		default:
			all[lang] = append(all[lang], l)
		}
	}
	return all
}

// achievements is a CV of these lines, each an achievement of one job that goes
// on.
func achievements(lang string, lines ...string) (*document.Document, *cv.Parsed) {
	doc := &document.Document{Format: "txt", Pages: 1}
	job := cv.Experience{Period: cv.Period{Current: true}}
	for i, text := range lines {
		doc.Lines = append(doc.Lines, document.Line{Text: text, Page: 1, Block: i, Bullet: true, Confidence: 1})
		job.Achievements = append(job.Achievements, cv.Value{Text: text, Spans: []document.Span{{Line: i, End: len(text)}}, From: cv.FromText})
	}
	return doc, &cv.Parsed{Language: lang, Experience: []cv.Experience{job}}
}

// unmark takes the braces out of a line; the pieces are where they were.
func unmark(text string) (string, []span) {
	var out strings.Builder
	var marks []span
	for _, r := range text {
		switch r {
		case '{':
			marks = append(marks, span{start: out.Len()})
		case '}':
			marks[len(marks)-1].end = out.Len()
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), marks
}

func TestPlantedMistakesAreFound(t *testing.T) {
	for _, lang := range order {
		t.Run(lang, func(t *testing.T) {
			marked := testLines(t, "planted.txt")[lang]
			if len(marked) < 12 {
				t.Fatalf("%d lines", len(marked))
			}
			var lines []string
			var marks [][]span
			for _, m := range marked {
				text, at := unmark(m)
				lines, marks = append(lines, text), append(marks, at)
			}
			doc, parsed := achievements(lang, lines...)
			report := New(dictionaries).Check(doc, parsed)
			planted, found, wrong := 0, 0, 0
			for i, all := range marks {
				for _, mark := range all {
					planted++
					if slices.ContainsFunc(report.Problems, func(p Problem) bool { return p.Span.Line == i && p.Span.Start < mark.end && mark.start < p.Span.End }) {
						found++
					} else {
						t.Logf("missed: %s", marked[i])
					}
				}
			}
			for _, p := range report.Problems {
				if !slices.ContainsFunc(marks[p.Span.Line], func(m span) bool { return p.Span.Start < m.end && m.start < p.Span.End }) {
					wrong++
					t.Errorf("%s: %q in %q is right", p.Kind, doc.Text(p.Span), lines[p.Span.Line])
				}
			}
			t.Logf("%s: %d of %d found, %d wrong", lang, found, planted, wrong)
			if found*100 < planted*80 {
				t.Errorf("%d of %d mistakes found", found, planted)
			}
		})
	}
}

func TestRightLinesAreLeftAlone(t *testing.T) {
	for _, lang := range order {
		lines := testLines(t, "clean.txt")[lang]
		doc, parsed := achievements(lang, lines...)
		report := New(dictionaries).Check(doc, parsed)
		for _, p := range report.Problems {
			t.Errorf("%s: %s: %q in %q is right, not %q", lang, p.Kind, doc.Text(p.Span), lines[p.Span.Line], p.Suggestions)
		}
		if report.Words < 20 {
			t.Errorf("%s: only %d words judged", lang, report.Words)
		}
	}
}

// quiet has no suggestions.
type quiet struct{ *hunspell.Dictionaries }

func (quiet) Suggest(string, string) []string { return nil }

// BenchmarkCheck is of two pages, 130 lines of right words, with and without
// suggestions for those that no dictionary knows.
func BenchmarkCheck(b *testing.B) {
	for _, lang := range order {
		lines := testLines(b, "clean.txt")[lang]
		for len(lines) < 130 {
			lines = append(lines, lines...)
		}
		doc, parsed := achievements(lang, lines[:130]...)
		for name, speller := range map[string]Speller{"suggesting": dictionaries, "checking": quiet{dictionaries}} {
			b.Run(lang+"/"+name, func(b *testing.B) {
				checker := New(speller)
				checker.Check(doc, parsed)
				for b.Loop() {
					checker.Check(doc, parsed)
				}
			})
		}
	}
}
