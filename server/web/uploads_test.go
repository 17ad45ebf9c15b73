package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// judging is uploads that know everybody whose token is their name.
func judging(t *testing.T) *uploads {
	t.Helper()
	_, admission, err := rpc.Guard(rpc.InterceptorOptions{
		Logger: slog.New(slog.DiscardHandler), Metrics: observe.NewMetrics("test"), Now: time.Now,
		Authenticate: func(_ context.Context, token string) (account.Identity, error) {
			return account.Identity{UserID: account.UserID(token), Role: account.User}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return newUploads(admission, connect.NewErrorWriter())
}

// upload begins one of so many bytes.
func (u *uploads) upload(t *testing.T, who string, size int64) (end func(), code connect.Code, after string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(""))
	r.Header.Set("Authorization", "Bearer "+who)
	r.ContentLength = size
	end, err := u.begin(httptest.NewRecorder(), r, interviewaiv1connect.AiServiceTranscribeProcedure)
	if err != nil {
		return nil, connect.CodeOf(err), refusalOf(err).Meta().Get("Retry-After")
	}
	return end, 0, ""
}

func TestFilesTogetherAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := judging(t)
		var ends []func()
		for _, who := range []string{"ada", "bob", "cyd", "dan"} {
			end, code, _ := u.upload(t, who, maxCall)
			if end == nil {
				t.Fatalf("%s: %v", who, code)
			}
			ends = append(ends, end)
		}
		began := time.Now()
		if _, code, after := u.upload(t, "eve", maxCall); code != connect.CodeUnavailable || after != "5" || time.Since(began) != uploadWait {
			t.Errorf("without room: %v, Retry-After %q, after %v", code, after, time.Since(began))
		}
		// Who waits gets the room that is given back meanwhile.
		go func() {
			<-time.After(uploadWait / 2)
			ends[0]()
		}()
		end, code, _ := u.upload(t, "eve", maxCall)
		if end == nil {
			t.Fatalf("with room: %v", code)
		}
		for _, end := range append(ends[1:], end) {
			end()
		}
		if !u.room.TryAcquire(uploadRoom) || len(u.held) != 0 {
			t.Errorf("room is lost, or people are remembered: %v", u.held)
		}
	})
}

func TestNobodyTakesAllTheRoom(t *testing.T) {
	u := judging(t)
	for range 2 {
		if end, code, _ := u.upload(t, "ada", maxCall); end == nil {
			t.Fatal(code)
		}
	}
	if _, code, after := u.upload(t, "ada", 1); code != connect.CodeResourceExhausted || after != "5" {
		t.Errorf("a third recording: %v, Retry-After %q", code, after)
	}
	if end, code, _ := u.upload(t, "bob", maxCall); end == nil {
		t.Errorf("somebody else: %v", code)
	}
}

func TestWhatIsHiddenCountsAsTheLargest(t *testing.T) {
	for name, c := range map[string]struct {
		length int64
		header string
		want   int64
	}{
		"as it says":             {10, "", 10},
		"without a length":       {-1, "", 100},
		"compressed":             {10, "Content-Encoding", 100},
		"compressed in gRPC":     {10, "Grpc-Encoding", 100},
		"compressed in a stream": {10, "Connect-Content-Encoding", 100},
		"more than is read":      {1000, "", 100},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody)
		r.ContentLength = c.length
		if c.header != "" {
			r.Header.Set(c.header, "gzip")
		}
		if got := sizeOf(r, 100); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
