package peer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/rs/cors"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/access"
)

const (
	typeSDP      = "application/sdp"
	typeFragment = "application/trickle-ice-sdpfrag"
	corsMaxAge   = 86400 // seconds, the specification's §7.2
)

// Tokens judges media tokens; access.Verifier does.
type Tokens interface {
	// Verify returns what the token allows. Errors wrap access.ErrToken or
	// access.ErrKeys.
	Verify(ctx context.Context, token, sessionID string) (access.Grant, error)
}

// whip serves WHIP (RFC 9725).
type whip struct {
	endpoint *Endpoint
	tokens   Tokens
}

// WHIP returns the handler for everything under /whip/: the endpoints
// /whip/{session}/{interviewer|candidate} and the resources below them.
func (e *Endpoint) WHIP(tokens Tokens) http.Handler {
	h := &whip{endpoint: e, tokens: tokens}
	mux := http.NewServeMux()
	const endpoint, resource = "/whip/{session}/{speaker}", "/whip/{session}/{speaker}/{resource}"
	mux.HandleFunc("POST "+endpoint, h.allowed(h.post))
	mux.HandleFunc("GET "+endpoint, h.allowed(h.empty))
	mux.HandleFunc("OPTIONS "+endpoint, h.options)
	mux.HandleFunc("GET "+resource, h.allowed(h.known(h.present)))
	mux.HandleFunc("PATCH "+resource, h.allowed(h.known(h.patch)))
	mux.HandleFunc("DELETE "+resource, h.allowed(h.known(h.remove)))
	mux.HandleFunc("OPTIONS "+resource, h.options)
	return cors.New(cors.Options{
		AllowedOrigins:     e.cfg.Origins,
		AllowedMethods:     []string{http.MethodPost, http.MethodGet, http.MethodHead, http.MethodPatch, http.MethodDelete},
		AllowedHeaders:     []string{"Authorization", "Content-Type", "If-Match"},
		ExposedHeaders:     []string{"Location", "ETag", "Link", "Accept-Patch"},
		MaxAge:             corsMaxAge,
		OptionsPassthrough: true,
		// rs/cors takes no origins for all origins; we mean none.
		AllowOriginFunc: originRule(e.cfg.Origins),
	}).Handler(mux)
}

func originRule(origins []string) func(string) bool {
	if len(origins) > 0 {
		return nil
	}
	return func(string) bool { return false }
}

// options answers OPTIONS, preflights included, which carry no token. Some
// clients cannot change their ICE servers after the offer and ask here first: who
// shows a token is told (RFC 9725 §4.6).
func (h *whip) options(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Accept-Post", typeSDP)
	w.Header().Set("Accept-Patch", typeFragment)
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && r.Header.Get("Access-Control-Request-Method") == "" {
		if _, err := h.tokens.Verify(r.Context(), token, r.PathValue("session")); err == nil {
			h.tellServers(w)
		}
	}
	w.WriteHeader(http.StatusOK)
}

func (h *whip) tellServers(w http.ResponseWriter) {
	for _, link := range links(h.endpoint.cfg.ICEServers) {
		w.Header().Add("Link", link)
	}
}

// allowed lets requests with a good token for the path's session through.
func (h *whip) allowed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if speakerOf(r) == interviewaiv1.Speaker_SPEAKER_UNSPECIFIED {
			problem(w, http.StatusNotFound, "the speaker is interviewer or candidate")
			return
		}
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		_, err := h.tokens.Verify(r.Context(), token, r.PathValue("session"))
		switch {
		case err == nil:
			next(w, r)
		case errors.Is(err, access.ErrKeys):
			h.endpoint.cfg.Log.Error("check media token", "error", err)
			busy(w, "the token cannot be checked now")
		default:
			challenge := `Bearer realm="interviewai"`
			if token != "" {
				challenge += `, error="invalid_token"` // RFC 6750 §3.1
			}
			w.Header().Set("WWW-Authenticate", challenge)
			problem(w, http.StatusUnauthorized, "a media token for this session is needed")
		}
	}
}

// post opens a session's track (RFC 9725 §4.2).
func (h *whip) post(w http.ResponseWriter, r *http.Request) {
	body, ok := bodyOf(w, r, typeSDP, maxOffer)
	if !ok {
		return
	}
	o, err := parseOffer(body)
	if err != nil {
		refuse(w, err)
		return
	}
	declared, err := o.forWHIP(speakerOf(r))
	if err != nil {
		refuse(w, err)
		return
	}
	p, err := h.endpoint.open(r.Context(), r.PathValue("session"), o, declared)
	if err != nil {
		h.endpoint.cfg.Log.Info("offer refused", "session", r.PathValue("session"), "error", err)
		refuse(w, err)
		return
	}
	head := w.Header()
	head.Set("Content-Type", typeSDP)
	head.Set("Location", r.URL.EscapedPath()+"/"+p.id)
	head.Set("ETag", p.tag)
	head.Set("Accept-Patch", typeFragment)
	h.tellServers(w)
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, p.answer.text)
}

// empty answers GET and HEAD: there is nothing to be seen (RFC 9725 §4.1).
func (h *whip) empty(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// known finds the resource, or answers 404.
func (h *whip) known(next func(http.ResponseWriter, *http.Request, *peer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, ok := h.endpoint.find(r.PathValue("resource"), r.PathValue("session"))
		if !ok || !p.carries(speakerOf(r)) {
			problem(w, http.StatusNotFound, "no such WHIP session")
			return
		}
		next(w, r, p)
	}
}

func (h *whip) present(w http.ResponseWriter, r *http.Request, _ *peer) { h.empty(w, r) }

// remove ends the track; entity-tags do not matter (RFC 9725 §4.3.1).
func (h *whip) remove(w http.ResponseWriter, _ *http.Request, p *peer) {
	p.end("deleted")
	<-p.done
	w.WriteHeader(http.StatusOK)
}

// patch trickles candidates or restarts ICE (RFC 9725 §4.3).
func (h *whip) patch(w http.ResponseWriter, r *http.Request, p *peer) {
	body, ok := bodyOf(w, r, typeFragment, maxFragment)
	if !ok {
		return
	}
	tag := r.Header.Get("If-Match")
	if tag == "" {
		problem(w, http.StatusPreconditionRequired, "If-Match must name the ICE session, or be * for a restart")
		return
	}
	f, err := parseFragment(body)
	if err != nil {
		problem(w, http.StatusBadRequest, err.Error())
		return
	}
	done, err := p.patch(r.Context(), tag, f)
	switch {
	case errors.Is(err, errStale):
		problem(w, http.StatusPreconditionFailed, err.Error())
	case errors.Is(err, ErrOver):
		problem(w, http.StatusNotFound, "no such WHIP session")
	case err != nil:
		problem(w, http.StatusUnprocessableEntity, err.Error())
	case done.restarted:
		w.Header().Set("Content-Type", typeFragment)
		w.Header().Set("ETag", done.tag)
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, done.body)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (p *peer) carries(speaker interviewaiv1.Speaker) bool {
	for _, s := range p.declared {
		if s == speaker {
			return true
		}
	}
	return false
}

func speakerOf(r *http.Request) interviewaiv1.Speaker {
	switch r.PathValue("speaker") {
	case "interviewer":
		return interviewaiv1.Speaker_SPEAKER_INTERVIEWER
	case "candidate":
		return interviewaiv1.Speaker_SPEAKER_CANDIDATE
	default:
		return interviewaiv1.Speaker_SPEAKER_UNSPECIFIED
	}
}

// bodyOf reads a request's body of the type wanted, or answers why not.
func bodyOf(w http.ResponseWriter, r *http.Request, want string, limit int64) (string, bool) {
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != want {
		w.Header().Set("Accept", want)
		problem(w, http.StatusUnsupportedMediaType, "Content-Type must be "+want)
		return "", false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		problem(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("at most %d bytes", limit))
		return "", false
	case err != nil:
		problem(w, http.StatusBadRequest, "the body could not be read")
		return "", false
	}
	return string(body), true
}

// refuse answers an offer that was not taken.
func refuse(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrOffer):
		problem(w, http.StatusBadRequest, err.Error())
	case errors.Is(err, ErrUnsupported):
		problem(w, http.StatusUnprocessableEntity, err.Error())
	case errors.Is(err, ErrOver):
		problem(w, http.StatusGone, "the live session is over")
	case errors.Is(err, ErrBusy):
		busy(w, "no room for another connection now")
	default:
		problem(w, http.StatusInternalServerError, "the offer could not be answered")
	}
}

func busy(w http.ResponseWriter, detail string) {
	w.Header().Set("Retry-After", "1")
	problem(w, http.StatusServiceUnavailable, detail)
}

// problem answers with a problem statement (RFC 9457), as RFC 9725 §4.1 advises.
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail})
}

// links writes the servers as Link headers (RFC 9725 §4.6).
func links(servers []ICEServer) []string {
	var out []string
	for _, s := range servers {
		for _, u := range s.URLs {
			link := "<" + u + `>; rel="ice-server"`
			if s.Username != "" {
				link += `; username=` + quoted(s.Username) + `; credential=` + quoted(s.Credential) + `; credential-type="password"`
			}
			out = append(out, link)
		}
	}
	return out
}

// quoted writes a quoted-string (RFC 9110 §5.6.4).
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
