package progress

import (
	"embed"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var files embed.FS

// texts is part of the program, so a fault in it is ours, and the tests find it.
var texts = say.Embedded(files, "texts")

// Text is the verdict in words, with the figures that it rests on.
func (s Skill) Text(lang string) string {
	number := func(x float64) string {
		return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", texts().In(lang, "decimal_sign"), 1)
	}
	return texts().In(lang, string(s.Verdict),
		"n", strconv.Itoa(s.Answers), "least", strconv.Itoa(MinAnswers), "low", number(s.Low), "high", number(s.High),
		"earlier", number(s.Earlier.Mean), "later", number(s.Later.Mean))
}
