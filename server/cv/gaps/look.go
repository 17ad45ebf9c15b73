package gaps

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// size bounds a kind's values.
type size struct{ bytes, words, lines int }

func (k kind) size() size {
	switch k {
	case name:
		return size{120, 6, 1}
	case home, workplace, campus:
		return size{160, 8, 1}
	case skill, language, level:
		return size{100, 6, 1}
	case summary:
		return size{3000, 400, 12}
	case jobTitle, company, degree, school, certificate:
		return size{240, 14, 2}
	}
	return size{160, 14, 1}
}

// looksLike reports whether a text has the look of a kind. Where our own reader
// knows the look, it is asked.
func (k kind) looksLike(text string) bool {
	if s := k.size(); len(text) > s.bytes || len(strings.Fields(text)) > s.words {
		return false
	}
	switch k {
	case email:
		return read("Email: "+text).Personal.Email.Text == text
	case phone:
		return read("Phone: "+text).Personal.Phone.Text == text
	case workTime, studyTime:
		return yearForm.MatchString(text)
	case name:
		return isName(text)
	case language:
		all := read("Languages", text).Languages
		return len(all) == 1 && all[0].Text == text && all[0].Code != ""
	case summary:
		return len(strings.Fields(text)) >= 6
	}
	return strings.ContainsFunc(text, unicode.IsLetter) && !strings.ContainsAny(text, "@!?") && !strings.Contains(text, "://") && !endsSentence(text)
}

// endsSentence tells a full stop from that of "Inc." and "S.A.".
func endsSentence(text string) bool {
	before, stop := strings.CutSuffix(text, ".")
	last := before[strings.LastIndexByte(before, ' ')+1:]
	return stop && !strings.Contains(last, ".") && utf8.RuneCountInString(last) > 4
}

var yearForm = regexp.MustCompile(`(?:^|\D)(?:19|20)\d\d(?:\D|$)`)

// isName: two words or more of letters, each with a capital unless it is a
// particle; a script without capitals may write it as one word.
func isName(text string) bool {
	words := strings.Fields(text)
	for i, w := range words {
		for _, r := range w {
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’ʻʼ‘.", r) {
				return false
			}
		}
		first := []rune(w)[0]
		if unicode.IsLower(first) && (i == 0 || len([]rune(w)) > 5) {
			return false
		}
	}
	return len(words) > 1 || len(words) == 1 && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) })
}

// periodOf reads a period; without dates when our reader does not know its
// words. It is false for a piece of what our reader takes for a longer period
// in that line.
func periodOf(value cv.Value, line string) (cv.Period, bool) {
	for _, e := range read("Experience", "Engineer", "Acme Ltd", line).Experience {
		if len(e.Period.Text) > len(value.Text) && strings.Contains(e.Period.Text, value.Text) {
			return cv.Period{}, false
		}
	}
	p := cv.Period{Value: value}
	if all := read("Experience", "Engineer", "Acme Ltd", value.Text).Experience; len(all) == 1 && all[0].Period.Text == value.Text {
		p.Start, p.End, p.Current = all[0].Period.Start, all[0].Period.End, all[0].Period.Current
	}
	return p, true
}

// spoken reads a language, with its level where one is written.
func spoken(of, grade cv.Value) cv.Spoken {
	s := cv.Spoken{Value: of, Level: grade}
	if all := read("Languages", strings.TrimSpace(of.Text+" "+grade.Text)).Languages; len(all) == 1 {
		s.Code, s.CEFR = all[0].Code, all[0].CEFR
	}
	return s
}

// read asks our own reader what lines say.
func read(lines ...string) cv.Parsed {
	d := &document.Document{Format: "txt", Pages: 1}
	for i, l := range lines {
		d.Lines = append(d.Lines, document.Line{Text: l, Page: 1, Block: i, Confidence: 1})
	}
	return structure.Parse(d)
}
