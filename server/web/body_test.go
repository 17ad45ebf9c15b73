package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// deadlines records what is asked of a connection.
type deadlines struct {
	http.ResponseWriter
	set []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error {
	d.set = append(d.set, t)
	return nil
}

func TestOnlyTheBodyHasADeadline(t *testing.T) {
	w := &deadlines{ResponseWriter: httptest.NewRecorder()}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("hello"))
	limitBody(w, r, 5)
	if len(w.set) != 1 || w.set[0].IsZero() {
		t.Fatalf("while the body comes: %v", w.set)
	}
	if text, err := io.ReadAll(r.Body); err != nil || string(text) != "hello" {
		t.Fatalf("read %q, %v", text, err)
	}
	if len(w.set) != 2 || !w.set[1].IsZero() {
		t.Errorf("while the answer is made: %v", w.set)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	w := &deadlines{ResponseWriter: httptest.NewRecorder()}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("hello!"))
	limitBody(w, r, 5)
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("six bytes were let through")
	}
}

func TestNoBodyNeedsNoDeadline(t *testing.T) {
	w := &deadlines{ResponseWriter: httptest.NewRecorder()}
	limitBody(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody), 5)
	if len(w.set) != 0 {
		t.Errorf("set %v", w.set)
	}
}
