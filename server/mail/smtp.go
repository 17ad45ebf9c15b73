package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// patience is how long a mail service may take for one message, all in all.
const patience = 30 * time.Second

// SMTPOptions of NewSMTP; only URL is needed.
type SMTPOptions struct {
	// URL of the server: smtps://user:password@host:465 (TLS from the first
	// byte, RFC 8314) or smtp://user:password@host:587 (STARTTLS, required
	// unless ?starttls=optional or ?starttls=off is added). Without a user there
	// is no sign-in.
	URL string
	// TLS may name other authorities than the system's; nil means the system's.
	TLS *tls.Config
	// Timeout for one message, all in all; 0 means 30 s.
	Timeout time.Duration
}

// SMTP is the Sender that speaks to a mail server (RFC 5321). Each message has
// a connection of its own: letters are few, and one that hangs delays no other.
type SMTP struct {
	host    string
	options []gomail.Option
	tls     *tls.Config // from the first byte; nil for STARTTLS or none
	timeout time.Duration
}

// NewSMTP reads the options; it does not connect.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Hostname() == "" {
		// The parser's error quotes the URL, which holds a password.
		return nil, errors.New("mail: the SMTP address is not smtp://user:password@host:port")
	}
	s := &SMTP{host: u.Hostname(), timeout: o.Timeout}
	if s.timeout == 0 {
		s.timeout = patience
	}
	settings := o.TLS.Clone()
	if settings == nil {
		settings = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	settings.ServerName = s.host
	port, policy := "587", gomail.TLSMandatory
	switch u.Scheme {
	case "smtp":
		switch mode := u.Query().Get("starttls"); mode {
		case "", "required":
		case "optional":
			policy = gomail.TLSOpportunistic
		case "off":
			policy = gomail.NoTLS
		default:
			return nil, fmt.Errorf("mail: starttls=%q is none of required, optional, off", mode)
		}
	case "smtps":
		// The dialer below does what go-mail would; go-mail then must not.
		port, policy, s.tls = "465", gomail.NoTLS, settings
	default:
		return nil, fmt.Errorf("mail: %q is neither smtp nor smtps", u.Scheme)
	}
	if u.Port() != "" {
		port = u.Port()
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail: %q is no port", port)
	}
	s.options = []gomail.Option{
		gomail.WithPort(number), gomail.WithTLSConfig(settings), gomail.WithTLSPolicy(policy),
		// Our own limit is the one that ends a wait, with an error that says so.
		gomail.WithTimeout(2 * s.timeout), gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password), signIn())
	}
	return s, nil
}

// signIn proves who we are without sending the password where the server can do
// that. Plain passwords go over TLS or to this very machine only, which go-mail
// checks; its own discovery does not see that our dialer has spoken TLS.
func signIn() gomail.Option {
	return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}

// Send hands the message to the server, which accepts or refuses it.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := compose(m, gomail.EncodingQP)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	client, err := gomail.NewClient(s.host, append(slices.Clip(s.options), gomail.WithDialContextFunc(s.dialer(ctx)))...)
	if err != nil {
		return permanent{fmt.Errorf("smtp: %w", err)}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		return nil // the server has it; a rude goodbye changes nothing
	}
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("smtp: %w", cause)
	}
	return refusal(err, m)
}

// dialer connects, and closes the connection when the message's time is over:
// go-mail heeds a context only while it dials, and leaves a connection open that
// fails before the first command.
func (s *SMTP) dialer(message context.Context) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var line net.Conn
		var err error
		if s.tls != nil {
			line, err = (&tls.Dialer{Config: s.tls}).DialContext(ctx, network, address)
		} else {
			line, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		context.AfterFunc(message, func() { _ = line.Close() })
		return line, nil
	}
}

// refusal tells what the server will refuse again (5yz, RFC 5321 §4.2.1) from
// what may pass, and keeps the reader's address out of the text.
func refusal(err error, m Message) error {
	text := errors.New("smtp: " + strings.ReplaceAll(oneLine(err.Error()), m.To, "[recipient]"))
	var reply *textproto.Error
	if errors.As(err, &reply) && reply.Code >= 500 {
		return permanent{text}
	}
	var send *gomail.SendError
	if errors.As(err, &send) && send.ErrorCode() >= 500 {
		return permanent{text}
	}
	return text
}
