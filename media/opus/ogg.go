package opus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// ErrOgg means that a file is no Ogg Opus file, or a broken one.
var ErrOgg = errors.New("not an ogg opus file")

const (
	oggContinued = 1 // page flags, RFC 3533 §6
	oggFirst     = 2
	oggLast      = 4

	oggHeaderLen = 27
	oggVersion   = 4 // offsets in a page's header
	oggFlags     = 5
	oggGranule   = 6
	oggSerial    = 14
	oggChecksum  = 22
	oggSegments  = 26

	// granuleRate is the unit of an Ogg Opus file's times, whatever the
	// encoder's rate was (RFC 7845 §4).
	granuleRate = 48000
	headLen     = 19
	// maxOggPacket bounds what a page may claim: 48 frames of 1,275 bytes and
	// their lengths.
	maxOggPacket = 48*maxFrameSize + 128
)

// Head is an Ogg Opus file's first page (RFC 7845 §5.1).
type Head struct {
	// Channels is 1 or 2.
	Channels int
	// PreSkip is the sound at the beginning that is not to be played.
	PreSkip time.Duration
	// InputRate is the rate of what was encoded, in Hz; information only.
	InputRate int
}

func parseHead(b []byte) (Head, error) {
	if len(b) < headLen || string(b[:8]) != "OpusHead" || b[8]&0xf0 != 0 {
		return Head{}, fmt.Errorf("%w: no OpusHead", ErrOgg)
	}
	h := Head{
		Channels:  int(b[9]),
		PreSkip:   granules(int64(binary.LittleEndian.Uint16(b[10:]))),
		InputRate: int(binary.LittleEndian.Uint32(b[12:])),
	}
	if b[18] != 0 || h.Channels < 1 || h.Channels > 2 {
		return Head{}, fmt.Errorf("%w: more than two channels", ErrOgg)
	}
	return h, nil
}

func (h Head) append(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, "OpusHead"...)
	b = append(b, 1, byte(h.Channels))
	b = le.AppendUint16(b, uint16(h.PreSkip*granuleRate/time.Second))
	b = le.AppendUint32(b, uint32(h.InputRate))
	return append(b, 0, 0, 0) // no gain, channel mapping family 0
}

func granules(n int64) time.Duration {
	return time.Duration(n) * time.Second / granuleRate
}

// oggSum is Ogg's checksum: CRC-32 with 0x04c11db7, not reflected, which
// hash/crc32 does not offer.
type oggSum [256]uint32

func newOggSum() *oggSum {
	var t oggSum
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			if r&0x80000000 != 0 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		t[i] = r
	}
	return &t
}

func (t *oggSum) update(sum uint32, b []byte) uint32 {
	for _, c := range b {
		sum = sum<<8 ^ t[byte(sum>>24)^c]
	}
	return sum
}
