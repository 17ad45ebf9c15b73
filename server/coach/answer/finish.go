package answer

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// Bounds of an answer's lists.
const (
	maxKeyPoints = 8
	maxFollowups = 5
	maxSources   = 12
	maxItem      = 400
)

// finish makes a checked Result of a model's output.
func finish(r Request, p parts) Result {
	a := Answer{Variant: r.Style, Content: p.content, CodeBlocks: codeBlocks(p.content)}
	if r.KeyPoints {
		a.KeyPoints = items(p.sections[sectionKeyPoints], maxKeyPoints)
	}
	if r.Followups {
		a.Followups = items(p.sections[sectionFollowups], maxFollowups)
	}
	if r.Kind == question.Behavioral {
		a.Star = star(p.sections[sectionStar])
	}
	a.Sources = sources(p.sections[sectionSources], r)
	res := Result{Answer: a}
	res.Unsupported = unsupported(p.content, r)
	res.Answer.Confidence = confidence(p.sections[sectionConfidence], a, res.Unsupported)
	for _, c := range memory.Contradictions(p.content, r.CV, r.History) {
		res.Contradictions = append(res.Contradictions, aboutAnswer(c.Text))
	}
	for _, u := range res.Unsupported {
		res.Contradictions = append(res.Contradictions, "The answer mentions “"+u+"”, which is in neither your CV, the job description nor the conversation: check it before you say it.")
	}
	return res
}

// aboutAnswer turns a sentence about the candidate's words into one about the
// suggested ones.
func aboutAnswer(s string) string {
	return strings.Replace(s, "You said", "The answer says", 1)
}

// items reads a list, one item a line.
func items(text string, most int) []string {
	var out []string
	for _, l := range textLines(text) {
		l = strings.TrimSpace(listMark.ReplaceAllString(l, ""))
		if l != "" && len(out) < most {
			out = append(out, cutText(l, maxItem))
		}
	}
	return out
}

var (
	listMark   = regexp.MustCompile(`^(?:[-*•–]|\d{1,2}[.)])\s*`)
	sourceForm = regexp.MustCompile(`(?i)\b(cv|jd)\s*[:#]?\s*(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?`)
	numberForm = regexp.MustCompile(`\d*\.?\d+`)
	fence      = regexp.MustCompile("(?s)```([A-Za-z0-9+#._-]*)[^\\n]*\\n(.*?)(?:\\n?```|$)")
	starForm   = regexp.MustCompile(`(?i)^[*_\s-]*(situation|task|action|result)s?[*_\s]*[:：][*_\s]*(.*)$`)
)

// star reads the four parts; nil when none came.
func star(text string) *Star {
	var s Star
	fields := map[string]*string{"situation": &s.Situation, "task": &s.Task, "action": &s.Action, "result": &s.Result}
	var current *string
	for _, l := range textLines(text) {
		if m := starForm.FindStringSubmatch(l); m != nil {
			current = fields[strings.ToLower(m[1])]
			l = m[2]
		}
		if current != nil {
			*current = cutText(strings.TrimSpace(*current+" "+l), 4*maxItem)
		}
	}
	if s == (Star{}) {
		return nil
	}
	return &s
}

// sources keeps the cited lines that exist.
func sources(text string, r Request) []Source {
	lines := map[string][]string{"cv": strings.Split(r.CV, "\n"), "jd": strings.Split(r.JobDescription, "\n")}
	names := map[string]string{"cv": DocumentCV, "jd": DocumentJob}
	seen := map[string]bool{}
	var out []Source
	for _, m := range sourceForm.FindAllStringSubmatch(text, 50) {
		doc := strings.ToLower(m[1])
		from, _ := strconv.Atoi(m[2])
		to, _ := strconv.Atoi(m[3])
		for n := from; n <= min(max(to, from), from+maxSources) && len(out) < maxSources; n++ {
			key := doc + strconv.Itoa(n)
			if n < 1 || n > len(lines[doc]) || seen[key] || strings.TrimSpace(lines[doc][n-1]) == "" {
				continue
			}
			seen[key] = true
			out = append(out, Source{Document: names[doc], Line: n, Text: strings.TrimSpace(lines[doc][n-1])})
		}
	}
	return out
}

// codeBlocks finds the fenced blocks of an answer; one that was broken off is
// kept as far as it came.
func codeBlocks(content string) []CodeBlock {
	var out []CodeBlock
	for _, m := range fence.FindAllStringSubmatch(content, 20) {
		if code := strings.Trim(m[2], "\n"); code != "" {
			out = append(out, CodeBlock{Language: strings.ToLower(m[1]), Code: code})
		}
	}
	return out
}

// confidence is the model's own figure, lowered by what the checks found: no
// line cited that exists caps it at 0.6, every unsupported claim costs 0.15.
func confidence(text string, a Answer, unsupported []string) float64 {
	const (
		unsaid     = 0.5
		uncitedCap = 0.6
		perClaim   = 0.15
		least      = 0.05
	)
	c := unsaid
	if m := numberForm.FindString(text); m != "" {
		if v, err := strconv.ParseFloat(m, 64); err == nil && v >= 0 {
			if v > 1 && v <= 100 {
				v /= 100
			}
			c = min(v, 1)
		}
	}
	if len(a.Sources) == 0 {
		c = min(c, uncitedCap)
	}
	return max(c-perClaim*float64(len(unsupported)), least)
}
