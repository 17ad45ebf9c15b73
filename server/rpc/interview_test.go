package rpc_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// step makes a call about an interview.
func (p *people) step(who *person, v interview.Interview, call, body string) reply {
	p.Helper()
	return p.send(http.MethodPost, "/api/v1/interviews/"+v.ID+"/"+call, body, "Authorization", bearer(who.access))
}

func start(p *people, who *person, more string) reply {
	p.Helper()
	return p.send(http.MethodPost, "/api/v1/interviews/start",
		`{"type": "technical", "difficulty": "mid", "numQuestions": 5, "mode": "text"`+more+`}`, "Authorization", bearer(who.access))
}

func TestOneInterviewTooMany(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	for n := range interview.StartsADay {
		if got := start(p, who, ""); got.status != http.StatusCreated {
			t.Fatalf("interview %d: %v", n+1, got)
		}
	}
	got := start(p, who, "")
	if wait, _ := strconv.Atoi(got.header.Get("Retry-After")); got.status != http.StatusTooManyRequests || got.text("reason") != "interview_limit" || wait < 3600 {
		t.Errorf("one too many: %v", got)
	}
	if got := start(p, p.someone(), ""); got.status != http.StatusCreated {
		t.Errorf("somebody else: %v", got)
	}
	p.pass(24 * time.Hour)
	p.signIn(who)
	if got := start(p, who, ""); got.status != http.StatusCreated {
		t.Errorf("the next day: %v", got)
	}
}

func TestNoSuchQuestions(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	got := start(p, who, `, "domain": "cooking"`)
	if fields := fmt.Sprint(got.object()["fields"]); got.status != http.StatusNotFound || got.text("reason") != "no_questions" || !strings.Contains(fields, "domain") {
		t.Errorf("an unknown domain: %v", got)
	}
}

// The time that a question takes is advice where the interview has no limit.
func TestTimeForAnAnswer(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	for more, want := range map[string]float64{``: 120, `, "timeLimit": 7`: 420} {
		got := start(p, who, more+`, "domain": "backend", "questionIds": ["`+ownID+`"]`)
		questions, _ := got.object()["questions"].([]any)
		if first, _ := questions[0].(map[string]any); first["timeLimit"] != want {
			t.Errorf("%q: %v, want %v", more, first["timeLimit"], want)
		}
	}
}

func TestStartWithAMix(t *testing.T) {
	p := servePeople(t)
	got := p.send(http.MethodPost, "/api/v1/interviews/start", `{"type": "mixed", "difficulty": "mid", "numQuestions": 5, "mode": "text",
		"mix": [{"type": "behavioral", "weight": 4}, {"type": "case_study", "weight": 1}]}`, "Authorization", bearer(p.someone().access))
	var types []string
	questions, _ := got.object()["questions"].([]any)
	for _, one := range questions {
		q, _ := one.(map[string]any)
		types = append(types, fmt.Sprint(q["type"]))
	}
	if want := []string{"behavioral", "behavioral", "behavioral", "behavioral", "case_study"}; !slices.Equal(types, want) {
		t.Errorf("%v: %v", types, got)
	}
	same(t, `[{"type": "behavioral", "weight": 4}, {"type": "case_study", "weight": 1}]`, got.object()["interview"].(map[string]any)["config"].(map[string]any)["mix"])
}

func TestStartingTwiceWithOneKey(t *testing.T) {
	p := servePeople(t)
	who, other := p.someone(), p.someone()
	const key = `, "idempotencyKey": "the-button-was-pressed-twice"`
	first := start(p, who, key).text("sessionId")
	if second := start(p, who, key).text("sessionId"); first == "" || second != first {
		t.Errorf("the same key: %q and %q", first, second)
	}
	if third := start(p, other, key).text("sessionId"); third == "" || third == first {
		t.Errorf("somebody else's key: %q", third)
	}
}

func TestTwoTabsKeepEachOthersDrafts(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.begin(who)
	save := func(writer, text, revision string) reply {
		return p.send(http.MethodPut, "/api/v1/interviews/"+v.ID+"/draft",
			`{"questionId": "q1", "text": "`+text+`", "writer": "`+writer+`", "revision": "`+revision+`"}`, "Authorization", bearer(who.access))
	}
	same(t, `{"saved": true, "draft": {"text": "I look", "revision": "1", "writer": "one", "savedAt": "<time>", "replaced": "", "replacedWriter": ""}}`,
		save("one", "I look", "0").object())
	same(t, `{"saved": false, "draft": {"text": "I look", "revision": "1", "writer": "one", "savedAt": "<time>", "replaced": "", "replacedWriter": ""}}`,
		save("two", "First of all", "0").object())
	same(t, `{"saved": true, "draft": {"text": "First of all", "revision": "2", "writer": "two", "savedAt": "<time>", "replaced": "I look", "replacedWriter": "one"}}`,
		save("two", "First of all", "1").object())
	got := p.send(http.MethodGet, "/api/v1/interviews/"+v.ID, "", "Authorization", bearer(who.access))
	if !strings.Contains(got.body, `"First of all"`) || !strings.Contains(got.body, `"I look"`) {
		t.Errorf("on another device: %v", got)
	}
}

func TestAnAnswerWaitsForTheGrader(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.begin(who)
	p.grader.away.Store(true)
	got := p.step(who, v, "answer", `{"questionId": "q1", "answerType": "text", "answerText": `+text(good(v, 0))+`}`)
	same(t, `{"feedback": null, "answer": {"id": "<text>", "questionId": "q1", "answerType": "text", "content": "<text>", "audioUrl": "", "submittedAt": "<time>",
		"duration": "<any number>", "feedback": null, "status": "queued", "overTime": 0, "notice": "<text>", "delivery": null, "mayRepeat": false},
		"followUp": null, "nextQuestionId": "q2"}`, got.object())
	overall := p.step(who, v, "complete", `{}`).object()["feedback"].(map[string]any)
	if overall["provisional"] != true || overall["notice"] == "" || overall["overallScore"] != nil && overall["overallScore"] != 0.0 {
		t.Errorf("without a grader: %v", overall)
	}
	p.grader.away.Store(false)
	jobs := p.waiting.take()
	if len(jobs) == 0 {
		t.Fatal("nothing is queued")
	}
	for _, job := range jobs {
		p.ok(p.interviews.Score(t.Context(), job))
	}
	overall = p.send(http.MethodGet, "/api/v1/interviews/"+v.ID+"/feedback", "", "Authorization", bearer(who.access)).object()
	if score, _ := overall["overallScore"].(float64); overall["provisional"] != false || score <= 0 {
		t.Errorf("with a grader: %v", overall)
	}
}

func TestAnswersByRecording(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.begin(who)
	base := publicURL + "/api/v1/interviews/" + v.ID + "/recordings/"
	p.tapes.keep("ready", interview.Recording{Item: "q1", Ready: true, Text: good(v, 0), Delivery: &delivery.Figures{
		Language: "en", Enough: true, Gauges: []delivery.Gauge{{Name: delivery.Pace, Value: 140, Low: 120, High: 170, Verdict: delivery.In}, {Name: delivery.Run, Value: 31, High: 30, Verdict: delivery.Above}},
	}})
	p.tapes.keep("broken", interview.Recording{Item: "q2", Failure: "There is nothing to be heard."})
	p.tapes.keep("later", interview.Recording{Item: "q3"})
	say := func(item, more string) reply {
		return p.step(who, v, "answer", `{"questionId": "`+item+`", "answerType": "audio"`+more+`}`)
	}
	for _, c := range []struct{ what, item, more, rule string }{
		{"neither recording nor transcript", "q1", ``, "required"},
		{"no recording at all", "q1", `, "audioUrl": "https://elsewhere.example.org/answer.wav"`, "recording"},
		{"of another interview", "q1", `, "audioUrl": "` + publicURL + `/api/v1/interviews/another/recordings/ready"`, "recording"},
		{"of another question", "q2", `, "audioUrl": "` + base + `ready"`, "question"},
	} {
		got := say(c.item, c.more)
		fields, _ := got.object()["fields"].([]any)
		if got.status != http.StatusBadRequest || len(fields) != 1 || !strings.Contains(got.body, `"field":"audioUrl"`) || !strings.Contains(got.body, `"rule":"`+c.rule+`"`) {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	if got := say("q1", `, "audioUrl": "`+base+`nobodys"`); got.status != http.StatusNotFound {
		t.Errorf("nobody's: %v", got)
	}
	if got := say("q2", `, "audioUrl": "`+base+`broken"`); got.status != http.StatusConflict || got.text("reason") != "recording_failed" {
		t.Errorf("broken: %v", got)
	}
	p.tapes.keep("half", interview.Recording{Item: "q2", Partial: true})
	if got := say("q2", `, "audioUrl": "`+base+`half"`); got.status != http.StatusConflict || got.text("reason") != "recording_incomplete" {
		t.Errorf("half of it: %v", got)
	}
	answer, _ := say("q1", `, "audioUrl": "`+base+`ready/audio"`).object()["answer"].(map[string]any)
	if answer["status"] != "scored" || answer["answerType"] != "audio" || answer["content"] != good(v, 0) || answer["audioUrl"] != base+"ready/audio" {
		t.Errorf("ready: %v", answer)
	}
	said, _ := answer["delivery"].(map[string]any)
	same(t, `[{"name": "pace", "label": "<text>", "value": 140, "unit": "wpm", "low": 120, "high": 170, "verdict": "in"},
		{"name": "run", "label": "<text>", "value": 31, "unit": "s", "high": 30, "verdict": "above"}]`, said["figures"])
	answer, _ = say("q3", `, "audioUrl": "`+base+`later"`).object()["answer"].(map[string]any)
	if answer["status"] != "transcribing" || answer["notice"] == "" || answer["feedback"] != nil {
		t.Errorf("not read yet: %v", answer)
	}
	p.tapes.keep("later", interview.Recording{Item: "q3", Ready: true, Text: good(v, 2)})
	p.ok(p.interviews.Transcribed(t.Context(), account.UserID(who.id), v.ID, "later"))
	got, err := p.interviews.Get(t.Context(), account.UserID(who.id), v.ID)
	p.ok(err)
	if a := got.Questions[2].Answer; a.State != interview.Scored || a.Content != good(v, 2) {
		t.Errorf("read: %v", a)
	}
	p.tapes.keep("silent", interview.Recording{Item: "q5"})
	say("q5", `, "audioUrl": "`+base+`silent"`)
	p.tapes.keep("silent", interview.Recording{Item: "q5", Failure: "There is nothing to be heard."})
	p.ok(p.interviews.Transcribed(t.Context(), account.UserID(who.id), v.ID, "silent"))
	shown, _ := p.send(http.MethodGet, "/api/v1/interviews/"+v.ID, "", "Authorization", bearer(who.access)).object()["interview"].(map[string]any)
	questions, _ := shown["questions"].([]any)
	last, _ := questions[4].(map[string]any)
	if points, _ := last["expectedKeyPoints"].([]any); last["status"] != "open" || len(points) > 0 {
		t.Errorf("what could not be read is asked again, and its points are shown: %v", last)
	}
	answer, _ = say("q4", `, "transcript": `+text(good(v, 3))).object()["answer"].(map[string]any)
	if answer["status"] != "scored" || answer["audioUrl"] != "" {
		t.Errorf("recognised by the client: %v", answer)
	}
}

func TestWatchInterview(t *testing.T) {
	p := servePeople(t)
	who, other := p.someone(), p.someone()
	v := p.begin(who)
	client := interviewaiv1connect.NewInterviewServiceClient(p.client, inproc.BaseURL)
	for token, code := range map[string]connect.Code{"": connect.CodeUnauthenticated, other.access: connect.CodeNotFound} {
		stream, err := client.WatchInterview(t.Context(), as(token, &v1.WatchInterviewRequest{SessionId: v.ID}))
		if err == nil {
			stream.Receive()
			err = stream.Err()
			_ = stream.Close()
		}
		if connect.CodeOf(err) != code {
			t.Errorf("somebody else: %v, want %v", err, code)
		}
	}
	stream, err := client.WatchInterview(t.Context(), as(who.access, &v1.WatchInterviewRequest{SessionId: v.ID}))
	p.ok(err)
	var kinds []string
	next := func() *v1.InterviewChange {
		t.Helper()
		if !stream.Receive() {
			t.Fatalf("the stream has ended after %v: %v", kinds, stream.Err())
		}
		kinds = append(kinds, stream.Msg().GetChange().GetKind())
		return stream.Msg().GetChange()
	}
	next() // the state as it is
	for _, c := range []struct{ call, body string }{
		{"answer", `{"questionId": "q1", "answerType": "text", "answerText": ` + text(good(v, 0)) + `}`},
		{"skip", `{"questionId": "q2"}`},
		{"pause", `{}`},
		{"resume", `{}`},
		{"complete", `{}`},
	} {
		if got := p.step(who, v, c.call, c.body); got.status != http.StatusOK {
			t.Fatalf("%s: %v", c.call, got)
		}
	}
	var last *v1.InterviewChange
	for kinds[len(kinds)-1] != "completed" {
		last = next()
	}
	if want := []string{"started", "answered", "scored", "skipped", "paused", "resumed", "completed"}; !slices.Equal(kinds, want) {
		t.Errorf("told %v, want %v", kinds, want)
	}
	if last.GetInterview().GetStatus() != "completed" || last.GetRevision() == 0 {
		t.Errorf("the last change: %v", last)
	}
	if stream.Receive() || stream.Err() != nil {
		t.Errorf("after the end: %v, %v", stream.Msg(), stream.Err())
	}
	// Who comes back is told what was missed.
	stream, err = client.WatchInterview(t.Context(), as(who.access, &v1.WatchInterviewRequest{SessionId: v.ID, After: last.GetRevision() - 1}))
	p.ok(err)
	if change := next(); change.GetKind() != "completed" || change.GetRevision() != last.GetRevision() {
		t.Errorf("who comes back: %v", change)
	}
	p.ok(stream.Close())
}
