// Package opus turns Opus packets into 16 kHz mono PCM and back, and reads and
// writes Opus in Ogg files. The codec is libopus; this package adds what a
// stranger's packets need: every payload is parsed before libopus sees it,
// concealment is bounded, and nothing is allocated per packet.
package opus

import (
	"errors"
	"fmt"

	libopus "gopkg.in/hraban/opus.v2"
)

const (
	// Rate is the sampling rate of decoded sound in Hz. libopus resamples
	// from any rate of the stream, and mixes stereo to mono, while decoding.
	Rate = 16000
	// MaxSamples is the longest packet's sound: 120 ms (RFC 6716 §3.2.5).
	MaxSamples = Rate * 120 / 1000
	// MaxConcealed is how much sound in a row is made up at most: 100 ms.
	// libopus's concealment has faded to nothing by then, and one more call
	// costs 158 to 460 µs against 14 to 21 for a packet.
	MaxConcealed = Rate * 100 / 1000
	// plcStep is the grain of concealment: 2.5 ms.
	plcStep = Rate / 400
)

// ErrPayload means that bytes are no Opus packet. The decoder is unharmed and
// its state as before; the packet counts as lost.
var ErrPayload = errors.New("not an opus packet")

// Decoder decodes one stream. Not safe for concurrent use.
type Decoder struct {
	lib       *libopus.Decoder
	concealed int // samples made up since the last real packet
}

// NewDecoder returns a decoder for a new stream. Its memory (about 18 KiB) is
// Go memory: there is nothing to close.
func NewDecoder() (*Decoder, error) {
	lib, err := libopus.NewDecoder(Rate, 1)
	if err != nil {
		return nil, fmt.Errorf("new opus decoder: %w", err)
	}
	return &Decoder{lib: lib}, nil
}

// Decode decodes one packet of any duration, rate and channel count into pcm,
// which must hold MaxSamples, and returns the number of samples. Errors wrap
// ErrPayload.
func (d *Decoder) Decode(payload []byte, pcm []int16) (int, error) {
	packet, err := Parse(payload)
	if err != nil {
		return 0, err
	}
	n, err := d.lib.Decode(payload, pcm[:MaxSamples:MaxSamples])
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrPayload, err)
	}
	d.concealed = 0
	return min(n, packet.Samples()), nil
}

// Conceal makes up len(pcm) samples for a lost packet from what was heard
// before, and returns how many it made: fewer, down to none, once MaxConcealed
// in a row are used up. Wholes of 2.5 ms are made only.
func (d *Decoder) Conceal(pcm []int16) int {
	n := d.budget(len(pcm))
	if n == 0 {
		return 0
	}
	if d.lib.DecodePLC(pcm[:n:n]) != nil {
		return 0
	}
	d.concealed += n
	return n
}

// Recover fills pcm, the sound of one lost packet, from the copy of it that
// the next packet may carry (in-band FEC, RFC 6716 §2.1.7), and conceals
// where there is none. next is not consumed: Decode it afterwards.
func (d *Decoder) Recover(next []byte, pcm []int16) int {
	packet, err := Parse(next)
	if err != nil || !packet.FEC || len(pcm) > MaxSamples || len(pcm)%plcStep != 0 || len(pcm) == 0 {
		return d.Conceal(pcm)
	}
	if d.lib.DecodeFEC(next, pcm[:len(pcm):len(pcm)]) != nil {
		return d.Conceal(pcm)
	}
	d.concealed = 0
	return len(pcm)
}

// Reset forgets the stream: what comes next is unrelated to what was heard.
func (d *Decoder) Reset() error {
	fresh, err := NewDecoder()
	if err != nil {
		return err
	}
	*d = *fresh
	return nil
}

func (d *Decoder) budget(want int) int {
	n := min(want, MaxConcealed-d.concealed)
	return max(n, 0) / plcStep * plcStep
}
