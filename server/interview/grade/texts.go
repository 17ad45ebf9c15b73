package grade

import (
	"embed"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// texts is the catalogue of what people are told of their answers.
var texts = say.Embedded(textFiles, "texts")

// tell is a text in a language.
func tell(lang, key string, filled ...string) string { return texts().In(lang, key, filled...) }
