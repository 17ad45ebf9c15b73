package main

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// practised is what the owner has of mock interviews: one that is paused, so that
// no clock runs, with a recording in it, and the link to another's report.
type practised struct{ interview, recording, shared string }

func (r *running) newPractice(t *testing.T, p *person) practised {
	t.Helper()
	out := practised{interview: r.newInterview(t, p)}
	kind, body := recordingForm(t)
	header := bearing(p.access)
	header.Set("Content-Type", kind)
	out.recording = r.call(t, http.MethodPost, "/api/v1/interviews/"+out.interview+"/recordings", header, body).want(t, "recording", http.StatusCreated).text("recordingId")
	r.rest(t, http.MethodPost, "/api/v1/interviews/"+out.interview+"/pause", p.access, map[string]any{}).want(t, "pause", http.StatusOK)
	done := "/api/v1/interviews/" + r.newInterview(t, p)
	r.rest(t, http.MethodPost, done+"/complete", p.access, map[string]any{}).want(t, "complete", http.StatusOK)
	out.shared = path.Base(r.rest(t, http.MethodPost, done+"/share", p.access, map[string]any{}).want(t, "share", http.StatusOK).text("url"))
	return out
}

// newInterview starts an interview and returns its id.
func (r *running) newInterview(t *testing.T, p *person) string {
	t.Helper()
	return r.rest(t, http.MethodPost, "/api/v1/interviews/start", p.access, map[string]any{
		"type": "mixed", "difficulty": "mid", "numQuestions": 5, "mode": "text",
	}).want(t, "start", http.StatusCreated).text("sessionId")
}

// recordingForm is a recorded answer to the first question.
func recordingForm(t *testing.T) (kind, body string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	err := w.WriteField("questionId", "q1")
	if err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("audio", "answer.wav")
	if err == nil {
		err = audiofile.WriteWAV(part, 16000, make([]int16, 1600))
	}
	if err != nil || w.Close() != nil {
		t.Fatal("form", err)
	}
	return w.FormDataContentType(), out.String()
}

// practiceDoors are those of reports and recordings, which are no calls.
func practiceDoors(t *testing.T) []row {
	t.Helper()
	door := func(method, rest, body string, headers ...string) row {
		name := strings.NewReplacer("{interview}", "{id}", "{recording}", "{id}").Replace(method + " interviews/{interview}" + rest)
		return row{name, rpc.Users, `"{interview}` + rest + `"`, []way{{"http", func(t *testing.T, r *running, h http.Header, request string) verdict {
			t.Helper()
			h = h.Clone()
			for i := 0; i < len(headers); i += 2 {
				h.Set(headers[i], headers[i+1])
			}
			got := r.call(t, method, "/api/v1/interviews/"+strings.Trim(request, `"`), h, body)
			return verdict{got.status, got.text("reason"), string(got.body)}
		}}}}
	}
	kind, form := recordingForm(t)
	const one, version = "/recordings/{recording}", "1.0.0"
	page := way{"http", func(t *testing.T, r *running, h http.Header, request string) verdict {
		t.Helper()
		got := r.call(t, http.MethodGet, "/report/"+strings.Trim(request, `"`), h, "").want(t, "shared report", http.StatusOK)
		return verdict{got.status, "", string(got.body)}
	}}
	mine := door(http.MethodGet, "/recordings", "")
	mine.request = strings.Trim(mine.request, `"`) // the caller's own: of another's interview there are none
	return []row{
		door(http.MethodGet, "/report", ""),
		{"GET /report/{secret}", rpc.Everybody, `"{shared}"`, []way{page}},
		mine,
		door(http.MethodPost, "/recordings", form, "Content-Type", kind),
		door(http.MethodPost, "/recordings", "", "Tus-Resumable", version, "Upload-Length", "1000", "Upload-Metadata", "questionId cTE="),
		door(http.MethodGet, one, ""),
		door(http.MethodHead, one, "", "Tus-Resumable", version),
		door(http.MethodPatch, one, "more", "Tus-Resumable", version, "Upload-Offset", "3244", "Content-Type", "application/offset+octet-stream"),
		door(http.MethodPost, one, "more", "X-HTTP-Method-Override", http.MethodPatch, "Tus-Resumable", version, "Upload-Offset", "3244", "Content-Type", "application/offset+octet-stream"),
		door(http.MethodGet, one+"/audio", ""),
		door(http.MethodPut, one+"/keep", `{"keep": true}`, "Content-Type", "application/json"),
		door(http.MethodDelete, one, ""),
	}
}
