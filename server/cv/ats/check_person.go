package ats

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

func missing(v cv.Value, points int) verdict {
	if v.Empty() {
		return verdict{lost: points}
	}
	return verdict{}
}

func checkProfile(f *facts) verdict {
	p := f.Parsed.Personal
	if p.LinkedIn.Empty() && p.GitHub.Empty() && len(texts(f.Parsed.Links)) == 0 {
		return verdict{lost: 2}
	}
	return verdict{}
}

func checkSummaryLength(f *facts) verdict {
	v := f.Parsed.Summary
	n := len(strings.Fields(v.Text))
	switch {
	case n == 0:
		return verdict{lost: 3}
	case n >= 20 && n <= 120:
		return verdict{}
	}
	out := verdict{lost: 3, detail: "Your summary has " + plural(n, "word") + ".", spans: v.Spans}
	if n >= 10 && n <= 160 {
		out.lost = 1
	}
	return out
}

func checkSummarySpecific(f *facts) verdict {
	v := f.Parsed.Summary
	if v.Empty() {
		return verdict{lost: 3}
	}
	found := 0
	if len(taxonomy.Find(v.Text)) > 0 {
		found++
	}
	if figure(v.Text, f.Parsed.Language) {
		found++
	}
	if f.saysTitle(v.Text) {
		found++
	}
	switch found {
	case 0:
		return verdict{lost: 3, detail: "Your summary names no skill, figure or job title of yours.", spans: v.Spans}
	case 1:
		return verdict{lost: 1, detail: "Your summary could say more that can be checked.", spans: v.Spans}
	}
	return verdict{}
}

// saysTitle reports whether a text has a long word of one of the owner's titles.
func (f *facts) saysTitle(text string) bool {
	text = strings.ToLower(text)
	for _, j := range append(slices.Clone(f.jobs), cv.Experience{Title: f.Parsed.Personal.Title}) {
		for word := range strings.FieldsSeq(strings.ToLower(j.Title.Text)) {
			if utf8.RuneCountInString(word) > 4 && strings.Contains(text, word) {
				return true
			}
		}
	}
	return false
}

func checkHeader(f *facts) verdict {
	var in []document.Span
	for _, s := range firsts(f.Parsed.Personal.Email, f.Parsed.Personal.Phone) {
		if s.Line >= 0 && s.Line < len(f.Document.Lines) && f.Document.Lines[s.Line].Margin {
			in = append(in, s)
		}
	}
	if len(in) == 0 {
		return verdict{}
	}
	return verdict{lost: 2, detail: "Your contacts stand in a header or footer of the page.", spans: in}
}
