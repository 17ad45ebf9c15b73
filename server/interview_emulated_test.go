package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

// promptLine is a line of a prompt's data: nonce, label, text.
var promptLine = regexp.MustCompile(`(?m)^[0-9a-f]{16}\|([^|]*)\| ?(.*)$`)

// blockOf are the lines of a block of a prompt, each with its label.
func blockOf(user, name string) (labels, lines []string) {
	_, rest, _ := strings.Cut(user, " "+name+">\n")
	rest, _, _ = strings.Cut(rest, "</data-")
	for _, m := range promptLine.FindAllStringSubmatch(rest, -1) {
		labels, lines = append(labels, m[1]), append(lines, m[2])
	}
	return labels, lines
}

// inventedQuote is what the emulated model quotes though nobody has said it.
const inventedQuote = "I have led four hundred engineers at Globex to a full success"

// generatedFollowUp is what it asks.
const generatedFollowUp = "And what else would you look at in such a case?"

// examiner is a model that does all that interviews want of one. Of each three
// points it quotes one honestly, one with a word changed and one with what
// nobody has said.
func examiner(t *testing.T) *llmtest.Server {
	t.Helper()
	model := llmtest.New("")
	t.Cleanup(model.Close)
	model.Handle(examine(t))
	return model
}

func examine(t *testing.T) func(llmtest.Request) llmtest.Reply {
	return func(r llmtest.Request) llmtest.Reply {
		var answer any
		switch {
		case strings.Contains(r.System, `"finds"`):
			answer = map[string]any{"finds": []any{}}
		case strings.Contains(r.User, " open>"):
			answer = map[string]any{"question": generatedFollowUp}
		case strings.Contains(r.User, " points>"):
			answer = graded(r.User)
		case strings.Contains(r.User, " job_description>"):
			answer = map[string]any{"questions": drafted(t)}
		default:
			return llmtest.Reply{Status: http.StatusBadRequest}
		}
		text, err := json.Marshal(answer)
		if err != nil {
			t.Error(err)
		}
		return llmtest.Reply{Text: string(text)}
	}
}

// graded is what the model says that an answer makes of the points.
func graded(user string) any {
	labels, _ := blockOf(user, "points")
	_, lines := blockOf(user, "answer")
	sentences := strings.SplitAfter(strings.Join(lines, " "), ". ")
	points := []any{}
	for _, label := range labels {
		var n int
		_, _ = fmt.Sscanf(label, "p%d", &n)
		sentence := strings.TrimSpace(sentences[n%len(sentences)])
		sentence = sentence[:min(len(sentence), 250)]
		quote := [...]string{inventedQuote, sentence, strings.Replace(sentence, " ", " never ", 1)}[n%3]
		points = append(points, map[string]any{"id": label, "quotes": []string{quote}})
	}
	return map[string]any{"points": points}
}

// drafted are questions as a model writes them: three of the bank's, said to be
// its own.
func drafted(t *testing.T) []any {
	all, err := bank.All()
	if err != nil {
		t.Error(err)
	}
	var out []any
	for i := range all {
		q := &all[i]
		if q.Domain != "backend" || len(out) == 3 {
			continue
		}
		text, _ := q.In("en")
		var points, follow []any
		for _, p := range text.Points {
			points = append(points, map[string]any{"id": p.ID, "point": p.Point, "says": p.Says})
		}
		for _, f := range text.FollowUps {
			follow = append(follow, map[string]any{"point": f.Point, "question": f.Question})
		}
		out = append(out, map[string]any{
			"type": q.Type, "category": q.Category, "difficulty": q.Difficulty, "technologies": q.Technologies, "tags": q.Tags, "seconds": q.Seconds,
			"question": text.Question, "context": text.Context, "hints": text.Hints, "sample": text.Sample, "points": points, "follow_ups": follow,
		})
	}
	return out
}
