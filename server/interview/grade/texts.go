package grade

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// texts is the catalogue of what people are told of their answers.
var texts = sync.OnceValues(func() (*say.Catalogue, error) {
	dir, err := fs.Sub(textFiles, "texts")
	if err != nil {
		return nil, fmt.Errorf("open texts: %w", err)
	}
	return say.Load(dir)
})

// tell is a text in a language. The catalogue comes with the program and is
// read by its tests: an error is a mistake in it.
func tell(lang, key string, filled ...string) string {
	c, err := texts()
	if err != nil {
		panic(err)
	}
	return c.In(lang, key, filled...)
}
