package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// CVFile is the file of a CV, on its way to its owner.
type CVFile struct {
	Content    []byte
	Name, Type string
	// Modified is zero for a file that is made for each answer.
	Modified time.Time
}

// CVs are people's CVs.
type CVs interface {
	// Download returns the present file of a CV of this owner. Its error is a fault
	// of kind NotFound when there is none, and when it is somebody else's.
	Download(ctx context.Context, owner account.UserID, id string) (CVFile, error)
	// Linked returns the file that a signed link is for. Its error is a fault of
	// kind NotFound when the link has ended or was never made.
	Linked(ctx context.Context, link string) (CVFile, error)
}

// cvFiles hands a CV's file to its owner and nobody else.
type cvFiles struct {
	files     CVs
	admission *rpc.Admission
	logger    *slog.Logger
}

// ServeHTTP implements http.Handler. Whoever may see the CV may have its file.
func (c cvFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who, err := c.admission.Admit(r.Context(), interviewaiv1connect.CvServiceGetCvProcedure, r.Header, w.Header())
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	file, err := c.files.Download(r.Context(), who.UserID, r.PathValue("id"))
	if err != nil {
		writeFault(w, r, c.logger, fmt.Errorf("download cv: %w", err))
		return
	}
	file.send(w, r)
}

// linked hands a file to whoever has a link to it. It counts as a call of whoever
// asks, so that links cannot be tried fast.
func (c cvFiles) linked(w http.ResponseWriter, r *http.Request) {
	if _, err := c.admission.Admit(r.Context(), interviewaiv1connect.CvServiceListTemplatesProcedure, r.Header, w.Header()); err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	file, err := c.files.Linked(r.Context(), r.PathValue("link"))
	// What is said and logged of a failure has no place for the link.
	r = r.Clone(r.Context())
	r.URL.Path = cv.LinkPath("")
	if err != nil {
		writeFault(w, r, c.logger, fmt.Errorf("download linked cv: %w", err))
		return
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	file.send(w, r)
}

// send answers with the file, which browsers save and do not show.
func (f CVFile) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.Type)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	// A client that takes nothing must not hold the file in memory for ever.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime))
	http.ServeContent(w, r, "", f.Modified, bytes.NewReader(f.Content))
}
