package main

import (
	"net/http"
	"path"
	"strings"
	"testing"
)

// interviewActs practise an interview, show its report to others and stop doing
// so.
func (a *acts) interviewActs(t *testing.T, p *person) {
	t.Helper()
	id := a.post(t, "interviews/start", p.access, http.StatusCreated, map[string]any{
		"type": "technical", "difficulty": "mid", "numQuestions": 5, "mode": "text", "jobDescription": "JOB-CANARY for somebody who practises",
	}).text("sessionId")
	one := "interviews/" + id
	a.rest(t, http.MethodPut, "/api/v1/"+one+"/draft", p.access, map[string]any{
		"questionId": "q1", "text": "DRAFT-CANARY of an answer", "writer": "a-tab",
	}).want(t, "draft", http.StatusOK)
	a.post(t, one+"/answer", p.access, http.StatusOK, map[string]any{
		"questionId": "q1", "answerType": "text", "answerText": "ANSWER-CANARY I took the secret service of Undisclosed Ltd down for an hour.",
	})
	a.post(t, one+"/answer", p.access, http.StatusOK, map[string]any{
		"questionId": "q2", "answerType": "audio", "transcript": "SPOKEN-CANARY I said something in confidence.",
	})
	a.post(t, one+"/answer", p.access, http.StatusBadRequest, map[string]any{
		"questionId": "q9", "answerType": "text", "answerText": "ANSWER-CANARY to no question at all",
	})
	kind, form := recordingForm(t)
	header := bearing(p.access)
	header.Set("Content-Type", kind)
	a.call(t, http.MethodPost, "/api/v1/"+one+"/recordings", header, strings.Replace(form, "q1", "q3", 1)).want(t, "recording", http.StatusCreated)
	a.post(t, one+"/pause", p.access, http.StatusOK, map[string]any{})
	a.post(t, one+"/resume", p.access, http.StatusOK, map[string]any{})
	a.post(t, one+"/complete", p.access, http.StatusOK, map[string]any{})
	a.rest(t, http.MethodGet, "/api/v1/"+one+"/report?withName=true&withAnswers=true", p.access, nil).want(t, "report", http.StatusOK)
	for _, status := range []int{http.StatusOK, http.StatusNotFound} { // shared, and no more
		secret := path.Base(a.post(t, one+"/share", p.access, http.StatusOK, map[string]any{"withName": true}).text("url"))
		a.links = append(a.links, secret)
		if status != http.StatusOK {
			a.rest(t, http.MethodDelete, "/api/v1/"+one+"/share", p.access, nil).want(t, "unshare", http.StatusOK)
		}
		a.call(t, http.MethodGet, "/report/"+secret, nil, "").want(t, "shared report", status)
	}
	a.rest(t, http.MethodGet, "/api/v1/practice", p.access, nil).want(t, "practice", http.StatusOK)
	a.rest(t, http.MethodDelete, "/api/v1/"+one, p.access, nil).want(t, "delete interview", http.StatusOK)
}
