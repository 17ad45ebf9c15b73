package interview

import (
	"embed"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var texts embed.FS

// catalogue is read once; a test reads it as well, so that a mistake in it does
// not leave the house.
var catalogue = say.Embedded(texts, "texts")

// The keys of Say.
const (
	// NothingDue is for a plan with nothing in it today, NoHistory for one of
	// somebody who has not answered anything yet.
	NothingDue = "nothing_due"
	NoHistory  = "no_history"
	// NoProgress is for somebody who has not completed anything yet.
	NoProgress = "no_progress"
	// Running and Waiting say why feedback is provisional.
	Running = "running"
	Waiting = "waiting"
)

// Say is one of the texts named by the constants.
func Say(language, key string) string { return catalogue().In(language, key) }

// Quoted is a remark with the words that it is about, in the language's quotation
// marks. Before a quote no remark ends in a full stop.
func Quoted(language, remark, quote string) string {
	return catalogue().In(language, "quoted", "remark", strings.TrimRight(remark, ".。"), "quote", quote)
}

// Instead is what is to be done better with what to say instead.
func Instead(language, remark, text string) string {
	return catalogue().In(language, "instead", "remark", remark, "text", text)
}
