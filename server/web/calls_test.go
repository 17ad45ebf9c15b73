package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

func TestUnaryCallsHaveADeadlineForTheirBodyAndStreamsHaveNone(t *testing.T) {
	handler, err := withBoundedCalls(Service{
		Path:    "/" + interviewaiv1connect.LiveServiceName + "/",
		Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
	})
	if err != nil {
		t.Fatal(err)
	}
	for procedure, want := range map[string]int{
		interviewaiv1connect.LiveServiceCreateLiveSessionProcedure: 1,
		interviewaiv1connect.LiveServiceWatchLiveSessionProcedure:  0,
	} {
		w := &deadlines{ResponseWriter: httptest.NewRecorder()}
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, procedure, strings.NewReader("{}")))
		if len(w.set) != want {
			t.Errorf("%s: %d deadlines", procedure, len(w.set))
		}
	}
	if _, err := withBoundedCalls(Service{Path: "/teapot.v1.TeapotService/"}); err == nil {
		t.Error("an unknown service is served")
	}
}
