package password_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/crypto/bcrypt"

	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func quick() *password.Hasher {
	return password.NewHasher(password.HasherOptions{Cost: bcrypt.MinCost})
}

func hash(t *testing.T, h *password.Hasher, text string) string {
	t.Helper()
	made, err := h.Hash(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func matches(t *testing.T, h *password.Hasher, hash, text string) bool {
	t.Helper()
	ok, err := h.Matches(t.Context(), hash, text)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestMatches(t *testing.T) {
	h := quick()
	// bcrypt alone reads 72 bytes: 36 of these letters.
	cyrillic := strings.Repeat("ж", 64)
	for name, c := range map[string]struct {
		password, typed string
		want            bool
	}{
		"same":                         {"Abcdefg1!", "Abcdefg1!", true},
		"another":                      {"Abcdefg1!", "Abcdefg1?", false},
		"in capitals":                  {"Abcdefg1!", "ABCDEFG1!", false},
		"empty":                        {"Abcdefg1!", "", false},
		"space after":                  {"Abcdefg1!", "Abcdefg1! ", false},
		"64 Cyrillic letters":          {cyrillic, cyrillic, true},
		"differs in the last letter":   {cyrillic, strings.Repeat("ж", 63) + "щ", false},
		"differs after byte 72":        {strings.Repeat("a", 72) + "b", strings.Repeat("a", 72) + "c", false},
		"cut at byte 72":               {cyrillic, strings.Repeat("ж", 36), false},
		"differs after a zero byte":    {"abc\x00def", "abc\x00xyz", false},
		"accent composed another way":  {"Caf\u00e9 noir 1", "Cafe\u0301 noir 1", true},
		"accent missing":               {"Caf\u00e9 noir 1", "Cafe noir 1", false},
		"full-width is another letter": {"Abcdefg1!", "Abcdefg1\uff01", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := matches(t, h, hash(t, h, c.password), c.typed); got != c.want {
				t.Errorf("matches: %v", got)
			}
		})
	}
}

func TestHashesAreSalted(t *testing.T) {
	h := quick()
	first, second := hash(t, h, "Abcdefg1!"), hash(t, h, "Abcdefg1!")
	if first == second {
		t.Error("two hashes of one password are the same")
	}
}

func TestCostIsTwelve(t *testing.T) {
	cost, err := bcrypt.Cost([]byte(hash(t, password.NewHasher(password.HasherOptions{}), "Abcdefg1!")))
	if err != nil || cost != 12 {
		t.Errorf("cost %d, %v", cost, err)
	}
}

func TestNobodyMatches(t *testing.T) {
	h := quick()
	for _, typed := range []string{"", "Abcdefg1!"} {
		if matches(t, h, "", typed) {
			t.Errorf("%q matches nobody's password", typed)
		}
	}
}

func TestDamagedHashIsAnError(t *testing.T) {
	if ok, err := quick().Matches(t.Context(), "$2a$rubbish", "Abcdefg1!"); ok || err == nil || fault.From(err) != nil {
		t.Errorf("%v, %v", ok, err)
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := quick().Hash(ctx, "Abcdefg1!"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := quick().Matches(ctx, "", "Abcdefg1!"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestParallelUse(t *testing.T) {
	h := password.NewHasher(password.HasherOptions{Workers: 2, Queue: 50, Cost: bcrypt.MinCost})
	made := hash(t, h, "Abcdefg1!")
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if ok, err := h.Matches(t.Context(), made, "Abcdefg1!"); !ok || err != nil {
				t.Errorf("%v, %v", ok, err)
			}
		})
	}
	callers.Wait()
	if h.Refused() != 0 {
		t.Errorf("%d refused", h.Refused())
	}
}
