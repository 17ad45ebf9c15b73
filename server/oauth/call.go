package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

const (
	callTimeout = 10 * time.Second
	maxAnswer   = 1 << 20
)

var (
	errTooLong   = errors.New("the answer is longer than 1 MiB")
	errNoSubject = errors.New("the provider names nobody")
)

// bounded returns a copy of a client that gives up in time, reads no endless
// answers, and follows no redirects: a provider's endpoints have none, and a
// token request must not be sent on, with our secret, to somewhere else.
func bounded(client *http.Client) *http.Client {
	var c http.Client
	if client != nil {
		c = *client
	}
	if c.Timeout <= 0 || c.Timeout > callTimeout {
		c.Timeout = callTimeout
	}
	base := c.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	c.Transport = transport{base}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Jar = nil
	return &c
}

// transport bounds answers and makes errors of those in which a server says
// that it cannot answer, so that these look like one that cannot be reached.
type transport struct{ base http.RoundTripper }

// RoundTrip does one call.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.base.RoundTrip(r)
	if err != nil {
		return nil, err //nolint:wrapcheck // http.Client names the call
	}
	if answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests {
		_ = answer.Body.Close()
		return nil, fmt.Errorf("%s answers %s", r.URL.Host, answer.Status)
	}
	answer.Body = &boundedBody{ReadCloser: answer.Body, left: maxAnswer}
	return answer, nil
}

type boundedBody struct {
	io.ReadCloser
	left int
}

// Read fails, rather than ends, where an answer becomes too long.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, errTooLong
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left+1)])
	if b.left -= n; b.left < 0 {
		return 0, errTooLong
	}
	return n, err //nolint:wrapcheck // io.EOF must stay what it is
}

// exchange gives the provider the code for tokens (RFC 6749, 4.1.3).
func exchange(ctx context.Context, config oauth2.Config, code string, r Request) (*oauth2.Token, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, r.Client)
	config.RedirectURL = r.RedirectURL
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(r.Verifier))
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
		return token, nil
	case errors.As(err, &refused):
		// The error's text would hold the whole answer.
		said := fmt.Errorf("the token endpoint answers %d %q", refused.Response.StatusCode, clip(refused.ErrorCode))
		switch refused.ErrorCode {
		case "invalid_grant", "bad_verification_code": // the latter is GitHub's word
			return nil, ErrCode.Because(said)
		case "unverified_user_email": // GitHub's
			return nil, ErrUnverified.Because(said)
		case "":
			return nil, ErrUnavailable.Because(said)
		default:
			return nil, ErrRejected.Because(said)
		}
	case isOutage(err):
		return nil, ErrUnavailable.Because(err)
	default:
		return nil, ErrUnavailable.Because(errors.New("the token endpoint's answer makes no sense"))
	}
}

// isOutage reports whether a call ended without an answer.
func isOutage(err error) bool {
	var call *url.Error
	return errors.As(err, &call)
}

// clip shortens what others wrote for the log.
func clip(text string) string { return text[:min(len(text), 60)] }
