package feedback

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var files embed.FS

// texts is part of the program, so a fault in it is ours, and the tests find it.
var texts = say.Embedded(files, "texts")

// How much of somebody's words is quoted, in characters.
const (
	mostQuestion = 90
	mostQuote    = 160
)

func (i *Interview) say(key string, filled ...string) string {
	return texts().In(i.Language, key, filled...)
}

// decimal is a number with at most one decimal, as the language writes it.
func (i *Interview) decimal(x float64) string {
	s := strconv.FormatFloat(tenth(x), 'f', -1, 64)
	return strings.Replace(s, ".", i.say("decimal_sign"), 1)
}

// sentences stand behind one another.
func (i *Interview) sentences(all []string) string {
	if i.Language == "zh" {
		return strings.Join(all, "")
	}
	return strings.Join(all, " ")
}

// list has things that may have commas themselves.
func (i *Interview) list(things []string) string {
	if i.Language == "zh" {
		return strings.Join(things, "；")
	}
	return strings.Join(things, "; ")
}

// short is a question's beginning.
func short(question string) string {
	s, cut := cutAt(question, mostQuestion)
	if cut {
		return strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) + "…"
	}
	return s
}

// cutAt cuts a text off after so many characters, between two words where there
// are such near enough; so what comes is the text's own beginning.
func cutAt(text string, most int) (string, bool) {
	text = strings.TrimSpace(text)
	runes := []rune(text)
	if len(runes) <= most {
		return text, false
	}
	for at := most; at > most*2/3; at-- {
		if unicode.IsSpace(runes[at]) {
			return strings.TrimRightFunc(string(runes[:at]), unicode.IsSpace), true
		}
	}
	return string(runes[:most]), true
}

// stop ends a text as a sentence.
func (i *Interview) stop(text string) string {
	text = strings.TrimSpace(text)
	if last, _ := utf8.DecodeLastRuneInString(text); text == "" || strings.ContainsRune(".!?:。！？：", last) {
		return text
	}
	return text + i.say("full_stop")
}

// clock is a duration as minutes:seconds.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
