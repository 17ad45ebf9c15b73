package peer

import (
	"strings"
	"testing"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// FuzzOffer gives offers to both doors. Whatever comes, an offer is refused or
// answered, and a connection made of it ends again.
func FuzzOffer(f *testing.F) {
	f.Add(newClient(f, nil, 1).offer(f, nil))
	f.Add(newClient(f, nil, 2).offer(f, nil))
	withChannel := newClient(f, nil, 1)
	if _, err := withChannel.conn.CreateDataChannel(eventsLabel, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(withChannel.offer(f, nil))
	f.Add("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n")
	f.Add("")
	s := newStage(f, func(c *Config) { c.MaxOffersPerSecond = 1 << 20 })
	f.Fuzz(func(t *testing.T, text string) {
		o, err := parseOffer(text)
		if err != nil {
			return
		}
		for _, rules := range []func() (tracks, error){
			func() (tracks, error) { return o.forWHIP(interviewer) },
			func() (tracks, error) {
				return o.forConnect([]*interviewaiv1.TrackDeclaration{
					{Mid: o.sections[0].mid, Speaker: candidateIs}, {Mid: o.sections[len(o.sections)-1].mid, Speaker: interviewer},
				})
			},
		} {
			declared, err := rules()
			if err != nil {
				continue
			}
			p, err := s.endpoint.open(t.Context(), "s1", o, declared)
			if err != nil {
				continue
			}
			if n := strings.Count(p.answer.text, "a=recvonly"); n != len(declared) {
				t.Errorf("%d sections receive, want %d:\n%s", n, len(declared), p.answer.text)
			}
			p.end("fuzzed")
			<-p.done
		}
	})
}

// FuzzTrickle gives fragments to the parser: what it takes is within bounds.
func FuzzTrickle(f *testing.F) {
	f.Add(trickle)
	f.Add(fragmentHead + trickle)
	f.Add("a=end-of-candidates\r\n")
	f.Add("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n")
	f.Fuzz(func(t *testing.T, body string) {
		got, err := parseFragment(body)
		if err != nil {
			return
		}
		if got.ice != (credentials{}) && !got.ice.valid() || got.candidates+len(got.mids) > maxFragmentLines {
			t.Errorf("%+v", got)
		}
	})
}
