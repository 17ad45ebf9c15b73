package llm

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// statusError is an HTTP status of a provider, without its text: providers
// quote keys and prompts in their messages.
type statusError struct {
	status     int
	retryAfter time.Duration
}

func (e statusError) Error() string { return fmt.Sprintf("status %d", e.status) }

// statusOf makes a statusError of a provider's response.
func statusOf(status int, r *http.Response) statusError {
	e := statusError{status: status}
	if r == nil {
		return e
	}
	// RFC 9110, 10.2.3: seconds or a date; Date is the server's own clock.
	after := r.Header.Get("Retry-After")
	if s, err := strconv.Atoi(after); err == nil {
		e.retryAfter = time.Duration(s) * time.Second
	} else if at, err := http.ParseTime(after); err == nil {
		if sent, err := http.ParseTime(r.Header.Get("Date")); err == nil {
			e.retryAfter = at.Sub(sent)
		}
	}
	return e
}

// reasonOf names an error without anything that came from outside.
func reasonOf(err error) string {
	var s statusError
	if errors.As(err, &s) {
		return s.Error()
	}
	for _, known := range []error{errFirstToken, errIdle, errTotal, errEnd, errCut, errFiltered, errEmpty} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "connection failed or unreadable answer"
}
