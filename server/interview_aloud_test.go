package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestQuestionsAreReadAloud asks for a question as sound: its owner gets it, nobody
// else does, and without a voice the answer says what to do.
func TestQuestionsAreReadAloud(t *testing.T) {
	voice := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, strings.NewReader("ID3 "+r.URL.Path)) // who has gone needs no answer
	}))
	defer voice.Close()
	start := map[string]any{"type": "technical", "difficulty": "mid", "domain": "backend", "numQuestions": 5, "mode": "audio"}
	for _, c := range []struct {
		settings []string
		status   int
		said     string
	}{
		{[]string{"OPENAI_TTS_MODEL=tts-1", "OPENAI_BASE_URL=" + voice.URL + "/v1", "LLM_PROVIDERS=none", "STT_PROVIDER=offline"}, http.StatusOK, "ID3 /v1/audio/speech"},
		{[]string{"STT_PROVIDER=offline"}, http.StatusServiceUnavailable, "voice_not_configured"},
	} {
		r := serveHere(t, t.TempDir(), append(c.settings, "CAPTCHA_MODE=off")...)
		anna, bert := r.newcomer(t, "Anna"), r.newcomer(t, "Bert")
		id := r.rest(t, http.MethodPost, "/api/v1/interviews/start", anna.access, start).text("sessionId")
		path := "/api/v1/interviews/" + id + "/questions/q1/speech"
		if got := r.rest(t, http.MethodGet, path, anna.access, nil); got.status != c.status || !strings.Contains(string(got.body), c.said) {
			t.Errorf("%d %s", got.status, got.body)
		}
		if got := r.rest(t, http.MethodGet, path, bert.access, nil); got.status != http.StatusNotFound {
			t.Errorf("somebody else gets %d", got.status)
		}
		if got := r.rest(t, http.MethodGet, path, "", nil); got.status != http.StatusUnauthorized {
			t.Errorf("nobody gets %d", got.status)
		}
	}
}
