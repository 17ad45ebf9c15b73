package peer

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

const (
	// maxOffer bounds an offer in bytes, as the contract does.
	maxOffer = 100_000
	// maxSections bounds its media sections: two of sound, one of data, and
	// room for rejected ones.
	maxSections = 8
)

// section is one media section of an offer.
type section struct {
	mid   string
	kind  string // "audio", "application", "video" …
	sends bool
	port  int
	opus  bool
	msid  string
}

// offer is a checked SDP offer.
type offer struct {
	desc     *sdp.SessionDescription
	sections []section
	ice      credentials
}

// credentials are an ICE user fragment and password (RFC 8839 §5.4).
type credentials struct{ ufrag, pwd string }

func (c credentials) valid() bool {
	return iceChars(c.ufrag, 4) && iceChars(c.pwd, 22)
}

// iceChars reports whether s is minimum to 256 characters of ICE's alphabet.
func iceChars(s string, minimum int) bool {
	if len(s) < minimum || len(s) > 256 {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '+' && r != '/' {
			return false
		}
	}
	return true
}

// parseOffer reads an offer and refuses what WebRTC demands and it lacks
// (RFC 8829 §5.2.1). Errors wrap ErrOffer or ErrUnsupported.
func parseOffer(text string) (*offer, error) {
	if len(text) > maxOffer {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrOffer, maxOffer)
	}
	desc := &sdp.SessionDescription{}
	if err := desc.UnmarshalString(text); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOffer, err)
	}
	if n := len(desc.MediaDescriptions); n == 0 || n > maxSections {
		return nil, fmt.Errorf("%w: %d media sections, want 1 to %d", ErrOffer, n, maxSections)
	}
	o := &offer{desc: desc}
	mids := map[string]bool{}
	for _, m := range desc.MediaDescriptions {
		s, err := parseSection(desc, m)
		if err != nil {
			return nil, err
		}
		if mids[s.mid] {
			return nil, fmt.Errorf("%w: mid %q twice", ErrOffer, s.mid)
		}
		mids[s.mid] = true
		o.sections = append(o.sections, s)
	}
	if err := o.checkTransport(); err != nil {
		return nil, err
	}
	return o, nil
}

func parseSection(desc *sdp.SessionDescription, m *sdp.MediaDescription) (section, error) {
	mid, _ := m.Attribute(sdp.AttrKeyMID)
	if !validMid(mid) {
		return section{}, fmt.Errorf("%w: a media section without a valid mid (RFC 5888)", ErrOffer)
	}
	s := section{mid: mid, kind: m.MediaName.Media, port: m.MediaName.Port.Value, sends: sends(desc, m)}
	s.msid, _ = m.Attribute("msid")
	if s.kind == "audio" {
		s.opus = hasOpus(m)
	}
	return s, nil
}

// validMid reports whether s is a token (RFC 4566 §9) of at most 64 characters.
func validMid(s string) bool {
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune("\"(),/:;<=>?@[\\]", r) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// sends reports whether the offerer means to send: sendrecv is the default
// (RFC 8866 §6.7), a section's own direction comes before the session's.
func sends(desc *sdp.SessionDescription, m *sdp.MediaDescription) bool {
	for _, attributes := range [][]sdp.Attribute{m.Attributes, desc.Attributes} {
		for _, a := range attributes {
			switch a.Key {
			case sdp.AttrKeySendOnly, sdp.AttrKeySendRecv:
				return true
			case sdp.AttrKeyRecvOnly, sdp.AttrKeyInactive:
				return false
			}
		}
	}
	return true
}

// hasOpus looks for "opus/48000/2", the only form there is (RFC 7587 §7).
func hasOpus(m *sdp.MediaDescription) bool {
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		payload, encoding, ok := strings.Cut(a.Value, " ")
		if !ok || !strings.EqualFold(strings.TrimSpace(encoding), "opus/48000/2") {
			continue
		}
		for _, f := range m.MediaName.Formats {
			if n, err := strconv.ParseUint(payload, 10, 7); err == nil && f == strconv.FormatUint(n, 10) {
				return true
			}
		}
	}
	return false
}

// checkTransport demands one bundled, multiplexed, encrypted transport.
func (o *offer) checkTransport() error {
	for _, m := range o.desc.MediaDescriptions {
		c := credentials{o.attribute(m, "ice-ufrag"), o.attribute(m, "ice-pwd")}
		if m.MediaName.Port.Value == 0 && c == (credentials{}) {
			continue // bundle-only or rejected: the transport is another's
		}
		if !c.valid() {
			return fmt.Errorf("%w: no valid ice-ufrag and ice-pwd (RFC 8839 §5.4)", ErrOffer)
		}
		if o.ice == (credentials{}) {
			o.ice = c
		} else if o.ice != c {
			return fmt.Errorf("%w: media sections are not bundled into one transport", ErrUnsupported)
		}
		if !validFingerprint(o.attribute(m, "fingerprint")) {
			return fmt.Errorf("%w: no valid fingerprint (RFC 8122)", ErrOffer)
		}
		switch o.attribute(m, "setup") {
		case "actpass", "active", "passive":
		default:
			return fmt.Errorf("%w: no valid setup attribute (RFC 8842)", ErrOffer)
		}
		if _, mux := m.Attribute(sdp.AttrKeyRTCPMux); m.MediaName.Media != "application" && !mux {
			return fmt.Errorf("%w: rtcp-mux is required (RFC 8858)", ErrUnsupported)
		}
	}
	if o.ice == (credentials{}) {
		return fmt.Errorf("%w: every media section is rejected", ErrOffer)
	}
	return o.checkBundle()
}

func (o *offer) checkBundle() error {
	bundled := map[string]bool{}
	for _, a := range o.desc.Attributes {
		if a.Key == sdp.AttrKeyGroup {
			if fields := strings.Fields(a.Value); len(fields) > 0 && fields[0] == "BUNDLE" {
				for _, mid := range fields[1:] {
					bundled[mid] = true
				}
			}
		}
	}
	if len(o.sections) == 1 {
		return nil
	}
	for _, s := range o.sections {
		if !bundled[s.mid] && s.port != 0 {
			return fmt.Errorf("%w: mid %q is not bundled (RFC 9143)", ErrUnsupported, s.mid)
		}
	}
	return nil
}

// attribute returns a section's attribute, or the session's.
func (o *offer) attribute(m *sdp.MediaDescription, key string) string {
	if v, ok := m.Attribute(key); ok {
		return v
	}
	v, _ := o.desc.Attribute(key)
	return v
}

func validFingerprint(s string) bool {
	algorithm, digits, ok := strings.Cut(s, " ")
	if !ok {
		return false
	}
	size := map[string]int{"sha-1": 20, "sha-224": 28, "sha-256": 32, "sha-384": 48, "sha-512": 64}[strings.ToLower(algorithm)]
	octets := strings.Split(strings.TrimSpace(digits), ":")
	if size == 0 || len(octets) != size {
		return false
	}
	for _, octet := range octets {
		if _, err := strconv.ParseUint(octet, 16, 8); len(octet) != 2 || err != nil {
			return false
		}
	}
	return true
}
