package rpc_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestAFloodDoesNotFillTheLog: of the calls that are one too many a line a second
// is written, which says how many there were.
func TestAFloodDoesNotFillTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, failWith(nil), limited)
		d.count(t, "ada", 10)
		d.logs.Reset()
		if passed := d.count(t, "ada", 1000); passed != 0 {
			t.Fatalf("%d passed", passed)
		}
		if lines := bytes.Count(d.logs.Bytes(), []byte("\n")); lines != 1 {
			t.Errorf("%d lines for a thousand refusals in no time", lines)
		}
		advance(t, time.Second)
		d.count(t, "ada", 10)
		d.logs.Reset()
		d.count(t, "ada", 1)
		if text := d.logs.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, `"unlogged":999`) || !strings.Contains(text, `"reason":"rate_limited"`) {
			t.Errorf("a second later: %s", text)
		}
	})
}
