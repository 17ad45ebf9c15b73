package mail_test

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

func TestSMTP(t *testing.T) {
	for _, c := range []struct {
		name    string
		server  server
		url     string // with the server's port for %
		refused bool
	}{
		{"STARTTLS with sign-in", server{starttls: true, password: "p@ss"}, "smtp://me%40x:p%40ss@127.0.0.1:PORT", false},
		{"TLS from the first byte", server{tls: true, password: "p@ss"}, "smtps://me%40x:p%40ss@127.0.0.1:PORT", false},
		{"no sign-in", server{starttls: true}, "smtp://127.0.0.1:PORT", false},
		{"without TLS when told so", server{}, "smtp://127.0.0.1:PORT?starttls=off", false},
		{"without TLS when that is all right", server{}, "smtp://127.0.0.1:PORT?starttls=optional", false},
		{"never without TLS otherwise", server{}, "smtp://127.0.0.1:PORT", true},
		{"TLS expected and not spoken", server{}, "smtps://127.0.0.1:PORT", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.server.start(t)
			sender := c.server.sender(t, c.url, 0)
			err := post(t, sender).Send(t.Context(), of(letter.VerifyEmail, "uz"))
			if c.refused {
				if err == nil || mail.IsPermanent(err) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m := <-got
			if m.from != "noreply@example.org" || m.to != "aziza@example.com" || (m.tls != (c.server.tls || c.server.starttls)) || (m.user != "") != (c.server.password != "") {
				t.Errorf("envelope %+v", m)
			}
			r := read(t, m.source)
			if r.subject != "Elektron pochta manzilingizni tasdiqlang" || !strings.Contains(r.text, "\nhttps://app.example.org/base/verify-email?token=a+b%2Bc%2Fd%26e%3Df\n") || !strings.Contains(r.html, "Manzilni tasdiqlash") {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestSMTPRefusals(t *testing.T) {
	for _, c := range []struct {
		name      string
		server    server
		permanent bool
	}{
		{"no such mailbox", server{rcpt: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<aziza@example.com> unknown"}}, true},
		{"mailbox busy", server{rcpt: &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "try later"}}, false},
		{"taken for spam", server{data: &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "no"}}, true},
		{"out of space", server{data: &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "full"}}, false},
		{"sender refused", server{mail: &smtp.SMTPError{Code: 553, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "not yours"}}, true},
		{"wrong password", server{password: "another"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.server.starttls = true
			c.server.start(t)
			err := post(t, c.server.sender(t, "smtp://me%40x:p%40ss@127.0.0.1:PORT", 0)).Send(t.Context(), of(letter.VerifyEmail, "en"))
			if err == nil || mail.IsPermanent(err) != c.permanent {
				t.Fatalf("permanent %t, want %t: %v", mail.IsPermanent(err), c.permanent, err)
			}
			if strings.Contains(err.Error(), "aziza@") || strings.Contains(err.Error(), "p@ss") {
				t.Errorf("shows what must not be seen: %v", err)
			}
		})
	}
}

func TestSMTPGivesUpOnASilentServer(t *testing.T) {
	listener := listen(t)
	s := server{port: port(listener)}
	err := post(t, s.sender(t, "smtp://127.0.0.1:PORT", 50*time.Millisecond)).Send(t.Context(), of(letter.VerifyEmail, "en"))
	if !errors.Is(err, context.DeadlineExceeded) || mail.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSMTPHeedsItsCaller(t *testing.T) {
	reached, over := make(chan struct{}), make(chan struct{})
	s := server{starttls: true, wait: func() { close(reached); <-over }}
	s.start(t)
	t.Cleanup(func() { close(over) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	err := post(t, s.sender(t, "smtp://127.0.0.1:PORT", time.Hour)).Send(ctx, of(letter.VerifyEmail, "en"))
	if !errors.Is(err, context.Canceled) || mail.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSMTPServerThatIsAway(t *testing.T) {
	listener := listen(t)
	s := server{port: port(listener)}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	err := post(t, s.sender(t, "smtp://127.0.0.1:PORT", 0)).Send(t.Context(), of(letter.VerifyEmail, "en"))
	if err == nil || mail.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSMTPTrustsOnlyKnownCertificates(t *testing.T) {
	s := server{starttls: true}
	s.start(t)
	sender, _, err := mail.NewSender(mail.Services{SMTPURL: "smtp://127.0.0.1:" + s.port})
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), render(t, of(letter.VerifyEmail, "en"))); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
}

func TestSMTPAddresses(t *testing.T) {
	for _, bad := range []string{"", "smtp://", "https://secret@host", "smtp://secret@host:many", "smtp://host?starttls=perhaps", "mail.example.org:25"} {
		if _, err := mail.NewSMTP(mail.SMTPOptions{URL: bad}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, note, err := mail.NewSender(mail.Services{SMTPURL: "smtps://u:secret@mail.example.org", SendGridKey: "k"}); err != nil || note != "by SMTP through mail.example.org" {
		t.Errorf("note %q, %v", note, err)
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

func port(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// certificates are net/http/httptest's, good for 127.0.0.1.
func certificates(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	t.Cleanup(s.Close)
	return s
}
