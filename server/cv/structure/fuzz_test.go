package structure_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// bearable is how long a hostile text may take: far more than it does, and far
// less than what grows with the square of its size would.
const bearable = 30 * time.Second

// FuzzParse holds every input to what Parse promises: no panic, spans that tell
// the truth, the same result twice.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	for _, seed := range []string{
		"", "\n\n", "(", ")", "((((", "- \n- -", "2021", "2021 –", "2021 –\nnow", "–", "Experience\n2019–2021", "Skills: (", "Skills\nA (", "Languages\nB2",
		"E X P E R I E N C E\nмарт 2021 — н.в.\nИнженер в", "Education\nGPA", "Education\n3.8 GPA", "Certifications\n2020, ,", "**CV**\n[x](https://linkedin.com/in/y)",
		"Name:\nEmail:\nPhone:", "Experience\n(2 yrs 3 mos)\n'19 – '21", "Experience\nEngineer at\n2020-", "\xff\xfe", "О\u0301пыт\n2020", "l'", "Adresse:",
		"Languages\nEnglish:\n\nEnglish and English", "Experience\n03/21 – 04/22", "Experience\nbis 2020\nseit 2019\n2020-yildan beri",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := fromText(text)
		parsed := structure.Parse(d)
		checkSpans(t, d, parsed)
		if a, b := parsed, structure.Parse(d); !equal(a, b) {
			t.Error("the same lines were read in two ways")
		}
	})
}

func equal(a, b cv.Parsed) bool { return asJSON(a) == asJSON(b) }

// TestHostileTexts bounds what texts that no person wrote cost.
func TestHostileTexts(t *testing.T) {
	for name, text := range map[string]string{
		"periods":       "Experience\n" + strings.Repeat("2019 – 2021 ", 100_000),
		"periods lines": "Experience\n" + strings.Repeat("Engineer 2019 – 2021\n", 50_000),
		"skills":        "Skills\n" + strings.Repeat("Go, Python, Rust, ", 100_000),
		"many skills":   "Skills\n" + strings.Repeat("a, bb, ccc\n", 50_000),
		"brackets":      "Skills\n" + strings.Repeat("(", 500_000),
		"separators":    "Experience\nEngineer 2019–2020" + strings.Repeat(" | a", 100_000),
		"titles":        strings.Repeat("Experience\n\n", 50_000),
		"blocks":        "Education\n" + strings.Repeat("BSc\n\n", 50_000),
		"one list item": "Experience\nEngineer, Acme 2019–2020\n- a\n" + strings.Repeat("  b\n", 50_000),
		"one letter":    strings.Repeat("a", 2_000_000),
		"addresses":     strings.Repeat("a@b.co ", 100_000),
		"languages":     "Languages\n" + strings.Repeat("English ", 100_000),
		"honours":       "Education\nBSc, " + strings.Repeat("cum laude, ", 250) + "2020\n" + strings.Repeat("BSc, cum laude, cum laude, Oxford, 2020\n", 5_000),
		"many honours":  "Education\n" + strings.Repeat("2019 – 2020 BSc "+strings.Repeat("cum laude, b, ", 200)+"\n", 90),
		"rows":          "Skills\n" + strings.Repeat("Go Java Kotlin Python ", 100_000) + "\n" + strings.Repeat("Go Java Kotlin\n", 5_000),
		"no titles":     "Anna Müller\n\n" + strings.Repeat("Engineer, Acme Ltd, 2019 – 2020\nBSc, Oxford University, 2018\nEnglish (C1), German (B2)\nGo, Java, Kafka\n", 5_000),
		"beside":        "Skills\nGo\n" + strings.Repeat("Languages English (C1)\n", 20_000),
		"months":        "Experience\n" + strings.Repeat("Engineer, May\n2019 – June\n", 20_000),
		"two lines":     "Experience\n" + strings.Repeat("Engineer at a\nof\nUniversity of\n2019 – 2020\n", 20_000),
		"form":          strings.Repeat("Name Anna\nPhone 030 5550101\nEmail a@b.co\n", 20_000),
		"no blocks":     strings.Repeat("word word word word word word word word word word word word word\n", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			d := fromText(text)
			start := time.Now()
			parsed := structure.Parse(d)
			if took := time.Since(start); took > bearable {
				t.Errorf("took %v", took)
			}
			if n := len(asJSON(parsed)); n > 1<<20 {
				t.Errorf("the result has %d bytes", n)
			}
			checkSpans(t, d, parsed)
		})
	}
}

// TestOddDocuments reads documents that no reader should make.
func TestOddDocuments(t *testing.T) {
	structure.Parse(nil)
	structure.Parse(&document.Document{})
	d := &document.Document{Lines: []document.Line{
		{},
		{Text: "Anna Müller", Links: []document.Link{{URL: "https://github.com/a", Start: -1, End: 400}, {URL: "mailto:a@b.de", Start: 3, End: 2}}},
		{Text: "Experience", Block: -4},
		{Text: "2019–2020 Engineer", Page: -1, Region: 99, Width: 1, X: -1e18},
	}}
	checkSpans(t, d, structure.Parse(d))
}

// BenchmarkParse reads a CV of about two pages.
func BenchmarkParse(b *testing.B) {
	text, err := os.ReadFile("testdata/en_senior_go_line_dates_right.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := fromText(string(text) + "\n\n" + string(text))
	structure.Parse(d)
	b.ReportMetric(float64(len(d.Lines)), "lines")
	for b.Loop() {
		structure.Parse(d)
	}
}
