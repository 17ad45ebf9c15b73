package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// lasting records which deadlines of a connection were taken away.
type lasting struct {
	http.ResponseWriter
	read, written bool
}

func (l *lasting) SetReadDeadline(t time.Time) error {
	l.read = t.IsZero()
	return nil
}

func (l *lasting) SetWriteDeadline(t time.Time) error {
	l.written = t.IsZero()
	return nil
}

func TestStreamsAloneMayLast(t *testing.T) {
	for procedure, want := range map[string]struct{ written, readHTTP2 bool }{
		interviewaiv1connect.LiveServiceCreateLiveSessionProcedure: {},
		interviewaiv1connect.LiveServiceWatchLiveSessionProcedure:  {written: true},
		interviewaiv1connect.ConversationServiceConverseProcedure:  {written: true, readHTTP2: true},
	} {
		service, _, _ := strings.Cut(strings.TrimPrefix(procedure, "/"), "/")
		handler, err := withBoundedCalls(Service{
			Path: "/" + service + "/", Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		})
		if err != nil {
			t.Fatal(err)
		}
		for major := 1; major <= 2; major++ {
			w := &lasting{ResponseWriter: httptest.NewRecorder()}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, procedure, strings.NewReader("{}"))
			r.ProtoMajor = major
			handler.ServeHTTP(w, r)
			if w.read != (major == 2 && want.readHTTP2) || w.written != want.written {
				t.Errorf("%s over HTTP/%d: reading lasts %t, writing %t", procedure, major, w.read, w.written)
			}
		}
	}
	if _, err := withBoundedCalls(Service{Path: "/teapot.v1.TeapotService/"}); err == nil {
		t.Error("an unknown service is served")
	}
}
