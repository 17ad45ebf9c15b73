package track

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// FuzzTrackPacket reads the input as a list of packets: a length, flags, three
// bytes of delay and numbers, the payload. The recorder checks the sink's
// promises; session time must not run ahead of what was received.
func FuzzTrackPacket(f *testing.F) {
	var script []byte
	for i, p := range encode(f, speechLike(48000, 200*ms), opus.EncoderOptions{}, 20*ms) {
		script = append(script, byte(len(p.Payload)), 0, 20, byte(i), byte(i))
		script = append(script, p.Payload...)
	}
	f.Add(script)
	f.Add([]byte{3, 0, 20, 0, 0, 31 << 3, 1, 2, 1, 0, 20, 2, 2, 31 << 3, 1, 1, 20, 9, 9, 0xff})
	f.Add([]byte{0, 4, 200, 255, 1, 2, 8, 3, 128, 200, 31<<3 | 3, 0x41, 1, 2, 250, 3, 3, 0xff})
	f.Fuzz(func(t *testing.T, script []byte) {
		r := &recorder{t: t, light: true}
		track := New(r)
		now, heard := time.Duration(0), time.Duration(0)
		for len(script) >= 5 {
			n, flags := int(script[0]), script[1]
			now += time.Duration(script[2]) * ms
			p := jitter.Packet{
				SSRC: uint32(flags & 1), Sequence: uint16(script[3]), Timestamp: 960 * uint32(script[4]),
				Arrival: now, Level: script[4] & 127, HasLevel: flags&2 != 0,
			}
			script = script[5:]
			if flags&4 != 0 {
				p.Sequence *= 257
			}
			if flags&8 != 0 && len(script) >= 4 {
				p.Timestamp = binary.BigEndian.Uint32(script)
			}
			n = min(n, len(script))
			p.Payload, script = script[:n], script[n:]
			heard += 240 * ms // a packet, and as much made up before it
			if err := track.Push(p); err != nil {
				t.Fatal(err)
			}
			if flags&16 != 0 {
				now += time.Duration(flags) * ms
				if err := track.Tick(now); err != nil {
					t.Fatal(err)
				}
			}
			if track.Now() > now+heard {
				t.Fatalf("the session is at %v at %v", track.Now(), now)
			}
		}
		if err := track.Flush(); err != nil {
			t.Fatal(err)
		}
		s := track.Stats()
		if s.Decoded+s.Silent+s.Garbage > s.Released {
			t.Fatalf("%+v", s)
		}
	})
}
