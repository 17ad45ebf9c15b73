package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestTheREADMEsWholeWay runs the README's script against the service: a CV from
// its preview to an exported file that gets the score it was promised.
func TestTheREADMEsWholeWay(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	p := r.newcomer(t, "Anna")
	script := exec.CommandContext(t.Context(), "../clients/demo/cv.sh", r.url, p.access, exampleCV, exampleJob, t.TempDir())
	said, err := script.CombinedOutput()
	if err != nil || !strings.Contains(string(said), "steps went as they should.") {
		t.Errorf("%v\n%s", err, said)
	}
	t.Logf("\n%s", said)
}
