package main

import (
	"strings"
	"testing"
)

// TestWhatIsOffIsSaid holds that nobody runs a service without its guards and
// does not see it.
func TestWhatIsOffIsSaid(t *testing.T) {
	for _, off := range []bool{true, false} {
		var environ []string
		if off {
			environ = []string{"RATE_LIMITS=off", "CAPTCHA_MODE=off"}
		}
		said := serveHere(t, t.TempDir(), environ...).log.String()
		for _, note := range []string{"off (RATE_LIMITS)", "off (CAPTCHA_MODE)"} {
			if strings.Contains(said, note) != off {
				t.Errorf("off %t, %q: %s", off, note, said)
			}
		}
	}
}
