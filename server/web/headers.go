package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	connectcors "connectrpc.com/cors"
	"github.com/rs/cors"

	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/web/forward"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	requestIDHeader = forward.RequestID
	// corsMaxAge is the specification's 24 hours (§7.2).
	corsMaxAge = 86400
)

// withRequestID numbers each request: the caller sees the number, every log
// line of the request carries it. A caller's own number is not taken over, since
// it could be anything, unless the caller is this process.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if id == "" || !inproc.Local(r) {
			id = rand.Text()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(observe.WithRequestID(r.Context(), id)))
	})
}

// withSecurityHeaders tells browsers to do nothing clever with answers that are
// data, never pages.
func withSecurityHeaders(trusted proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if trusted.encrypted(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// withCORS lets the listed origins call from browsers, for Connect, gRPC-Web,
// REST and WHIP alike.
func withCORS(origins []string, next http.Handler) http.Handler {
	methods := append(connectcors.AllowedMethods(), http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead)
	headers := append(connectcors.AllowedHeaders(), "Authorization", "If-Match", "If-None-Match", "Accept", "Last-Event-Id", "Range")
	headers = append(headers, tusRequestHeaders...)
	exposed := append(connectcors.ExposedHeaders(), requestIDHeader, "Retry-After", "Location", "ETag", "Link", "Accept-Patch",
		"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "RateLimit")
	exposed = append(exposed, tusAnswerHeaders...)
	return cors.New(cors.Options{
		AllowedOrigins:   origins,
		AllowedMethods:   methods,
		AllowedHeaders:   headers,
		ExposedHeaders:   exposed,
		AllowCredentials: !slices.Contains(origins, "*"),
		MaxAge:           corsMaxAge,
	}).Handler(next)
}

// withoutPanics answers 500 for a handler outside the interceptors that panics.
func withoutPanics(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint,err113 // net/http compares it with == too
				panic(cause)
			}
			logger.ErrorContext(r.Context(), "request panicked", observe.KeyMethod, r.Method, observe.KeyPath, r.URL.Path,
				observe.KeyError, fmt.Sprint(cause), observe.KeyStack, string(debug.Stack()))
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
				writeProblem(w, r, http.StatusInternalServerError, problem{Reason: "internal", Message: "Something went wrong on our side."})
			}
		}()
		next.ServeHTTP(w, r)
	})
}
