package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// fifty makes a call fifty times at once and counts the answers by what tell
// makes of them.
func fifty(t *testing.T, call func() (answer, error), tell func(answer) string) map[string]int {
	t.Helper()
	var mu sync.Mutex
	counts := map[string]int{}
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range 50 {
		all.Go(func() {
			<-begin
			got, err := call()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
				return
			}
			counts[tell(got)]++
		})
	}
	close(begin)
	all.Wait()
	return counts
}

// Fifty at once have one outcome.
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), []string{"CAPTCHA_MODE=off", "RATE_LIMITS=off"})
	a := s.api(t, false)
	outcome := func(got answer) string { return strings.TrimSpace(fmt.Sprintf("%d %s", got.status, got.reason())) }

	t.Run("registrations of one address", func(t *testing.T) {
		const email = fiftyRegistered
		got := fifty(t, func() (answer, error) { return a.register(t.Context(), email) }, outcome)
		// Hashing is bounded: who does not fit is told so, and has changed nothing.
		if got["201"] == 0 || got["201"]+got["503 busy"] != 50 {
			t.Errorf("answers %v", got)
		}
		// The winner gets a link that verifies; the others' letters are about
		// somebody trying again, and five of them are all that a mailbox gets.
		want := 1 + min(5, got["201"]-1)
		var letters []string
		await(t, "the letters", func() bool {
			var err error
			if letters, err = a.outbox.to(email); err != nil {
				t.Fatal(err)
			}
			return len(letters) >= want
		})
		if n := count(letters, "verify-email "); n != 1 || len(letters) != want {
			t.Errorf("%d verification mails among %d, for %d answers", n, len(letters), got["201"])
		}
	})

	t.Run("uses of one verification link", func(t *testing.T) {
		const email = "link@example.org"
		if got, err := a.register(t.Context(), email); err != nil || got.status != http.StatusCreated {
			t.Fatal(got, err)
		}
		token := await(t, "the mail", func() string {
			letters, err := a.outbox.to(email)
			if err != nil || len(letters) == 0 {
				return ""
			}
			return strings.TrimPrefix(letters[0], "verify-email ")
		})
		got := fifty(t, func() (answer, error) { return a.verify(t.Context(), token) }, outcome)
		if want := map[string]int{"200": 1, "400 invalid_link": 49}; !maps.Equal(got, want) {
			t.Errorf("answers %v, want %v", got, want)
		}
		if in, err := a.signIn(t.Context(), email); err != nil || in.status != http.StatusOK {
			t.Errorf("sign in: %s, %v", in, err)
		}
	})

	t.Run("refreshes of one token", func(t *testing.T) {
		access, refresh := a.newcomer(t, "refresh@example.org")
		var mu sync.Mutex
		successors := map[string]bool{}
		got := fifty(t, func() (answer, error) {
			got, err := a.refresh(t.Context(), refresh)
			mu.Lock()
			defer mu.Unlock()
			successors[got.text("refreshToken")] = true
			return got, err
		}, outcome)
		if want := map[string]int{"200": 50}; !maps.Equal(got, want) || len(successors) != 1 {
			t.Errorf("answers %v with %d successors, want %v with one", got, len(successors), want)
		}
		next := slices.Collect(maps.Keys(successors))[0]
		if next == refresh {
			t.Error("the token was not changed")
		}
		if got, err := a.refresh(t.Context(), next); err != nil || got.status != http.StatusOK {
			t.Errorf("the successor: %s, %v", got, err)
		}
		if got, err := a.profile(t.Context(), access); err != nil || got.status != http.StatusOK {
			t.Errorf("somebody was signed out: %s, %v", got, err)
		}
	})

	s.stop(t)
	all, verified := accounts(t, s)
	if len(all) != 3 || all[fiftyRegistered] != 1 || verified[fiftyRegistered] != 0 {
		t.Errorf("accounts %v, verified %v", all, verified)
	}
}

// fiftyRegistered is the address that fifty register at once.
const fiftyRegistered = "fifty@example.org"

func count(letters []string, prefix string) int {
	n := 0
	for _, one := range letters {
		if strings.HasPrefix(one, prefix) {
			n++
		}
	}
	return n
}
