package web

import (
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// statusGone is for a client that went away; nobody reads it.
const statusGone = 499

// problem is an error as REST shows it (contract.md, Errors).
type problem struct {
	Code      string         `json:"code"`
	Reason    string         `json:"reason"`
	Message   string         `json:"message"`
	Fields    []problemField `json:"fields"`
	RequestID string         `json:"requestId"`

	retryAfter int32
}

type problemField struct {
	Field   string `json:"field"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// writeProblem answers with an error in our shape.
func writeProblem(w http.ResponseWriter, r *http.Request, status int, p problem) {
	if p.Code == "" {
		p.Code = codeOf(status)
	}
	if p.Fields == nil {
		p.Fields = []problemField{}
	}
	if p.RequestID == "" {
		p.RequestID = observe.RequestID(r.Context())
	}
	if p.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(p.retryAfter)))
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="interviewai"`)
	}
	writeJSON(w, status, p)
}

// writeRefusal answers with the error of a call that passed the interceptors.
func writeRefusal(w http.ResponseWriter, r *http.Request, err *connect.Error) {
	p := problem{Code: err.Code().String(), Reason: err.Code().String(), Message: err.Message()}
	if detail := rpc.DetailOf(err); detail != nil {
		p = problemOf(err.Code(), detail)
	}
	writeProblem(w, r, statusOf(err.Code()), p)
}

// writeFault answers with the fault of a plain handler's own part. What is no
// fault is logged, and the caller learns the request's number.
func writeFault(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	f := fault.From(err)
	if f == nil || f.Kind == fault.Internal {
		logger.ErrorContext(r.Context(), "request failed", observe.KeyMethod, r.Method, observe.KeyPath, r.URL.Path, observe.KeyError, err)
		writeProblem(w, r, http.StatusInternalServerError, problem{Reason: "internal", Message: "Something went wrong on our side."})
		return
	}
	status, ok := map[fault.Kind]int{
		fault.Invalid: http.StatusBadRequest, fault.Unauthenticated: http.StatusUnauthorized, fault.Denied: http.StatusForbidden,
		fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Limited: http.StatusTooManyRequests,
		fault.Unavailable: http.StatusServiceUnavailable, fault.Canceled: statusGone,
	}[f.Kind]
	if !ok {
		status = http.StatusInternalServerError
	}
	p := problem{Reason: f.Reason, Message: f.Message, retryAfter: int32(math.Ceil(min(f.RetryAfter, 24*time.Hour).Seconds()))}
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, problemField{Field: jsonPath(field.Path), Rule: field.Rule, Message: field.Message})
	}
	writeProblem(w, r, status, p)
}

// refusalOf finds what the interceptors made of an in-process call's error.
func refusalOf(err error) *connect.Error {
	var refused *connect.Error
	if !errors.As(err, &refused) {
		refused = connect.NewError(connect.CodeInternal, err)
	}
	return refused
}

func problemOf(code connect.Code, detail *interviewaiv1.ErrorDetail) problem {
	p := problem{
		Code: code.String(), Reason: detail.GetReason(), Message: detail.GetMessage(),
		RequestID: detail.GetRequestId(), retryAfter: detail.GetRetryAfterSeconds(),
	}
	for _, f := range detail.GetFields() {
		p.Fields = append(p.Fields, problemField{Field: jsonPath(f.GetField()), Rule: f.GetRule(), Message: f.GetMessage()})
	}
	return p
}

// jsonPath spells a field's path as the caller's JSON does.
func jsonPath(path string) string {
	var out strings.Builder
	upper := false
	for _, letter := range path {
		switch {
		case letter == '_':
			upper = true
		case upper:
			out.WriteString(strings.ToUpper(string(letter)))
			upper = false
		default:
			out.WriteRune(letter)
		}
	}
	return out.String()
}

// statusOf is REST's status for a code. A conflict is 409, whatever the codes'
// usual mapping says, because that is what its callers look for.
func statusOf(code connect.Code) int {
	switch code {
	case connect.CodeInvalidArgument, connect.CodeOutOfRange:
		return http.StatusBadRequest
	case connect.CodeUnauthenticated:
		return http.StatusUnauthorized
	case connect.CodePermissionDenied:
		return http.StatusForbidden
	case connect.CodeNotFound:
		return http.StatusNotFound
	case connect.CodeAlreadyExists, connect.CodeAborted, connect.CodeFailedPrecondition:
		return http.StatusConflict
	case connect.CodeResourceExhausted:
		return http.StatusTooManyRequests
	case connect.CodeUnimplemented:
		return http.StatusNotImplemented
	case connect.CodeUnavailable:
		return http.StatusServiceUnavailable
	case connect.CodeDeadlineExceeded:
		return http.StatusGatewayTimeout
	case connect.CodeCanceled:
		return statusGone
	case connect.CodeUnknown, connect.CodeInternal, connect.CodeDataLoss:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// codeOf names the code of a status that no call gave.
func codeOf(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return connect.CodeUnauthenticated.String()
	case http.StatusForbidden:
		return connect.CodePermissionDenied.String()
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return connect.CodeNotFound.String()
	case http.StatusTooManyRequests:
		return connect.CodeResourceExhausted.String()
	case http.StatusServiceUnavailable:
		return connect.CodeUnavailable.String()
	}
	if status < 500 {
		return connect.CodeInvalidArgument.String()
	}
	return connect.CodeInternal.String()
}
