package poppler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// replacing writes a text whose letters i have a form of their own: the font says
// of that form that it is a space, and a replacement text what it is.
func replacing(y int, text string) string {
	shown := strings.ReplaceAll(text, "i", ") Tj /Span << /ActualText (i) >> BDC (\\001) Tj EMC (")
	return fmt.Sprintf("BT /F1 11 Tf 72 %d Td (%s) Tj ET\n", y, shown)
}

// ownForms is a file whose font has a letter i of code 1.
func ownForms(contents ...string) []byte {
	const toUnicode = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <01> <0020> endbfchar endcmap end"
	p := &pdf{objects: []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /i] >> >>",
		stream("", toUnicode),
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
		stream("", strings.Join(contents, "")),
	}}
	return p.bytes()
}

// TestReplacementTexts reads letters that only a replacement text says. What
// such texts or hidden ones say else, nobody sees.
func TestReplacementTexts(t *testing.T) {
	const span = `/Span << /ActualText (%s) >> BDC (%s) Tj EMC`
	for _, tc := range []struct{ story, content, want string }{
		{"nothing else", placed("", 72, 600, "Go"), "Go"},
		{"another text behind what is seen", "BT /F1 11 Tf 72 600 Td " + fmt.Sprintf(span, "mailto:kim", "kim") + " ET\n", "kim"},
		{"much behind one letter", "BT /F1 11 Tf 72 600 Td " + fmt.Sprintf(span, "Kubernetes", "K") + " ET\n", "K"},
		{"figures behind letters", "BT /F1 11 Tf 72 600 Td (Since) Tj " + fmt.Sprintf(span, "99", "  ") + " ET\n", "Since"},
		{"a hidden word in a gap", placed("", 72, 600, "Java         Go") + placed("3 Tr", 102, 600, "Kafka"), "Java         Go"},
		{"a hidden word over another", placed("", 72, 600, "Java and") + placed("3 Tr", 74, 600, "Jaguar van"), "Java and"},
	} {
		t.Run(tc.story, func(t *testing.T) {
			pages, err := installed(t).Read(t.Context(), ownForms(replacing(700, "iyilestirdim, etkili iletisimin"), replacing(680, "ilk mimari ekip"), tc.content))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("iyilestirdim, etkili iletisimin\nilk mimari ekip\n"+tc.want, text(pages)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCompleted tells a fragment's own words from others.
func TestCompleted(t *testing.T) {
	at := func(x, width float64, text string) word { return word{rectangle{left: x, right: x + width}, text} }
	for _, tc := range []struct {
		story, text string
		words       []word
		want        string
	}{
		{"nothing lacks", "Java and Go", []word{at(0, 20, "Java"), at(22, 16, "and"), at(40, 10, "Go")}, ""},
		{"letters lack", "Etk l let ş m", []word{at(0, 26, "Etkili"), at(29, 30, "iletişim")}, "Etkili iletişim"},
		{"one before its first", "nfo@x.tr", []word{at(-3, 63, "info@x.tr")}, "info@x.tr"},
		{"a ligature", "traf c", []word{at(0, 25, "traﬃc")}, "traﬃc"},
		{"accents apart", "Fak ¨ulte", []word{at(0, 40, "Fakülte")}, "Fakülte"},
		{"no words", "Etk l", nil, ""},
		{"other words", "Etk l", []word{at(0, 26, "Kafka")}, ""},
		{"a word of two looks", "re", []word{at(-20, 30, "Sobre")}, ""},
		{"more letters than have room", "Sen r", []word{at(0, 5, "Senior")}, ""},
		{"most of it not seen", "l", []word{at(0, 30, "ilim")}, ""},
	} {
		got, _ := completed(tc.text, tc.words, rectangle{right: 60}, 10)
		if got != tc.want {
			t.Errorf("%s: %q, want %q", tc.story, got, tc.want)
		}
	}
}

// TestWordsOf reads what pdftotext prints, of which a stranger chose the texts.
func TestWordsOf(t *testing.T) {
	got := wordsOf([]byte("<word xMin=\"1\">lost</word><page width=\"9\">\n<word xMin=\"1\" yMin=\"20\" xMax=\"3\" yMax=\"24\">b&lt;b\xff</word>" +
		"<word xMin=\"nan\" yMin=\"1\" xMax=\"3\" yMax=\"2\">a</word></page><page><word"))
	want := [][]word{{{rectangle{0, 1, 3, 2}, "a"}, {rectangle{1, 20, 3, 24}, "b<b\ufffd"}}, nil}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(word{}, rectangle{})); diff != "" {
		t.Error(diff)
	}
}

// TestNoSecondProgram leaves pages alone that lack nothing.
func TestNoSecondProgram(t *testing.T) {
	r := New(Options{TempDir: t.TempDir(), Program: "/nowhere/pdftohtml"})
	for content, want := range map[string]bool{
		"I work with C and R and Go in a team, e o d l x": false,
		"sistem er ş leb l rl ğ n":                        true,
		"Fak ¨ulte":                                       true,
		"J¨ urgen":                                        false,
	} {
		s := sheet{Page: layout.Page{Fragments: []layout.Fragment{{Text: content}}}}
		if got := r.mend(t.Context(), nil, []sheet{s}) != nil; got != want {
			t.Errorf("%q: asks for words: %v", content, got)
		}
	}
}
