package rpc_test

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// bankJSON is the question of the bank that these tests change.
const bankJSON = `{"id": "ID", "yaml": "<text>", "createdBy": "BY", "timesAsked": "0", "updatedAt": UPDATED, "type": "technical", "domain": "backend",
	"category": "databases", "difficulty": "junior", "technology": ["sql"], "question": "<text>", "retired": false}`

func banked(id, by string) string {
	updated := `null`
	if by == "admin" {
		updated = `"<time>"`
	}
	return strings.NewReplacer("ID", id, "BY", by, "UPDATED", updated).Replace(bankJSON)
}

// ownID is a question that the program came with.
const ownID = "backend-index-cost"

// inBank is a question of the bank in its own form.
func (p *people) inBank(id string) string {
	p.Helper()
	for after := ""; ; {
		page, next, err := p.interviews.ListQuestions(p.Context(), "", 100, after)
		p.ok(err)
		for _, q := range page {
			if q.ID == id {
				return q.YAML
			}
		}
		if after = next; after == "" {
			p.Fatalf("no question %s", id)
		}
	}
}

// another is a question that the bank does not have: one of its own under another
// name, and asked in other words.
func (p *people) another(id string) string {
	p.Helper()
	return p.likeness(ownID, id)
}

// likeness is a question of the bank under another name and in other words.
func (p *people) likeness(of, id string) string {
	p.Helper()
	questions, err := bank.Parse([]byte(p.inBank(of)))
	p.ok(err)
	questions[0].ID = id
	for lang, t := range questions[0].Texts {
		t.Question = fmt.Sprintf("Is %[1]sa a %[1]sb or a %[1]sc?", strings.ReplaceAll(id, "-", ""))
		questions[0].Texts[lang] = t
	}
	out, err := yaml.Marshal(questions)
	p.ok(err)
	return string(out)
}

// fresh is an id that no question has.
func (p *people) fresh() string {
	p.known++
	return "backend-mine-" + strconv.Itoa(p.known)
}

func questionActs(own string) []act {
	noYAML := []bad{{"yaml", `""`, "min_len"}, {"yaml", `"[]"`, "one"}, {"yaml", text(own + own), "one"}, {"yaml", long(100_001), "max_bytes"}}
	noID := bad{"id", long(101), "max_len"}
	faulty := func(q string) []refused {
		return []refused{
			{"yaml", text(strings.Replace(q, "difficulty: junior", "difficulty: easy", 1)), "invalid_argument", "question_refused"},
			{"yaml", text(strings.Replace(q, "difficulty: junior", "hardness: easy", 1)), "invalid_argument", "question_refused"},
			{"yaml", `"- {"`, "invalid_argument", "question_refused"},
		}
	}
	return []act{
		{
			name: "ListQuestions", prepare: say(`{"pageSize": 2, "domain": "backend", "pageToken": "` + base64.RawURLEncoding.EncodeToString([]byte("after backend-import-million")) + `"}`),
			bad:    []bad{{"pageToken", `"zzz"`, "page_token"}, {"pageToken", `"?"`, "page_token"}, {"domain", `"nope"`, "known"}, {"pageSize", `-1`, "gte"}, {"pageSize", `101`, "lte"}, {"pageToken", long(1001), "max_len"}, {"domain", long(51), "max_len"}},
			answer: `{"questions": [` + banked(ownID, "system") + `, "<some>"], "nextPageToken": "<text>"}`,
		},
		{
			name: "CreateQuestion",
			prepare: func(p *people, who *person) string {
				p.Helper()
				who.has = map[string]string{"{made}": p.fresh()}
				return `{"yaml": ` + text(p.another(who.has["{made}"])) + `}`
			},
			bad: noYAML, refused: append([]refused{{"yaml", text(own), "failed_precondition", "question_exists"}}, append(faulty(strings.Replace(own, "id: "+ownID, "id: backend-not-there", 1)),
				refused{"yaml", text(strings.Replace(own, "id: "+ownID, "id: backend-not-there", 1)), "invalid_argument", "question_refused"})...),
			answer: `{"question": ` + banked("{made}", "admin") + `}`,
		},
		{
			name: "UpdateQuestion", prepare: say(`{"id": "` + ownID + `", "yaml": ` + text(strings.Replace(own, "seconds: 120", "seconds: 180", 1)) + `}`),
			bad:     append([]bad{noID}, noYAML...),
			refused: append([]refused{{"id", `"backend-other"`, "invalid_argument", "invalid_argument"}}, faulty(own)...),
			answer:  `{"question": ` + banked(ownID, "admin") + `}`,
		},
		{
			name: "DeleteQuestion",
			prepare: func(p *people, _ *person) string {
				p.Helper()
				id := p.fresh()
				_, err := p.interviews.CreateQuestion(p.Context(), p.another(id))
				p.ok(err)
				return `{"id": "` + id + `"}`
			},
			bad: []bad{noID}, refused: []refused{{"id", `"backend-other"`, "not_found", "question_not_found"}}, answer: `{}`,
		},
		{
			name: "ImportQuestions",
			prepare: func(p *people, _ *person) string {
				p.Helper()
				return `{"yaml": ` + text(p.another(p.fresh())+p.inBank("backend-slow-query")) + `}`
			},
			bad: []bad{{"yaml", `""`, "min_len"}, {"yaml", `"[]"`, "list"}, {"yaml", long(2_000_001), "max_bytes"}}, refused: faulty(own),
			answer: `{"created": 1, "updated": 1}`,
		},
	}
}

func TestQuestionCalls(t *testing.T) {
	p := servePeople(t)
	p.play(interviewaiv1connect.QuestionServiceName, questionActs(p.inBank(ownID)))
}
