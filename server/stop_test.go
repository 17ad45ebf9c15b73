package main

import (
	"net/http"
	"testing"
)

// Before a stopping process closes its port it says for a while that it wants
// no more, and serves what comes all the same.
func TestAStoppingProcessServesOn(t *testing.T) {
	r := serveHere(t, t.TempDir(), "STOP_DELAY=3s")
	r.rest(t, http.MethodGet, "/readyz", "", nil).want(t, "before the stop", http.StatusOK)
	r.stop()
	waitFor(t, "readyz to say no", func() bool {
		return r.rest(t, http.MethodGet, "/readyz", "", nil).status == http.StatusServiceUnavailable
	})
	r.rest(t, http.MethodGet, "/api/v1/auth/challenge", "", nil).want(t, "a call during the delay", http.StatusOK)
	r.end(t)
	if _, err := r.client.Get(r.url + "/livez"); err == nil {
		t.Error("it still answers")
	}
}
