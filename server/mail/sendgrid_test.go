package mail_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

// sendGrid answers as told and keeps the last request.
type sendGrid struct {
	status int
	answer string
	wait   func(context.Context)

	request *http.Request
	body    []byte
}

func (g *sendGrid) start(t *testing.T) *mail.SendGrid {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.request = r
		g.body, _ = io.ReadAll(r.Body)
		if g.wait != nil {
			g.wait(r.Context())
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(g.status)
		_, _ = io.WriteString(w, g.answer)
	}))
	t.Cleanup(s.Close)
	sender, err := mail.NewSendGrid(mail.SendGridOptions{Key: "SG.secret", BaseURL: s.URL, Client: s.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// TestSendGridRequest holds the request to the documented form of Mail Send.
func TestSendGridRequest(t *testing.T) {
	g := &sendGrid{status: http.StatusAccepted}
	m := render(t, of(letter.VerifyEmail, "de"))
	if err := g.start(t).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if g.request.Method != http.MethodPost || g.request.URL.Path != "/v3/mail/send" || g.request.Header.Get("Authorization") != "Bearer SG.secret" || g.request.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s %v", g.request.Method, g.request.URL, g.request.Header)
	}
	var got any
	if err := json.Unmarshal(g.body, &got); err != nil {
		t.Fatal(err)
	}
	off := map[string]any{"enable": false}
	want := any(map[string]any{
		"from":    map[string]any{"email": "noreply@example.org", "name": "InterviewAI Pro"},
		"subject": "Bitte bestätigen Sie Ihre E-Mail-Adresse",
		"personalizations": []any{map[string]any{
			"to": []any{map[string]any{"email": "aziza@example.com", "name": "Aziza"}},
		}},
		"content": []any{
			map[string]any{"type": "text/plain", "value": m.Text},
			map[string]any{"type": "text/html", "value": m.HTML},
		},
		"headers": map[string]any{"Auto-Submitted": "auto-generated", "Content-Language": "de", "Message-ID": "<" + m.ID + ">"},
		"tracking_settings": map[string]any{
			"click_tracking": map[string]any{"enable": false, "enable_text": false},
			"open_tracking":  off,
		},
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSendGridRefusals(t *testing.T) {
	const reason = `{"errors":[{"message":"aziza@example.com is bad","field":"personalizations.0.to","help":null},{"message":"and\r\nmore"}]}`
	for _, c := range []struct {
		status    int
		answer    string
		permanent bool
		text      string
	}{
		{400, reason, true, "status 400: personalizations.0.to: [recipient] is bad; and more"},
		{401, reason, true, "status 401"},
		{403, "", true, "status 403: no reason given"},
		{413, "<html>", true, "status 413: no reason given"},
		{408, "", false, "status 408"},
		{429, reason, false, "status 429"},
		{500, reason, false, "status 500"},
		{503, strings.Repeat("x", 1<<20), false, "status 503: no reason given"},
	} {
		g := &sendGrid{status: c.status, answer: c.answer}
		err := g.start(t).Send(t.Context(), render(t, of(letter.VerifyEmail, "en")))
		if err == nil || mail.IsPermanent(err) != c.permanent || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%d: permanent %t: %.200v", c.status, mail.IsPermanent(err), err)
		}
		if err != nil && (strings.Contains(err.Error(), "aziza@") || strings.Contains(err.Error(), "SG.secret")) {
			t.Errorf("%d shows what must not be seen: %v", c.status, err)
		}
	}
}

func TestSendGridThatIsSlow(t *testing.T) {
	g := &sendGrid{status: http.StatusAccepted, wait: func(ctx context.Context) { <-ctx.Done() }}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := g.start(t).Send(ctx, render(t, of(letter.VerifyEmail, "en")))
	if !errors.Is(err, context.DeadlineExceeded) || mail.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSendGridNeedsAKey(t *testing.T) {
	if _, err := mail.NewSendGrid(mail.SendGridOptions{}); err == nil {
		t.Error("no error")
	}
	if _, note, err := mail.NewSender(mail.Services{SendGridKey: "SG.secret"}); err != nil || note != "through SendGrid" {
		t.Errorf("note %q, %v", note, err)
	}
}
