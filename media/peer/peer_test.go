package peer

import (
	"encoding/binary"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/pion/webrtc/v4"
	"go.uber.org/goleak"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

func TestMain(m *testing.M) {
	if spec := os.Getenv(clientsVariable); spec != "" {
		runClients(spec)
		return
	}
	goleak.VerifyTestMain(m)
}

// numbered are payloads that name their place.
func numbered(from, n int) [][]byte {
	var out [][]byte
	for i := range n {
		out = append(out, binary.BigEndian.AppendUint32([]byte{0xfc}, uint32(from+i)))
	}
	return out
}

// inOrder reports whether a place got the numbered payloads, all and in order.
func inOrder(p *place, from, n int) bool {
	if p == nil || len(p.packets) < n {
		return false
	}
	for i, packet := range p.packets[:n] {
		if len(packet.Payload) != 5 || binary.BigEndian.Uint32(packet.Payload[1:]) != uint32(from+i) {
			return false
		}
	}
	return true
}

func TestPacketsReachTheSessionInOrder(t *testing.T) {
	s := newStage(t, nil)
	c := newClient(t, nil, 1)
	location, _ := s.publish(t, c, "/whip/s1/interviewer")
	c.send(t, 0, numbered(0, 200)...)
	s.sessions.until(t, "200 packets in order", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 200) })
	resp, body := s.do(t, http.MethodDelete, location, "", "Authorization", "Bearer "+goodToken, "If-Match", `"anything"`)
	if resp.StatusCode != http.StatusOK || body != "" {
		t.Fatalf("DELETE: %d %q", resp.StatusCode, body)
	}
	if left := s.sessions.place("s1", interviewer).left; left != "deleted" {
		t.Errorf("left with %q", left)
	}
	if got := s.endpoint.Stats(); got.Peers != 0 || got.Packets != 200 || got.Connected != 1 || got.Failed != 0 {
		t.Errorf("%+v", got)
	}
}

func TestConnectCarriesBothSpeakers(t *testing.T) {
	s := newStage(t, nil)
	c := newClient(t, nil, 3) // the third is declared by nobody
	answer, err := s.endpoint.ConnectMedia(t.Context(), &interviewaiv1.ConnectMediaRequest{
		SessionId: "s2", OfferSdp: c.offer(t, nil),
		Tracks: []*interviewaiv1.TrackDeclaration{{Mid: "1", Speaker: interviewer}, {Mid: "0", Speaker: candidateIs}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(answer, "a=recvonly"); n != 2 {
		t.Errorf("%d sections receive:\n%s", n, answer)
	}
	if n := strings.Count(answer, "a=inactive"); n != 1 {
		t.Errorf("%d sections are inactive:\n%s", n, answer)
	}
	c.accept(t, answer)
	c.await(t, webrtc.PeerConnectionStateConnected)
	c.send(t, 0, numbered(1000, 50)...)
	c.send(t, 1, numbered(2000, 50)...)
	c.send(t, 2, numbered(3000, 50)...)
	s.sessions.until(t, "both tracks arrive as declared", func() bool {
		return inOrder(s.sessions.place("s2", candidateIs), 1000, 50) && inOrder(s.sessions.place("s2", interviewer), 2000, 50)
	})
	if s.sessions.joins != 2 {
		t.Errorf("%d places were taken", s.sessions.joins)
	}
}

func TestANewPeerTakesTheTrackOver(t *testing.T) {
	s := newStage(t, nil)
	first := newClient(t, nil, 1)
	old, _ := s.publish(t, first, "/whip/s1/candidate")
	was := s.sessions.place("s1", candidateIs)
	second := newClient(t, nil, 1)
	s.publish(t, second, "/whip/s1/candidate")
	s.sessions.until(t, "the first one leaves", func() bool { return was.left == "replaced" })
	first.await(t, webrtc.PeerConnectionStateClosed)
	second.send(t, 0, numbered(0, 20)...)
	s.sessions.until(t, "the second one is heard", func() bool { return inOrder(s.sessions.place("s1", candidateIs), 0, 20) })
	if resp, _ := s.do(t, http.MethodGet, old, "", "Authorization", "Bearer "+goodToken); resp.StatusCode != http.StatusNotFound {
		t.Errorf("the old resource answers %d", resp.StatusCode)
	}
}
