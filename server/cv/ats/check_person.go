package ats

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
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
