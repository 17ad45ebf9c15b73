package rpc_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

const configJSON = `{"type": "technical", "difficulty": "mid", "domain": "backend", "technology": ["postgresql"], "numQuestions": 5, "mode": "text",
	"timeLimit": 5, "language": "en", "followUps": true, "cvId": "", "mix": []}`

// askedJSON is a question that nobody has answered.
const askedJSON = `{"id": "<text>", "order": "<number>", "category": "databases", "difficulty": "<text>", "question": "<text>", "expectedKeyPoints": POINTS,
	"timeLimit": 300, "hints": "<some>", "type": "technical", "domain": "backend", "context": "", "status": "STATUS", "spent": "<any number>",
	"bankId": "<text>", "why": ["you asked for it"], "draft": null, "followUps": FOLLOW, "language": "en", "generated": false}`

// followJSON is a follow-up question that waits.
const followJSON = `{"id": "q2f1", "question": "<text>", "answered": false, "generated": false}`

// feedbackJSON is what is said of an answer.
const feedbackJSON = `{"score": "<number>", "strengths": "<some>", "improvements": IMPROVE, "keyPointsCovered": "<some>", "keyPointsMissed": IMPROVE,
	"suggestions": "<some>", "exampleAnswer": "<text>", "rubric": "` + grade.Rubric + `", "model": "", "level": "<number>", "dimensions": "<some>",
	"keyPoints": "<some>", "parts": [], "unfit": "", "quotes": "<some>", "heldBack": "", "levelText": "<text>", "improvementDetails": IMPROVE}`

// answerJSON is a written answer that was scored.
const answerJSON = `{"id": "<text>", "questionId": "ITEM", "answerType": "text", "content": "<text>", "audioUrl": "", "submittedAt": "<time>",
	"duration": "<any number>", "score": "<number>", "feedback": ` + feedbackJSON + `, "status": "scored", "overTime": 0, "notice": "", "delivery": null, "mayRepeat": false}`

// goodJSON is an answer that makes every point, plainJSON one that leaves some open.
var (
	goodJSON  = strings.NewReplacer("IMPROVE", "[]", "ITEM", "q1").Replace(answerJSON)
	plainJSON = strings.NewReplacer("IMPROVE", `"<some>"`, "ITEM", "q2").Replace(answerJSON)
)

// held is feedback of an answer about which a follow-up question is open.
func held(feedback string) string {
	return strings.NewReplacer(`"exampleAnswer": "<text>"`, `"exampleAnswer": ""`, `"heldBack": ""`, `"heldBack": "<text>"`).Replace(feedback)
}

// shownJSON is an interview; changes are pairs of what is otherwise as after the start.
func shownJSON(changes ...string) string {
	one := strings.NewReplacer("POINTS", "[]", "STATUS", "open", "FOLLOW", "[]").Replace(askedJSON)
	text := `{"id": "<text>", "userId": "<text>", "config": ` + configJSON + `, "status": "active", "currentQuestionIndex": 0,
		"questions": [` + strings.Join([]string{one, one, one, one, one}, ", ") + `], "answers": [], "startedAt": "<time>", "completedAt": null,
		"duration": "<any number>", "expiresAt": "<time>", "revision": "<text>", "seed": "the-seed", "grader": "` + grade.Rubric + `", "shared": false}`
	for i := 0; i < len(changes); i += 2 {
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	return text
}

// finishedJSON is an interview that was completed with two answers.
func finishedJSON(changes ...string) string {
	known := func(status, follow string) string {
		return strings.NewReplacer("POINTS", `"<some>"`, "STATUS", status, "FOLLOW", follow).Replace(askedJSON)
	}
	open := known("open", "[]")
	return shownJSON(append([]string{
		`"active", "currentQuestionIndex": 0`, `"completed", "currentQuestionIndex": 5`,
		between(shownJSON(), `"questions": [`, `], "answers"`),
		`"questions": [` + strings.Join([]string{known("answered", "[]"), known("answered", `[`+followJSON+`]`), open, open, open}, ", "),
		`"answers": []`, `"answers": [` + goodJSON + `, ` + plainJSON + `]`,
		`"completedAt": null`, `"completedAt": "<time>", "overallScore": "<number>"`, `"expiresAt": "<time>"`, `"expiresAt": null`,
	}, changes...)...)
}

// overallJSON is the feedback of an interview that was completed.
var overallJSON = `{"sessionId": "<text>", "overallScore": "<number>",
	"ratings": {"technicalAccuracy": "<number>", "communication": "<number>", "structuredThinking": "<number>", "problemSolving": "<number>"},
	"summary": {"strengths": "<some>", "weaknesses": "<some>", "topConcerns": "<some>", "recommendations": "<some>", "text": "<text>"},
	"recommendations": "<some>", "comparisonWithPreviousSessions": null, "bases": "<some>",
	"timeUse": {"total": "<any number>", "questions": "<some>", "remarks": "<some>"}, "ideal": "<some>", "answers": [` + goodJSON + `, ` + plainJSON + `],
	"delivery": null, "provisional": false, "notice": "", "grader": "` + grade.Rubric + `"}`

// having makes interviews in every state, by placeholder: {new}, {answered} (q1), {paused}, {completed} and somebody else's {theirs}.
func (p *people) having(who *person) {
	p.Helper()
	other := p.someone()
	answered, paused := p.begin(who), p.begin(who)
	p.reply(who, answered, "q1", good(answered, 0))
	_, err := p.interviews.Pause(p.Context(), account.UserID(who.id), paused.ID)
	p.ok(err)
	who.has = map[string]string{
		"{new}": p.begin(who).ID, "{answered}": answered.ID, "{paused}": paused.ID, "{completed}": p.finish(who, p.begin(who)).ID, "{theirs}": p.begin(other).ID,
	}
}

// of is a request about one of those interviews.
func of(interview, more string) func(*people, *person) string {
	return func(p *people, who *person) string {
		p.Helper()
		p.having(who)
		return who.fill(`{"sessionId": "` + interview + `"` + more + `}`)
	}
}

// text is a text in JSON.
func text(s string) string {
	out, _ := json.Marshal(s) //nolint:errchkjson // texts can be written
	return string(out)
}

func interviewActs() []act {
	const conflict = "failed_precondition"
	noID := []bad{{"sessionId", `""`, "min_len"}, {"sessionId", long(101), "max_len"}}
	noItem := append([]bad{{"questionId", `""`, "min_len"}, {"questionId", long(21), "max_len"}, {"questionId", `"q9"`, "known"}}, noID...)
	none := []refused{{"sessionId", `"nobodys"`, "not_found", "interview_not_found"}, {"sessionId", `"{theirs}"`, "not_found", "interview_not_found"}}
	running := append([]refused{{"sessionId", `"{completed}"`, conflict, "interview_completed"}}, none...)
	wrong := `{"type": "technical", "difficulty": "mid", "domain": "backend", "technology": ["postgresql"], "numQuestions": 5, "mode": "text", "timeLimit": 5,
		"language": "en", "seed": "the-seed", "questionIds": ` + ids() + `}`
	answer := `, "questionId": "q2", "answerType": "text", "answerText": "An index on every column means slow inserts and a higher write cost. It takes disk space as well."`
	return []act{
		{
			name: "StartInterview", prepare: say(wrong),
			bad: []bad{
				{"type", `"quiz"`, "in"},
				{"type", `""`, "in"},
				{"difficulty", `"hard"`, "in"},
				{"domain", long(51), "max_len"},
				{"technology[0]", `[""]`, "min_len"},
				{"technology[0]", `[` + long(51) + `]`, "max_len"},
				{"technology", `[` + strings.Repeat(`"go", `, 20) + `"go"]`, "max_items"},
				{"numQuestions", `4`, "gte"},
				{"numQuestions", `21`, "lte"},
				{"mode", `"video"`, "in"},
				{"timeLimit", `-1`, "gte"},
				{"timeLimit", `61`, "lte"},
				{"language", `"xx"`, "in"},
				{"cvId", long(101), "max_len"},
				{"jobDescription", long(20001), "max_len"},
				{"seed", long(101), "max_len"},
				{"questionIds[0]", `[""]`, "min_len"},
				{"questionIds", `["nobody-asks-this"]`, "known"},
				{"questionIds", `[` + strings.Repeat(`"a", `, 20) + `"a"]`, "max_items"},
				{"idempotencyKey", long(101), "max_len"},
				{"mix", `[{"type": "technical", "weight": 1}]`, "type"},
				{"mix[0].type", `[{"type": "mixed", "weight": 1}]`, "in"},
				{"mix[0].weight", `[{"type": "technical", "weight": 101}]`, "lte"},
			},
			refused: []refused{{"cvId", `"64b2c3d4e5f6a7b8c9d0e1f2"`, "not_found", "not_found"}},
			answer: `{"sessionId": "<text>", "questions": [` + strings.TrimPrefix(between(shownJSON(), `"questions": [`, `], "answers"`), `"questions": [`) +
				`], "interview": ` + shownJSON() + `, "notices": []}`,
		},
		{
			name: "GetInterview", prepare: of("{answered}", ""), bad: noID, refused: none,
			answer: `{"interview": ` + shownJSON(`"currentQuestionIndex": 0`, `"currentQuestionIndex": 1`, `"expectedKeyPoints": []`, `"expectedKeyPoints": "<some>"`,
				`"status": "open"`, `"status": "answered"`, `"answers": []`, `"answers": [`+goodJSON+`]`) + `}`,
		},
		{
			name: "ListInterviews", prepare: func(p *people, who *person) string { p.Helper(); p.finish(who, p.begin(who)); return `{"pageSize": 1}` },
			bad: []bad{{"pageSize", `-1`, "gte"}, {"pageSize", `101`, "lte"}, {"pageToken", `"rubbish"`, "page_token"}, {"pageToken", long(1001), "max_len"}},
			answer: `{"interviews": [{"id": "<text>", "config": ` + configJSON + `, "status": "completed", "startedAt": "<time>", "completedAt": "<time>",
				"overallScore": "<number>", "questions": 5, "answered": 2}], "nextPageToken": ""}`,
		},
		{
			name: "SaveDraft", prepare: of("{answered}", `, "questionId": "q2", "text": "Index", "writer": "tab-1"`),
			bad:     append([]bad{{"text", `null`, "required"}, {"text", long(20001), "max_len"}, {"revision", `-1`, "gte"}, {"writer", long(101), "max_len"}}, noItem...),
			refused: append([]refused{{"questionId", `"q1"`, conflict, "already_answered"}}, running...),
			answer: `{"saved": true, "draft": {"text": "Index", "revision": "1", "writer": "tab-1", "savedAt": "<time>", "replaced": "",
				"replacedWriter": ""}}`,
		},
		{
			name: "SubmitAnswer", prepare: of("{answered}", answer),
			bad: append([]bad{
				{"answerType", `"video"`, "in"},
				{"answerText", long(20001), "max_len"},
				{"answerText", `null`, "required"},
				{"audioUrl", long(2001), "max_len"},
				{"duration", `-1`, "gte"},
				{"duration", `86401`, "lte"},
				{"transcript", long(20001), "max_len"},
			}, noItem...),
			refused: append([]refused{{"questionId", `"q1"`, conflict, "already_answered"}, {"sessionId", `"{paused}"`, conflict, "interview_paused"}}, running...),
			answer: `{"feedback": ` + held(strings.NewReplacer("IMPROVE", `[]`).Replace(feedbackJSON)) + `, "answer": ` + held(strings.NewReplacer("IMPROVE", "[]", "ITEM", "q2").Replace(answerJSON)) + `,
				"followUp": ` + followJSON + `, "nextQuestionId": "q3"}`,
		},
		{
			name: "SkipQuestion", prepare: of("{answered}", `, "questionId": "q2"`), bad: noItem,
			refused: append([]refused{{"questionId", `"q1"`, conflict, "already_answered"}, {"sessionId", `"{paused}"`, conflict, "interview_paused"}}, running...),
			answer: `{"interview": ` + shownJSON(`"currentQuestionIndex": 0`, `"currentQuestionIndex": 2`, `"expectedKeyPoints": []`, `"expectedKeyPoints": "<some>"`,
				`"status": "open"`, `"status": "answered"`, `"status": "open"`, `"status": "skipped"`, `"answers": []`, `"answers": [`+goodJSON+`]`) + `}`,
		},
		{
			name: "PauseInterview", prepare: of("{new}", ""), bad: noID, refused: running,
			answer: `{"interview": ` + shownJSON(`"active"`, `"paused"`) + `}`,
		},
		{
			name: "ResumeInterview", prepare: of("{paused}", ""), bad: noID, refused: running,
			answer: `{"interview": ` + shownJSON() + `}`,
		},
		{
			name: "CompleteInterview", prepare: of("{completed}", ""), bad: noID, refused: none,
			answer: `{"interview": ` + finishedJSON() + `, "feedback": ` + overallJSON + `}`,
		},
		{name: "DeleteInterview", prepare: of("{completed}", ""), bad: noID, refused: none, answer: `{}`},
		{name: "WatchInterview"},
		{name: "GetFeedback", prepare: of("{completed}", ""), bad: noID, refused: none, answer: overallJSON},
		{
			name: "GetProgress", prepare: func(p *people, who *person) string { p.Helper(); p.having(who); return `{"language": "en"}` },
			bad: []bad{{"language", long(17), "max_len"}},
			answer: `{"skills": "<some>", "interviews": [{"sessionId": "<text>", "at": "<time>", "overallScore": "<number>", "type": "technical",
				"grader": "` + grade.Rubric + `"}], "notice": "", "otherAnswers": 0}`,
		},
		{
			name: "GetPracticePlan", prepare: func(p *people, who *person) string {
				p.Helper()
				p.having(who)
				return `{"timeZone": "Asia/Tashkent", "language": "ru"}`
			},
			bad:    []bad{{"timeZone", long(65), "max_len"}, {"timeZone", `"Moon/Crater"`, "iana"}, {"language", long(17), "max_len"}},
			answer: `{"today": [], "days": "<some>", "notice": "<text>"}`,
		},
		{name: "GetRubric", prepare: say(`{}`), bad: []bad{{"language", long(17), "max_len"}}, answer: `{"rubric": "` + grade.Rubric + `", "types": "<some>"}`},
		{
			name: "ExportReport", prepare: of("{completed}", ""), bad: noID, refused: none,
			answer: `{"file": "<text>", "fileName": "interview-2026-11-24.pdf", "mimeType": "application/pdf"}`,
		},
		{
			name: "ShareReport", prepare: of("{completed}", ""), bad: noID,
			refused: append([]refused{{"sessionId", `"{answered}"`, conflict, "interview_running"}}, none...),
			answer:  `{"url": "<text>"}`,
		},
		{name: "UnshareReport", prepare: of("{completed}", ""), bad: noID, refused: none, answer: `{}`},
		{
			name: "SpeakAnswer", prepare: of("{answered}", `, "questionId": "q2", "consent": true`),
			bad:     append([]bad{{"consent", `false`, "const"}}, noItem...),
			refused: append([]refused{{"questionId", `"q1"`, conflict, "already_answered"}, {"sessionId", `"{paused}"`, conflict, "interview_paused"}}, running...),
			answer: `{"liveSession": "<some>", "media": {"token": "<text>", "expiresAt": "<time>", "whipInterviewerUrl": "<text>",
				"whipCandidateUrl": "<text>", "websocketUrl": "<text>", "iceServers": "<some>"}}`,
		},
	}
}

// ids are asked in JSON.
func ids() string { return `["` + strings.Join(asked(), `", "`) + `"]` }

func TestInterviewCalls(t *testing.T) {
	servePeople(t).play(interviewaiv1connect.InterviewServiceName, interviewActs())
}

// TestWhatIsNoInterviewAnyMore holds what cannot be told by one field: what has expired, and what follows up.
func TestWhatIsNoInterviewAnyMore(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.begin(who)
	v = p.reply(who, v, "q1", "I look at the query plan with explain analyze.")
	follow := v.Questions[0].FollowUp()
	if follow == nil {
		t.Fatal("nothing is followed up")
	}
	_, err := p.interviews.Skip(p.Context(), account.UserID(who.id), v.ID, follow.ID)
	p.ok(err)
	call := func(path, body string) reply {
		return p.send("POST", "/api/v1/interviews/"+v.ID+"/"+path, body, "Authorization", bearer(who.access))
	}
	for _, c := range []struct{ path, body string }{
		{"answer", `{"questionId": "` + follow.ID + `", "answerType": "text", "answerText": "Late."}`},
		{"skip", `{"questionId": "` + follow.ID + `"}`},
	} {
		if got := call(c.path, c.body); got.status != 409 || got.text("reason") != "follow_up_closed" {
			t.Errorf("%s: %v", c.path, got)
		}
	}
	p.pass(interview.ExpiresAfter + interview.Idle)
	p.signIn(who)
	for _, c := range []struct{ path, body string }{
		{"answer", `{"questionId": "q2", "answerType": "text", "answerText": "Late."}`},
		{"skip", `{"questionId": "q2"}`},
		{"pause", `{}`},
		{"resume", `{}`},
		{"complete", `{}`},
		{"speak", `{"questionId": "q2", "consent": true}`},
	} {
		if got := call(c.path, c.body); got.status != 409 || got.text("reason") != "interview_expired" {
			t.Errorf("%s: %v", c.path, got)
		}
	}
}
