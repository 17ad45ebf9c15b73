package gaps

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// places are where a quote stands, beginning in a line (an index): in it, or
// over at most so many lines that belong together. A quote that begins or ends
// within a word ("Java" of "JavaScript", "C" of "C++") stands nowhere.
func places(d *document.Document, line int, quote string, lines int) [][]document.Span {
	if line < 0 || line >= len(d.Lines) || quote == "" {
		return nil
	}
	first := d.Lines[line]
	text := first.Text
	ends := []int{len(text)} // of each line, in text
	for i := line + 1; i < len(d.Lines) && len(ends) < lines; i++ {
		next := d.Lines[i]
		if next.Page != first.Page || next.Region != first.Region || next.Margin != first.Margin {
			break
		}
		text += " " + next.Text
		ends = append(ends, len(text))
	}
	var all [][]document.Span
	for from := 0; from < ends[0]; {
		at := strings.Index(text[from:], quote)
		if at < 0 || from+at >= ends[0] {
			break
		}
		at += from
		if !withinWord(text, at) && !withinWord(text, at+len(quote)) {
			all = append(all, spans(line, ends, at, at+len(quote)))
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		from = at + size
	}
	return all
}

// spans cuts a piece of joined lines at the lines' ends.
func spans(line int, ends []int, start, end int) []document.Span {
	var all []document.Span
	begin := 0
	for i, stop := range ends {
		if from, to := max(start, begin), min(end, stop); from < to {
			all = append(all, document.Span{Line: line + i, Start: from - begin, End: to - begin})
		}
		begin = stop + 1
	}
	return all
}

// withinWord reports whether a byte position is inside a word.
func withinWord(text string, at int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:at])
	after, width := utf8.DecodeRuneInString(text[at:])
	if size == 0 || width == 0 {
		return false
	}
	if inWord(before) && inWord(after) {
		return true
	}
	// A hyphen or point between letters: "Node.js", "2019-2021", an address.
	beyond, _ := utf8.DecodeRuneInString(text[at+width:])
	ahead, _ := utf8.DecodeLastRuneInString(text[:at-size])
	return inWord(before) && binds(after) && inWord(beyond) || inWord(ahead) && binds(before) && inWord(after) || before == '.' && inWord(after) && !inWord(ahead)
}

// inWord tells of what words are made. Scripts that write no spaces have words
// at every character.
func inWord(r rune) bool {
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '+' || r == '#' || r == '_'
}

func binds(r rune) bool { return r != utf8.RuneError && strings.ContainsRune("-–—.@&'’:", r) }

// apart reports whether what stands at the spans is set off from other words of
// its line: a sentence that names somebody is not their name.
func apart(d *document.Document, at []document.Span) bool {
	first, last := at[0], at[len(at)-1]
	before := strings.TrimSpace(d.Lines[first.Line].Text[:first.Start])
	after := strings.TrimSpace(d.Lines[last.Line].Text[last.End:])
	b, _ := utf8.DecodeLastRuneInString(before)
	a, _ := utf8.DecodeRuneInString(after)
	return (before == "" || separates(b)) && (after == "" || separates(a))
}

func separates(r rune) bool {
	return unicode.IsPunct(r) && !strings.ContainsRune(".!?'’\"", r) || unicode.IsSymbol(r)
}
