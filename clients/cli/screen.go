package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	// lineWidth is where a suggestion's lines are broken, if the terminal is
	// not narrower.
	lineWidth = 96
	// labelWidth is that of a speaker's name and the space behind it.
	labelWidth = 13
)

// screen shows events to a person. On a terminal the words of whoever speaks
// grow in the last line; elsewhere only final words are printed.
type screen struct {
	out      io.Writer
	terminal bool
	columns  func() int // it may be resized
	growing  bool       // the last line holds interim words
	degraded bool       // words are known to be recognised offline
	writing  string     // the suggestion whose text is being written
	column   int
}

func newScreen(out io.Writer) *screen {
	s := &screen{out: out, columns: func() int { return labelWidth + lineWidth + 4 }}
	if f, ok := out.(*os.File); ok && columns(f) > 0 && os.Getenv("TERM") != "dumb" {
		s.terminal = true
		s.columns = func() int { return columns(f) }
	}
	return s
}

// Show implements viewer.
func (s *screen) Show(e *v1.LiveEvent) {
	switch {
	case e.GetTranscript() != nil:
		s.words(e.GetTranscript())
	case e.GetStateChanged() != nil:
		if c := e.GetStateChanged(); c.GetState() != v1.LiveState_LIVE_STATE_WAITING { // as every new session is
			s.line(s.dim("· " + stateText(c)))
		}
	case e.GetNotice() != nil:
		s.degraded = s.degraded || e.GetNotice().GetKind() == "recognition_degraded"
		s.line(s.dim("· " + e.GetNotice().GetMessage()))
	case e.GetError() != nil:
		s.line(s.paint("31", "! "+e.GetError().GetMessage()))
	case e.GetQuestionDetected() != nil:
		s.question(e.GetQuestionDetected())
	case e.GetTurnIgnored() != nil:
		s.line(s.dim("  (nothing to answer: " + strings.ReplaceAll(e.GetTurnIgnored().GetRule(), "_", " ") + ")"))
	case e.GetSuggestionStarted() != nil:
		s.start(e.GetSuggestionStarted())
	case e.GetSuggestionDelta() != nil:
		s.text(e.GetSuggestionDelta())
	case e.GetSuggestionCompleted() != nil:
		s.complete(e.GetSuggestionCompleted())
	case e.GetSuggestionCancelled() != nil:
		s.line(s.dim("  (suggestion withdrawn: " + strings.ReplaceAll(e.GetSuggestionCancelled().GetReason(), "_", " ") + ")"))
	}
}

func (s *screen) words(t *v1.Transcript) {
	colour := "36"
	if t.GetSpeaker() == v1.Speaker_SPEAKER_CANDIDATE {
		colour = "33"
	}
	label := s.paint(colour, fmt.Sprintf("%-11s", speakerName(t.GetSpeaker())))
	if t.GetFinal() {
		if t.GetText() != "" {
			s.recogniser(t.GetDegraded())
			s.line(label + "  " + t.GetText())
		}
		return
	}
	if !s.terminal || s.writing != "" {
		return
	}
	text := t.GetText()
	// The line must not be broken by the terminal: only one can be wiped.
	room := max(min(s.columns()-labelWidth-4, lineWidth), 1)
	if n := utf8.RuneCountInString(text); n > room {
		text = "…" + string([]rune(text)[n-room:])
	}
	fmt.Fprint(s.out, "\r\x1b[K"+label+"  "+s.dim(text+" …"))
	s.growing = true
}

// recogniser says when the offline recogniser takes over, and when it is no
// longer needed.
func (s *screen) recogniser(degraded bool) {
	if degraded == s.degraded {
		return
	}
	s.degraded = degraded
	if degraded {
		s.line(s.dim("· speech recognition is not available: these words are recognised offline, expect mistakes"))
	} else {
		s.line(s.dim("· speech recognition is available again"))
	}
}

func (s *screen) question(q *v1.QuestionDetected) {
	kind := strings.ToLower(strings.TrimPrefix(q.GetKind().String(), "QUESTION_KIND_"))
	if q.GetFollowUpOf() != "" {
		kind += ", follow-up"
	}
	for i, text := range q.GetQuestions() {
		mark := "? "
		if len(q.GetQuestions()) > 1 {
			mark = fmt.Sprintf("? %d. ", i+1)
		}
		s.line(s.paint("1;32", mark+text) + s.dim("  ["+strings.ReplaceAll(kind, "_", " ")+"]"))
	}
}

func (s *screen) start(o *v1.SuggestionStarted) {
	what := "suggestion"
	if o.GetOutline() {
		what = "outline"
	}
	s.line(s.dim("  ┌ " + what + " (" + o.GetVariant() + ")"))
}

func (s *screen) text(d *v1.SuggestionDelta) {
	s.clear()
	if s.writing != d.GetSuggestionId() {
		s.endText()
		s.writing, s.column = d.GetSuggestionId(), 0
		fmt.Fprint(s.out, "  │")
	}
	for i, line := range strings.Split(d.GetText(), "\n") {
		if i > 0 {
			fmt.Fprint(s.out, "\n  │")
			s.column = 0
		}
		for _, word := range strings.SplitAfter(line, " ") {
			s.word(word)
		}
	}
}

// word writes a piece of a suggestion, in a new line where it does not fit.
func (s *screen) word(text string) {
	if text == "" {
		return
	}
	width := utf8.RuneCountInString(strings.TrimSpace(text))
	if s.column > 0 && s.column+width > min(lineWidth, s.columns()-5) {
		fmt.Fprint(s.out, "\n  │")
		s.column = 0
	}
	if s.column == 0 {
		fmt.Fprint(s.out, " ")
	}
	fmt.Fprint(s.out, text)
	s.column += utf8.RuneCountInString(text)
}

func (s *screen) complete(c *v1.SuggestionCompleted) {
	s.endText()
	a := c.GetAnswer()
	if !a.GetOutline() { // an outline's text is its points and its sources
		s.points(a)
	}
	for _, contradiction := range c.GetContradictions() {
		s.line("  │ " + s.paint("31", "check: "+contradiction))
	}
	end := "made without a model"
	if c.GetModel() != "" {
		end = c.GetModel()
	}
	if c.GetCached() {
		end += ", cached"
	}
	if t := c.GetTimings(); t.GetEndOfSpeech() != nil && t.GetFirstToken() != nil {
		end += fmt.Sprintf(", first words %.2f s after the question", (t.GetFirstToken().AsDuration() - t.GetEndOfSpeech().AsDuration()).Seconds())
	}
	s.line(s.dim("  └ " + end))
	s.line("")
}

// points shows what a good answer must contain and which lines it rests on.
func (s *screen) points(a *v1.GeneratedAnswer) {
	for _, p := range a.GetKeyPoints() {
		s.line("  │ " + s.dim("• "+p))
	}
	for _, src := range a.GetSources() {
		s.line("  │ " + s.dim(fmt.Sprintf("from %s line %d: %s", strings.ReplaceAll(src.GetDocument(), "_", " "), src.GetLine(), src.GetText())))
	}
}

func (s *screen) line(text string) {
	s.clear()
	s.endText()
	fmt.Fprintln(s.out, text)
}

func (s *screen) clear() {
	if s.growing {
		fmt.Fprint(s.out, "\r\x1b[K")
		s.growing = false
	}
}

func (s *screen) endText() {
	if s.writing != "" {
		fmt.Fprintln(s.out)
		s.writing = ""
	}
}

func (s *screen) dim(text string) string { return s.paint("2", text) }

func (s *screen) paint(code, text string) string {
	if !s.terminal {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func stateText(c *v1.StateChanged) string {
	text := strings.ToLower(strings.TrimPrefix(c.GetState().String(), "LIVE_STATE_"))
	if c.GetReason() != "" {
		text += " (" + c.GetReason() + ")"
	}
	return "session " + text
}

// speakerName is "interviewer" or "candidate".
func speakerName(speaker v1.Speaker) string {
	return strings.ToLower(strings.TrimPrefix(speaker.String(), "SPEAKER_"))
}
