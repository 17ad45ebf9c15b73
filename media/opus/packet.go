package opus

import (
	"fmt"
	"time"
)

// Packet is what a payload's first bytes say about it.
type Packet struct {
	// Duration is the sound it stands for: 2.5 to 120 ms.
	Duration time.Duration
	// Frames is the number of Opus frames in it, 1 to 48.
	Frames int
	// Stereo means that it was coded with two channels.
	Stereo bool
	// FEC means that it carries a copy of the packet before it.
	FEC bool
	// DTX means that it holds no sound: the encoder says "silence goes on".
	DTX bool
}

// Samples is the packet's length at Rate.
func (p Packet) Samples() int { return int(p.Duration * Rate / time.Second) }

const (
	maxDuration  = 120 * time.Millisecond
	maxFrameSize = 1275 // bytes, RFC 6716 §3.2.1
)

// Parse reads a payload's structure (RFC 6716 §3) and refuses what the
// standard calls malformed (its rules R1 to R7). Errors wrap ErrPayload.
func Parse(payload []byte) (Packet, error) {
	if len(payload) == 0 {
		return Packet{}, fmt.Errorf("%w: empty", ErrPayload) // R1
	}
	toc := payload[0]
	frame := frameDuration(toc >> 3)
	p := Packet{Stereo: toc&4 != 0, DTX: len(payload) <= 2}
	first, size, err := p.layout(toc&3, payload)
	if err != nil {
		return Packet{}, err
	}
	p.Duration = frame * time.Duration(p.Frames)
	if p.Duration > maxDuration { // R5
		return Packet{}, fmt.Errorf("%w: longer than 120 ms", ErrPayload)
	}
	if size > 0 {
		p.FEC = carriesFEC(toc, frame, payload[first])
	}
	return p, nil
}

// frameDuration is the length of a frame by its configuration number
// (RFC 6716 §3.1, table 2).
func frameDuration(config byte) time.Duration {
	const ms = time.Millisecond
	switch {
	case config < 12: // SILK
		return [4]time.Duration{10 * ms, 20 * ms, 40 * ms, 60 * ms}[config&3]
	case config < 16: // hybrid
		return [2]time.Duration{10 * ms, 20 * ms}[config&1]
	default: // CELT
		return 2500 * time.Microsecond << (config & 3)
	}
}

// layout sets Frames and returns where the first frame lies and its size.
func (p *Packet) layout(code byte, payload []byte) (first, size int, err error) {
	rest := len(payload) - 1
	switch code {
	case 0: // one frame
		p.Frames, first, size = 1, 1, rest
	case 1: // two frames of one size
		p.Frames, first, size = 2, 1, rest/2
		if rest%2 != 0 { // R3
			return 0, 0, fmt.Errorf("%w: halves differ", ErrPayload)
		}
	case 2: // two frames, the first one's size given
		n, used := frameLength(payload[1:])
		if used == 0 || n > rest-used { // R4
			return 0, 0, fmt.Errorf("%w: first frame too long", ErrPayload)
		}
		p.Frames, first, size = 2, 1+used, n
		if rest-used-n > maxFrameSize { // R2
			return 0, 0, fmt.Errorf("%w: second frame too long", ErrPayload)
		}
	default:
		return p.layoutMany(payload)
	}
	if size > maxFrameSize { // R2
		return 0, 0, fmt.Errorf("%w: frame too long", ErrPayload)
	}
	return first, size, nil
}

// layoutMany reads a packet of code 3: any number of frames, with padding
// (RFC 6716 §3.2.5).
func (p *Packet) layoutMany(payload []byte) (first, size int, err error) {
	if len(payload) < 2 || payload[1]&0x3f == 0 {
		return 0, 0, fmt.Errorf("%w: no frame count", ErrPayload)
	}
	p.Frames = int(payload[1] & 0x3f)
	variable, padded := payload[1]&0x80 != 0, payload[1]&0x40 != 0
	at, end := 2, len(payload)
	for padded {
		if at >= end {
			return 0, 0, fmt.Errorf("%w: padding cut short", ErrPayload)
		}
		pad := int(payload[at])
		at++
		padded = pad == 255
		end -= min(pad, 254)
	}
	if end < at { // R6, R7
		return 0, 0, fmt.Errorf("%w: more padding than packet", ErrPayload)
	}
	if !variable {
		size = (end - at) / p.Frames
		if (end-at)%p.Frames != 0 || size > maxFrameSize { // R6, R2
			return 0, 0, fmt.Errorf("%w: frames do not divide the packet", ErrPayload)
		}
		return at, size, nil
	}
	sum := 0
	for i := range p.Frames - 1 {
		n, used := frameLength(payload[at:end])
		if used == 0 {
			return 0, 0, fmt.Errorf("%w: frame lengths cut short", ErrPayload)
		}
		at += used
		sum += n
		if i == 0 {
			size = n
		}
	}
	last := end - at - sum
	if last < 0 || last > maxFrameSize { // R7, R2
		return 0, 0, fmt.Errorf("%w: frames longer than the packet", ErrPayload)
	}
	if p.Frames == 1 {
		size = last
	}
	return at, size, nil
}

// frameLength reads a frame's length of one or two bytes (RFC 6716 §3.2.1);
// used is 0 when b is too short.
func frameLength(b []byte) (n, used int) {
	switch {
	case len(b) == 0:
		return 0, 0
	case b[0] < 252:
		return int(b[0]), 1
	case len(b) == 1:
		return 0, 0
	default:
		return int(b[0]) + 4*int(b[1]), 2
	}
}

// carriesFEC reads the flag behind the voice-activity bits of a SILK frame,
// one bit for each 20 ms and channel (RFC 6716 §4.2.3, §4.2.4). CELT has none.
func carriesFEC(toc byte, frame time.Duration, head byte) bool {
	if toc>>3 >= 16 {
		return false
	}
	n := max(1, int(frame/(20*time.Millisecond)))
	mono := head>>(7-n)&1 == 1
	if toc&4 == 0 {
		return mono
	}
	return mono || head>>(6-2*n)&1 == 1
}
