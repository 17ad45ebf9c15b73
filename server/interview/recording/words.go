package recording

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed words/*.yaml
var wordsFiles embed.FS

// loadWords reads what is said of recordings that could not be used, by reason.
func loadWords() (*say.Catalogue, error) {
	dir, err := fs.Sub(wordsFiles, "words")
	if err != nil {
		return nil, fmt.Errorf("read texts of recordings: %w", err)
	}
	return say.Load(dir)
}

// say words a refusal in a language; one that is not ours keeps its own words.
func (s *Service) say(language string, f *fault.Fault, length time.Duration) string {
	if !slices.Contains(s.words.Keys(), f.Reason) {
		return f.Message
	}
	return s.words.In(language, f.Reason, "length", clock(length), "limit", clock(MaxDuration))
}

// clock writes a duration as minutes and seconds, such as 6:05.
func clock(d time.Duration) string {
	seconds := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
