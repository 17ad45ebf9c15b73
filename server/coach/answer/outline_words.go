package answer

import "regexp"

var yearIn = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// outlineText are the fixed sentences of outlines in one language.
type outlineText struct {
	label, fromCV, noCV, cover, fromJD string
	prepare                            []string
	situation, task, action, result    string
	general, technical, caseSteps      []string
	// skill has one %s for a technology.
	skill string
}

func outlineWords(code string) outlineText {
	if w, ok := outlineTexts[code]; ok {
		return w
	}
	return outlineTexts["en"]
}

var outlineTexts = map[string]outlineText{
	"en": {
		label: "Outline made without a language model: lines from your CV and points to cover, not an answer.", fromCV: "From your CV:", noCV: "No CV to draw on. Prepare:", cover: "Cover:", fromJD: "The job asks for:",
		prepare:   []string{"one example from your own work", "your part in it", "a result you can prove"},
		situation: "Situation: where and when it was", task: "Task: what had to be achieved", action: "Action: what you yourself did", result: "Result: what came of it, with a figure if you have one",
		general:   []string{"who you are in one sentence", "the experience that fits best", "why this role"},
		technical: []string{"the direct answer first", "how it works and why", "trade-offs and limits", "where you used it"},
		caseSteps: []string{"ask what is unclear", "state your assumptions", "a structure of three or four steps", "risks, and your recommendation"},
		skill:     "what you did with %s",
	},
}
