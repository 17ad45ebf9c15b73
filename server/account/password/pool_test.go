package password

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"golang.org/x/crypto/bcrypt"

	"github.com/interviewai-pro/interviewai/server/fault"
)

// A flood meets one worker and a queue of two.
func TestFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(HasherOptions{Workers: 1, Queue: 2, Cost: bcrypt.MinCost})
		if err := h.acquire(t.Context()); err != nil { // somebody's hash takes long
			t.Fatal(err)
		}
		ctx, leave := context.WithCancel(t.Context())
		impatient, patient := make(chan error, 1), make(chan error, 1)
		go func() {
			_, err := h.Hash(ctx, "Abcdefg1!")
			impatient <- err
		}()
		synctest.Wait()
		go func() {
			_, err := h.Matches(t.Context(), "", "Abcdefg1!")
			patient <- err
		}()
		synctest.Wait()

		for range 3 {
			_, err := h.Matches(t.Context(), "", "Abcdefg1!")
			f := fault.From(err)
			if !errors.Is(err, ErrBusy) || f.Kind != fault.Unavailable || f.RetryAfter <= 0 {
				t.Errorf("beyond the queue: %v", err)
			}
		}
		if h.Refused() != 3 {
			t.Errorf("%d refused", h.Refused())
		}

		leave()
		if err := <-impatient; !errors.Is(err, context.Canceled) {
			t.Errorf("gave up waiting: %v", err)
		}
		synctest.Wait()
		if n := h.waiting.Load(); n != 1 {
			t.Errorf("%d waiting after one left", n)
		}
		select {
		case err := <-patient:
			t.Fatalf("hashed beside the only worker: %v", err)
		default:
		}
		h.release()
		if err := <-patient; err != nil {
			t.Errorf("waited for a worker: %v", err)
		}
		if n, busy := h.waiting.Load(), len(h.slots); n != 0 || busy != 0 {
			t.Errorf("%d waiting, %d busy at the end", n, busy)
		}
	})
}

// The decoy is a hash that bcrypt works on fully, at the cost of real ones.
func TestDecoyCostsTheSame(t *testing.T) {
	for _, cost := range []int{bcrypt.MinCost, defaultCost} {
		h := NewHasher(HasherOptions{Cost: cost})
		if got, err := bcrypt.Cost([]byte(h.decoy)); err != nil || got != cost {
			t.Errorf("cost %d, %v", got, err)
		}
	}
	h := NewHasher(HasherOptions{Cost: bcrypt.MinCost})
	err := bcrypt.CompareHashAndPassword([]byte(h.decoy), digest("Abcdefg1!"))
	if !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		t.Errorf("bcrypt does not judge the decoy: %v", err)
	}
}
