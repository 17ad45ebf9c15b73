package peer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pion/ice/v4"
)

const (
	// maxFragment bounds a fragment in bytes, maxFragmentLines in lines.
	maxFragment      = 32 << 10
	maxFragmentLines = 400
)

var errFragment = errors.New("malformed SDP fragment")

// fragment is what a PATCH carries (RFC 8840 §9).
type fragment struct {
	ice        credentials // empty if absent
	mids       []string
	candidates int
}

// parseFragment reads a body of type application/trickle-ice-sdpfrag. Errors
// wrap errFragment.
func parseFragment(body string) (fragment, error) {
	if len(body) > maxFragment {
		return fragment{}, fmt.Errorf("%w: longer than %d bytes", errFragment, maxFragment)
	}
	lines := strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	if len(lines) > maxFragmentLines {
		return fragment{}, fmt.Errorf("%w: more than %d lines", errFragment, maxFragmentLines)
	}
	f := fragment{}
	for i, line := range lines {
		if line == "" {
			continue
		}
		if err := f.line(line); err != nil {
			return fragment{}, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if f.ice != (credentials{}) && !f.ice.valid() {
		return fragment{}, fmt.Errorf("%w: ice-ufrag and ice-pwd must come together and be valid (RFC 8839 §5.4)", errFragment)
	}
	if f.ice == (credentials{}) && len(f.mids) == 0 && f.candidates == 0 {
		return fragment{}, fmt.Errorf("%w: it says nothing", errFragment)
	}
	return f, nil
}

func (f *fragment) line(line string) error {
	if len(line) < 2 || line[1] != '=' || line[0] < 'a' || line[0] > 'z' {
		return fmt.Errorf("%w: no SDP line", errFragment)
	}
	if line[0] != 'a' {
		return nil // pseudo media sections and what else SDP has
	}
	key, value, _ := strings.Cut(line[2:], ":")
	switch key {
	case "ice-ufrag":
		return set(&f.ice.ufrag, value)
	case "ice-pwd":
		return set(&f.ice.pwd, value)
	case "mid":
		if !validMid(value) {
			return fmt.Errorf("%w: mid %q", errFragment, value)
		}
		f.mids = append(f.mids, value)
	case "candidate":
		if !candidate(value) {
			return fmt.Errorf("%w: candidate", errFragment)
		}
		f.candidates++
	}
	return nil
}

// set takes an attribute's value; sections of one transport may repeat it.
func set(to *string, value string) error {
	if value == "" || *to != "" && *to != value {
		return fmt.Errorf("%w: ICE credentials contradict each other", errFragment)
	}
	*to = value
	return nil
}

// candidate reports whether s has a candidate's form (RFC 8839 §5.1). Names
// (mDNS) and transports that we have no use for are well-formed too: RFC 9725
// §4.3.2 has them discarded silently.
func candidate(s string) bool {
	fields := strings.Fields(s)
	if len(fields) < 8 || fields[6] != "typ" {
		return false
	}
	if strings.EqualFold(fields[2], "udp") && !strings.HasSuffix(fields[4], ".local") && strings.ContainsAny(fields[4], ".:") && fields[7] == "host" {
		_, err := ice.UnmarshalCandidate(s)
		return err == nil
	}
	return true
}

// restartBody is the answer to an ICE restart (RFC 9725 §4.3.3).
func (a answer) restartBody(mid string) string {
	var b strings.Builder
	b.WriteString("a=ice-lite\r\n")
	fmt.Fprintf(&b, "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n", a.ice.ufrag, a.ice.pwd)
	fmt.Fprintf(&b, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:%s\r\n", mid)
	for _, c := range a.candidates {
		fmt.Fprintf(&b, "a=candidate:%s\r\n", c)
	}
	b.WriteString("a=end-of-candidates\r\n")
	return b.String()
}
