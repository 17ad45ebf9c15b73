package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// call makes a REST call and returns the status and the JSON object.
func (s *service) call(t *testing.T, method, path, token, contentType string, body io.Reader) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	object := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&object); err != nil {
		t.Fatalf("%s %s: %d: %v", method, path, res.StatusCode, err)
	}
	return res.StatusCode, object
}

// The specification's examples (§6.1, AI endpoints) answer in its shapes.
func TestSpecificationExamples(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	token := s.token(t, "rest@example.org")

	t.Run("transcribe", func(t *testing.T) {
		t.Parallel()
		recording, err := os.ReadFile(clip(t, demo+"interviewer.opus", "question.mp3", firstQuestionFrom, firstQuestionTo))
		if err != nil {
			t.Fatal(err)
		}
		var form bytes.Buffer
		fields := multipart.NewWriter(&form)
		part, err := fields.CreateFormFile("audio", "question.mp3")
		if err == nil {
			_, err = part.Write(recording)
		}
		if err != nil || fields.WriteField("language", "en") != nil || fields.Close() != nil {
			t.Fatal("form", err)
		}
		status, got := s.call(t, http.MethodPost, "/api/v1/ai/transcribe", token, fields.FormDataContentType(), &form)
		if status != http.StatusOK || got["language"] != "en" {
			t.Errorf("%d %v", status, got)
		}
		transcript, _ := got["transcript"].(string)
		like(t, transcript, firstQuestion)
		if c, ok := got["confidence"].(float64); !ok || c <= 0 || c > 1 {
			t.Errorf("confidence %v", got["confidence"])
		}
		if d, ok := got["duration"].(float64); !ok || d < 3.5 || d > 3.7 {
			t.Errorf("duration %v, the recording has 3.6 s", got["duration"])
		}
	})

	t.Run("generate-answer", func(t *testing.T) {
		t.Parallel()
		status, got := s.call(t, http.MethodPost, "/api/v1/ai/generate-answer", token, "application/json", strings.NewReader(`{
			"question": "Tell me about yourself",
			"context": {"userProfile": {"name": "Maya"}, "cvData": {"skills": ["Go", "PostgreSQL"], "experience": ["Eight years of backend engineering"]}},
			"options": {"style": "professional", "length": "medium", "variations": 3}
		}`))
		if status != http.StatusOK {
			t.Fatalf("%d %v", status, got)
		}
		if _, ok := got["processingTime"].(float64); !ok {
			t.Errorf("processingTime %v", got["processingTime"])
		}
		if got["cached"] != false {
			t.Errorf("cached %v", got["cached"])
		}
		answers, _ := got["answers"].([]any)
		if len(answers) == 0 {
			t.Fatalf("no answers in %v", got)
		}
		for _, each := range answers {
			a, _ := each.(map[string]any)
			confidence, isNumber := a["confidence"].(float64)
			points, isList := a["keyPoints"].([]any)
			if a["variant"] == "" || a["content"] == "" || !isList || len(points) == 0 || !isNumber || confidence < 0 || confidence > 1 {
				t.Errorf("answer %v", a)
			}
		}
	})
}

// Errors have one shape, and say what to do.
func TestRestErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	token := s.token(t, "rest@example.org")
	for _, test := range []struct {
		name, method, path, token, body string
		status                          int
		code, reason, field             string
	}{
		{
			"empty question", http.MethodPost, "/api/v1/ai/generate-answer", token, `{"question":""}`,
			http.StatusBadRequest, "invalid_argument", "invalid_argument", "question",
		},
		{
			"too many variations", http.MethodPost, "/api/v1/ai/generate-answer", token, `{"question":"Why?","options":{"variations":4}}`,
			http.StatusBadRequest, "invalid_argument", "invalid_argument", "options.variations",
		},
		{
			"no consent", http.MethodPost, "/api/v1/live/sessions", token, `{}`,
			http.StatusBadRequest, "invalid_argument", "", "consent",
		},
		{
			"no token", http.MethodPost, "/api/v1/ai/generate-answer", "", `{"question":"Why?"}`,
			http.StatusUnauthorized, "unauthenticated", "invalid_token", "",
		},
		{
			"rubbish for a token", http.MethodGet, "/api/v1/live/sessions", "rubbish", "",
			http.StatusUnauthorized, "unauthenticated", "invalid_token", "",
		},
		{
			"unknown session", http.MethodGet, "/api/v1/live/sessions/nosuchsession", token, "",
			http.StatusNotFound, "not_found", "", "",
		},
		{
			"unknown path", http.MethodGet, "/api/v1/nothing", token, "",
			http.StatusNotFound, "not_found", "", "",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			status, got := s.call(t, test.method, test.path, test.token, "application/json", strings.NewReader(test.body))
			if status != test.status || got["code"] != test.code {
				t.Errorf("%d %v", status, got)
			}
			if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, []string{"code", "fields", "message", "reason", "requestId"}) {
				t.Errorf("keys %v", keys)
			}
			if got["message"] == "" || got["reason"] == "" || got["requestId"] == "" || test.reason != "" && got["reason"] != test.reason {
				t.Errorf("%v", got)
			}
			fields, _ := got["fields"].([]any)
			if test.field == "" {
				if len(fields) != 0 {
					t.Errorf("fields %v", fields)
				}
				return
			}
			if len(fields) != 1 {
				t.Fatalf("fields %v", fields)
			}
			if f, _ := fields[0].(map[string]any); f["field"] != test.field || f["message"] == "" || f["rule"] == "" {
				t.Errorf("field %v", f)
			}
		})
	}
}
