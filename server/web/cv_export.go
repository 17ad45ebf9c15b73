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

// ServeHTTP implements http.Handler. Whoever may call ExportCv may have the file
// itself.
func (c cvExports) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	file.send(w, r)
}
