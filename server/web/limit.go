package web

import (
	"net/http"
	"slices"
	"strings"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

// probes are asked by machines that must get an answer, and refuse nobody.
var probes = []string{"/health", "/livez", "/metrics", "/readyz"}

// ofAnswer are headers that say something of one answer, and nothing of another
// in its place.
var ofAnswer = []string{"Allow", "Content-Encoding", "Content-Length", "Content-Type", "Etag", "Trailer", "Www-Authenticate"}

// limits counts what no interceptor counts: refusals before any call was made,
// such as of broken JSON, of a path that does not exist or of a handler outside
// the services. They are counted by the address they go to, when they are about
// to be written; one too many becomes a 429. Answers that are no refusals (pages,
// pictures, documents) cost nobody a call.
type limits struct {
	admission *rpc.Admission
	// services are the paths of the contract's services, whose clients expect
	// errors in their own protocol.
	services []string
	errors   *connect.ErrorWriter
	next     http.Handler
}

// ServeHTTP implements http.Handler.
func (l *limits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(rpc.WithPassage(r.Context(), forward.Counted(r)))
	if slices.Contains(probes, r.URL.Path) {
		l.next.ServeHTTP(w, r)
		return
	}
	l.next.ServeHTTP(&limitedAnswer{ResponseWriter: w, limits: l, request: r}, r)
}

// refuse answers in the caller's protocol.
func (l *limits) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if !slices.ContainsFunc(l.services, func(path string) bool { return strings.HasPrefix(r.URL.Path, path) }) {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	_ = l.errors.Write(w, r, err) // a client that is gone needs no answer
}

// limitedAnswer looks at an answer's status before it is sent.
type limitedAnswer struct {
	http.ResponseWriter
	limits  *limits
	request *http.Request
	decided bool
	// discarded takes what the handler goes on to say after its answer was
	// replaced; nil while it speaks to the caller.
	discarded http.Header
}

// Header implements http.ResponseWriter.
func (a *limitedAnswer) Header() http.Header {
	if a.discarded != nil {
		return a.discarded
	}
	return a.ResponseWriter.Header()
}

// WriteHeader implements http.ResponseWriter.
func (a *limitedAnswer) WriteHeader(status int) {
	if a.decide(status); a.discarded == nil {
		a.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (a *limitedAnswer) Write(p []byte) (int, error) {
	if a.decide(http.StatusOK); a.discarded != nil {
		return len(p), nil
	}
	return a.ResponseWriter.Write(p) //nolint:wrapcheck // a writer returns its writer's error
}

// Flush implements http.Flusher, which the services ask for.
func (a *limitedAnswer) Flush() { _ = a.FlushError() }

// FlushError is what http.ResponseController looks for.
func (a *limitedAnswer) FlushError() error {
	if a.decide(http.StatusOK); a.discarded != nil {
		return nil
	}
	return http.NewResponseController(a.ResponseWriter).Flush() //nolint:wrapcheck // a writer returns its writer's error
}

// Unwrap lets http.ResponseController reach the connection.
func (a *limitedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// decide counts the answer if it is a refusal that nobody has counted, and
// replaces one too many.
func (a *limitedAnswer) decide(status int) {
	if a.decided || status < http.StatusOK && status != http.StatusSwitchingProtocols {
		return
	}
	a.decided = true
	if status < http.StatusBadRequest && !refusesWith200(a.request) || rpc.Counted(a.request.Context()) {
		return
	}
	header := a.ResponseWriter.Header()
	err := a.limits.admission.CountAnswer(a.request.Context(), header)
	if err == nil {
		return
	}
	a.discarded = http.Header{}
	for name := range header {
		if slices.Contains(ofAnswer, name) || strings.HasPrefix(name, http.TrailerPrefix) {
			header.Del(name)
		}
	}
	a.limits.refuse(a.ResponseWriter, a.request, err)
}

// refusesWith200 reports whether a request's protocol says only at an answer's
// end that it is a refusal. Calls that came through to the interceptors are
// counted by then, so whatever is not is a refusal.
func refusesWith200(r *http.Request) bool {
	kind := r.Header.Get("Content-Type")
	return r.Method == http.MethodPost && (strings.HasPrefix(kind, "application/grpc") || strings.HasPrefix(kind, "application/connect+"))
}
