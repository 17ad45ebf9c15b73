package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// soon is a limit that tests wait for.
const soon = 200 * time.Millisecond

// half sends half a request and returns the whole answer, which must be the
// last on its connection.
func half(t *testing.T, server *httptest.Server, header string) string {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // nothing is left to be sent
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\n%s\r\n\r\nhel", header); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("the connection stays open: %v after %q", err, answer)
	}
	return string(answer)
}

// A body that does not arrive holds neither its reader nor the connection,
// whether anybody reads it or not.
func TestABodyMustArrive(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"read": func(w http.ResponseWriter, r *http.Request) {
			isLate := late(r)
			limitBody(w, r, 1<<20)
			if _, err := io.ReadAll(r.Body); !errors.Is(err, os.ErrDeadlineExceeded) || !isLate() {
				t.Errorf("read: %v, late %t", err, isLate())
			}
			w.WriteHeader(http.StatusRequestTimeout)
		},
		"not read": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusRequestTimeout) },
	} {
		server := httptest.NewServer(withBodyTime(soon, handler))
		for _, header := range []string{"Content-Length: 10", "Content-Length: 1000000", "Transfer-Encoding: chunked\r\n\r\n9"} {
			if answer := half(t, server, header); !strings.HasPrefix(answer, "HTTP/1.1 408") {
				t.Errorf("%s, %.20q: %q", name, header, answer)
			}
		}
		server.Close()
	}
}

// The answer to a body that has arrived may take longer than the body may.
func TestAnAnswerMayTakeLonger(t *testing.T) {
	server := httptest.NewServer(withBodyTime(soon, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if text, err := io.ReadAll(r.Body); err != nil || string(text) != "hello" {
			t.Errorf("read %q, %v", text, err)
		}
		select {
		case <-r.Context().Done():
			t.Error("the deadline of the body was taken for a client that left")
		case <-time.After(3 * soon):
		}
	})))
	defer server.Close()
	client := server.Client()
	for range 2 { // the connection is as good as before
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("status %d", response.StatusCode)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("hello!"))
	limitBody(w, r, 5)
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("six bytes were let through")
	}
}

// A client that accepts nothing ends its own stream, over HTTP/1.1 and HTTP/2,
// and a stream on which nothing is to be said lasts longer than a message may
// take.
func TestAMessageMustBeAccepted(t *testing.T) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		ended := make(chan error, 1)
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			m := withoutEnd(w, r, false).(*messageWriter)
			m.limit = soon
			message := make([]byte, 64<<10)
			var err error
			for n := 0; err == nil; n++ {
				if _, err = m.Write(message); err == nil {
					err = m.FlushError()
				}
				if n == 0 {
					<-time.After(3 * soon) // silence
				}
			}
			ended <- err
		}))
		server.Config.WriteTimeout = 2 * soon
		server.EnableHTTP2 = true
		server.StartTLS()
		client := server.Client()
		if protocol == "HTTP/1.1" {
			client.Transport.(*http.Transport).ForceAttemptHTTP2 = false
			client.Transport.(*http.Transport).TLSClientConfig.NextProtos = []string{"http/1.1"}
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(r)
		if err != nil || response.Proto != protocol {
			t.Fatalf("%s: %v, %v", protocol, response, err)
		}
		// The first message comes, and one after the silence; then nobody reads.
		if _, err := io.CopyN(io.Discard, bufio.NewReader(response.Body), 65<<10); err != nil {
			t.Errorf("%s: %v", protocol, err)
		}
		select {
		case err := <-ended:
			if err == nil {
				t.Errorf("%s: it ended well", protocol)
			}
		case <-time.After(time.Minute):
			t.Errorf("%s: it does not end", protocol)
		}
		_ = response.Body.Close()
		server.Close()
	}
}

// A stream's reader may read on when its handler has returned. It must then
// leave the connection alone: HTTP/2's is gone by then.
func TestAReaderMayOutliveItsHandler(t *testing.T) {
	returned, read := make(chan struct{}), make(chan error, 1)
	timed := withBodyTime(time.Minute, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		go func() {
			defer func() {
				if found := recover(); found != nil {
					read <- fmt.Errorf("panic: %v", found)
				}
			}()
			<-returned
			_, err := io.ReadAll(r.Body)
			read <- err
		}()
	}))
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A body of its own: the protocol's ends with its handler or has ended before.
		r.Body = io.NopCloser(strings.NewReader("hello"))
		timed.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	response, err := server.Client().Post(server.URL, "text/plain", strings.NewReader("hello"))
	if err != nil || response.ProtoMajor != 2 {
		t.Fatal(response, err)
	}
	_ = response.Body.Close()
	server.Close() // no handler is left
	close(returned)
	if err := <-read; err != nil {
		t.Error(err)
	}
}
