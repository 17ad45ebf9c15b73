package oauth

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswersAreBounded(t *testing.T) {
	size := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a", size))
	}))
	t.Cleanup(s.Close)
	for _, c := range []struct {
		size int
		want error
	}{{maxAnswer, nil}, {maxAnswer + 1, errTooLong}} {
		size = c.size
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := bounded(nil).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		read, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if !errors.Is(err, c.want) || err == nil && len(read) != c.size {
			t.Errorf("%d bytes: read %d, %v", c.size, len(read), err)
		}
	}
	if got := bounded(&http.Client{}).Timeout; got != callTimeout {
		t.Errorf("a client without a timeout has %v", got)
	}
}
