package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	written "github.com/interviewai-pro/interviewai/server/interview/report"
	"github.com/interviewai-pro/interviewai/server/web"
)

// broken are reports of which none can be had.
type broken struct{}

func (broken) Report(context.Context, account.UserID, string, interview.Shown) (written.Report, error) {
	return written.Report{}, errors.New("the store is away")
}

func (broken) Shared(context.Context, string) (written.Report, error) {
	return written.Report{}, errors.New("the store is away")
}

// safely is a log that several write at once.
type safely struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *safely) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(p) //nolint:wrapcheck // a buffer's
}

func (s *safely) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

// TestAFailureTellsNoSecret holds that the secret of a shared report stands
// neither in the log nor in the answer when the report cannot be shown.
func TestAFailureTellsNoSecret(t *testing.T) {
	log := &safely{}
	s := serveWith(t, func(o *web.Options) {
		o.Reports, o.Logger = broken{}, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	const secret = "wer-diesen-satz-kennt-darf-lesen"
	response, text := s.send(t, http.MethodGet, "/report/"+secret, "")
	if response.StatusCode != http.StatusInternalServerError || strings.Contains(text, secret) || strings.Contains(text, "the store") {
		t.Errorf("the answer: %d %s", response.StatusCode, text)
	}
	if said := log.String(); !strings.Contains(said, "the store is away") || strings.Contains(said, secret) {
		t.Errorf("the log: %s", said)
	}
}

// unknown has no report.
type unknown struct{ web.Reports }

func (unknown) Shared(context.Context, string) (written.Report, error) {
	return written.Report{}, fault.New(fault.NotFound, "share_not_found", "There is none.")
}

// Who has a link that leads nowhere is a person with a browser, and is told what to
// do.
func TestALinkThatLeadsNowhere(t *testing.T) {
	s := serveWith(t, func(o *web.Options) { o.Reports = unknown{} })
	response, text := s.send(t, http.MethodGet, "/report/x", "")
	if response.StatusCode != http.StatusNotFound || !strings.Contains(text, "Ask who sent it to you") ||
		response.Header.Get("Content-Type") != "text/html; charset=utf-8" || response.Header.Get("X-Robots-Tag") == "" {
		t.Errorf("%d %v %s", response.StatusCode, response.Header, text)
	}
}
