package aloud_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/aloud"
)

func TestRead(t *testing.T) {
	for story, c := range map[string]struct {
		status int
		sound  string
		err    error
	}{
		"read":     {status: http.StatusOK, sound: "ID3 sound"},
		"down":     {status: http.StatusServiceUnavailable, err: coach.ErrUnavailable},
		"refused":  {status: http.StatusUnauthorized, err: coach.ErrUnavailable},
		"no sound": {status: http.StatusOK, err: coach.ErrUnavailable},
		"endless":  {status: http.StatusOK, sound: strings.Repeat("x", 5<<20), err: coach.ErrUnavailable},
	} {
		t.Run(story, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var asked struct{ Input, Model, Voice string }
				if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.URL.Path != "/v1/audio/speech" ||
					asked.Input != "What is an index?" || asked.Model != "tts-1" || asked.Voice != "alloy" || r.Header.Get("Authorization") != "Bearer key" {
					t.Errorf("%s %+v %v", r.URL.Path, asked, err)
				}
				w.Header().Set("Retry-After-Ms", "1")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.sound)) // who has gone needs no answer
			}))
			defer server.Close()
			reader := aloud.New(aloud.Options{APIKey: "key", BaseURL: server.URL + "/v1", Model: "tts-1"})
			sound, err := reader.Read(t.Context(), "What is an index?")
			if !errors.Is(err, c.err) || c.err == nil && string(sound) != c.sound {
				t.Errorf("%d bytes, %v", len(sound), err)
			}
		})
	}
}

func TestReadEndsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // net/http notices who leaves once that is read
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	if _, err := aloud.New(aloud.Options{BaseURL: server.URL, Model: "tts-1"}).Read(ctx, "x"); !errors.Is(err, context.Canceled) || errors.Is(err, coach.ErrUnavailable) {
		t.Error(err)
	}
}
