package peer

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

func TestConnectRefuses(t *testing.T) {
	good := newClient(t, nil, 2).offer(t, nil)
	is := func(mid string, s interviewaiv1.Speaker) *interviewaiv1.TrackDeclaration {
		return &interviewaiv1.TrackDeclaration{Mid: mid, Speaker: s}
	}
	both := []*interviewaiv1.TrackDeclaration{is("0", interviewer), is("1", candidateIs)}
	for _, tc := range []struct {
		story, session, offer string
		tracks                []*interviewaiv1.TrackDeclaration
		sessions              error
		code                  connect.Code
		says                  string
	}{
		{"two tracks", "s1", good, both, nil, 0, ""},
		{"one of two", "s1", good, both[:1], nil, 0, ""},
		{"no session", "", good, both, nil, connect.CodeInvalidArgument, "session_id"},
		{"no SDP", "s1", "hello", both, nil, connect.CodeInvalidArgument, "offer_sdp"},
		{"nothing declared", "s1", good, nil, nil, connect.CodeInvalidArgument, "tracks"},
		{"three declared", "s1", good, append(both[:2:2], is("2", interviewer)), nil, connect.CodeInvalidArgument, "tracks"},
		{"a speaker twice", "s1", good, []*interviewaiv1.TrackDeclaration{is("0", interviewer), is("1", interviewer)}, nil, connect.CodeInvalidArgument, "tracks[1].speaker"},
		{"a mid twice", "s1", good, []*interviewaiv1.TrackDeclaration{is("0", interviewer), is("0", candidateIs)}, nil, connect.CodeInvalidArgument, "tracks[1].mid"},
		{"no such mid", "s1", good, []*interviewaiv1.TrackDeclaration{is("9", interviewer)}, nil, connect.CodeInvalidArgument, "tracks[0].mid"},
		{"nobody's track", "s1", good, []*interviewaiv1.TrackDeclaration{is("0", 0)}, nil, connect.CodeInvalidArgument, "tracks[0].speaker"},
		{"a track that does not send", "s1", strings.ReplaceAll(good, "a=sendonly", "a=recvonly"), both, nil, connect.CodeInvalidArgument, "does not send"},
		{"video beside", "s1", videoOffer(t), both[:1], nil, connect.CodeInvalidArgument, "only sound"},
		{"not bundled", "s1", strings.Replace(good, "a=group:BUNDLE 0 1", "a=group:BUNDLE 0", 1), both, nil, connect.CodeInvalidArgument, "bundled"},
		{"no rtcp-mux", "s1", strings.ReplaceAll(good, "a=rtcp-mux\r\n", ""), both, nil, connect.CodeInvalidArgument, "rtcp-mux"},
		{"a mid for two sections", "s1", strings.Replace(good, "a=mid:1", "a=mid:0", 1), both, nil, connect.CodeInvalidArgument, "twice"},
		{"weak ICE password", "s1", shortPassword(t, good), both, nil, connect.CodeInvalidArgument, "ice-pwd"},
		{"the process is full", "s1", good, both, ErrBusy, connect.CodeUnavailable, ""},
		{"the session is over", "s1", good, both, ErrOver, connect.CodeFailedPrecondition, ""},
		{"the session layer fails", "s1", good, both, errors.New("broken"), connect.CodeInternal, ""},
	} {
		t.Run(tc.story, func(t *testing.T) {
			s := newStage(t, nil)
			s.sessions.refuse = tc.sessions
			mux := http.NewServeMux()
			mux.Handle(interviewaiv1connect.NewMediaServiceHandler(s.endpoint))
			web := httptest.NewServer(mux)
			defer web.Close()
			resp, err := interviewaiv1connect.NewMediaServiceClient(web.Client(), web.URL).Connect(t.Context(), connect.NewRequest(&interviewaiv1.ConnectRequest{
				Request: &interviewaiv1.ConnectMediaRequest{SessionId: tc.session, OfferSdp: tc.offer, Tracks: tc.tracks},
			}))
			if tc.code == 0 {
				if err != nil || strings.Count(resp.Msg.GetResponse().GetAnswerSdp(), "a=recvonly") != len(tc.tracks) {
					t.Errorf("%v, %v", resp, err)
				}
				return
			}
			if connect.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%v, want %v about %q", err, tc.code, tc.says)
			}
			if s.endpoint.Stats().Peers != 0 {
				t.Error("a peer is left")
			}
		})
	}
}

func shortPassword(t *testing.T, offer string) string {
	t.Helper()
	return strings.ReplaceAll(offer, "a=ice-pwd:"+mustOffer(t, offer).ice.pwd, "a=ice-pwd:short")
}

func TestOnlySoManyPeers(t *testing.T) {
	s := newStage(t, func(c *Config) { c.MaxPeers = 1 })
	c := newClient(t, nil, 1)
	location, _ := s.publish(t, c, "/whip/s1/interviewer")
	post := func() int {
		resp, _ := s.do(t, http.MethodPost, "/whip/s2/interviewer", newClient(t, nil, 1).offer(t, nil), "Content-Type", typeSDP, "Authorization", "Bearer "+goodToken)
		return resp.StatusCode
	}
	if got := post(); got != http.StatusServiceUnavailable {
		t.Errorf("one too many: %d", got)
	}
	s.do(t, http.MethodDelete, location, "", "Authorization", "Bearer "+goodToken)
	s.endpoint.mu.Lock()
	open := s.endpoint.opened
	s.endpoint.mu.Unlock()
	if open > 1 {
		t.Errorf("%d places are taken", open)
	}
}

func TestConfigurationMistakesAreAllNamed(t *testing.T) {
	_, err := New(Config{
		Public:     []netip.Addr{netip.MustParseAddr("0.0.0.0")},
		ICEServers: []ICEServer{{URLs: []string{"http://x", "turn:y", "stun:a b"}}},
		MaxPeers:   -1,
	}, newRecorder())
	for _, want := range []string{"no UDP address", "0.0.0.0", "http://x", "turn:y", "stun:a b", "negative"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestReachableAddresses(t *testing.T) {
	bound := netip.MustParseAddrPort("10.1.2.3:9000")
	for _, tc := range []struct {
		story string
		cfg   Config
		bound netip.AddrPort
		want  string
	}{
		{"the one listened on", Config{}, bound, "[10.1.2.3:9000]"},
		{"public ones", Config{Public: addrs("203.0.113.7", "2001:db8::7")}, bound, "[203.0.113.7:9000 [2001:db8::7]:9000]"},
		{"with a port of their own", Config{Public: addrs("203.0.113.7"), PublicPort: 443}, bound, "[203.0.113.7:443]"},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got, err := reachable(tc.cfg, tc.bound)
			if err != nil || !equalText(got, tc.want) {
				t.Errorf("%v %v, want %s", got, err, tc.want)
			}
		})
	}
	all, err := reachable(Config{}, netip.MustParseAddrPort("0.0.0.0:9000"))
	if err != nil || len(all) == 0 {
		t.Fatalf("%v, %v", all, err)
	}
	for _, a := range all {
		if a.Port() != 9000 || !a.Addr().Is4() || a.Addr().IsUnspecified() {
			t.Errorf("%v is no address for clients", a)
		}
	}
}
