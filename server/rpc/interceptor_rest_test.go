package rpc_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	rpcs "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// sessions creates sessions, and refuses to end them for a while.
type sessions struct {
	live
}

func (sessions) CreateLiveSession(context.Context, *connect.Request[v1.CreateLiveSessionRequest]) (*connect.Response[v1.CreateLiveSessionResponse], error) {
	return connect.NewResponse(&v1.CreateLiveSessionResponse{}), nil
}

func (sessions) EndLiveSession(context.Context, *connect.Request[v1.EndLiveSessionRequest]) (*connect.Response[v1.EndLiveSessionResponse], error) {
	return nil, fault.New(fault.Unavailable, "busy", "Try again later.").After(90 * time.Second)
}

// TestWhatCallersAreToldOverREST goes through the whole HTTP surface.
func TestWhatCallersAreToldOverREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, live{}, limited, func(d *door, _ *rpc.InterceptorOptions) {
			d.handler = func(o connect.HandlerOption) http.Handler {
				path, handler := rpcs.NewLiveServiceHandler(sessions{failWith(nil)}, rpc.HandlerOptions(o)...)
				logger := slog.New(slog.DiscardHandler)
				surface, err := web.New(web.Options{
					Services: []web.Service{{Path: path, Handler: handler}}, Health: web.NewHealth(time.Now, logger),
					Metrics: d.metrics.Registry, Logger: logger, InProcess: http.DefaultClient, Admission: d.admission, HandlerOptions: rpc.HandlerOptions(o),
				})
				if err != nil {
					t.Error(err)
				}
				return surface
			}
		})
		for i, c := range []struct {
			path, token, body string
			status            int
			reason            string
			header            map[string]string
		}{
			{"/api/v1/live/sessions", "token-of-ada", `{"consent":true}`, http.StatusCreated, "", map[string]string{"RateLimit-Limit": "10", "RateLimit-Remaining": "9"}},
			{"/api/v1/live/sessions/s1/end", "token-of-ada", `{}`, http.StatusServiceUnavailable, "busy", map[string]string{"Retry-After": "90", "RateLimit-Remaining": "8"}},
			{"/api/v1/live/sessions/s1/end", "guess", `{}`, http.StatusUnauthorized, "invalid_token", map[string]string{"RateLimit-Remaining": "9"}},
		} {
			status, header, reason := d.post(t, c.path, c.token, c.body)
			if status != c.status || reason != c.reason {
				t.Errorf("request %d: %d %q, want %d %q", i+1, status, reason, c.status, c.reason)
			}
			for name, want := range c.header {
				if got := header.Get(name); got != want {
					t.Errorf("request %d: %s = %q, want %q", i+1, name, got, want)
				}
			}
		}
		for {
			status, header, reason := d.post(t, "/api/v1/live/sessions/s1/end", "token-of-ada", `{}`)
			if status == http.StatusServiceUnavailable {
				continue
			}
			if status != http.StatusTooManyRequests || reason != "rate_limited" || header.Get("Retry-After") != "1" ||
				header.Get("RateLimit-Remaining") != "0" || !strings.Contains(header.Get("RateLimit-Policy"), "100;w=60") {
				t.Errorf("one too many: %d %q %v", status, reason, header)
			}
			break
		}
	})
}

func (d *door) post(t *testing.T, path, token, body string) (status int, header http.Header, reason string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, inproc.BaseURL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	res, err := d.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ Reason string }
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return res.StatusCode, res.Header, p.Reason
}
