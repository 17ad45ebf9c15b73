// Package web is the HTTP surface: the contract's services over Connect, gRPC
// and gRPC-Web, the same as REST under /api/, and what surrounds them: health,
// metrics, keys, reflection, and other parts' own handlers.
package web

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"
	"connectrpc.com/grpcreflect"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// Service is a Connect service to serve, as its generated constructor returns
// it.
type Service struct {
	// Path is "/package.Service/".
	Path string
	// Handler serves it.
	Handler http.Handler
}

// Route is a plain handler of another part.
type Route struct {
	// Pattern as http.ServeMux takes it, such as "/ws/audio".
	Pattern string
	// Handler serves it and checks credentials itself.
	Handler http.Handler
}

// Options is what the surface is made of.
type Options struct {
	// Services of the contract. Those with REST annotations appear under /api/.
	Services []Service
	// Routes of other parts (WHIP, WebSocket).
	Routes []Route
	// Keys returns the public keys to publish.
	Keys func() account.JWKS
	// Health says how the process is.
	Health *Health
	// Metrics are served at /metrics.
	Metrics prometheus.Gatherer
	// Logger gets requests that failed outside any service.
	Logger *slog.Logger
	// InProcess reaches this very surface through its in-process listener.
	InProcess connect.HTTPClient
	// CORSOrigins may call from browsers.
	CORSOrigins []string
	// HandlerOptions are the services' own, for health and reflection.
	HandlerOptions []connect.HandlerOption
}

// New returns the whole surface as one handler.
func New(o Options) (http.Handler, error) {
	mux := http.NewServeMux()
	names := []string{grpchealth.HealthV1ServiceName}
	for _, s := range o.Services {
		mux.Handle(s.Path, s.Handler)
		names = append(names, strings.Trim(s.Path, "/"))
	}
	mux.Handle(grpchealth.NewHandler(o.Health.checker(names), o.HandlerOptions...))
	reflector := grpcreflect.NewStaticReflector(names...)
	mux.Handle(grpcreflect.NewHandlerV1(reflector, o.HandlerOptions...))
	mux.Handle(grpcreflect.NewHandlerV1Alpha(reflector, o.HandlerOptions...))

	rest, err := newREST(o.Services)
	if err != nil {
		return nil, err
	}
	mux.Handle("/api/", rest)
	for _, s := range o.Services {
		if strings.Trim(s.Path, "/") == interviewaiv1connect.AiServiceName {
			mux.Handle("POST /api/v1/ai/transcribe", newTranscribe(o.InProcess, inproc.BaseURL))
		}
	}
	for _, r := range o.Routes {
		mux.Handle(r.Pattern, r.Handler)
	}

	mux.HandleFunc("GET /health", o.Health.serveHealth)
	mux.HandleFunc("GET /livez", serveLive)
	mux.HandleFunc("GET /readyz", o.Health.serveReady)
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{}))
	if o.Keys != nil {
		mux.HandleFunc("GET "+account.JWKSPath, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=300")
			writeJSON(w, http.StatusOK, o.Keys())
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, http.StatusNotFound, problem{Reason: "not_found", Message: "There is nothing at " + r.Method + " " + r.URL.Path + "."})
	})
	return withRequestID(withSecurityHeaders(withCORS(o.CORSOrigins, withoutPanics(o.Logger, mux)))), nil
}

// writeJSON answers with a JSON document.
func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		// Only our own types come here, and they can be marshalled.
		panic(fmt.Errorf("marshal answer: %w", err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that is gone needs no answer
}
