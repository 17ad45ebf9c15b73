package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestTheREADMEsInterview runs the README's script against the service: a mock
// interview from its start to a report that is shared and no more, with five
// answers in writing and one by a recording.
func TestTheREADMEsInterview(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off", "STT_PROVIDER=offline")
	p := r.newcomer(t, "Anna")
	script := exec.CommandContext(t.Context(), "../clients/demo/interview.sh", r.url, p.access, "../clients/demo/answer.opus", t.TempDir())
	said, err := script.CombinedOutput()
	if err != nil || !strings.Contains(string(said), "steps went as they should.") {
		t.Errorf("%v\n%s", err, said)
	}
	t.Logf("\n%s", said)
}
