package web

import (
	"net/http"
	"strconv"
	"strings"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

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
		return 499 // the client went away; nobody reads this
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
