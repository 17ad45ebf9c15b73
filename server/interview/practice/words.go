package practice

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
		panic(fmt.Sprintf("practice: %v", err))
	}
	c, err := say.Load(dir)
	if err != nil {
		panic(fmt.Sprintf("practice: %v", err))
	}
	return c
})

// Text says in words why the question is due.
func (i Item) Text(lang string) string {
	counts := map[Why]int{}
	for _, p := range i.Points {
		counts[p.Why]++
	}
	var out []string
	for _, why := range []Why{MissedOften, Missed, Keep} {
		if n := counts[why]; n > 0 {
			out = append(out, texts().In(lang, string(why), "n", strconv.Itoa(n)))
		}
	}
	if i.Overdue > 0 {
		out = append(out, texts().In(lang, "overdue", "n", strconv.Itoa(i.Overdue)))
	}
	if lang == "zh" {
		return strings.Join(out, "")
	}
	return strings.Join(out, " ")
}
