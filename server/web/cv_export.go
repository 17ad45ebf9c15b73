package web

import (
	"context"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// CVOrder says what to export, as the address has it.
type CVOrder struct{ CV, Version, Format, Template string }

// CVExports are CVs in our templates.
type CVExports interface {
	// Export makes a file. Its error is a fault that says what to do; of kind
	// NotFound for what is not this owner's.
	Export(ctx context.Context, owner account.UserID, order CVOrder) (CVFile, error)
}

// cvExports hands an exported CV to its owner and nobody else.
type cvExports struct {
	exports   CVExports
	admission *rpc.Admission
	logger    *slog.Logger
}

// ServeHTTP implements http.Handler.
func (c cvExports) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Whoever may call ExportCv may have the file itself.
	who, err := c.admission.Admit(r.Context(), interviewaiv1connect.CvServiceExportCvProcedure, r.Header, w.Header())
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	q := r.URL.Query()
	file, err := c.exports.Export(r.Context(), who.UserID, CVOrder{
		CV: r.PathValue("id"), Version: q.Get("optimizationId"), Format: q.Get("format"), Template: q.Get("template"),
	})
	if err != nil {
		writeFault(w, r, c.logger, fmt.Errorf("export cv: %w", err))
		return
	}
	header := w.Header()
	header.Set("Content-Type", file.Type)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	// A client that takes nothing must not hold the file in memory for ever.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime))
	_, _ = w.Write(file.Content) //nolint:gosec // it says what it is; a client that is gone needs no answer
}
