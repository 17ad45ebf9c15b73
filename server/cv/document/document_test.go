package document_test

import (
	"slices"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

func sample() *document.Document {
	return &document.Document{Lines: []document.Line{
		{Text: "page 1", Margin: true},
		{Text: "Anna Ivanova"},
		{Text: "anna@example.com", Block: 1},
		{Text: "Led a team", Block: 2, Bullet: true},
		{Text: "of five", Block: 2},
	}}
}

func TestText(t *testing.T) {
	d := sample()
	for span, want := range map[document.Span]string{
		{Line: 1, Start: 0, End: 4}:   "Anna",
		{Line: 1, Start: 5, End: 12}:  "Ivanova",
		{Line: 1, Start: 0, End: 13}:  "",
		{Line: 1, Start: 4, End: 3}:   "",
		{Line: 1, Start: -1, End: 3}:  "",
		{Line: 5, Start: 0, End: 1}:   "",
		{Line: -1, Start: 0, End: 1}:  "",
		{Line: 3, Start: 10, End: 10}: "",
	} {
		if got := d.Text(span); got != want {
			t.Errorf("%+v: %q, want %q", span, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	const want = "Anna Ivanova\n\nanna@example.com\n\n• Led a team\nof five"
	if got := sample().Plain(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestConfidence(t *testing.T) {
	for name, c := range map[string]struct {
		document document.Document
		want     float64
	}{
		"not recognised": {document.Document{Lines: []document.Line{{Text: "Anna", Confidence: 0.2}}}, 1},
		"by length":      {document.Document{Recognised: true, Lines: []document.Line{{Text: "Anna", Confidence: 1}, {Text: "anna@example", Confidence: 0.5}}}, 0.625},
		"no text":        {document.Document{Recognised: true}, 0},
	} {
		if got := c.document.Confidence(); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestEdit keeps gaps where the text around them is the same.
func TestEdit(t *testing.T) {
	for text, want := range map[string][]int{
		"Baker Berlin 2019":      {6, 13},
		"Head baker Berlin 2019": {11, 18},
		"Baker Berlin 2019–2020": {6, 13},
		"Baker Hamburg 2019":     {6, 14},
		"Something else":         nil,
		"":                       nil,
	} {
		l := document.Line{Text: "Baker Berlin 2019", Gaps: []int{6, 13}, Links: []document.Link{{URL: "x", End: 3}}}
		l.Edit(text)
		if l.Text != text || !slices.Equal(l.Gaps, want) || l.Links != nil {
			t.Errorf("%q: %+v, want gaps %v", text, l, want)
		}
	}
}
