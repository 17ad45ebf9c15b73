package tailor_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
)

// TestSlips: what is clear is corrected, what is not is asked about, and right
// words of Russian are no others of it.
func TestSlips(t *testing.T) {
	for _, c := range []struct {
		lang, word string
		near       []string
		after      string
	}{
		{"en", "recieved", []string{"received", "relieved"}, "received"},
		{"fr", "materiel", []string{"matériel", "maternel"}, "matériel"},
		{"en", "varios", []string{"various", "varies"}, ""},
		{"ru", "джунов", []string{"джинов"}, ""},
	} {
		in := input(t, tailor.Light)
		in.Parsed.Language, in.Slips = c.lang, nil
		text := &in.Parsed.Experience[0].Achievements[0]
		line := text.Spans[0].Line
		in.Document.Lines[line].Text = c.word + " and the rest of it"
		text.Text, text.Spans = in.Document.Lines[line].Text, []document.Span{{Line: line, End: len(in.Document.Lines[line].Text)}}
		in.Slips = []ats.Slip{{Span: document.Span{Line: line, End: len(c.word)}, Kind: "spelling", Message: "x", Suggestions: c.near}}
		var got, asked string
		for _, one := range tailor.Propose(in).Changes {
			if one.Kind == tailor.Grammar && one.Before == text.Text {
				got, asked = one.After, one.Asks
			}
		}
		want := ""
		if c.after != "" {
			want = c.after + " and the rest of it"
		}
		if got != want || (asked == "") == (want == "") || asked != "" && !strings.Contains(asked, c.near[0]) {
			t.Errorf("%s: %q, asked %q", c.word, got, asked)
		}
	}
}

// TestAnswersToDoubts: a word that is answered stands in the place of the word, a
// sentence in that of the sentence, beside what is sure in it.
func TestAnswersToDoubts(t *testing.T) {
	d := open(t, nil)
	const item = "Improved the proces of releases and recieved praise"
	d.shelve(strings.Replace(annas, "Improved teh release process of the platform team", item, 1), 1)
	d.Proof = doubts{}
	v := d.made(tailor.Order{Level: tailor.Light})
	asked := slices.IndexFunc(v.Changes, func(c tailor.Change) bool { return c.Asks != "" })
	if asked < 0 || v.Open() != 1 || v.Changes[asked].After != "" {
		t.Fatalf("open %d: %s", v.Open(), list(v.Changes))
	}
	sure := change(t, v.Changes, tailor.Grammar, "received")
	if strings.Contains(resume.Of(v.Document, &v.Parsed).Text(), "processes") || !strings.Contains(resume.Of(v.Document, &v.Parsed).Text(), "received") {
		t.Errorf("before any answer: %s", resume.Of(v.Document, &v.Parsed).Text())
	}
	for answer, want := range map[string]string{
		"processes":    "Improved the processes of releases and received praise",
		"work process": "Improved the work process of releases and received praise",
		"Improved the process of releases and received praise twice": "Improved the process of releases and received praise twice",
		"I made all releases quicker":                                "I made all releases quicker",
	} {
		v = d.decided(v.ID, tailor.Decision{ChangeID: v.Changes[asked].ID, Status: tailor.Accepted, Addition: answer},
			tailor.Decision{ChangeID: sure.ID, Status: tailor.Accepted})
		if got := resume.Of(v.Document, &v.Parsed).Text(); !strings.Contains(got, want+"\n") || v.Open() != 0 {
			t.Errorf("%q: %s, after %q", answer, got, v.Changes[asked].After)
		}
	}
}

// doubts finds one word that may be two others and one that is one.
type doubts struct{}

func (doubts) Check(doc *document.Document, _ *cv.Parsed) ([]ats.Slip, []string) {
	var out []ats.Slip
	for i, l := range doc.Lines {
		for _, near := range [][]string{{"proces", "prices", "precis"}, {"recieved", "received"}} {
			if at := strings.Index(l.Text, near[0]+" "); at >= 0 {
				out = append(out, ats.Slip{Span: document.Span{Line: i, Start: at, End: at + len(near[0])}, Kind: "spelling", Message: "x", Suggestions: near[1:]})
			}
		}
	}
	return out, nil
}

// TestListsAreNotCounted: nobody is asked how many of what only lists skills.
func TestListsAreNotCounted(t *testing.T) {
	const tools = "Technologies: Python, Flask, PostgreSQL"
	doc, p := parsed(t, strings.Replace(annas, "Improved teh release process of the platform team", tools, 1))
	asked := 0
	for _, c := range tailor.Propose(tailor.Input{Document: doc, Parsed: p, Level: tailor.Aggressive}).Changes {
		if c.Kind != tailor.Quantification {
			continue
		}
		if asked++; c.Before == tools {
			t.Errorf("asked: %+v", c)
		}
	}
	if asked == 0 {
		t.Error("nothing is asked at all")
	}
}
