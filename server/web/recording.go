package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
)

// Recordings are recorded answers of mock interviews (recording.Service).
type Recordings interface {
	// Create begins a recording, whose bytes come next.
	Create(ctx context.Context, owner account.UserID, n recording.New) (recording.Recording, error)
	// Write appends what from holds, to its end, at an offset.
	Write(ctx context.Context, owner account.UserID, interviewID, id string, offset int64, from io.Reader) (recording.Recording, error)
	// Declare says how large a recording will be that was begun without knowing it.
	Declare(ctx context.Context, owner account.UserID, interviewID, id string, size int64) (recording.Recording, error)
	// Finish ends a recording whose size was not known.
	Finish(ctx context.Context, owner account.UserID, interviewID, id string) (recording.Recording, error)
	// Get returns a recording of this owner.
	Get(ctx context.Context, owner account.UserID, interviewID, id string) (recording.Recording, error)
	// List returns an interview's recordings.
	List(ctx context.Context, owner account.UserID, interviewID string) ([]recording.Recording, error)
	// Open returns a recording's sound.
	Open(ctx context.Context, owner account.UserID, interviewID, id string) (recording.Audio, error)
	// SetKeep keeps a recording's sound, or lets it go.
	SetKeep(ctx context.Context, owner account.UserID, interviewID, id string, keep bool) (recording.Recording, error)
	// Delete removes a recording.
	Delete(ctx context.Context, owner account.UserID, interviewID, id string) error
}

const (
	recordingsPattern = "/api/v1/interviews/{sessionId}/recordings"
	// A recording costs a transcription, and is counted as one. Whoever may see an
	// interview may do the rest with what was recorded in it.
	recordingBegin = interviewaiv1connect.AiServiceTranscribeProcedure
	recordingUse   = interviewaiv1connect.InterviewServiceGetInterviewProcedure
	// recordingTime bounds how long one request's bytes may take to arrive.
	recordingTime = 5 * time.Minute
	// recordingRoom is what one request has in memory: a part, and the same
	// encrypted.
	recordingRoom = 2*recording.PartBytes + 64<<10
)

// recordingPath reports whether a path takes recordings as forms.
func recordingPath(p string) bool {
	ok, err := path.Match("/api/v1/interviews/*/recordings", p)
	return ok && err == nil
}

// recordings serves recorded answers: their upload, their state, their sound.
type recordings struct {
	all     Recordings
	uploads *uploads
	tus     *handler.UnroutedHandler
	logger  *slog.Logger
}

// registerRecordings adds the paths of recordings.
func registerRecordings(mux *http.ServeMux, all Recordings, u *uploads, logger *slog.Logger) error {
	tus, err := newTus(all)
	if err != nil {
		return err
	}
	s := &recordings{all, u, tus, logger}
	one := recordingsPattern + "/{id}"
	mux.HandleFunc("OPTIONS "+recordingsPattern, s.options)
	mux.HandleFunc("OPTIONS "+one, s.options)
	mux.HandleFunc("POST "+recordingsPattern, s.create)
	mux.HandleFunc("GET "+recordingsPattern, s.known(s.list))
	mux.HandleFunc("POST "+one, s.overridden)
	mux.HandleFunc("PATCH "+one, s.write)
	mux.HandleFunc("HEAD "+one, s.known(s.offset))
	mux.HandleFunc("GET "+one, s.known(s.get))
	mux.HandleFunc("DELETE "+one, s.known(s.remove))
	mux.HandleFunc("PUT "+one+"/keep", s.known(s.keep))
	mux.HandleFunc("GET "+one+"/audio", s.known(s.audio))
	return nil
}

// known lets in whom a recording may belong to.
func (s *recordings) known(next func(w http.ResponseWriter, r *http.Request, who account.UserID)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, err := s.uploads.admission.Admit(r.Context(), recordingUse, r.Header, w.Header())
		if err != nil {
			writeRefusal(w, r, refusalOf(err))
			return
		}
		w.Header().Set("Cache-Control", "private, no-store")
		next(w, r, who.UserID)
	}
}

// holding lets in whom a recording may belong to with some of its bytes.
func (s *recordings) holding(w http.ResponseWriter, r *http.Request, procedure string) (who account.UserID, end func(), ok bool) {
	room := int64(recordingRoom)
	if r.ContentLength >= 0 {
		room = min(room, 2*r.ContentLength)
	}
	caller, end, err := s.uploads.hold(w, r, procedure, room)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return "", nil, false
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return caller.UserID, end, true
}

// create begins a recording: by the protocol for resumable uploads, or whole as a
// form.
func (s *recordings) create(w http.ResponseWriter, r *http.Request) {
	who, end, ok := s.holding(w, r, recordingBegin)
	if !ok {
		return
	}
	defer end()
	if r.Header.Get("Tus-Resumable") != "" {
		s.serveTus(w, r, who, s.tus.PostFile)
		return
	}
	s.form(w, r, who)
}

// overridden is for clients that can send POST only.
func (s *recordings) overridden(w http.ResponseWriter, r *http.Request) {
	switch r.Header.Get("X-HTTP-Method-Override") {
	case http.MethodPatch:
		s.write(w, r)
	case http.MethodDelete:
		s.known(s.remove)(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, PATCH, DELETE, OPTIONS")
		writeProblem(w, r, http.StatusMethodNotAllowed, problem{Reason: "method_not_allowed", Message: r.Method + " is not possible here."})
	}
}

func (s *recordings) get(w http.ResponseWriter, r *http.Request, who account.UserID) {
	found, err := s.all.Get(r.Context(), who, r.PathValue("sessionId"), r.PathValue("id"))
	if err != nil {
		s.refuse(w, r, fmt.Errorf("get recording: %w", err))
		return
	}
	writeJSON(w, http.StatusOK, viewOf(found))
}

func (s *recordings) list(w http.ResponseWriter, r *http.Request, who account.UserID) {
	found, err := s.all.List(r.Context(), who, r.PathValue("sessionId"))
	if err != nil {
		s.refuse(w, r, fmt.Errorf("list recordings: %w", err))
		return
	}
	views := make([]recordingView, 0, len(found))
	for _, one := range found {
		views = append(views, viewOf(one))
	}
	writeJSON(w, http.StatusOK, map[string]any{"recordings": views})
}

func (s *recordings) remove(w http.ResponseWriter, r *http.Request, who account.UserID) {
	if r.Header.Get("Tus-Resumable") != "" {
		w.Header().Set("Tus-Resumable", tusVersion)
	}
	if err := s.all.Delete(r.Context(), who, r.PathValue("sessionId"), r.PathValue("id")); err != nil {
		s.refuse(w, r, fmt.Errorf("delete recording: %w", err))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// audio hands a recording's sound to its owner, from wherever they ask.
func (s *recordings) audio(w http.ResponseWriter, r *http.Request, who account.UserID) {
	found, err := s.all.Open(r.Context(), who, r.PathValue("sessionId"), r.PathValue("id"))
	if err != nil {
		s.refuse(w, r, fmt.Errorf("open recording: %w", err))
		return
	}
	header := w.Header()
	kind := found.MimeType
	if kind == "" {
		kind = "application/octet-stream"
	}
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(found.Recording)}))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	// A client that takes nothing must not hold a part in memory for ever.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime))
	http.ServeContent(w, r, "", found.CreatedAt, found)
}

// fileName is what a recording is called on its owner's disk.
func fileName(r recording.Recording) string {
	if r.FileName != "" {
		return r.FileName
	}
	_, kind, _ := strings.Cut(r.MimeType, "/")
	return "answer-" + r.QuestionID + "." + kind
}

// refuse answers with a fault; what is too large has a status of its own.
func (s *recordings) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var tooMuch *http.MaxBytesError
	if errors.Is(err, recording.ErrTooLarge) || errors.As(err, &tooMuch) {
		writeProblem(w, r, http.StatusRequestEntityTooLarge, problem{Reason: recording.ErrTooLarge.Reason, Message: recording.ErrTooLarge.Message})
		return
	}
	writeFault(w, r, s.logger, err)
}
