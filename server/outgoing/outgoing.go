// Package outgoing fetches from addresses that people outside can influence,
// such as the picture of an account elsewhere, without reaching anything that
// only we can reach (server-side request forgery, CWE-918).
//
// Every connection is judged by the address it is about to be made to, after
// the name was resolved and for each redirect anew, so that a name which first
// resolves to a public address and then to a private one gains nothing. Only
// the ports of http and https are open; proxies of the environment are not used.
package outgoing

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	timeout      = 10 * time.Second
	maxRedirects = 3
	maxHeader    = 64 << 10
)

// The refusals.
var (
	// ErrAddress: the address, or one it leads to, is not one to be fetched from.
	ErrAddress = fault.New(fault.Invalid, "address_refused", "This address cannot be used. Give one that anybody on the internet can open, beginning with https.")
	// ErrTooLarge: there is more than the caller wants.
	ErrTooLarge = fault.New(fault.Invalid, "content_too_large", "What is at this address is too large.")
	// ErrType: it is something else than the caller wants.
	ErrType = fault.New(fault.Invalid, "content_type_refused", "What is at this address is of another kind than expected.")
	// ErrUnavailable: nothing was answered, or something else than 200.
	ErrUnavailable = fault.New(fault.Unavailable, "address_unavailable", "Nothing could be fetched from this address. Try again later.")
)

// Options loosen a client. The zero value is right for the product.
type Options struct {
	// PlainHTTP allows http beside https.
	PlainHTTP bool
	// Exceptions are reached although they are not public, on every port. They
	// are for tests, whose servers are on this machine.
	Exceptions []netip.Prefix
	// Resolver of names; nil is the system's.
	Resolver *net.Resolver
	// RootCAs are trusted; nil are the system's.
	RootCAs *x509.CertPool
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	o    Options
	http *http.Client
}

// New makes a client. A fetch with it takes at most 10 s and follows at most 3
// redirects.
func New(o Options) *Client {
	c := &Client{o: o}
	dialer := &net.Dialer{Timeout: timeout, Resolver: o.Resolver, Control: c.control}
	c.http = &http.Client{
		Timeout:       timeout,
		CheckRedirect: c.redirect,
		Transport: &http.Transport{
			DialContext:     dialer.DialContext,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs},
			// No compression, so that the size asked for is the size read.
			DisableCompression:     true,
			DisableKeepAlives:      true,
			ForceAttemptHTTP2:      true,
			MaxResponseHeaderBytes: maxHeader,
		},
	}
	return c
}

// Fetch reads what is at an address, at most maxBytes of it, if its media type
// is among contentTypes (any, when there are none). It returns the content and
// its media type. Its errors are the faults above, or those of the context.
func (c *Client) Fetch(ctx context.Context, address string, maxBytes int64, contentTypes ...string) (content []byte, contentType string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", ErrAddress.Because(errors.New("it cannot be read"))
	}
	if err := c.check(u); err != nil {
		return nil, "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", ErrAddress.Because(err)
	}
	r.Header.Set("User-Agent", "InterviewAI")
	if len(contentTypes) > 0 {
		r.Header.Set("Accept", strings.Join(contentTypes, ", "))
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, "", failure(ctx, err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing was written
	if answer.StatusCode != http.StatusOK {
		return nil, "", ErrUnavailable.Because(fmt.Errorf("the server answers %d", answer.StatusCode))
	}
	contentType, _, err = mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if len(contentTypes) > 0 && (err != nil || !slices.Contains(contentTypes, contentType)) {
		return nil, "", ErrType
	}
	if answer.ContentLength > maxBytes {
		return nil, "", ErrTooLarge
	}
	content, err = io.ReadAll(io.LimitReader(answer.Body, maxBytes+1))
	if err != nil {
		return nil, "", failure(ctx, err)
	}
	if int64(len(content)) > maxBytes {
		return nil, "", ErrTooLarge
	}
	return content, contentType, nil
}

// failure keeps refusals and what the caller did, and hides the rest behind one
// fault. The address stays out of it: it may hold a secret.
func failure(ctx context.Context, err error) error {
	if f := fault.From(err); f != nil {
		return f
	}
	if ctx.Err() != nil {
		return fmt.Errorf("fetch: %w", ctx.Err())
	}
	var call *url.Error
	if errors.As(err, &call) {
		err = call.Err
	}
	return ErrUnavailable.Because(err)
}

func (c *Client) redirect(r *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return ErrAddress.Because(errors.New("it leads on too often"))
	}
	r.Header.Del("Referer") // nobody needs to know where we came from
	return c.check(r.URL)
}

// check judges an address by its text, before anything is looked up.
func (c *Client) check(u *url.URL) error {
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !c.o.PlainHTTP):
		return ErrAddress.Because(errors.New("it is not one of https"))
	case u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return ErrAddress.Because(errors.New("it names no host"))
	case u.User != nil:
		return ErrAddress.Because(errors.New("it holds a user name"))
	case isOddNumber(u.Hostname()):
		return ErrAddress.Because(errors.New("its host is a number in disguise"))
	}
	return nil
}

// isOddNumber finds hosts that some resolvers read as IPv4 addresses and others
// do not: decimal, octal, hexadecimal or shortened, such as 2130706433, 0177.0.0.1
// or 127.1 (WHATWG URL, "ends in a number").
func isOddNumber(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false // written out: judged when it is dialled
	}
	last := strings.TrimSuffix(host, ".")
	last = strings.ToLower(last[strings.LastIndexByte(last, '.')+1:])
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// control judges the address that a connection is about to be made to.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrAddress.Because(errors.New("it is no internet address"))
	}
	for _, exception := range c.o.Exceptions {
		if exception.Contains(to.Addr()) {
			return nil
		}
	}
	if to.Port() != 443 && (to.Port() != 80 || !c.o.PlainHTTP) {
		return ErrAddress.Because(fmt.Errorf("port %d is not open", to.Port()))
	}
	if !Public(to.Addr()) {
		return ErrAddress.Because(errors.New("it is not public"))
	}
	return nil
}
