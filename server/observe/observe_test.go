package observe_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
)

func TestSecretsAndPersonalDataAreMasked(t *testing.T) {
	for name, attr := range map[string]slog.Attr{
		"key email":           slog.String("email", "whatever"),
		"key phone":           slog.Int("phone", 998901234567),
		"key user_email":      slog.String("user_email", "whatever"),
		"key address":         slog.Any("home_address", []string{"whatever"}),
		"key ssn":             slog.String("SSN", "whatever"),
		"key access_token":    slog.String("access_token", "whatever"),
		"key Authorization":   slog.String("Authorization", "whatever"),
		"key set-cookie":      slog.String("set-cookie", "whatever"),
		"in a group":          slog.Group("user", slog.String("email", "whatever")),
		"address in a value":  slog.String("note", "from ada.lovelace+cv@mail.example.org today, whatever"),
		"address in Cyrillic": slog.String("note", "пётр@почта.рф"),
		"in an error":         slog.Any("error", errors.New("send to whatever@example.org: refused")),
		"in a struct":         slog.Any("request", struct{ To string }{"whatever@example.org"}),
		"bearer":              slog.String("header", "Bearer whatever"),
		"JWT":                 slog.String("note", "got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ3aGF0ZXZlciJ9.whatever"),
		"provider key":        slog.String("note", "using sk-whatever-1234567"),
		"URL's password":      slog.String("uri", "mongodb://admin:whatever@mongo:27017/x"),
	} {
		t.Run(name, func(t *testing.T) {
			for _, asJSON := range []bool{true, false} {
				var out bytes.Buffer
				logger := observe.NewLogger(&out, asJSON, slog.LevelInfo)
				logger.Info("line", attr)
				logger.With(attr).Info("line")
				for _, secret := range []string{"whatever@", "ada.lovelace", "998901234567", "eyJ", "sk-", "пётр", ":whatever", `"whatever"`, "=whatever", "[whatever"} {
					if strings.Contains(out.String(), secret) {
						t.Errorf("%q is logged: %s", secret, out.String())
					}
				}
				if !strings.Contains(out.String(), "[masked]") {
					t.Errorf("no mask in %s", out.String())
				}
			}
		})
	}
	var out bytes.Buffer
	observe.NewLogger(&out, true, slog.LevelInfo).Info("mail to whatever@example.org")
	if strings.Contains(out.String(), "whatever@") {
		t.Errorf("the message is not masked: %s", out.String())
	}
}

func TestHarmlessValuesStay(t *testing.T) {
	var out bytes.Buffer
	observe.NewLogger(&out, true, slog.LevelInfo).Info("listening", observe.KeyListen, "127.0.0.1:3000",
		"took", 3*time.Second, "count", 7, "version", "v1.2.3@abc", "part", "server/rpc")
	for _, part := range []string{`"listen_address":"127.0.0.1:3000"`, `"took":3000000000`, `"count":7`, `"version":"v1.2.3@abc"`, `"part":"server/rpc"`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %s in %s", part, out.String())
		}
	}
}

func TestLinesCarryTheRequestID(t *testing.T) {
	var out bytes.Buffer
	logger := observe.NewLogger(&out, true, slog.LevelInfo).With("a", 1).WithGroup("g")
	logger.InfoContext(observe.WithRequestID(t.Context(), "R1"), "line")
	if !strings.Contains(out.String(), `"request_id":"R1"`) {
		t.Error(out.String())
	}
	if got := observe.RequestID(t.Context()); got != "" {
		t.Errorf("an id without a request: %q", got)
	}
}

func TestLevelAndForm(t *testing.T) {
	var out bytes.Buffer
	logger := observe.NewLogger(&out, true, slog.LevelWarn)
	logger.Info("quiet")
	if out.Len() > 0 {
		t.Errorf("logged below the level: %s", out.String())
	}
	logger.Warn("loud")
	if !json.Valid(out.Bytes()) {
		t.Errorf("not JSON: %s", out.String())
	}
	out.Reset()
	observe.NewLogger(&out, false, slog.LevelInfo).Info("for people")
	if !strings.Contains(out.String(), `level=INFO msg="for people"`) || strings.Contains(out.String(), "T") && strings.Contains(out.String(), "Z ") {
		t.Errorf("not readable: %s", out.String())
	}
}

func TestMetricsVocabulary(t *testing.T) {
	m := observe.NewMetrics("v1")
	m.CallEnded("/s/Call", "ok", 30*time.Millisecond, true)
	m.CallEnded("/s/Stream", "canceled", time.Hour, false)
	closed := m.StreamOpened("/s/Stream")
	m.Panicked()
	m.Limited("ai")
	m.LimiterForgot(3)
	families, err := m.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]float64{}
	for _, family := range families {
		for _, one := range family.GetMetric() {
			seen[family.GetName()] += one.GetCounter().GetValue() + one.GetGauge().GetValue() + float64(one.GetHistogram().GetSampleCount())
		}
	}
	for name, want := range map[string]float64{
		"interviewai_calls_total": 2, "interviewai_call_seconds": 1, "interviewai_open_streams": 1, "interviewai_panics_total": 1,
		"interviewai_limited_calls_total": 1, "interviewai_limiter_forgotten_total": 3, "interviewai_build_info": 1,
	} {
		if seen[name] != want {
			t.Errorf("%s = %v, want %v", name, seen[name], want)
		}
	}
	closed()
}

func TestTracesReachTheCollector(t *testing.T) {
	got := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- r.URL.Path + " " + string(body)
	}))
	defer collector.Close()
	traces, err := observe.NewTraces(t.Context(), collector.URL, "v1")
	if err != nil {
		t.Fatal(err)
	}
	_, span := traces.Provider.Tracer("test").Start(t.Context(), "a-span")
	span.End()
	if err := traces.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := <-got; !strings.HasPrefix(text, "/v1/traces ") || !strings.Contains(text, "a-span") || !strings.Contains(text, "interviewai") {
		t.Errorf("got %q", text)
	}
}

func TestWithoutACollectorNothingIsTraced(t *testing.T) {
	traces, err := observe.NewTraces(t.Context(), "", "v1")
	if err != nil {
		t.Fatal(err)
	}
	_, span := traces.Provider.Tracer("test").Start(t.Context(), "a-span")
	if span.IsRecording() {
		t.Error("recording for nobody")
	}
	if err := traces.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
