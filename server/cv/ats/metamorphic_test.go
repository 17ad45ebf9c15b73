package ats_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

func scoreOf(doc *document.Document, p cv.Parsed) int {
	return ats.Analyse(ats.Input{Document: doc, Parsed: &p}).Score
}

// without is a document without some lines.
func without(doc *document.Document, first, last int) *document.Document {
	out := *doc
	out.Lines = slices.Concat(doc.Lines[:first], doc.Lines[last:])
	return &out
}

// TestAdding: a phone, an address, a place or a link never costs anything.
func TestAdding(t *testing.T) {
	for _, r := range readings(t) {
		before := analyse(r).Score
		for name, add := range map[string]func(p *cv.Parsed){
			"phone":    func(p *cv.Parsed) { p.Personal.Phone = cv.Value{Text: "+49 30 1234567", From: cv.FromUser} },
			"email":    func(p *cv.Parsed) { p.Personal.Email = cv.Value{Text: "a@example.org", From: cv.FromUser} },
			"location": func(p *cv.Parsed) { p.Personal.Location = cv.Value{Text: "Berlin", From: cv.FromUser} },
			"linkedin": func(p *cv.Parsed) { p.Personal.LinkedIn = cv.Value{Text: "linkedin.com/in/a", From: cv.FromUser} },
		} {
			p := r.parsed
			add(&p)
			if after := scoreOf(r.doc, p); after < before {
				t.Errorf("%s: with %s %d, before %d", r.name, name, after, before)
			}
		}
	}
}

// TestRemoving: leaving a section out never raises the score.
func TestRemoving(t *testing.T) {
	for _, r := range readings(t) {
		before := analyse(r).Score
		for name, remove := range map[string]func(p *cv.Parsed){
			"summary":    func(p *cv.Parsed) { p.Summary = cv.Value{} },
			"experience": func(p *cv.Parsed) { p.Experience = nil },
			"education":  func(p *cv.Parsed) { p.Education = nil },
			"skills":     func(p *cv.Parsed) { p.Skills = nil },
		} {
			p := r.parsed
			remove(&p)
			if after := scoreOf(r.doc, p); after > before {
				t.Errorf("%s: without %s %d, before %d", r.name, name, after, before)
			}
		}
	}
}

// TestCutting: nor does cutting a section out of the text.
func TestCutting(t *testing.T) {
	for _, r := range readings(t) {
		before := analyse(r).Score
		for _, s := range r.parsed.Sections {
			if slices.ContainsFunc(r.parsed.Sections, func(o cv.Section) bool { return o.Kind == s.Kind && o.First != s.First }) {
				continue // another of the kind takes its place
			}
			if !slices.Contains([]string{cv.SectionSummary, cv.SectionExperience, cv.SectionEducation, cv.SectionSkills}, s.Kind) || s.Title.Empty() {
				continue
			}
			doc := without(r.doc, s.First, s.Last)
			parsed := structure.Parse(doc)
			if s.Kind == cv.SectionExperience && len(parsed.Experience) > 0 {
				continue // other lines are taken for positions
			}
			if after := scoreOf(doc, parsed); after > before {
				t.Errorf("%s: without %s %d, before %d", r.name, s.Kind, after, before)
			}
		}
	}
}

// TestOrder: the order of skills, and naming one again, change nothing.
func TestOrder(t *testing.T) {
	for _, r := range readings(t) {
		before := analyse(r).Score
		p := r.parsed
		p.Skills = slices.Clone(r.parsed.Skills)
		slices.Reverse(p.Skills)
		p.Skills = append(p.Skills, p.Skills...)
		if after := scoreOf(r.doc, p); after != before {
			t.Errorf("%s: turned round and named twice %d, before %d", r.name, after, before)
		}
	}
}

// TestHidden: what is written in letters that nobody can read changes nothing.
func TestHidden(t *testing.T) {
	added := "SKILLS\nKubernetes, Terraform, Rust, Scala, Kafka, Docker, Perl, Ruby\nEXPERIENCE\n• Cut costs by 40 % in 3 months with 12 people\nCEO, Acme\nJanuary 2001 – Present"
	for _, text := range []string{good, strings.Replace(good, "Go, PostgreSQL, Kafka, Java, Spring Boot, Docker, Linux", "Go", 1)} {
		plain, parsed := readText(t, text)
		before := scoreOf(plain, parsed)
		doc, _ := readText(t, text+"\n"+added)
		for i := range doc.Lines {
			doc.Lines[i].Size = 11
			if i >= len(plain.Lines) {
				doc.Lines[i].Size = 1
			}
		}
		if after := scoreOf(doc, structure.Parse(doc)); after > before {
			t.Errorf("with hidden text %d, before %d", after, before)
		}
	}
}

// TestWeakOpenings: each more of them costs at least as much.
func TestWeakOpenings(t *testing.T) {
	text, last := good, 100
	for _, verb := range []string{"Rebuilt", "Moved", "Introduced", "Built", "Wrote", "Trained"} {
		text = strings.Replace(text, "• "+verb, "• Responsible for work that "+strings.ToLower(verb), 1)
		doc, parsed := readText(t, text)
		now := scoreOf(doc, parsed)
		if now > last {
			t.Errorf("one more weak opening raises the score from %d to %d", last, now)
		}
		last = now
	}
	if last != 95 {
		t.Errorf("all openings weak: %d", last)
	}
}

// TestPeriods: words beside a month's number do not make a name of it.
func TestPeriods(t *testing.T) {
	for from, to := range map[string]string{"03/2021 – Present": "05/2018 – 02/2021", "since 03/2021": "05/2018 to 02/2021", "2021-03 – present": "06.2018 – 02.2021"} {
		text := strings.NewReplacer("March 2021 – Present", from, "June 2018 – February 2021", to).Replace(good)
		if got := found(t, text, nil); slices.Contains(got, "format.dates 2") {
			t.Errorf("%s and %s: %v", from, to, got)
		}
	}
}

// TestParagraphs: each sentence of a description is looked at like an item.
func TestParagraphs(t *testing.T) {
	text := strings.NewReplacer("• Rebuilt the settlement service in Go and cut the nightly run from 6 hours to 40 minutes\n• Moved 120 tables to PostgreSQL without stopping transfers for a single customer\n• Introduced Kafka between the ledger and the risk checks of three teams",
		"Rebuilt the settlement service in Go and cut the nightly run from 6 hours to 40 minutes. Moved 120 tables to PostgreSQL without stopping transfers. Introduced Kafka between the ledger and the risk checks of three teams.").Replace(good)
	if got := found(t, text, nil); !slices.Equal(got, []string{"experience.bullets 2"}) {
		t.Error(got)
	}
}

// TestProcesses: another process finds the same, byte for byte.
func TestProcesses(t *testing.T) {
	sum := sha256.New()
	for _, r := range readings(t)[:40] {
		sum.Write([]byte(marshal(t, analyse(r))))
	}
	mine := fmt.Sprintf("sum %x", sum.Sum(nil))
	if os.Getenv("ATS_SUM") != "" {
		fmt.Println(mine)
		return
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcesses$") //nolint:gosec // this test itself
	again.Env = append(os.Environ(), "ATS_SUM=1")
	out, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(out), mine) {
		t.Errorf("%v: %s, here %s", err, out, mine)
	}
}
