// Package web is the HTTP surface: the contract's services over Connect, gRPC
// and gRPC-Web, the same as REST under /api/, and what surrounds them: health,
// metrics, keys, reflection, and other parts' own handlers.
package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"
	"connectrpc.com/grpcreflect"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/console"
	"github.com/interviewai-pro/interviewai/server/web/docs"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
	"github.com/interviewai-pro/interviewai/server/web/page"
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
	// PublicURL is how people reach the product, for the way back from a
	// provider's page; empty means the root of this surface.
	PublicURL string
	// Avatars are served at /api/v1/avatars/; nil serves none.
	Avatars Avatars
	// Exports are handed to their owners; nil serves none.
	Exports Exports
	// CVs are handed to their owners; nil serves none.
	CVs CVs
	// CVExports are handed to their owners; nil serves none.
	CVExports CVExports
	// Recordings are answers of mock interviews; nil takes none.
	Recordings Recordings
	// Reports of mock interviews; nil shows none.
	Reports Reports
	// Readers of their questions; nil reads none.
	Readers Readers
	// Admission judges what must be judged before it is read, and what is no call.
	// It is of one making with the services' interceptors (rpc.Guard).
	Admission *rpc.Admission
	// TrustedProxies are believed when they say whom they speak for.
	TrustedProxies []netip.Prefix
	// CORSOrigins may call from browsers, with their cookies; "*" stands for any
	// part of an origin.
	CORSOrigins []string
	// HandlerOptions are the services' own, for health and reflection.
	HandlerOptions []connect.HandlerOption
}

var errNoAdmission = errors.New("nobody judges who may upload")

// New returns the whole surface as one handler. From the outside in a request
// gets its number, its origin and the answer's security headers, is checked
// against CORS and for other sites' doing, and is then routed. Refusals on that
// way are counted, see limits.
func New(o Options) (http.Handler, error) {
	if o.Admission == nil {
		return nil, errNoAdmission
	}
	mux := http.NewServeMux()
	refusals := connect.NewErrorWriter(o.HandlerOptions...)
	uploads := newUploads(o.Admission, refusals)
	if err := o.serveCalls(mux, uploads); err != nil {
		return nil, err
	}
	if o.Recordings != nil {
		if err := registerRecordings(mux, o.Recordings, uploads, o.Logger); err != nil {
			return nil, err
		}
	}
	o.servePlain(mux)
	for _, r := range o.Routes {
		mux.Handle(r.Pattern, r.Handler)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, http.StatusNotFound, problem{Reason: "not_found", Message: "There is nothing at " + r.Method + " " + r.URL.Path + "."})
	})
	var paths []string
	for _, s := range o.Services {
		paths = append(paths, s.Path)
	}
	guarded := &crossSite{origins: o.CORSOrigins, uploads: []string{transcribePath, avatarPath, cvUploadPath, cvPreviewPath, cvSavePath}, forms: page.Paths(), next: mux}
	limited := &limits{admission: o.Admission, services: paths, errors: refusals, next: guarded}
	trusted := proxies(o.TrustedProxies)
	return withBodyTime(bodyTime, withRequestID(withOrigin(trusted, withSecurityHeaders(trusted,
		withCORS(o.CORSOrigins, withoutPanics(o.Logger, limited)))))), nil
}

// serveCalls adds the contract's services in all their protocols.
func (o Options) serveCalls(mux *http.ServeMux, uploads *uploads) error {
	names := []string{grpchealth.HealthV1ServiceName}
	for _, s := range o.Services {
		bounded, err := withBoundedCalls(s)
		if err == nil {
			bounded, err = uploads.before(s, bounded)
		}
		if err != nil {
			return err
		}
		mux.Handle(s.Path, bounded)
		names = append(names, strings.Trim(s.Path, "/"))
	}
	mux.Handle(grpchealth.NewHandler(o.Health.checker(names), o.HandlerOptions...))
	reflector := grpcreflect.NewStaticReflector(names...)
	mux.Handle(grpcreflect.NewHandlerV1(reflector, o.HandlerOptions...))
	mux.Handle(grpcreflect.NewHandlerV1Alpha(reflector, o.HandlerOptions...))
	rest, err := newREST(o.Services)
	if err != nil {
		return err
	}
	mux.Handle("/api/", small(rest))
	for _, s := range o.Services {
		switch strings.Trim(s.Path, "/") {
		case interviewaiv1connect.AiServiceName:
			mux.Handle("POST "+transcribePath, newTranscribe(o.InProcess, inproc.BaseURL, uploads))
		case interviewaiv1connect.UserServiceName:
			mux.Handle("POST "+avatarPath, newAvatarUpload(o.InProcess, inproc.BaseURL, rest, uploads))
		case interviewaiv1connect.CvServiceName:
			for path, form := range cvForms(o.InProcess, inproc.BaseURL, rest, uploads) {
				mux.Handle("POST "+path, form)
			}
			page.NewRules(o.InProcess, inproc.BaseURL).Register(mux)
		case interviewaiv1connect.AccountServiceName:
			page.New(o.InProcess, inproc.BaseURL, o.PublicURL).Register(mux)
		}
	}
	return nil
}

// servePlain adds what is no call.
func (o Options) servePlain(mux *http.ServeMux) {
	mux.HandleFunc("GET /health", o.Health.serveHealth)
	mux.HandleFunc("GET /livez", serveLive)
	mux.HandleFunc("GET /readyz", o.Health.serveReady)
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{}))
	docs.Register(mux)
	console.Register(mux)
	if o.Keys != nil {
		mux.HandleFunc("GET "+account.JWKSPath, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=300")
			writeJSON(w, http.StatusOK, o.Keys())
		})
	}
	if o.Avatars != nil {
		mux.Handle("GET /api/v1/avatars/{key}", avatars{o.Avatars, o.Logger})
	}
	if o.Exports != nil {
		mux.Handle("GET /api/v1/users/exports/{id}/download", exports{o.Exports, o.Admission, o.Logger})
	}
	if o.CVs != nil {
		files := cvFiles{o.CVs, o.Admission, o.Logger}
		mux.Handle("GET /api/v1/cv/{id}/file", files)
		mux.HandleFunc("GET "+cv.LinkPath("{link}"), files.linked)
	}
	if o.CVExports != nil {
		mux.Handle("GET /api/v1/cv/{id}/export", cvExports{o.CVExports, o.Admission, o.Logger})
	}
	if o.Readers != nil {
		mux.Handle("GET /api/v1/interviews/{id}/questions/{item}/speech", readers{o.Readers, o.Admission, o.Logger})
	}
	if o.Reports != nil {
		(&reports{o.Reports, o.Admission, o.Logger}).register(mux)
	}
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
