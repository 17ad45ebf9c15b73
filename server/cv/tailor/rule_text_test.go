package tailor_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
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
