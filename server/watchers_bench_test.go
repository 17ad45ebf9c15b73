package main

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

const (
	benchWatchers = 10_000
	// watchersEach watch one session, and watchersLine share a connection.
	watchersEach = 100
	watchersLine = 500
)

// BenchmarkWatchers opens 10,000 server streams on one process, lets something
// happen in every watched session, and measures the service's memory and how
// long the last watcher waited for it.
func BenchmarkWatchers(b *testing.B) {
	p := startProcess(b)
	token := p.member("watched")
	for b.Loop() {
		watchMany(b, p, token)
	}
}

func watchMany(b *testing.B, p *process, token string) {
	b.Helper()
	idle := p.memory()
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	live := interviewaiv1connect.NewLiveServiceClient(http.DefaultClient, p.url, bearer(token))
	sessions := make([]string, benchWatchers/watchersEach)
	for i := range sessions {
		res, err := live.CreateLiveSession(ctx, connect.NewRequest(&v1.CreateLiveSessionRequest{Consent: true}))
		if err != nil {
			b.Fatal(err)
		}
		sessions[i] = res.Msg.GetSession().GetId()
	}
	var open, told sync.WaitGroup
	open.Add(benchWatchers)
	told.Add(benchWatchers)
	var failed atomic.Int64
	for first := 0; first < benchWatchers; first += watchersLine {
		client := interviewaiv1connect.NewLiveServiceClient(h2c(), p.url, bearer(token), connect.WithGRPC())
		for i := first; i < first+watchersLine; i++ {
			all.Go(func() {
				if !watchOne(ctx, client, sessions[i/watchersEach], &open, &told) {
					failed.Add(1)
				}
			})
		}
	}
	open.Wait()
	watching := p.memory()
	began := time.Now()
	for _, id := range sessions {
		if _, err := live.EndLiveSession(ctx, connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: id})); err != nil {
			b.Fatal(err)
		}
	}
	told.Wait()
	last := time.Since(began)
	if n := failed.Load(); n > 0 {
		b.Fatalf("%d watchers were not told", n)
	}
	b.ReportMetric(watching, "MiB")
	b.ReportMetric((watching-idle)*1024/benchWatchers, "KiB/watcher")
	b.ReportMetric(float64(last.Milliseconds()), "ms-until-the-last-was-told")
	b.ReportMetric(benchWatchers, "watchers")
}

// watchOne watches until the session's end.
func watchOne(ctx context.Context, client interviewaiv1connect.LiveServiceClient, id string, open, told *sync.WaitGroup) bool {
	opened := false
	defer told.Done()
	defer func() {
		if !opened {
			open.Done()
		}
	}()
	stream, err := client.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: id}))
	if err != nil {
		return false
	}
	defer stream.Close() //nolint:errcheck // it has ended
	for stream.Receive() {
		if !opened {
			opened = true
			open.Done()
		}
		if stream.Msg().GetEvent().GetStateChanged().GetState() == v1.LiveState_LIVE_STATE_ENDED {
			return true
		}
	}
	return false
}

func h2c() *http.Client {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Client{Transport: &http.Transport{Protocols: protocols, HTTP2: &http.HTTP2Config{MaxReadFrameSize: 16 << 10}}}
}

// bearer shows a token on every call.
func bearer(token string) connect.ClientOption {
	return connect.WithInterceptors(shownToken(token))
}

type shownToken string

// WrapUnary implements connect.Interceptor.
func (s shownToken) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		req.Header().Set("Authorization", "Bearer "+string(s))
		return next(ctx, req)
	}
}

// WrapStreamingClient implements connect.Interceptor.
func (s shownToken) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		conn.RequestHeader().Set("Authorization", "Bearer "+string(s))
		return conn
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (s shownToken) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}
