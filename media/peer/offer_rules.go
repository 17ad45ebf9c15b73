package peer

import (
	"fmt"
	"strconv"

	"github.com/pion/sdp/v3"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// tracks says whose sound each media section carries, by mid.
type tracks map[string]interviewaiv1.Speaker

// forWHIP applies RFC 9725 §4.4.2 as far as sound goes: exactly one audio
// section, which sends, and nothing else but perhaps a data channel. Partial
// acceptance is no option (§4.4.3).
func (o *offer) forWHIP(speaker interviewaiv1.Speaker) (tracks, error) {
	audio := ""
	for _, s := range o.sections {
		switch s.kind {
		case "application":
		case "audio":
			if audio != "" {
				return nil, fmt.Errorf("%w: a WHIP session has one audio track; use one resource for each speaker", ErrUnsupported)
			}
			audio = s.mid
			if err := s.usable(); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%w: a media section of kind %q; only sound is taken", ErrUnsupported, s.kind)
		}
	}
	if audio == "" {
		return nil, fmt.Errorf("%w: no audio track", ErrUnsupported)
	}
	return tracks{audio: speaker}, nil
}

// forConnect applies the contract's rules for ConnectMedia: each declared mid
// is an audio section that sends, each speaker appears once.
func (o *offer) forConnect(declared []*interviewaiv1.TrackDeclaration) (tracks, error) {
	if len(declared) == 0 || len(declared) > 2 {
		return nil, fmt.Errorf("%w: tracks: %d declared, want 1 or 2", ErrOffer, len(declared))
	}
	out := tracks{}
	taken := map[interviewaiv1.Speaker]bool{}
	for i, d := range declared {
		field := "tracks[" + strconv.Itoa(i) + "]"
		if d.GetSpeaker() != interviewaiv1.Speaker_SPEAKER_INTERVIEWER && d.GetSpeaker() != interviewaiv1.Speaker_SPEAKER_CANDIDATE {
			return nil, fmt.Errorf("%w: %s.speaker is neither interviewer nor candidate", ErrOffer, field)
		}
		if taken[d.GetSpeaker()] {
			return nil, fmt.Errorf("%w: %s.speaker is declared twice", ErrOffer, field)
		}
		taken[d.GetSpeaker()] = true
		s, ok := o.section(d.GetMid())
		if !ok {
			return nil, fmt.Errorf("%w: %s.mid %q is not in the offer", ErrOffer, field, d.GetMid())
		}
		if s.kind != "audio" {
			return nil, fmt.Errorf("%w: %s.mid %q is no audio section", ErrOffer, field, d.GetMid())
		}
		if err := s.usable(); err != nil {
			return nil, err
		}
		if _, twice := out[s.mid]; twice {
			return nil, fmt.Errorf("%w: %s.mid %q is declared twice", ErrOffer, field, s.mid)
		}
		out[s.mid] = d.GetSpeaker()
	}
	for _, s := range o.sections {
		if s.kind != "audio" && s.kind != "application" {
			return nil, fmt.Errorf("%w: a media section of kind %q; only sound is taken", ErrUnsupported, s.kind)
		}
	}
	return out, nil
}

func (s section) usable() error {
	switch {
	case !s.sends:
		return fmt.Errorf("%w: audio section %q does not send", ErrUnsupported, s.mid)
	case !s.opus:
		return fmt.Errorf("%w: audio section %q offers no opus/48000/2", ErrUnsupported, s.mid)
	}
	return nil
}

func (o *offer) section(mid string) (section, bool) {
	for _, s := range o.sections {
		if s.mid == mid {
			return s, true
		}
	}
	return section{}, false
}

// prepare returns the offer as the library gets it. Undeclared sound is made
// inactive, so that nothing is received for it. Candidates are left out: an
// ICE-lite agent sends no checks, and learns a peer's address from the peer's
// own (RFC 8445 §2.5). No address that a client writes is ever sent to.
func (o *offer) prepare(declared tracks) (string, error) {
	desc := *o.desc
	desc.Attributes = without(desc.Attributes, "candidate", "end-of-candidates", "ice-lite")
	desc.MediaDescriptions = nil
	for i, m := range o.desc.MediaDescriptions {
		c := *m
		c.Attributes = without(m.Attributes, "candidate", "end-of-candidates", "remote-candidates")
		if s := o.sections[i]; s.kind == "audio" && declared[s.mid] == interviewaiv1.Speaker_SPEAKER_UNSPECIFIED {
			c.Attributes = without(c.Attributes, sdp.AttrKeySendOnly, sdp.AttrKeySendRecv, sdp.AttrKeyRecvOnly, sdp.AttrKeyInactive)
			c.Attributes = append(c.Attributes, sdp.NewPropertyAttribute(sdp.AttrKeyInactive))
		}
		desc.MediaDescriptions = append(desc.MediaDescriptions, &c)
	}
	text, err := desc.Marshal()
	if err != nil {
		return "", fmt.Errorf("write the offer: %w", err)
	}
	return string(text), nil
}

// restarted returns the offer with new ICE credentials.
func (o *offer) restarted(c credentials) *offer {
	desc := *o.desc
	desc.Origin.SessionVersion++
	desc.Attributes = without(desc.Attributes, "ice-ufrag", "ice-pwd")
	desc.MediaDescriptions = nil
	for _, m := range o.desc.MediaDescriptions {
		section := *m
		section.Attributes = append(without(m.Attributes, "ice-ufrag", "ice-pwd"),
			sdp.NewAttribute("ice-ufrag", c.ufrag), sdp.NewAttribute("ice-pwd", c.pwd))
		desc.MediaDescriptions = append(desc.MediaDescriptions, &section)
	}
	return &offer{desc: &desc, sections: o.sections, ice: c}
}

// without returns a copy of attributes that lacks those of the keys given.
func without(attributes []sdp.Attribute, keys ...string) []sdp.Attribute {
	out := make([]sdp.Attribute, 0, len(attributes)+2)
next:
	for _, a := range attributes {
		for _, k := range keys {
			if a.Key == k {
				continue next
			}
		}
		out = append(out, a)
	}
	return out
}
