package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// patience bounds every wait: far more than a busy machine needs.
const patience = time.Minute

// running is the whole service in this process, as `interviewai serve` runs it,
// called from outside over HTTP. Only what is set by the environment is set.
type running struct {
	url, dir string
	settings settings
	log      *logged
	client   *http.Client
	// always goes with every call.
	always http.Header
	// around is told what went over the wire; nil for nobody who listens.
	around func(*http.Request, []byte, reply)

	stop  func()
	ended chan error
	over  sync.Once
}

// serveHere starts the service with fresh embedded stores, or those of a
// directory, and stops it with the test.
func serveHere(t *testing.T, dir string, environ ...string) *running {
	t.Helper()
	return serveAt(t, nil, dir, environ...)
}

// serveAt is serveHere by another clock.
func serveAt(t *testing.T, clock func() time.Time, dir string, environ ...string) *running {
	t.Helper()
	// What a password's hash costs is held where it is made; here most of the
	// time would go into it.
	return serveWith(t, func(s *settings) { s.clock, s.hashCost = clock, bcrypt.MinCost }, dir, environ...)
}

// serveWith is serveHere with what no environment sets.
func serveWith(t *testing.T, set func(*settings), dir string, environ ...string) *running {
	t.Helper()
	addr := freeAddress(t)
	args := []string{"--addr", addr, "--data", dir}
	environ = append(append([]string{"MEDIA_UDP_ADDR=127.0.0.1:0", "LOG_FORMAT=json"}, externalStores(t)...), environ...)
	s, _, err := readSettings(args, environ, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	set(&s)
	// Streams both ways need HTTP/2, which the service speaks without TLS too.
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	r := &running{
		url: "http://" + addr, dir: dir, settings: s, log: newLogged(), stop: cancel, ended: make(chan error, 1),
		client: &http.Client{
			Transport:     &http.Transport{Protocols: protocols},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	go func() { r.ended <- runService(ctx, s, io.Discard, r.log) }()
	select {
	case <-r.log.started:
	case err := <-r.ended:
		r.ended <- err
		t.Fatalf("the service ended at once: %v\n%s", err, r.log)
	case <-time.After(patience):
		t.Fatal("the service does not start")
	}
	t.Cleanup(func() { r.end(t) })
	return r
}

// externalStores are databases of this test's own on the servers that the suite
// is run against (tools/external.sh); none means embedded ones.
func externalStores(t *testing.T) []string {
	t.Helper()
	if os.Getenv("MONGODB_URI") == "" || os.Getenv("REDIS_URL") == "" {
		return nil
	}
	return []string{
		"MONGODB_URI=" + storetest.MongoDatabase(t, storetest.MongoServer(t)), "REDIS_URL=" + redistest.URL(t),
	}
}

// end stops the service and holds it to a clean end.
func (r *running) end(t *testing.T) {
	t.Helper()
	r.over.Do(func() {
		r.client.CloseIdleConnections()
		r.stop()
		select {
		case err := <-r.ended:
			if err != nil {
				t.Errorf("the service did not end cleanly: %v", err)
			}
		case <-time.After(patience):
			t.Error("the service does not end")
		}
	})
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// object is the JSON object of an answer; empty when it is none.
func (a reply) object() map[string]any {
	out := map[string]any{}
	if err := json.Unmarshal(a.body, &out); err != nil {
		return map[string]any{}
	}
	return out
}

func (a reply) text(name string) string {
	text, _ := a.object()[name].(string)
	return text
}

func (a reply) String() string { return fmt.Sprintf("%d %s", a.status, a.body) }

// with is the headers of a call: pairs of name and value, empty values left out.
func with(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			h.Add(pairs[i], pairs[i+1])
		}
	}
	return h
}

// bearing is the header with an access token; none for an empty one.
func bearing(token string) http.Header {
	if token == "" {
		return http.Header{}
	}
	return with("Authorization", "Bearer "+token)
}

// call sends a request and reads the whole answer. A Host among the headers goes
// where Host belongs.
func (r *running) call(t *testing.T, method, path string, header http.Header, body string) reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(req.Header, r.always)
	maps.Copy(req.Header, header)
	req.Host = header.Get("Host")
	req.Header.Del("Host")
	res, err := r.client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	got := reply{res.StatusCode, res.Header, text}
	if r.around != nil {
		r.around(req, []byte(body), got)
	}
	return got
}

// rest makes a REST call with JSON.
func (r *running) rest(t *testing.T, method, path, token string, body map[string]any) reply {
	t.Helper()
	h := bearing(token)
	text := ""
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(encoded)
		h.Set("Content-Type", "application/json")
	}
	return r.call(t, method, path, h, text)
}

// want holds an answer to a status.
func (a reply) want(t *testing.T, what string, status int) reply {
	t.Helper()
	if a.status != status {
		t.Fatalf("%s: %v, want %d", what, a, status)
	}
	return a
}

// logged is what the service wrote to its log, a line a write.
type logged struct {
	started chan struct{} // gets one value with the line that says so

	mu   sync.Mutex
	text bytes.Buffer
	n    int
}

func newLogged() *logged { return &logged{started: make(chan struct{}, 1)} }

// Write implements io.Writer.
func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n += bytes.Count(line, []byte("\n"))
	if bytes.Contains(line, []byte(`"msg":"started"`)) {
		l.started <- struct{}{}
	}
	return l.text.Write(line)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// lines is how many there are.
func (l *logged) lines() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// freeAddress is one that nobody listens at. The public address need not be it,
// so it must be known beforehand.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // it served nobody
	return l.Addr().String()
}

// waitFor asks until the answer is not the zero value.
func waitFor[T comparable](t *testing.T, what string, ask func() T) T {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	deadline := time.After(patience)
	var zero T
	for {
		if v := ask(); v != zero {
			return v
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("waited %s in vain for %s", patience, what)
		}
	}
}
