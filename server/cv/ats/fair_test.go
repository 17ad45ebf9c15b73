package ats_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// empty are words of each language that an item can do without.
var empty = map[string]string{"en": "Successfully ", "de": "Erfolgreich ", "ru": "Успешно ", "es": "Exitosamente ", "tr": "Başarıyla ", "uz": "Muvaffaqiyatli "}

// TestRewriting: wording something better, as our own rules propose it, never
// lowers the score of any CV, in whose items empty words were put.
func TestRewriting(t *testing.T) {
	rewritten := 0
	for n, r := range readings(t) {
		if n%5 != 0 {
			continue // each takes long
		}
		doc, p := *r.doc, r.parsed
		doc.Lines = slices.Clone(doc.Lines)
		p.Experience = slices.Clone(p.Experience)
		for i := range p.Experience {
			p.Experience[i].Achievements = slices.Clone(p.Experience[i].Achievements)
		}
		put := func(i, k int, text string) {
			a := p.Experience[i].Achievements[k]
			at := a.Spans[0]
			was := doc.Lines[at.Line].Text
			doc.Lines[at.Line].Text = was[:at.Start] + text + was[at.End:]
			p.Experience[i].Achievements[k] = cv.Value{Text: text, Spans: []document.Span{{Line: at.Line, Start: at.Start, End: at.Start + len(text)}}}
		}
		words := wording.For(p.Language)
		type change struct {
			i, k   int
			better string
		}
		var changes []change
		for i, e := range p.Experience {
			for k, a := range e.Achievements {
				if len(a.Spans) != 1 || doc.Text(a.Spans[0]) != a.Text || len(doc.Lines[a.Spans[0].Line].Text) != len(a.Text) {
					continue
				}
				worse := empty[p.Language] + a.Text
				better, hits := words.Rewrite(worse)
				if len(hits) > 0 && len(words.Openings(better)) <= len(words.Openings(worse)) { // else it hid one
					put(i, k, worse)
					changes = append(changes, change{i, k, better})
				}
			}
		}
		last := scoreOf(&doc, p)
		for _, c := range changes {
			rewritten++
			was := p.Experience[c.i].Achievements[c.k].Text
			put(c.i, c.k, c.better)
			now := scoreOf(&doc, p)
			if now < last {
				t.Errorf("%s: %q as %q lowers the score from %d to %d", r.name, was, c.better, last, now)
			}
			last = now
		}
	}
	if rewritten < 100 {
		t.Errorf("only %d items were worded better", rewritten)
	}
}

// TestOnlyChange: a CV at the edge of the least length, most of whose items open
// weakly, gains or keeps by each better opening.
func TestOnlyChange(t *testing.T) {
	text := strings.NewReplacer("• Rebuilt", "• Responsible for rebuilding", "• Moved", "• Was responsible for moving", "• Introduced", "• Responsible for introducing", "• Built", "• In charge of building").Replace(good)
	for cut := range 40 { // some of these stands at the edge
		words := strings.SplitAfter(text, " ")
		shorter := strings.Join(append(slices.Clone(words[:60]), words[60+min(cut, 10):]...), "")
		doc, parsed := readText(t, shorter)
		before := scoreOf(doc, parsed)
		doc, parsed = readText(t, strings.Replace(shorter, "• In charge of building", "• Built", 1))
		if after := scoreOf(doc, parsed); after < before {
			t.Errorf("with %d words less: %d, before %d", cut, after, before)
		}
	}
}

// TestSteps: one word more or less moves no rule on length by more than a point.
func TestSteps(t *testing.T) {
	skills := make([]string, 0, 80)
	for i := range 80 {
		skills = append(skills, "Thing"+string(rune('A'+i/10))+string(rune('a'+i%10)))
	}
	last := map[string]int{}
	for n := range 180 {
		text := strings.Replace(good, "Go, PostgreSQL, Kafka, Java, Spring Boot, Docker, Linux", strings.Join(skills[:min(n, len(skills))], ", "), 1)
		text = strings.Replace(text, summary, "SUMMARY\n"+strings.TrimSpace(strings.Repeat("payments ", n+1))+"\n\n", 1)
		doc, parsed := readText(t, text)
		now := ats.Analyse(ats.Input{Document: doc, Parsed: &parsed})
		for _, rule := range []string{"summary.length", "skills.count", "format.length"} {
			points := pointsOf(now, rule)
			if n > 1 && max(points-last[rule], last[rule]-points) > 1 {
				t.Errorf("%s at %d: %d, before %d", rule, n, points, last[rule])
			}
			last[rule] = points
		}
	}
}

// TestEchoes: a summary of the CV's own lines is no summary of one's own.
func TestEchoes(t *testing.T) {
	for name, text := range map[string]string{
		"composed": "Senior Backend Engineer, Acme Bank. Rebuilt the settlement service in Go and cut the nightly run from 6 hours to 40 minutes. Go, PostgreSQL, Kafka, Java, Spring Boot.",
		"items":    "Moved 120 tables to PostgreSQL without stopping transfers for a single customer. Trained four colleagues in writing database migrations that can be undone again.",
	} {
		doc, parsed := readText(t, strings.Replace(good, summary, "SUMMARY\n"+text+"\n\n", 1))
		a := ats.Analyse(ats.Input{Document: doc, Parsed: &parsed})
		if got := a.Sections[ats.Summary]; got != 40 {
			t.Errorf("%s: %d of 100, %+v", name, got, a.Findings)
		}
	}
	doc, parsed := readText(t, good)
	if a := ats.Analyse(ats.Input{Document: doc, Parsed: &parsed}); a.Sections[ats.Summary] != 100 {
		t.Errorf("a summary of one's own: %+v", a.Findings)
	}
}

// TestMeasures: short sentences of languages with long words are not too short.
func TestMeasures(t *testing.T) {
	const uzbek = `Dilnoza Karimova
dilnoza@example.org | +998 90 123 45 67 | Toshkent

QISQACHA
Bank dasturlari uchun testlar yozadigan, xatolarni topib tuzattiradigan va 4 yildan beri jamoaga rahbarlik qiladigan testlovchi muhandis

ISH TAJRIBASI
Testlovchi, Anor Bank
2020 – hozirgacha
• Testlarni yozishda qatnashdim
• Xatolarni rahbarga hisobotladim
`
	doc, parsed := readText(t, uzbek)
	for _, f := range ats.Analyse(ats.Input{Document: doc, Parsed: &parsed}).Findings {
		if f.Rule == "summary.length" || f.Rule == "experience.length" {
			t.Errorf("%+v", f)
		}
	}
}

var inQuotes = regexp.MustCompile("“([^”]*)”")

// TestTrueTexts: what a message puts between quotation marks stands in the CV.
func TestTrueTexts(t *testing.T) {
	for _, r := range readings(t) {
		text := strings.ToLower(strings.Join(strings.Fields(linesOf(r.doc)), " "))
		for _, f := range analyse(r).Findings {
			if f.Rule == "experience.person" {
				continue // “I” and “my” of any language
			}
			for _, m := range inQuotes.FindAllStringSubmatch(f.Message, -1) {
				if !strings.Contains(text, strings.ToLower(m[1])) {
					t.Errorf("%s: %s: no %q in the CV: %s", r.name, f.Rule, m[1], f.Message)
				}
			}
		}
	}
}

func linesOf(doc *document.Document) string {
	var out strings.Builder
	for _, l := range doc.Lines {
		out.WriteString(l.Text + " ")
	}
	return out.String()
}

// TestWhatIsNoItem: a list of technologies is none that could have figures or is
// too short, and "I have handled" hides nothing but says "I".
func TestWhatIsNoItem(t *testing.T) {
	plain := found(t, good, nil)
	text := strings.Replace(good, "• Introduced Kafka between the ledger and the risk checks of three teams", "• Introduced Kafka between the ledger and the risk checks of three teams\n• Technologies: Go, Kafka\n• Stack: Java\n• Go, PostgreSQL", 1)
	if got := found(t, text, nil); !slices.Equal(got, plain) {
		t.Errorf("with lists of technologies: %v", got)
	}
	if got := found(t, strings.Replace(good, "• Rebuilt", "• I have rebuilt", 1), nil); !slices.Equal(got, []string{"experience.person 1"}) {
		t.Errorf("I have: %v", got)
	}
}
