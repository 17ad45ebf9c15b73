package conversation

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
)

// TestOverTheNetwork runs a conversation through real sockets, in clear text
// and with TLS, and cuts it once.
func TestOverTheNetwork(t *testing.T) {
	for _, secure := range []bool{false, true} {
		name := map[bool]string{false: "clear text", true: "TLS"}[secure]
		t.Run(name, func(t *testing.T) {
			server := conversationtest.NewServer(conversationtest.Script{})
			mux := http.NewServeMux()
			mux.Handle(interviewaiv1connect.NewConversationServiceHandler(server))
			host := httptest.NewUnstartedServer(mux)
			transport := &http.Transport{Protocols: new(http.Protocols)}
			if secure {
				host.EnableHTTP2 = true
				host.StartTLS()
				transport.Protocols.SetHTTP2(true)
				transport.TLSClientConfig = &tls.Config{RootCAs: host.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
			} else {
				host.Config.Protocols = new(http.Protocols)
				host.Config.Protocols.SetUnencryptedHTTP2(true)
				transport.Protocols.SetUnencryptedHTTP2(true)
				host.Start()
			}
			started := time.Now()
			r := &rig{t: t, server: server, ended: make(chan error, 1), received: make(chan *interviewaiv1.ConverseResponse, 100), started: started}
			r.stream = New(Config{
				Client:    interviewaiv1connect.NewConversationServiceClient(&http.Client{Transport: transport}, host.URL),
				SessionID: session, Epoch: "e1",
				Clock:   func() time.Duration { return time.Since(started) },
				Receive: func(m *interviewaiv1.ConverseResponse) { r.received <- m },
				Logger:  slog.New(slog.DiscardHandler),
			})
			ctx, cancel := context.WithCancel(t.Context())
			defer func() {
				cancel()
				if err := <-r.ended; err != nil {
					t.Logf("the stream ended with %v", err)
				}
				transport.CloseIdleConnections()
				host.Close()
				server.Wait()
			}()
			go func() { r.ended <- r.stream.Run(ctx) }()

			r.speak("i1", 0, 3200)
			r.end("i1", 1, 3200)
			if got := r.final("i1"); got.GetText() != "hello" || got.GetFailed() {
				t.Errorf("transcript is %v", got)
			}
			r.speak("i2", 0, 3200)
			r.await("the sound", func(s *conversationtest.Session) bool { return len(s.Audio["i2"]) == 6400 })
			server.Cut()
			r.speak("i2", 3200, 3200)
			r.end("i2", 1, 6400)
			if got := r.final("i2"); got.GetFailed() {
				t.Error("sound was lost")
			}
		})
	}
}
