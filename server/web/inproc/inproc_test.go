package inproc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestClientSpeaksHTTP2WithItsListener(t *testing.T) {
	listener := inproc.New()
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Protocols: protocols, ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 || !inproc.Local(r) {
			w.WriteHeader(http.StatusTeapot)
		}
		_, _ = io.Copy(w, r.Body)
	})}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	client := listener.Client()
	read, write := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, inproc.BaseURL, read)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(write, "hello")
		_ = write.Close()
	}()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil || string(text) != "hello" || response.StatusCode != http.StatusOK {
		t.Errorf("got %d %q, %v", response.StatusCode, text, err)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	client.CloseIdleConnections()
	if err := server.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
	if _, err := listener.Dial(t.Context()); err == nil {
		t.Error("a closed listener answers")
	}
}

func TestDialWaitsNoLongerThanItsContext(t *testing.T) {
	listener := inproc.New()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := listener.Dial(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := listener.Close(); err != nil {
		t.Error(err)
	}
	if _, err := listener.Accept(); err == nil {
		t.Error("a closed listener accepts")
	}
	if got := listener.Addr(); got.Network() != "inproc" || got.String() != "inproc" {
		t.Errorf("address %v", got)
	}
}

func TestStrangersAreNotLocal(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://example.org", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.RemoteAddr = "127.0.0.1:4000"
	if inproc.Local(r) {
		t.Error("a socket counts as local")
	}
}
