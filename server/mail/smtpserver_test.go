package mail_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/interviewai-pro/interviewai/server/mail"
)

// server is a real mail server that behaves as a test wants.
type server struct {
	tls, starttls bool
	password      string          // "" wants no sign-in
	mail          *smtp.SMTPError // refuses at MAIL FROM; likewise below
	rcpt, data    *smtp.SMTPError
	wait          func() // called within RCPT TO

	port  string
	roots *x509.CertPool
	got   chan delivered
}

// delivered is what arrived.
type delivered struct {
	from, to, user, source string
	tls                    bool
}

// start serves until the test ends; deliveries come on the channel.
func (s *server) start(t *testing.T) <-chan delivered {
	t.Helper()
	certified := certificates(t)
	s.roots = x509.NewCertPool()
	s.roots.AddCert(certified.Certificate())
	settings := &tls.Config{Certificates: certified.TLS.Certificates, MinVersion: tls.VersionTLS12}
	s.got = make(chan delivered, 1)
	listener := listen(t)
	s.port = port(listener)
	running := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &talk{server: s, line: c}, nil
	}))
	running.Domain = "mail.example.org"
	running.ErrorLog = quiet{}
	if s.tls {
		listener = tls.NewListener(listener, settings)
	} else if s.starttls {
		running.TLSConfig = settings
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = running.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = running.Close()
		<-over
	})
	return s.got
}

// sender of mails to this server.
func (s *server) sender(t *testing.T, url string, timeout time.Duration) *mail.SMTP {
	t.Helper()
	sender, err := mail.NewSMTP(mail.SMTPOptions{
		URL: strings.Replace(url, "PORT", s.port, 1), Timeout: timeout,
		TLS: &tls.Config{RootCAs: s.roots, MinVersion: tls.VersionTLS12},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// talk is one connection.
type talk struct {
	server *server
	line   *smtp.Conn
	m      delivered
}

func (k *talk) AuthMechanisms() []string {
	return []string{sasl.Plain}
}

func (k *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if k.server.password != "" && password != k.server.password {
			return smtp.ErrAuthFailed
		}
		k.m.user = user
		return nil
	}), nil
}

func (k *talk) Mail(from string, _ *smtp.MailOptions) error {
	if k.server.mail != nil {
		return k.server.mail
	}
	if k.server.password != "" && k.m.user == "" {
		return smtp.ErrAuthRequired
	}
	_, k.m.tls = k.line.TLSConnectionState()
	k.m.from = from
	return nil
}

func (k *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	if k.server.wait != nil {
		k.server.wait()
	}
	if k.server.rcpt != nil {
		return k.server.rcpt
	}
	k.m.to = to
	return nil
}

func (k *talk) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if k.server.data != nil {
		return k.server.data
	}
	k.m.source = string(source)
	k.server.got <- k.m
	return nil
}

func (k *talk) Reset()        {}
func (k *talk) Logout() error { return nil }

// quiet is where the server complains of clients that go away.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
