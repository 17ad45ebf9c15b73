package practice

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
