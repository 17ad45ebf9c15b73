package captcha_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/captcha"
	"github.com/interviewai-pro/interviewai/server/account/captcha/captchatest"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// clock is the injected time.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

var key = bytes.Repeat([]byte("k"), 32)

func open(t *testing.T, db *store.DB, key []byte, c *clock) *captcha.Captcha {
	t.Helper()
	made, err := captcha.New(t.Context(), captcha.Options{Key: key, DB: db, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func challenge(t *testing.T, c *captcha.Captcha) captcha.Challenge {
	t.Helper()
	made, err := c.Challenge()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func solve(t *testing.T, c *captcha.Captcha) string {
	t.Helper()
	payload, err := captchatest.Solve(challenge(t, c))
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// rule is which rule of the field "captcha" a check found broken; empty when it
// passed.
func rule(t *testing.T, c *captcha.Captcha, payload string) string {
	t.Helper()
	err := c.Check(t.Context(), payload)
	if err == nil {
		return ""
	}
	f := fault.From(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Path != "captcha" {
		t.Errorf("not a fault about the field: %v", err)
		return "?"
	}
	return f.Fields[0].Rule
}

// altered is the payload with some of its JSON replaced.
func altered(t *testing.T, payload string, changes map[string]any) string {
	t.Helper()
	return encode(t, fields(t, payload), changes)
}

func fields(t *testing.T, payload string) map[string]any {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func encode(t *testing.T, all, changes map[string]any) string {
	t.Helper()
	maps.Copy(all, changes)
	data, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(data)
}

func TestSolvedOnce(t *testing.T) {
	c := open(t, storetest.DB(t), key, newClock())
	payload := solve(t, c)
	for i, want := range []string{"", "used", "used"} {
		if got := rule(t, c, payload); got != want {
			t.Errorf("use %d: %q, want %q", i+1, got, want)
		}
	}
}

func TestExpires(t *testing.T) {
	clock := newClock()
	c := open(t, storetest.DB(t), key, clock)
	first, second := solve(t, c), solve(t, c)
	clock.advance(captcha.Life - time.Second)
	if got := rule(t, c, first); got != "" {
		t.Errorf("just in time: %q", got)
	}
	clock.advance(time.Second)
	if got := rule(t, c, second); got != "expired" {
		t.Errorf("too late: %q", got)
	}
}

// One hash fits a salt and a number, and the salt with the number's first digit
// and the rest, if nothing says where the salt ends: then a solved challenge
// could be given a later expiry.
func TestDigitsCannotMove(t *testing.T) {
	c := open(t, storetest.DB(t), key, newClock())
	var payload, salt, number string
	for len(number) < 2 || number[1] == '0' {
		payload = solve(t, c)
		all := fields(t, payload)
		salt, number = all["salt"].(string), strconv.Itoa(int(all["number"].(float64)))
	}
	rest, err := strconv.Atoi(number[1:])
	if err != nil {
		t.Fatal(err)
	}
	for name, longer := range map[string]string{
		"into the expiry": strings.TrimSuffix(salt, "&") + number[:1], "behind it": salt + number[:1],
	} {
		if got := rule(t, c, altered(t, payload, map[string]any{"salt": longer, "number": rest})); got != "invalid" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestForgeries(t *testing.T) {
	c := open(t, storetest.DB(t), key, newClock())
	other := open(t, storetest.DB(t), bytes.Repeat([]byte("o"), 32), newClock())
	good := solve(t, c)
	all := fields(t, good)
	number := int(all["number"].(float64))
	signed := all["signature"].(string)
	for name, payload := range map[string]string{
		"not base64":             "{}",
		"not JSON":               base64.StdEncoding.EncodeToString([]byte("x")),
		"another kind of JSON":   base64.StdEncoding.EncodeToString([]byte("[1]")),
		"too long":               altered(t, good, map[string]any{"pad": strings.Repeat("x", 2000)}),
		"another key's":          solve(t, other),
		"another number":         altered(t, good, map[string]any{"number": (number + 1) % captcha.MaxNumber}),
		"negative number":        altered(t, good, map[string]any{"number": -number - 1}),
		"number beyond the most": altered(t, good, map[string]any{"number": captcha.MaxNumber + 1}),
		"fraction":               altered(t, good, map[string]any{"number": float64(number) + 0.5}),
		"number with zeros":      altered(t, good, map[string]any{"number": "0" + strconv.Itoa(number)}),
		"number with a sign":     altered(t, good, map[string]any{"number": "+" + strconv.Itoa(number)}),
		"no number":              altered(t, good, map[string]any{"number": nil}),
		"another algorithm":      altered(t, good, map[string]any{"algorithm": "SHA-1"}),
		"another salt":           altered(t, good, map[string]any{"salt": "00?expires=99999999999&"}),
		"salt without expiry":    altered(t, good, map[string]any{"salt": "00?&"}),
		"salt of nonsense":       altered(t, good, map[string]any{"salt": "00?%zz&"}),
		"another challenge":      altered(t, good, map[string]any{"challenge": strings.Repeat("0", 64)}),
		"challenge in capitals":  altered(t, good, map[string]any{"challenge": strings.ToUpper(all["challenge"].(string))}),
		"signature shortened":    altered(t, good, map[string]any{"signature": signed[:len(signed)-1]}),
		"signature changed":      altered(t, good, map[string]any{"signature": strings.Repeat("0", 64)}),
		"no signature":           altered(t, good, map[string]any{"signature": ""}),
	} {
		if got := rule(t, c, payload); got != "invalid" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := rule(t, c, ""); got != "required" {
		t.Errorf("empty: %q", got)
	}
	if got := rule(t, c, good); got != "" {
		t.Errorf("the original afterwards: %q", got)
	}
}

// The forms that clients of the protocol send.
func TestForms(t *testing.T) {
	c := open(t, storetest.DB(t), key, newClock())
	for name, form := range map[string]func(string) string{
		"without took": func(p string) string { return altered(t, p, map[string]any{"took": nil}) },
		"number as string": func(p string) string {
			return altered(t, p, map[string]any{"number": strconv.Itoa(int(fields(t, p)["number"].(float64)))})
		},
		"unpadded":     func(p string) string { return strings.TrimRight(p, "=") },
		"URL alphabet": func(p string) string { return strings.NewReplacer("+", "-", "/", "_").Replace(p) },
	} {
		if got := rule(t, c, form(solve(t, c))); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Fifty parallel uses in two processes: exactly one passes.
func TestParallelReplay(t *testing.T) {
	db, clock := storetest.DB(t), newClock()
	processes := []*captcha.Captcha{open(t, db, key, clock), open(t, db, key, clock)}
	payload := solve(t, processes[0])
	var passed, used atomic.Int32
	var start, callers sync.WaitGroup
	start.Add(1)
	for i := range 50 {
		callers.Go(func() {
			start.Wait()
			switch got := rule(t, processes[i%2], payload); got {
			case "":
				passed.Add(1)
			case "used":
				used.Add(1)
			default:
				t.Error(got)
			}
		})
	}
	start.Done()
	callers.Wait()
	if passed.Load() != 1 || used.Load() != 49 {
		t.Errorf("%d passed, %d replays", passed.Load(), used.Load())
	}
}

func TestUsedChallengesAreSweptAfterTheirLife(t *testing.T) {
	db, clock := storetest.DB(t), newClock()
	c := open(t, db, key, clock)
	if got := rule(t, c, solve(t, c)); got != "" {
		t.Fatal(got)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{captcha.Life, 0}, {5*time.Minute + time.Second, 1}} {
		clock.advance(step.after)
		if n, err := db.Sweep(t.Context(), clock.now()); n != step.want || err != nil {
			t.Errorf("after %v more: swept %d, %v", step.after, n, err)
		}
	}
}

func TestShortKeyIsRefused(t *testing.T) {
	if _, err := captcha.New(t.Context(), captcha.Options{Key: []byte("short"), DB: storetest.DB(t), Now: time.Now}); err == nil {
		t.Error("opened")
	}
}

func TestUnsolvable(t *testing.T) {
	c := challenge(t, open(t, storetest.DB(t), key, newClock()))
	c.Challenge = strings.Repeat("0", 64)
	if _, err := captchatest.Solve(c); err == nil {
		t.Error("solved")
	}
}

func FuzzCheck(f *testing.F) {
	c, err := captcha.New(f.Context(), captcha.Options{Key: key, DB: storetest.DB(f), Now: newClock().now})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"", "e30=", `{"algorithm":"SHA-256","challenge":"00","number":1,"salt":"00?expires=1&","signature":"00","took":1}`,
		`{"algorithm":"SHA-256","number":"1e3","salt":"?expires=&"}`, `{"algorithm":"SHA-256","number":[],"salt":"&"}`,
	} {
		f.Add(seed)
		f.Add(base64.StdEncoding.EncodeToString([]byte(seed)))
	}
	f.Fuzz(func(t *testing.T, payload string) {
		for _, p := range []string{payload, base64.StdEncoding.EncodeToString([]byte(payload))} {
			if got := rule(t, c, p); got != "invalid" && got != "required" {
				t.Errorf("%q: %q", p, got)
			}
		}
	})
}

func TestGiveBack(t *testing.T) {
	c := open(t, storetest.DB(t), key, newClock())
	payload := solve(t, c)
	for _, want := range []string{"", "used"} {
		if got := rule(t, c, payload); got != want {
			t.Errorf("rule %q, want %q", got, want)
		}
	}
	for range 2 { // what is not used up is given back as well
		if err := c.GiveBack(t.Context(), payload); err != nil {
			t.Error(err)
		}
	}
	if got := rule(t, c, payload); got != "" {
		t.Errorf("given back: %q", got)
	}
	if err := c.GiveBack(t.Context(), "rubbish"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("rubbish: %v", err)
	}
}
