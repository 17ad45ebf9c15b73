package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// Readers read the questions of interviews aloud (interview.Service).
type Readers interface {
	// ReadAloud returns a question as MP3: a fault of kind NotFound for what is not
	// this owner's, of kind Unavailable where nothing can read.
	ReadAloud(ctx context.Context, owner account.UserID, id, item string) ([]byte, error)
}

// readers answer with questions as sound.
type readers struct {
	all       Readers
	admission *rpc.Admission
	logger    *slog.Logger
}

// ServeHTTP implements http.Handler. A reading is paid for, and counts as a call
// of a model. It does not change: a client keeps it and asks once.
func (s readers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who, err := s.admission.Admit(r.Context(), interviewaiv1connect.AiServiceGenerateAnswerProcedure, r.Header, w.Header())
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	sound, err := s.all.ReadAloud(r.Context(), who.UserID, r.PathValue("id"), r.PathValue("item"))
	if err != nil {
		writeFault(w, r, s.logger, fmt.Errorf("read question aloud: %w", err))
		return
	}
	w.Header().Set("Content-Type", "audio/mpeg")
	w.Header().Set("Cache-Control", "private, max-age=86400")
	_, _ = w.Write(sound) // a client that is gone needs no answer
}
