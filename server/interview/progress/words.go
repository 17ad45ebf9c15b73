package progress

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var files embed.FS

// texts is part of the program, so a fault in it is ours, and the tests find it.
var texts = sync.OnceValue(func() *say.Catalogue {
	dir, err := fs.Sub(files, "texts")
	if err != nil {
		panic(fmt.Sprintf("progress: %v", err))
	}
	c, err := say.Load(dir)
	if err != nil {
		panic(fmt.Sprintf("progress: %v", err))
	}
	return c
})

// Text is the verdict in words, with the figures that it rests on.
func (s Skill) Text(lang string) string {
	number := func(x float64) string {
		return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", texts().In(lang, "decimal_sign"), 1)
	}
	return texts().In(lang, string(s.Verdict),
		"n", strconv.Itoa(s.Answers), "least", strconv.Itoa(MinAnswers), "low", number(s.Low), "high", number(s.High),
		"earlier", number(s.Earlier.Mean), "later", number(s.Later.Mean))
}
