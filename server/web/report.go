package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	written "github.com/interviewai-pro/interviewai/server/interview/report"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// Reports are reports of mock interviews (interview.Service).
type Reports interface {
	// Report returns the report of an interview of this owner; a fault of kind
	// NotFound for any other.
	Report(ctx context.Context, owner account.UserID, id string, show interview.Shown) (written.Report, error)
	// Shared returns the report that a link's secret leads to; a fault of kind
	// NotFound when it does not, or no more.
	Shared(ctx context.Context, secret string) (written.Report, error)
}

// reports hands reports to their owners as files, and to whoever has a link as
// pages.
type reports struct {
	all       Reports
	admission *rpc.Admission
	logger    *slog.Logger
}

func (s *reports) register(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/v1/interviews/{id}/report", s.file)
	mux.HandleFunc("GET /report/{secret}", s.page)
}

// file answers with the PDF. Whoever may call ExportReport may have it.
func (s *reports) file(w http.ResponseWriter, r *http.Request) {
	who, err := s.admission.Admit(r.Context(), interviewaiv1connect.InterviewServiceExportReportProcedure, r.Header, w.Header())
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	show, err := shown(r)
	if err != nil {
		writeFault(w, r, s.logger, err)
		return
	}
	found, err := s.all.Report(r.Context(), who.UserID, r.PathValue("id"), show)
	var content []byte
	if err == nil {
		content, err = written.PDF(found)
	}
	if err != nil {
		writeFault(w, r, s.logger, fmt.Errorf("write report: %w", err))
		return
	}
	CVFile{Content: content, Name: rpc.ReportName(found), Type: "application/pdf"}.send(w, r)
}

// shown reads what is ticked to stand in a report.
func shown(r *http.Request) (show interview.Shown, err error) {
	for _, one := range []struct {
		name, path string
		to         *bool
	}{{"withName", "with_name", &show.Name}, {"withAnswers", "with_answers", &show.Answers}} {
		switch r.URL.Query().Get(one.name) {
		case "true":
			*one.to = true
		case "false", "":
		default:
			return show, fault.BadField(one.path, "boolean", "Say true or false.")
		}
	}
	return show, nil
}

// page shows a shared report. It counts as a call of whoever asks, so that
// secrets cannot be tried fast.
func (s *reports) page(w http.ResponseWriter, r *http.Request) {
	if _, err := s.admission.Admit(r.Context(), interviewaiv1connect.InterviewServiceGetRubricProcedure, r.Header, w.Header()); err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	found, err := s.all.Shared(r.Context(), r.PathValue("secret"))
	// What is said and logged of a failure has no place for the secret.
	r = r.Clone(r.Context())
	r.URL.Path = "/report/"
	var body bytes.Buffer
	status := http.StatusOK
	switch {
	case err == nil:
		err = written.HTML(&body, found)
	case fault.KindOf(err) == fault.NotFound:
		status, err = http.StatusNotFound, written.Gone(&body)
	}
	if err != nil {
		writeFault(w, r, s.logger, fmt.Errorf("show report: %w", err))
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", written.Policy())
	header.Set("Cache-Control", "private, no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Robots-Tag", "noindex, nofollow")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a client that is gone needs no answer
}
