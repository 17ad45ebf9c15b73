package answer

import (
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// outlineLines is how many lines of the CV an outline shows.
const outlineLines = 3

// outline makes the outline and the pieces in which it is shown.
func outline(r Request) (Answer, []string) {
	w := outlineWords(r.Language)
	ask := strings.Join(r.Questions, " ")
	cv := bestLines(DocumentCV, r.CV, ask, r.JobDescription, outlineLines)
	jd := bestLines(DocumentJob, r.JobDescription, ask, r.CV, 2)
	a := Answer{Variant: r.Style, Outline: true, Sources: append(cv, jd...)}
	pieces := []string{w.label + "\n\n"}
	if len(cv) > 0 {
		pieces = append(pieces, section3(w.fromCV, sourceTexts(cv)))
	} else {
		pieces = append(pieces, section3(w.noCV, w.prepare))
	}
	var points []string
	switch r.Kind {
	case question.Behavioral:
		points = []string{w.situation, w.task, w.action, w.result}
		a.Star = &Star{Situation: w.situation, Task: w.task, Action: w.action, Result: w.result}
		if len(cv) > 0 {
			a.Star.Situation += " — " + cv[0].Text
		}
	case question.Technical:
		points = w.technical
		for _, t := range memory.Skills(ask) {
			points = append([]string{fmt.Sprintf(w.skill, t)}, points...)
		}
	case question.CaseStudy:
		points = w.caseSteps
	case question.General:
		points = w.general
	}
	pieces = append(pieces, section3(w.cover, points))
	if len(jd) > 0 {
		pieces = append(pieces, section3(w.fromJD, sourceTexts(jd)))
	}
	if r.KeyPoints {
		a.KeyPoints = points
	}
	a.Content = strings.TrimSpace(strings.Join(pieces, ""))
	pieces[len(pieces)-1] = strings.TrimRight(pieces[len(pieces)-1], "\n")
	return a, pieces
}

func section3(title string, lines []string) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	for _, l := range lines {
		b.WriteString("• " + l + "\n")
	}
	b.WriteString("\n")
	return b.String()
}

func sourceTexts(s []Source) []string {
	var out []string
	for _, x := range s {
		out = append(out, x.Text)
	}
	return out
}
