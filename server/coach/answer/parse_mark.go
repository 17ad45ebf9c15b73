package answer

import "strings"

// A mark is something in a model's output that is not text: a section's
// marker, a reasoning tag, or a "Reasoning:" heading.
type mark struct {
	kind    markKind
	length  int
	section section
	closing string
}

type markKind int

const (
	markSection markKind = iota
	markOpen
	markClose
	markPreface
	markAnswer
)

type markState int

const (
	markNone markState = iota
	// markMaybe: what is held could become a mark with more text.
	markMaybe
	markWhole
)

// position says where in the output the held text begins.
type position struct {
	// line: at the start of a line; first: nothing was shown yet; preface:
	// inside a "Reasoning:" block.
	line, first, preface bool
}

var sectionMarks = map[string]section{
	"[[key_points]]": sectionKeyPoints, "[[key points]]": sectionKeyPoints, "[[keypoints]]": sectionKeyPoints,
	"[[star]]": sectionStar, "[[followups]]": sectionFollowups, "[[follow_ups]]": sectionFollowups,
	"[[follow-ups]]": sectionFollowups, "[[follow ups]]": sectionFollowups, "[[sources]]": sectionSources,
	"[[confidence]]": sectionConfidence, "[[answer]]": sectionAnswer,
}

var reasoningTags = []string{"think", "thinking", "reasoning", "thought", "analysis", "scratchpad", "reflection"}

var (
	prefaceWords = []string{"reasoning:", "thinking:", "thought process:", "analysis:", "**reasoning:**", "**reasoning**:", "chain of thought:", "thoughts:"}
	answerWords  = []string{"answer:", "final answer:", "response:", "**answer:**", "**answer**:", "**final answer:**"}
)

// nextMark finds the first mark, or the first place that could become one.
func nextMark(s string, at position) (int, mark, markState) {
	low := lowerASCII(s)
	blank := true // only space so far; in the line so far
	blankLine := at.line
	for i := 0; i < len(low); i++ {
		lineStart, first := blankLine, blank && at.first
		blank = blank && isSpace(low[i])
		blankLine = low[i] == '\n' || blankLine && isSpace(low[i])
		var m mark
		state := markNone
		switch c := low[i]; {
		case c == '[':
			m, state = matchSection(low[i:])
		case c == '<':
			m, state = matchTag(low[i:])
		case first:
			m, state = matchAny(low[i:], prefaceWords, mark{kind: markPreface})
			if state == markNone && isSpace(c) {
				continue
			}
			if state == markNone {
				m, state = matchAny(low[i:], answerWords, mark{kind: markAnswer})
			}
		case at.preface && lineStart:
			m, state = matchAny(low[i:], answerWords, mark{kind: markAnswer})
		}
		if state != markNone {
			return i, m, state
		}
	}
	return 0, mark{}, markNone
}

func matchSection(low string) (mark, markState) {
	for text, s := range sectionMarks {
		if strings.HasPrefix(low, text) {
			return mark{kind: markSection, length: len(text), section: s}, markWhole
		}
	}
	for text := range sectionMarks {
		if strings.HasPrefix(text, low) {
			return mark{}, markMaybe
		}
	}
	return mark{}, markNone
}

func matchTag(low string) (mark, markState) {
	state := markNone
	for _, tag := range reasoningTags {
		for _, form := range []struct {
			text string
			m    mark
		}{
			{"<" + tag + ">", mark{kind: markOpen, closing: "</" + tag + ">"}},
			{"</" + tag + ">", mark{kind: markClose}},
		} {
			if strings.HasPrefix(low, form.text) {
				form.m.length = len(form.text)
				return form.m, markWhole
			}
			if strings.HasPrefix(form.text, low) {
				state = markMaybe
			}
		}
	}
	return mark{}, state
}

func matchAny(low string, texts []string, m mark) (mark, markState) {
	state := markNone
	for _, t := range texts {
		if strings.HasPrefix(low, t) {
			m.length = len(t)
			return m, markWhole
		}
		if strings.HasPrefix(t, low) {
			state = markMaybe
		}
	}
	return mark{}, state
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
