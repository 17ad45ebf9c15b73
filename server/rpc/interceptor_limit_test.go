package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

func limited(d *door, o *rpc.InterceptorOptions) {
	o.Limiter = rpc.NewLimiter(time.Now, d.metrics)
}

// get calls as somebody, and returns the refusal.
func (d *door) get(t *testing.T, who string) error {
	t.Helper()
	_, err := d.live.GetLiveSession(t.Context(), as("token-of-"+who, &v1.GetLiveSessionRequest{SessionId: "s1"}))
	return err
}

// sendUntilRefused calls at the given pace until a call is refused, and returns
// how many were let through.
func (d *door) sendUntilRefused(t *testing.T, who string, pace time.Duration) (int, *connect.Error) {
	t.Helper()
	for n := range 3000 {
		if err := d.get(t, who); err != nil {
			var refused *connect.Error
			if !errors.As(err, &refused) || refused.Code() != connect.CodeResourceExhausted {
				t.Fatalf("call %d: %v", n+1, err)
			}
			return n, refused
		}
		if pace > 0 {
			advance(t, pace)
		}
	}
	t.Fatal("never refused")
	return 0, nil
}

func TestWindows(t *testing.T) {
	for _, c := range []struct {
		name string
		pace time.Duration
		// calls let through: the window's own and those it is given meanwhile.
		atLeast, atMost int
		limit           string
	}{
		{"ten at once", 0, 10, 10, "10"},
		{"a hundred in a minute", 100 * time.Millisecond, 100, 120, "100"},
		{"a thousand in a quarter of an hour", 600 * time.Millisecond, 1000, 3000, "1000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := open(t, failWith(nil), limited)
				n, refused := d.sendUntilRefused(t, "ada", c.pace)
				if n < c.atLeast || n > c.atMost {
					t.Errorf("%d calls were let through, want %d to %d", n, c.atLeast, c.atMost)
				}
				if got := refused.Meta().Get("RateLimit-Limit"); got != c.limit {
					t.Errorf("RateLimit-Limit = %q, want %q", got, c.limit)
				}
				if got := refused.Meta().Get("RateLimit-Remaining"); got != "0" {
					t.Errorf("RateLimit-Remaining = %q", got)
				}
				wait, err := time.ParseDuration(refused.Meta().Get("Retry-After") + "s")
				if err != nil || wait < time.Second {
					t.Fatalf("Retry-After = %q", refused.Meta().Get("Retry-After"))
				}
				if err := d.get(t, "bob"); err != nil {
					t.Errorf("somebody else: %v", err)
				}
				advance(t, wait)
				if err := d.get(t, "ada"); err != nil {
					t.Errorf("after the wait that was asked for: %v", err)
				}
				// Half an hour later both generations have turned over, and all is forgotten.
				advance(t, 31*time.Minute)
				for range 10 {
					if err := d.get(t, "ada"); err != nil {
						t.Fatalf("after half an hour: %v", err)
					}
				}
			})
		})
	}
}

func TestModelCallsAreLimitedEarlier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, failWith(nil), limited)
		n := 0
		for ; n < 100; n++ {
			_, err := d.live.AskQuestion(t.Context(), as("token-of-ada", &v1.AskQuestionRequest{SessionId: "s1", Question: "Why?"}))
			if connect.CodeOf(err) == connect.CodeResourceExhausted {
				var refused *connect.Error
				if errors.As(err, &refused); refused.Meta().Get("RateLimit-Limit") != "30" {
					t.Errorf("header %v", refused.Meta())
				}
				break
			}
			advance(t, 100*time.Millisecond)
		}
		if n < 30 || n > 33 { // a call every two seconds comes back
			t.Errorf("%d calls were let through", n)
		}
		if got := counter(t, d.metrics, "interviewai_limited_calls_total"); got != 1 {
			t.Errorf("%v refusals counted", got)
		}
		if err := d.get(t, "ada"); err != nil {
			t.Errorf("a call that costs nothing: %v", err)
		}
	})
}

func TestEveryAnswerSaysWhereTheCallerStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, failWith(nil), limited)
		res, err := d.live.GetLiveSession(t.Context(), as("token-of-ada", &v1.GetLiveSessionRequest{SessionId: "s1"}))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"RateLimit-Limit": "10", "RateLimit-Remaining": "9", "RateLimit-Reset": "1",
			"RateLimit-Policy": "10;w=1, 100;w=60, 1000;w=900", "Retry-After": "",
		}
		for name, value := range want {
			if got := res.Header().Get(name); got != value {
				t.Errorf("answer: %s = %q, want %q", name, got, value)
			}
		}
		stream, err := d.live.WatchLiveSession(t.Context(), as("token-of-ada", &v1.WatchLiveSessionRequest{SessionId: "s1"}))
		if err != nil {
			t.Fatal(err)
		}
		for stream.Receive() {
		}
		if got := stream.ResponseHeader().Get("RateLimit-Remaining"); got != "8" {
			t.Errorf("stream: RateLimit-Remaining = %q", got)
		}
		_ = stream.Close()
		_, err = d.live.GetLiveSession(t.Context(), as("", &v1.GetLiveSessionRequest{SessionId: "s1"}))
		var refused *connect.Error
		if !errors.As(err, &refused) || refused.Meta().Get("RateLimit-Remaining") != "9" {
			t.Errorf("refused for want of a token: %v", err)
		}
	})
}

func TestGuessingTokensIsLimitedByAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from := "203.0.113.7"
		d := open(t, failWith(nil), limited, throughOrigin(&from))
		codes := func(n int) string {
			var out strings.Builder
			for range n {
				_, err := d.live.GetLiveSession(t.Context(), as("guess", &v1.GetLiveSessionRequest{SessionId: "s1"}))
				fmt.Fprint(&out, map[connect.Code]string{connect.CodeUnauthenticated: "u", connect.CodeResourceExhausted: "l"}[connect.CodeOf(err)])
			}
			return out.String()
		}
		if got := codes(12); got != "uuuuuuuuuull" {
			t.Errorf("one address: %s", got)
		}
		from = "203.0.113.8"
		if got := codes(1); got != "u" {
			t.Errorf("another address: %s", got)
		}
		from = "2001:db8::1"
		if got := codes(10); got != "uuuuuuuuuu" {
			t.Errorf("an IPv6 address: %s", got)
		}
		from = "2001:db8::2"
		if got := codes(1); got != "l" {
			t.Errorf("its neighbour on the same network: %s", got)
		}
		if err := d.get(t, "ada"); err != nil {
			t.Errorf("a user at the same address: %v", err)
		}
	})
}

// throughOrigin notes in each call's context where it is said to come from.
func throughOrigin(from *string) func(*door, *rpc.InterceptorOptions) {
	return func(d *door, _ *rpc.InterceptorOptions) {
		d.context = func(ctx context.Context) context.Context {
			return origin.NewContext(ctx, origin.Origin{Address: netip.MustParseAddr(*from)})
		}
	}
}

// advance lets virtual time pass.
func advance(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}
