package peer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// stage is an endpoint with its HTTP server and recorder.
type stage struct {
	endpoint *Endpoint
	sessions *recorder
	web      *httptest.Server
}

func newStage(t testing.TB, change func(*Config)) *stage {
	t.Helper()
	cfg := Config{
		Listen:  netip.MustParseAddrPort("127.0.0.1:0"),
		Origins: []string{"https://app.example.org"},
	}
	if change != nil {
		change(&cfg)
	}
	sessions := newRecorder()
	e, err := New(cfg, sessions)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	web := httptest.NewServer(e.WHIP(tokens{}))
	t.Cleanup(func() {
		web.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return &stage{endpoint: e, sessions: sessions, web: web}
}

// reply is a response without its body.
type reply struct {
	StatusCode int
	Header     http.Header
}

// do makes a request; headers come in pairs.
func (s *stage) do(t testing.TB, method, path, body string, headers ...string) (reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, s.web.URL+path, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := s.web.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header}, string(text)
}

// client is a WebRTC peer that sends sound, as a browser would.
type client struct {
	conn   *webrtc.PeerConnection
	tracks []*webrtc.TrackLocalStaticSample
	state  chan webrtc.PeerConnectionState
}

func newClient(t testing.TB, api *webrtc.API, tracks int) *client {
	t.Helper()
	if api == nil {
		api = clientAPI(t)
	}
	conn, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	c := &client{conn: conn, state: make(chan webrtc.PeerConnectionState, 16)}
	t.Cleanup(func() { _ = conn.GracefulClose() })
	conn.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		select {
		case c.state <- s:
		default:
		}
	})
	for range tracks {
		c.add(t)
	}
	return c
}

// clientAPI offers Opus with the level extension, and sees loopback.
func clientAPI(t testing.TB) *webrtc.API {
	t.Helper()
	engine := &webrtc.MediaEngine{}
	if err := engine.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	if err := engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: audioLevelURI}, webrtc.RTPCodecTypeAudio); err != nil {
		t.Fatal(err)
	}
	settings := webrtc.SettingEngine{}
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetICETimeouts(patience, patience, 100*time.Millisecond) // lively, and patient
	return webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(settings))
}

func (c *client) add(t testing.TB) {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "audio", "stream")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.conn.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
		t.Fatal(err)
	}
	c.tracks = append(c.tracks, track)
}

// offer makes an offer with all candidates.
func (c *client) offer(t testing.TB, options *webrtc.OfferOptions) string {
	t.Helper()
	o, err := c.conn.CreateOffer(options)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(c.conn)
	if err := c.conn.SetLocalDescription(o); err != nil {
		t.Fatal(err)
	}
	<-gathered
	return c.conn.LocalDescription().SDP
}

func (c *client) accept(t testing.TB, sdp string) {
	t.Helper()
	if err := c.conn.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp}); err != nil {
		t.Fatal(err)
	}
}

func (c *client) await(t testing.TB, want webrtc.PeerConnectionState) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		select {
		case s := <-c.state:
			if s == want {
				return
			}
		case <-deadline.C:
			t.Fatalf("the client never became %v", want)
		}
	}
}

// send sends packets of 20 ms as fast as the path takes them.
func (c *client) send(t testing.TB, track int, payloads ...[]byte) {
	t.Helper()
	for _, p := range payloads {
		if err := c.tracks[track].WriteSample(media.Sample{Data: p, Duration: 20 * time.Millisecond}); err != nil {
			t.Fatal(err)
		}
	}
}

// publish connects a client's one track over WHIP and returns the resource's
// path and its tag.
func (s *stage) publish(t testing.TB, c *client, path string) (location, tag string) {
	t.Helper()
	resp, body := s.do(t, http.MethodPost, path, c.offer(t, nil), "Content-Type", typeSDP, "Authorization", "Bearer "+goodToken)
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("status %d: %s", resp.StatusCode, body)
	}
	c.accept(t, body)
	c.await(t, webrtc.PeerConnectionStateConnected)
	return resp.Header.Get("Location"), resp.Header.Get("ETag")
}

func addrs(texts ...string) []netip.Addr {
	var out []netip.Addr
	for _, text := range texts {
		out = append(out, netip.MustParseAddr(text))
	}
	return out
}

func equalText(v any, want string) bool { return fmt.Sprint(v) == want }
