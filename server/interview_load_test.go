package main

import (
	"testing"
	"time"
)

// TestTwoHundredInterviewsAtOnce goes through two hundred interviews at the same
// time: no answer is lost, none scored twice, whatever clients repeat.
func TestTwoHundredInterviewsAtOnce(t *testing.T) {
	number := 200
	if raceDetector {
		number = 20
	}
	dir := t.TempDir()
	r := serveHere(t, dir, embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	h := newHall(t, r.url)
	all := h.candidates(t, dir, number)
	before := resident(t)
	began := time.Now()
	if err := interviewAll(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(began)
	took := h.answered()
	t.Logf("%d interviews in %s: %d calls of SubmitAnswer, p50 %.0f ms, p95 %.0f ms; %d MiB before, %d MiB after",
		number, whole.Round(time.Millisecond), len(took), ms(took, 0.5), ms(took, 0.95), before, memory(t, "VmRSS"))
	h.holds(t, r, all)
}
