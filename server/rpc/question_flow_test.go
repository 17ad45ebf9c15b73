package rpc_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// bankDesk is the question bank as an administrator has it over REST.
type bankDesk struct {
	*people
	admin string
}

func (b bankDesk) call(method, path, body string) reply {
	b.Helper()
	return b.send(method, "/api/v1/admin/questions"+path, body, "Authorization", bearer(b.admin))
}

// done is a call that must succeed.
func (b bankDesk) done(method, path, body string) reply {
	b.Helper()
	got := b.call(method, path, body)
	if got.status >= http.StatusBadRequest {
		b.Fatalf("%s %s: %v", method, path, got)
	}
	return got
}

// listed is a question as the list has it; nil when it does not.
func (b bankDesk) listed(id string) map[string]any {
	b.Helper()
	for after := ""; ; {
		got := b.done(http.MethodGet, "?pageSize=100&pageToken="+after, "")
		var page struct {
			Questions     []map[string]any
			NextPageToken string
		}
		b.ok(json.Unmarshal([]byte(got.body), &page))
		for _, q := range page.Questions {
			if q["id"] == id {
				return q
			}
		}
		if after = page.NextPageToken; after == "" {
			return nil
		}
	}
}

// asks starts an interview that begins with a question of the bank, and returns
// what is asked; empty when the bank does not have it.
func (b bankDesk) asks(who *person, id string) string {
	b.Helper()
	got := b.send(http.MethodPost, "/api/v1/interviews/start",
		`{"type": "technical", "difficulty": "mid", "domain": "backend", "numQuestions": 5, "mode": "text", "questionIds": ["`+id+`"]}`,
		"Authorization", bearer(who.access))
	if got.status != http.StatusCreated {
		if got.status != http.StatusBadRequest {
			b.Fatalf("start with %s: %v", id, got)
		}
		return ""
	}
	var started struct{ Questions []struct{ Question string } }
	b.ok(json.Unmarshal([]byte(got.body), &started))
	return started.Questions[0].Question
}

const ownQuestion = "Indexes make reads faster. Why not simply put one on every column of a table?"

func TestAnAdministratorChangesTheBank(t *testing.T) {
	p := servePeople(t)
	b := bankDesk{p, p.admin().access}
	who := p.someone()
	own := p.inBank(ownID)
	const reworded = "Why is it a bad idea to put an index on each and every column of a table?"

	// A question that the program came with: changed, brought back, retired, and
	// asked again.
	if got := b.asks(who, ownID); got != ownQuestion {
		t.Fatalf("asked %q", got)
	}
	changed := strings.Replace(own, ownQuestion, reworded, 1)
	b.done(http.MethodPut, "/"+ownID, `{"yaml": `+text(changed)+`}`)
	if got := b.asks(who, ownID); got != reworded {
		t.Errorf("after a change: asked %q", got)
	}
	if q := b.listed(ownID); q["createdBy"] != "admin" || q["question"] != reworded || q["timesAsked"] != "2" || !strings.Contains(q["yaml"].(string), reworded) {
		t.Errorf("changed: %v", q)
	}
	b.done(http.MethodDelete, "/"+ownID, "")
	if got := b.asks(who, ownID); got != ownQuestion {
		t.Errorf("brought back: asked %q", got)
	}
	b.done(http.MethodDelete, "/"+ownID, "")
	if got := b.asks(who, ownID); got != "" {
		t.Errorf("retired: asked %q", got)
	}
	if q := b.listed(ownID); q["retired"] != true || q["createdBy"] != "system" {
		t.Errorf("retired: %v", q)
	}
	b.done(http.MethodPut, "/"+ownID, `{"yaml": `+text(own)+`}`)
	if got := b.asks(who, ownID); got != ownQuestion {
		t.Errorf("asked anew: %q", got)
	}

	// One of their own.
	b.done(http.MethodPost, "", `{"yaml": `+text(p.another("backend-mine"))+`}`)
	if got := b.asks(who, "backend-mine"); got != "Is backendminea a backendmineb or a backendminec?" {
		t.Errorf("added: asked %q", got)
	}
	b.done(http.MethodDelete, "/backend-mine", "")
	if got := b.asks(who, "backend-mine"); got != "" || b.listed("backend-mine") != nil {
		t.Errorf("removed: asked %q", got)
	}
	if got := b.call(http.MethodPut, "/backend-mine", `{"yaml": `+text(p.another("backend-mine"))+`}`); got.status != http.StatusNotFound {
		t.Errorf("change what is not there: %v", got)
	}
}

func TestFaultsOfAQuestionAreNamed(t *testing.T) {
	p := servePeople(t)
	b := bankDesk{p, p.admin().access}
	faulty := strings.NewReplacer("difficulty: junior", "difficulty: easy", "seconds: 120", "seconds: 9").Replace(p.another("backend-faulty"))
	got := b.call(http.MethodPost, "", `{"yaml": `+text(faulty)+`}`)
	if got.status != http.StatusBadRequest || got.text("reason") != "question_refused" {
		t.Fatalf("a faulty question: %v", got)
	}
	var refused struct {
		Fields []struct{ Field, Rule, Message string }
	}
	p.ok(json.Unmarshal([]byte(got.body), &refused))
	for _, word := range []string{"difficulty", "seconds"} {
		found := false
		for _, f := range refused.Fields {
			found = found || f.Field == "yaml" && strings.Contains(f.Message, "backend-faulty") && strings.Contains(f.Message, word)
		}
		if !found {
			t.Errorf("%s is not named: %v", word, refused.Fields)
		}
	}
	if b.listed("backend-faulty") != nil {
		t.Error("a faulty question was kept")
	}
}

func TestQuestionsAreImported(t *testing.T) {
	p := servePeople(t)
	b := bankDesk{p, p.admin().access}
	who := p.someone()
	const reworded = "Why is it a bad idea to put an index on each and every column of a table?"
	both := strings.Replace(p.inBank(ownID), ownQuestion, reworded, 1) +
		p.likeness("backend-slow-query", "backend-new")
	body := func(yaml string, dry bool) string {
		if dry {
			return `{"yaml": ` + text(yaml) + `, "dryRun": true}`
		}
		return `{"yaml": ` + text(yaml) + `}`
	}
	for _, dry := range []bool{true, false} {
		same(t, `{"created": 1, "updated": 1}`, b.done(http.MethodPost, "/import", body(both, dry)).object())
		if kept := b.listed("backend-new") != nil; kept == dry {
			t.Errorf("dry %v: kept %v", dry, kept)
		}
		if got := b.asks(who, ownID); (got == reworded) == dry {
			t.Errorf("dry %v: asked %q", dry, got)
		}
	}
	if got := b.asks(who, "backend-new"); got == "" {
		t.Error("what was imported is not asked")
	}
	// One that is not good keeps all out.
	bad := p.another("backend-one") + strings.Replace(p.another("backend-two"), "difficulty: junior", "difficulty: easy", 1)
	for _, dry := range []bool{true, false} {
		if got := b.call(http.MethodPost, "/import", body(bad, dry)); got.status != http.StatusBadRequest || got.text("reason") != "question_refused" {
			t.Errorf("one of two is faulty: %v", got)
		}
	}
	if b.listed("backend-one") != nil {
		t.Error("a part of an import was kept")
	}
}

// TestQuestionsAreCounted holds that the bank knows how its questions did.
func TestQuestionsAreCounted(t *testing.T) {
	p := servePeople(t)
	b := bankDesk{p, p.admin().access}
	who := p.someone()
	v := p.begin(who)
	p.begin(who)
	if q := b.listed("backend-slow-query"); q["timesAsked"] != "2" || q["averageScore"] != nil {
		t.Errorf("before an answer: %v", q)
	}
	score := p.reply(who, v, "q1", good(v, 0)).Questions[0].Answer.Result.Score
	q := b.listed("backend-slow-query")
	if average, _ := q["averageScore"].(float64); average < score-0.05 || average > score+0.05 {
		t.Errorf("after an answer of %.2f: %v", score, q)
	}
}
