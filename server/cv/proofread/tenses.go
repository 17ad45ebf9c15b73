package proofread

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// nouns are English verbs that begin items as nouns: "Lead developer", "Test
// automation".
var nouns = set(`lead design test process support report document model plan review track audit research train coach mentor schedule
	increase update upgrade drive run set host transfer produce market program supervise sell present process install process keep make`)

// tenses finds items in the present in a job that is over, where the others are
// in the past.
func (s *sheet) tenses() {
	for _, e := range s.parsed.Experience {
		if e.Period.Current || e.Period.End.IsZero() {
			continue
		}
		var now []int
		was := 0
		for _, a := range e.Achievements {
			if len(a.Spans) == 0 || a.Spans[0].Start != 0 {
				continue
			}
			at := a.Spans[0].Line
			l := s.line(a.Spans[0])
			if l == nil || len(l.words) == 0 || l.words[0].start != 0 {
				continue
			}
			form := wording.For(l.lang).Form(l.text)
			switch {
			case strings.HasPrefix(form, "past"):
				was++
			case (form == "present" || form == "third") && (l.lang != "en" || !nouns[l.words[0].low]) && firstForm(l, form):
				now = append(now, at)
			}
		}
		if was < 2 || len(now)*2 > was {
			continue
		}
		for _, at := range now {
			w := s.lines[at].words[0]
			s.add(Tense, at, w.start, w.end, "This job is over, and the other items say so in the past tense.")
		}
	}
}

// firstForm reports whether the form is that of the line's first word, not of
// its last as in Turkish.
func firstForm(l *line, form string) bool { return wording.For(l.lang).Form(l.words[0].text) == form }
