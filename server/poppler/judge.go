package poppler

import (
	"errors"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// judge refuses pages that have nothing on them to read.
func judge(pages []layout.Page, complaint string) error {
	var text strings.Builder
	for i := range pages {
		for j := range pages[i].Fragments {
			text.WriteString(pages[i].Fragments[j].Text)
		}
	}
	damaged := strings.Contains(complaint, "Error")
	switch {
	case len(pages) == 0, damaged && strings.TrimSpace(text.String()) == "":
		return refusal.Damaged.Because(errors.New(firstLine(complaint)))
	case tidy.Unreadable(text.String()):
		return refusal.NoText
	}
	return nil
}
