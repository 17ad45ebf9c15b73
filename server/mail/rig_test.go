package mail_test

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

// kept is a Sender that remembers.
type kept struct{ messages []mail.Message }

func (k *kept) Send(_ context.Context, m mail.Message) error {
	k.messages = append(k.messages, m)
	return nil
}

func noon() time.Time { return time.Date(2026, time.November, 24, 12, 0, 0, 5, time.UTC) }

func post(t *testing.T, sender mail.Sender) *mail.Post {
	t.Helper()
	p, err := mail.New(mail.Options{
		Sender: sender, PublicURL: "https://app.example.org/base/", From: "InterviewAI Pro <noreply@example.org>",
		Now: noon, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// of is a complete letter of a kind.
func of(kind, language string) letter.Letter {
	return letter.Letter{
		Kind: kind, To: "aziza@example.com", Name: "Aziza", Language: language,
		Data: map[string]string{
			letter.Token: "a b+c/d&e=f", letter.Place: "203.0.113.x", letter.Agent: "interviewctl 1.0", letter.Minutes: "15",
			letter.NewEmail: "new@example.com", letter.ErasedOn: "2026-12-24", letter.ExpiresOn: "2026-11-26T08:00:00Z",
			letter.Reason: "spam", letter.Provider: "Google",
		},
	}
}

func render(t *testing.T, l letter.Letter) mail.Message {
	t.Helper()
	m, err := post(t, &kept{}).Render(l)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// received is a message as another program reads it.
type received struct {
	header           netmail.Header
	subject          string
	to               []*netmail.Address
	text, html       string
	textCoding, kind string
}

func read(t *testing.T, source string) received {
	t.Helper()
	parsed, err := netmail.ReadMessage(strings.NewReader(source))
	if err != nil {
		t.Fatalf("not a message: %v\n%s", err, source)
	}
	r := received{header: parsed.Header}
	if r.subject, err = new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	if r.to, err = parsed.Header.AddressList("To"); err != nil {
		t.Fatalf("%v in %q", err, parsed.Header.Get("To"))
	}
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r.kind = kind
	parts := multipart.NewReader(parsed.Body, parameters["boundary"])
	for _, into := range []*string{&r.text, &r.html} {
		part, err := parts.NextPart() // undoes quoted-printable
		if err != nil {
			t.Fatal(err)
		}
		if into == &r.text {
			r.textCoding = part.Header.Get("Content-Transfer-Encoding")
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		*into = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	if _, err := parts.NextPart(); err != io.EOF { //nolint:errorlint // documented to be io.EOF itself
		t.Errorf("more than two parts: %v", err)
	}
	return r
}
