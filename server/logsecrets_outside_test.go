package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// collector takes traces as an OpenTelemetry collector does, and keeps them.
type collector struct {
	url string

	mu   sync.Mutex
	text strings.Builder
}

func startCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("traces: %v", err)
		}
		c.mu.Lock()
		c.text.Write(body)
		c.mu.Unlock()
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// String is all spans as they came: their texts are readable in protobuf.
func (c *collector) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

// startTalkativeModel refuses every key by repeating it, as providers do.
func startTalkativeModel(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("model: %v", err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":{"message":%q,"type":"invalid_request_error"}}`,
			"Incorrect API key provided: "+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+" for "+string(body)) //nolint:errcheck,gosec // a test's answer
	}))
	t.Cleanup(server.Close)
	return server.URL + "/v1"
}

// startTalkativeMail is a mail server that takes nobody's word and repeats all
// of it: the login first, then the address.
func startTalkativeMail(t *testing.T) (addr string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	var mu sync.Mutex
	refusedLogin := false
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer conn.Close() //nolint:errcheck // nothing is lost
				mu.Lock()
				refuse := !refusedLogin
				refusedLogin = true
				mu.Unlock()
				repeat(conn, refuse)
			})
		}
	})
	return l.Addr().String()
}

// repeat is one conversation by RFC 5321.
func repeat(conn net.Conn, refuseLogin bool) {
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) } //nolint:errcheck // the client may be gone
	say("220 mail.example.org ESMTP")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		line := lines.Text()
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "EHLO", "HELO":
			say("250-mail.example.org")
			say("250 AUTH PLAIN LOGIN")
		case "AUTH":
			if refuseLogin {
				say("535 5.7.8 I do not know " + line)
				continue
			}
			say("235 2.7.0 welcome")
		case "RCPT":
			say("550 5.1.1 nobody here: " + line)
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 2.0.0 ok")
		}
	}
}
