package peer

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// answer is the library's answer with what it leaves to us.
type answer struct {
	text       string
	ice        credentials
	candidates []string
	// receiving is how many sections the library is ready to receive.
	receiving int
}

// finishAnswer writes into the library's answer: all candidates, the format we
// ask of Opus, rtcp-mux-only (RFC 8858 §3, demanded by RFC 9725 §4.4.1).
func finishAnswer(text string, reach []netip.AddrPort) (answer, error) {
	desc := &sdp.SessionDescription{}
	if err := desc.UnmarshalString(text); err != nil {
		return answer{}, fmt.Errorf("read our own answer: %w", err)
	}
	a := answer{}
	for i, addr := range reach {
		a.candidates = append(a.candidates, candidateLine(i, addr))
	}
	desc.Attributes = without(desc.Attributes, "candidate", "end-of-candidates")
	placed := false
	for _, m := range desc.MediaDescriptions {
		m.Attributes = without(m.Attributes, "candidate", "end-of-candidates")
		if m.MediaName.Port.Value == 0 {
			continue
		}
		if a.ice == (credentials{}) {
			a.ice.ufrag, _ = m.Attribute("ice-ufrag")
			a.ice.pwd, _ = m.Attribute("ice-pwd")
		}
		if m.MediaName.Media == "audio" {
			askOpus(m)
			if _, ok := m.Attribute("recvonly"); ok {
				a.receiving++
			}
			m.Attributes = append(m.Attributes, sdp.NewPropertyAttribute("rtcp-mux-only"))
		}
		if placed {
			continue // bundled sections share the first one's candidates
		}
		placed = true
		for _, c := range a.candidates {
			m.Attributes = append(m.Attributes, sdp.NewAttribute("candidate", c))
		}
		m.Attributes = append(m.Attributes, sdp.NewPropertyAttribute("end-of-candidates"))
	}
	out, err := desc.Marshal()
	if err != nil {
		return answer{}, fmt.Errorf("write our answer: %w", err)
	}
	a.text = string(out)
	return a, nil
}

// candidateLine writes a host candidate (RFC 8839 §5.1). Earlier ones are
// preferred.
func candidateLine(i int, addr netip.AddrPort) string {
	const hostPreference, component = 126, 1
	priority := hostPreference<<24 | (65535-i)<<8 | (256 - component)
	return fmt.Sprintf("%d %d udp %d %s %d typ host", i+1, component, priority, addr.Addr(), addr.Port())
}

// askOpus sets the format parameters of the section's Opus.
func askOpus(m *sdp.MediaDescription) {
	payload := ""
	for _, a := range m.Attributes {
		if number, encoding, ok := strings.Cut(a.Value, " "); ok && a.Key == "rtpmap" && strings.HasPrefix(strings.ToLower(encoding), "opus/") {
			payload = number
		}
	}
	if _, err := strconv.Atoi(payload); err != nil {
		return
	}
	kept := m.Attributes[:0:0]
	for _, a := range m.Attributes {
		if a.Key == "fmtp" && strings.HasPrefix(a.Value, payload+" ") {
			continue
		}
		kept = append(kept, a)
	}
	kept = append(kept, sdp.NewAttribute("fmtp", payload+" "+opusFormat))
	m.Attributes = kept
}
