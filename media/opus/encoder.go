package opus

import (
	"fmt"
	"time"

	libopus "gopkg.in/hraban/opus.v2"
)

// EncoderDelay is how much later sound comes out of a decoder than it went
// into the encoder: libopus's look-ahead of 6.5 ms for voice, an Ogg file's
// pre-skip.
const EncoderDelay = 6500 * time.Microsecond

// EncoderOptions says how to encode; the zero value is 48 kHz at a bit rate
// that libopus chooses, as a browser begins.
type EncoderOptions struct {
	// Rate of the input in Hz: 8,000, 12,000, 16,000, 24,000 or 48,000,
	// which is also what zero means.
	Rate int
	// Bitrate in bits a second; libopus's choice when zero.
	Bitrate int
	// DTX stops sending in silence but for a packet each 400 ms.
	DTX bool
	// LossPercent above zero puts a coarse copy of each packet into the next
	// (in-band FEC), sized for that much expected loss.
	LossPercent int
}

// Encoder encodes one mono stream of speech; for clients and tests.
type Encoder struct{ lib *libopus.Encoder }

// NewEncoder returns an encoder for a new stream, or what libopus refuses
// about the options.
func NewEncoder(opt EncoderOptions) (*Encoder, error) {
	if opt.Rate == 0 {
		opt.Rate = 48000
	}
	lib, err := libopus.NewEncoder(opt.Rate, 1, libopus.AppVoIP)
	if err != nil {
		return nil, fmt.Errorf("new opus encoder at %d Hz: %w", opt.Rate, err)
	}
	if opt.Bitrate != 0 {
		if err := lib.SetBitrate(opt.Bitrate); err != nil {
			return nil, fmt.Errorf("new opus encoder: bit rate %d: %w", opt.Bitrate, err)
		}
	}
	if err := lib.SetDTX(opt.DTX); err != nil {
		return nil, fmt.Errorf("new opus encoder: dtx: %w", err)
	}
	if err := lib.SetInBandFEC(opt.LossPercent > 0); err != nil {
		return nil, fmt.Errorf("new opus encoder: fec: %w", err)
	}
	if err := lib.SetPacketLossPerc(opt.LossPercent); err != nil {
		return nil, fmt.Errorf("new opus encoder: expected loss %d %%: %w", opt.LossPercent, err)
	}
	return &Encoder{lib: lib}, nil
}

// Encode makes one packet from pcm, whose length must be one that Opus knows:
// 2.5, 5, 10, 20, 40, 60, 80, 100 or 120 ms. It writes to packet and returns
// the part of it that was filled; 1,500 bytes are always enough for 20 ms.
func (e *Encoder) Encode(pcm []int16, packet []byte) ([]byte, error) {
	n, err := e.lib.Encode(pcm, packet[:len(packet):len(packet)])
	if err != nil {
		return nil, fmt.Errorf("encode opus: %d samples: %w", len(pcm), err)
	}
	return packet[:n], nil
}
