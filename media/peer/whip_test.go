package peer

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pion/webrtc/v4"
)

// scenario is one rule of RFC 9725, or one of ours where that leaves a choice.
type scenario struct {
	story string
	// rule is the RFC 9725 section.
	rule                 string
	method, path, body   string
	headers              []string
	status               int
	want                 map[string]string // response headers: exact, or "…" for anything, or "" for none
	contains, lacks      []string
	change               func(*Config)
	sessions             func(*recorder)
	withoutAuthorization bool
}

const (
	fragmentHead = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
	hostLine     = "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n"
	trickle      = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n" + hostLine + "a=candidate:3471623853 1 udp 2122194687 8f3a.local 61765 typ host\r\na=candidate:2 1 tcp 1518280447 198.51.100.1 9 typ host tcptype active\r\na=end-of-candidates\r\n"
)

// TestWHIPTable walks through every case; `go test -run WHIPTable -v` prints
// them. RESOURCE and TAG in a scenario stand for those of a connected peer, and
// OFFER for a good offer.
func TestWHIPTable(t *testing.T) {
	audio := newClient(t, nil, 1).offer(t, nil)
	two := newClient(t, nil, 2).offer(t, nil)
	video := videoOffer(t)
	post := func(body string) scenario {
		return scenario{method: http.MethodPost, path: "/whip/s9/candidate", body: body, headers: []string{"Content-Type", typeSDP}}
	}
	patch := func(tag, body string) scenario {
		return scenario{method: http.MethodPatch, path: "RESOURCE", body: body, headers: []string{"Content-Type", typeFragment, "If-Match", tag}}
	}
	with := func(s scenario, story, rule string, status int, change func(*scenario)) scenario {
		s.story, s.rule, s.status = story, rule, status
		if change != nil {
			change(&s)
		}
		return s
	}
	origin := []string{"Origin", "https://app.example.org"}
	table := []scenario{
		with(post("OFFER"), "offer → 201, Location, strong ETag, recvonly answer with all candidates", "4.2, 4.3", 201, func(s *scenario) {
			s.want = map[string]string{"Location": "…", "ETag": "…", "Content-Type": typeSDP, "Accept-Patch": typeFragment, "Link": ""}
			s.contains = []string{"a=recvonly", "a=ice-lite", "a=candidate:", "a=end-of-candidates", "a=rtcp-mux", "a=rtcp-mux-only", "usedtx=1", "useinbandfec=1", audioLevelURI, "a=setup:"}
			s.lacks = []string{"a=sendrecv", "a=sendonly", "VP8", "PCMU", "transport-cc", "nack"}
		}),
		with(post(strings.Replace(audio, "a=sendonly", "a=sendrecv", 1)), "sendrecv offer → 201, still recvonly", "4.2", 201, func(s *scenario) {
			s.contains, s.lacks = []string{"a=recvonly"}, []string{"a=sendrecv"}
		}),
		with(post(strings.Replace(audio, "a=sendonly", "a=recvonly", 1)), "recvonly offer → 422", "4.2", 422, nil),
		with(post(strings.Replace(audio, "a=sendonly", "a=inactive", 1)), "inactive offer → 422", "4.2", 422, nil),
		with(post(strings.Replace(audio, "a=setup:actpass", "a=setup:active", 1)), "setup:active offer → 201, passive answer", "4.4.4", 201, func(s *scenario) {
			s.contains = []string{"a=setup:passive"}
		}),
		with(post("OFFER"), "configured TURN → Link headers", "4.6", 201, func(s *scenario) {
			s.change = func(c *Config) {
				c.ICEServers = []ICEServer{{URLs: []string{"turn:turn.example.org:3478?transport=udp"}, Username: `u"x`, Credential: "secret"}}
			}
			s.want = map[string]string{"Link": `<turn:turn.example.org:3478?transport=udp>; rel="ice-server"; username="u\"x"; credential="secret"; credential-type="password"`}
		}),
		with(post("OFFER"), "public address configured → it is the candidate", "4.5", 201, func(s *scenario) {
			s.change = func(c *Config) { c.Public, c.PublicPort = addrs("203.0.113.7"), 3478 }
			s.contains, s.lacks = []string{"203.0.113.7 3478 typ host"}, []string{"127.0.0.1"}
		}),
		with(post("OFFER"), "no token → 401 with a challenge", "4.7", 401, func(s *scenario) {
			s.withoutAuthorization, s.want = true, map[string]string{"WWW-Authenticate": `Bearer realm="interviewai"`}
		}),
		with(post("OFFER"), "bad token → 401 invalid_token", "4.7.1", 401, func(s *scenario) {
			s.headers = append(s.headers, "Authorization", "Bearer nonsense")
			s.want = map[string]string{"WWW-Authenticate": `Bearer realm="interviewai", error="invalid_token"`}
		}),
		with(post("OFFER"), "token of another session → 401", "4.7.1", 401, func(s *scenario) { s.path = "/whip/foreign/candidate" }),
		with(post("OFFER"), "token cannot be judged → 503", "4.1", 503, func(s *scenario) {
			s.headers = append(s.headers, "Authorization", "Bearer judge")
			s.want = map[string]string{"Retry-After": "…"}
		}),
		with(post("OFFER"), "other content type → 415", "4.2", 415, func(s *scenario) { s.headers[1] = "application/json" }),
		with(post("v=0\r\nnonsense"), "malformed SDP → 400", "4.2", 400, func(s *scenario) {
			s.want = map[string]string{"Content-Type": "application/problem+json"}
		}),
		with(post(""), "empty SDP → 400", "4.2", 400, nil),
		with(post(strings.ReplaceAll(audio, "a=fingerprint", "a=x-nothing")), "offer without fingerprint → 400", "4.2", 400, nil),
		with(post(strings.Repeat("a", maxOffer+1)), "oversized offer → 413", "4.2", 413, nil),
		with(post(two), "two audio tracks → 422", "4.4.2", 422, nil),
		with(post(video), "video → 422", "4.4.2", 422, nil),
		with(post(strings.ReplaceAll(audio, "opus/48000/2", "speex/16000")), "no Opus → 422", "4.4.3", 422, nil),
		with(post("OFFER"), "unknown speaker → 404", "4.1", 404, func(s *scenario) { s.path = "/whip/s9/nobody" }),
		with(post("OFFER"), "session layer full → 503, Retry-After", "4.5", 503, func(s *scenario) {
			s.sessions = func(r *recorder) { r.refuse = ErrBusy }
			s.want = map[string]string{"Retry-After": "…"}
		}),
		with(post("OFFER"), "live session over → 410", "4.1", 410, func(s *scenario) {
			s.sessions = func(r *recorder) { r.refuse = fmt.Errorf("late: %w", ErrOver) }
		}),
		{
			story: "preflight from our origin → 200, CORS, no token, no Link", rule: "4.2, 4.6", method: "OPTIONS", path: "/whip/s9/candidate", withoutAuthorization: true,
			headers: append([]string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type"}, origin...), status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": origin[1], "Access-Control-Allow-Methods": "POST", "Accept-Post": typeSDP, "Link": ""},
		},
		{
			story: "OPTIONS with a token → 200, Accept-Post, Link", rule: "4.2, 4.6", method: "OPTIONS", path: "/whip/s9/candidate", status: 200, change: stun,
			want: map[string]string{"Accept-Post": typeSDP, "Accept-Patch": typeFragment, "Link": `<stun:stun.example.org>; rel="ice-server"`},
		},
		{
			story: "OPTIONS without one → 200, no Link", rule: "4.6", method: "OPTIONS", path: "/whip/s9/candidate", status: 200, change: stun, withoutAuthorization: true,
			want: map[string]string{"Accept-Post": typeSDP, "Link": ""},
		},
		{
			story: "preflight for PATCH on a resource", rule: "4.3", method: "OPTIONS", path: "RESOURCE", withoutAuthorization: true,
			headers: append([]string{"Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization,content-type,if-match"}, origin...), status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": origin[1], "Access-Control-Allow-Methods": "PATCH", "Access-Control-Allow-Headers": "authorization,content-type,if-match"},
		},
		{
			story: "preflight from a foreign origin → no CORS headers", rule: "4.2", method: "OPTIONS", path: "/whip/s9/candidate", withoutAuthorization: true,
			headers: []string{"Access-Control-Request-Method", "POST", "Origin", "https://evil.example"}, status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": "", "Access-Control-Allow-Methods": ""},
		},
		with(post("OFFER"), "cross-origin POST exposes Location, ETag, Link", "4.2", 201, func(s *scenario) {
			s.headers = append(s.headers, origin...)
			s.want = map[string]string{"Access-Control-Expose-Headers": "Location, Etag, Link, Accept-Patch", "Access-Control-Allow-Origin": origin[1]}
		}),
		{story: "GET endpoint → 2xx, empty", rule: "4.1", method: "GET", path: "/whip/s9/candidate", status: 204},
		{story: "HEAD endpoint → 2xx, empty", rule: "4.1", method: "HEAD", path: "/whip/s9/candidate", status: 204},
		{story: "PUT endpoint → 405", rule: "4.1", method: "PUT", path: "/whip/s9/candidate", status: 405, want: map[string]string{"Allow": "…"}},
		{story: "GET resource → 2xx, empty", rule: "4.1", method: "GET", path: "RESOURCE", status: 204},
		{story: "HEAD resource → 2xx, empty", rule: "4.1", method: "HEAD", path: "RESOURCE", status: 204},
		{story: "GET unknown resource → 404", rule: "4.1", method: "GET", path: "/whip/s1/interviewer/unknown", status: 404},
		{story: "resource of the other speaker → 404", rule: "4.1", method: "GET", path: "OTHER", status: 404},
		with(patch("TAG", trickle), "trickle with the current tag → 204, no ETag", "4.3.2", 204, func(s *scenario) { s.want = map[string]string{"ETag": ""} }),
		with(patch("TAG", "a=ice-ufrag:OWN-UFRAG\r\na=ice-pwd:OWN-PWD\r\n"+trickle), "trickle that repeats the credentials → 204", "4.3.2", 204, nil),
		with(patch("", trickle), "no If-Match → 428", "4.3.1", 428, func(s *scenario) { s.headers = s.headers[:2] }),
		with(patch(`"stale"`, trickle), "stale tag → 412", "4.3.1", 412, nil),
		with(patch(`W/TAG`, trickle), "weak tag never matches → 412", "4.3.1", 412, nil),
		with(patch("TAG", trickle), "other content type → 415", "4.3", 415, func(s *scenario) { s.headers[1] = typeSDP }),
		with(patch("TAG", "hello"), "malformed fragment → 400", "4.3", 400, nil),
		with(patch("TAG", "a=candidate:x 1 udp 1 999.1.1.1 1 typ host\r\n"), "malformed candidate → 400", "4.3", 400, nil),
		with(patch("TAG", "a=ice-ufrag:EsAw\r\n"), "half of the credentials → 400", "4.3", 400, nil),
		with(patch("TAG", strings.Repeat("a", maxFragment+1)), "oversized fragment → 413", "4.3", 413, nil),
		with(patch("TAG", strings.Replace(trickle, "a=mid:0", "a=mid:7", 1)), "section that was not negotiated → 422", "4.3", 422, nil),
		with(patch("*", trickle), "If-Match * without credentials → 422", "4.3.3", 422, nil),
		with(patch("*", trickle), "PATCH unknown resource → 404", "4.3", 404, func(s *scenario) { s.path = "/whip/s1/interviewer/unknown" }),
		with(patch("*", trickle), "PATCH without token → 401", "4.7", 401, func(s *scenario) { s.withoutAuthorization = true }),
		with(patch("*", fragmentHead+trickle), "restart (If-Match *) → 200, new ETag, new credentials, candidates", "4.3.3", 200, func(s *scenario) {
			s.want = map[string]string{"ETag": "…", "Content-Type": typeFragment}
			s.contains = []string{"a=ice-ufrag:", "a=ice-pwd:", "a=candidate:", "a=end-of-candidates", "a=ice-lite"}
		}),
		with(patch("TAG", fragmentHead+trickle), "new credentials under the current tag are a restart too → 200", "4.3.3", 200, func(s *scenario) {
			s.want = map[string]string{"ETag": "…"}
		}),
		{story: "DELETE unknown → 404", rule: "4.2", method: "DELETE", path: "/whip/s1/interviewer/unknown", status: 404},
		{story: "DELETE without token → 401", rule: "4.7", method: "DELETE", path: "RESOURCE", status: 401, withoutAuthorization: true},
		{story: "DELETE → 200, any tag is ignored", rule: "4.2, 4.3.1", method: "DELETE", path: "RESOURCE", headers: []string{"If-Match", `"stale"`}, status: 200},
	}
	var rows strings.Builder
	for _, tc := range table {
		verdict := "FAILED"
		if t.Run(tc.story, func(t *testing.T) { tc.run(t, audio) }) {
			verdict = "passed"
		}
		fmt.Fprintf(&rows, "\n%-8s %-8s %d  %-9s  %s", tc.method, "§"+tc.rule, tc.status, verdict, tc.story)
	}
	t.Logf("WHIP (RFC 9725), %d cases:%s", len(table), rows.String())
}

func stun(c *Config) { c.ICEServers = []ICEServer{{URLs: []string{"stun:stun.example.org"}}} }

func (tc scenario) run(t *testing.T, audio string) {
	s := newStage(t, tc.change)
	if tc.sessions != nil {
		tc.sessions(s.sessions)
	}
	uses := tc.path + strings.Join(tc.headers, " ") + tc.body
	if strings.Contains(uses, "RESOURCE") || strings.Contains(uses, "OTHER") {
		c := newClient(t, nil, 1)
		location, tag := s.publish(t, c, "/whip/s1/interviewer")
		ice := mustOffer(t, c.conn.LocalDescription().SDP).ice
		fill := strings.NewReplacer("RESOURCE", location, "OTHER", strings.Replace(location, "interviewer", "candidate", 1),
			"TAG", tag, "OWN-UFRAG", ice.ufrag, "OWN-PWD", ice.pwd)
		tc.path, tc.body = fill.Replace(tc.path), fill.Replace(tc.body)
		for i, h := range tc.headers {
			tc.headers[i] = fill.Replace(h)
		}
		if tc.status >= 400 {
			defer func() {
				// Whatever was refused, the session goes on under its tag.
				if resp, _ := s.do(t, http.MethodPatch, location, trickle, "Content-Type", typeFragment, "If-Match", tag, "Authorization", "Bearer "+goodToken); resp.StatusCode != http.StatusNoContent {
					t.Errorf("afterwards the session answers %d", resp.StatusCode)
				}
				c.send(t, 0, numbered(0, 5)...)
				s.sessions.until(t, "sound goes on", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 5) })
			}()
		}
	}
	headers := tc.headers
	if !tc.withoutAuthorization {
		headers = append([]string{"Authorization", "Bearer " + goodToken}, headers...)
	}
	resp, body := s.do(t, tc.method, tc.path, strings.Replace(tc.body, "OFFER", audio, 1), headers...)
	if resp.StatusCode != tc.status {
		t.Fatalf("status %d, want %d: %s", resp.StatusCode, tc.status, body)
	}
	for key, want := range tc.want {
		if got := resp.Header.Get(key); got != want && (want != "…" || got == "") {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if tag := resp.Header.Get("ETag"); tag != "" && (!strings.HasPrefix(tag, `"`) || strings.Contains(strings.Join(tc.headers, ""), tag)) {
		t.Errorf("ETag %s is not a strong new one", tag)
	}
	if resp.StatusCode == http.StatusNoContent && body != "" {
		t.Errorf("a body: %q", body)
	}
	for _, want := range tc.contains {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	for _, not := range tc.lacks {
		if strings.Contains(body, not) {
			t.Errorf("%q is in\n%s", not, body)
		}
	}
}

func mustOffer(t testing.TB, text string) *offer {
	t.Helper()
	o, err := parseOffer(text)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func videoOffer(t *testing.T) string {
	c := newClient(t, nil, 1)
	if _, err := c.conn.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo); err != nil {
		t.Fatal(err)
	}
	return c.offer(t, nil)
}

// Every connection has a tag of its own.
func TestTagsAndLocationsAreUnique(t *testing.T) {
	s := newStage(t, nil)
	audio := newClient(t, nil, 1).offer(t, nil)
	seen := map[string]bool{}
	for range 20 {
		resp, _ := s.do(t, http.MethodPost, "/whip/s1/interviewer", audio, "Content-Type", typeSDP, "Authorization", "Bearer "+goodToken)
		for _, v := range []string{resp.Header.Get("ETag"), resp.Header.Get("Location")} {
			if v == "" || seen[v] {
				t.Fatalf("%q twice or empty", v)
			}
			seen[v] = true
		}
	}
}

// After a restart the client is connected again and its sound goes on; the old
// tag is stale.
func TestRestartedSoundGoesOn(t *testing.T) {
	s := newStage(t, nil)
	c := newClient(t, nil, 1)
	location, tag := s.publish(t, c, "/whip/s1/interviewer")
	c.send(t, 0, numbered(0, 5)...)
	s.sessions.until(t, "sound before", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 5) })
	before := c.conn.RemoteDescription().SDP

	next := mustOffer(t, c.offer(t, &webrtc.OfferOptions{ICERestart: true}))
	body := fmt.Sprintf("a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n", next.ice.ufrag, next.ice.pwd)
	resp, got := s.do(t, http.MethodPatch, location, body, "Content-Type", typeFragment, "If-Match", "*", "Authorization", "Bearer "+goodToken)
	if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") == tag {
		t.Fatalf("%d %s", resp.StatusCode, resp.Header.Get("ETag"))
	}
	fresh, err := parseFragment(got)
	if err != nil || !fresh.ice.valid() || fresh.candidates == 0 {
		t.Fatalf("%+v %v in\n%s", fresh, err, got)
	}
	old := mustOffer(t, before).ice
	if old == fresh.ice {
		t.Error("the credentials are the old ones")
	}
	// The client goes on with the answer it has, and the new credentials.
	c.accept(t, strings.NewReplacer(old.ufrag, fresh.ice.ufrag, old.pwd, fresh.ice.pwd).Replace(before))
	c.await(t, webrtc.PeerConnectionStateConnected)
	c.send(t, 0, numbered(5, 5)...)
	s.sessions.until(t, "sound after", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 10) })
	if resp, _ := s.do(t, http.MethodPatch, location, trickle, "Content-Type", typeFragment, "If-Match", tag, "Authorization", "Bearer "+goodToken); resp.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("the old tag answers %d", resp.StatusCode)
	}
}
