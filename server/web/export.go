package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// ExportFile is a data export on its way to its owner.
type ExportFile struct {
	// Content is the file; whoever opened it closes it.
	Content io.ReadCloser
	// Name for the owner's disk, such as "interviewai-2026-11-24.zip".
	Name string
	// Type is its media type.
	Type string
	// Size in bytes.
	Size int64
}

// Exports are people's data exports.
type Exports interface {
	// Open returns an export of this owner. Its error is a fault of kind
	// NotFound when there is none, when it is somebody else's and when it has
	// expired.
	Open(ctx context.Context, owner account.UserID, id string) (ExportFile, error)
}

// exportTime bounds how long a download may take.
const exportTime = 30 * time.Minute

// exports hands an export to its owner and nobody else.
type exports struct {
	files     Exports
	admission *rpc.Admission
	logger    *slog.Logger
}

// ServeHTTP implements http.Handler.
func (e exports) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Whoever may see the list may have what is on it.
	who, err := e.admission.Admit(r.Context(), interviewaiv1connect.UserServiceListExportsProcedure, r.Header, w.Header())
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	file, err := e.files.Open(r.Context(), who.UserID, r.PathValue("id"))
	if err != nil {
		writeFault(w, r, e.logger, fmt.Errorf("open export: %w", err))
		return
	}
	defer file.Content.Close() //nolint:errcheck // only read
	// A client that takes nothing must not hold the file open for ever. Not
	// every ResponseWriter can; then the server's own limits must do.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime))
	header := w.Header()
	header.Set("Content-Type", file.Type)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.CopyN(w, file.Content, file.Size); err != nil {
		e.logger.WarnContext(r.Context(), "an export was cut off", observe.KeyError, err)
		panic(http.ErrAbortHandler) // so that nobody takes half for the whole
	}
}
