package poppler

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

func TestParse(t *testing.T) {
	const head = `<page number="1" position="absolute" top="0" left="0" height="300" width="600"><fontspec id="0" size="30" family="A<B>" color="#000000"/>`
	for _, tc := range []struct {
		story, text string
		want        []layout.Fragment
	}{
		{"one look", `<text top="30.6" left="60" width="90" height="36" font="0">A &amp; B</text>`, []layout.Fragment{{Text: "A & B", X: 20, Y: 10.2, Width: 30, Height: 12, Size: 10}}},
		{"a look inside", `<text top="0" left="0" width="60" height="36" font="0"><b>Acme</b>, Bo</text>`, []layout.Fragment{
			{Text: "Acme", Width: 10, Height: 12, Size: 10, Bold: true}, {Text: ", Bo", X: 10, Width: 10, Height: 12, Size: 10},
		}},
		{"a link", `<text top="0" left="0" width="60" height="36" font="0"><i><a href="https://a.b/?c&amp;d">ab</a></i></text>`, []layout.Fragment{
			{Text: "ab", Width: 20, Height: 12, Size: 10, Italic: true, Link: "https://a.b/?c&d"},
		}},
		{"control characters and broken UTF-8", "<text top=\"0\" left=\"0\" width=\"60\" height=\"36\" font=\"0\">a\x01\xff\n</text>", []layout.Fragment{{Text: "a\x01\ufffd\n", Width: 20, Height: 12, Size: 10}}},
		{"numbers that are none", `<text top="NaN" left="1e99" width="x" height="" font="7">a</text>`, []layout.Fragment{{Text: "a"}}},
		{"no end", `<text top="0" left="0">a`, nil},
		{"unknown tags", `<image top="1"/><outline><item page="1">a</item></outline>`, nil},
	} {
		t.Run(tc.story, func(t *testing.T) {
			pages, err := parse([]byte(head + tc.text + "</page>"))
			if err != nil || len(pages) != 1 {
				t.Fatal(len(pages), err)
			}
			near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-6 })
			if diff := cmp.Diff(tc.want, pages[0].Fragments, near); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseIsBounded(t *testing.T) {
	for story, in := range map[string]string{
		"fragments": "<page>" + strings.Repeat("<text>a<b>b</b></text>", maxFragments/2+1),
		"text":      "<page><text>" + strings.Repeat("a", refusal.MaxText+1) + "</text>",
	} {
		if _, err := parse([]byte(in)); !errors.Is(err, refusal.TooComplex) {
			t.Errorf("too many %s: error %v", story, err)
		}
	}
	if _, err := parse([]byte(strings.Repeat("<page>", refusal.MaxPages+1))); !errors.Is(err, refusal.TooManyPages) {
		t.Errorf("too many pages: error %v", err)
	}
}

// FuzzXML reads what a broken or hostile program may print, and lays it out.
func FuzzXML(f *testing.F) {
	f.Add([]byte(`<page number="1" height="300" width="600"><fontspec id="0" size="30"/><text top="30" left="60" width="90" height="36" font="0">A &amp; <b>B</b></text><text top="30" left="360" width="90" height="36" font="0">03/2021</text></page>`))
	f.Add([]byte("<page><text top=\"1\" left=\"1\" width=\"9\" height=\"9\">\u202eab-\u00ad</text><text top=\"20\" left=\"1\">cd</text>"))
	f.Add([]byte(`<text><a href="`))
	f.Add([]byte("<page height=\"99\"><text top=\"9\" left=\"-9\" height=\"9\">•</text><text top=\"9\" left=\"0\" height=\"9\" width=\"9\">שלום</text>"))
	f.Fuzz(func(t *testing.T, out []byte) {
		pages, err := parse(out)
		if err != nil {
			return
		}
		plain := make([]layout.Page, len(pages))
		for i, p := range pages {
			plain[i] = p.Page
			if len(p.inks) != len(p.Fragments) {
				t.Fatalf("%d colours of %d fragments", len(p.inks), len(p.Fragments))
			}
			for _, x := range p.Fragments {
				if !utf8.ValidString(x.Text) || math.IsNaN(x.X+x.Y+x.Width+x.Height+x.Size) {
					t.Fatalf("fragment %+v", x)
				}
			}
		}
		block := 0
		for _, l := range layout.Lines(plain) {
			if l.Text == "" || strings.TrimSpace(l.Text) != l.Text || !utf8.ValidString(l.Text) || strings.Contains(l.Text, "  ") {
				t.Fatalf("line %q", l.Text)
			}
			if l.Block < block || l.Page < 1 || math.IsNaN(l.X+l.Y+l.Width+l.Height) {
				t.Fatalf("line %+v", l)
			}
			block = l.Block
			for _, k := range l.Links {
				if k.Start < 0 || k.End > len(l.Text) || k.Start >= k.End {
					t.Fatalf("link %+v of %q", k, l.Text)
				}
			}
		}
	})
}
