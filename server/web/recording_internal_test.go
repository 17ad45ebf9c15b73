package web

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestABodyMayTakeSoLong(t *testing.T) {
	body := &untilBody{io.NopCloser(strings.NewReader("sound")), time.Now().Add(time.Hour)}
	first := make([]byte, 2)
	if n, err := body.Read(first); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	body.until = time.Now().Add(-time.Nanosecond)
	var timeout net.Error
	if n, err := body.Read(first); n != 0 || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%d, %v", n, err)
	}
}

// What the protocol's handler says of itself is said in our words, and what it
// says of our failures is not said at all.
func TestTheProtocolsOwnRefusals(t *testing.T) {
	for said, want := range map[string]struct {
		status int
		text   string
	}{
		"500 ERR_READ_TIMEOUT: timeout while reading request body": {http.StatusRequestTimeout, "upload_too_slow"},
		"400 ERR_UNEXPECTED_EOF: server expected more bytes":       {http.StatusBadRequest, "upload_cut_off"},
		"400 ERR_SOMETHING_NEW: the client is wrong":               {http.StatusBadRequest, "the client is wrong"},
		"500 ERR_INTERNAL_SERVER_ERROR: secret disk":               {http.StatusInternalServerError, "internal"},
	} {
		w := httptest.NewRecorder()
		answer := &tusAnswer{ResponseWriter: w, call: &tusCall{}}
		answer.Header().Set("Content-Length", "3")
		status, text, _ := strings.Cut(said, " ")
		answer.WriteHeader(map[string]int{"400": 400, "500": 500}[status])
		if n, err := io.WriteString(answer, text); n != len(text) || err != nil {
			t.Fatal(n, err)
		}
		answer.finish(&recordings{logger: slog.New(slog.DiscardHandler)}, httptest.NewRequestWithContext(t.Context(), http.MethodPatch, "/", http.NoBody))
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.text) || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Content-Length") != "" {
			t.Errorf("%s: %d %s", said, w.Code, w.Body)
		}
	}
}
