package opus

import (
	"errors"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	const ms = time.Millisecond
	body := func(head []byte, n int) []byte { return append(head, make([]byte, n)...) }
	for _, tc := range []struct {
		story   string
		payload []byte
		want    Packet
		bad     bool
	}{
		{"silk, 20 ms", body([]byte{1 << 3}, 40), Packet{Duration: 20 * ms, Frames: 1}, false},
		{"silk, 20 ms, with a copy of the last", []byte{1 << 3, 0x40, 0, 0}, Packet{Duration: 20 * ms, Frames: 1, FEC: true}, false},
		{"silk, 60 ms, speech in every part", []byte{3 << 3, 0xe0, 0, 0}, Packet{Duration: 60 * ms, Frames: 1}, false},
		{"silk, 60 ms, with a copy", []byte{3 << 3, 0xf0, 0, 0}, Packet{Duration: 60 * ms, Frames: 1, FEC: true}, false},
		{"silk, stereo, a copy of the side alone", []byte{1<<3 | 4, 0x10, 0, 0}, Packet{Duration: 20 * ms, Frames: 1, Stereo: true, FEC: true}, false},
		{"hybrid, 10 ms, stereo", body([]byte{12<<3 | 4}, 40), Packet{Duration: 10 * ms, Frames: 1, Stereo: true}, false},
		{"celt, 2.5 ms", []byte{16 << 3, 0xff, 0xff}, Packet{Duration: 2500 * time.Microsecond, Frames: 1}, false},
		{"celt, 20 ms, two of one size", body([]byte{31<<3 | 1}, 80), Packet{Duration: 40 * ms, Frames: 2}, false},
		{"two of different sizes", body([]byte{31<<3 | 2, 10}, 30), Packet{Duration: 40 * ms, Frames: 2}, false},
		{"six in one packet", body([]byte{31<<3 | 3, 6}, 60), Packet{Duration: 120 * ms, Frames: 6}, false},
		{"three of different sizes", body([]byte{31<<3 | 3, 0x83, 4, 5}, 15), Packet{Duration: 60 * ms, Frames: 3}, false},
		{"padded", body([]byte{31<<3 | 3, 0x41, 5}, 20), Packet{Duration: 20 * ms, Frames: 1}, false},
		{"padded beyond 254 bytes", body([]byte{31<<3 | 3, 0x41, 255, 5}, 300), Packet{Duration: 20 * ms, Frames: 1}, false},
		{"one frame whose size varies", body([]byte{1<<3 | 3, 0x81}, 20), Packet{Duration: 20 * ms, Frames: 1}, false},
		{"silence goes on", []byte{31 << 3}, Packet{Duration: 20 * ms, Frames: 1, DTX: true}, false},
		{"empty", nil, Packet{}, true},
		{"halves that differ", body([]byte{31<<3 | 1}, 81), Packet{}, true},
		{"a first frame longer than the packet", []byte{31<<3 | 2, 10, 0}, Packet{}, true},
		{"a second frame that is too long", body([]byte{31<<3 | 2, 10}, 1300), Packet{}, true},
		{"no length where one should be", []byte{31<<3 | 2}, Packet{}, true},
		{"half a length", []byte{31<<3 | 2, 253}, Packet{}, true},
		{"a frame that is too long", body([]byte{31 << 3}, 1276), Packet{}, true},
		{"no count", []byte{31<<3 | 3}, Packet{}, true},
		{"a count of none", []byte{31<<3 | 3, 0}, Packet{}, true},
		{"longer than 120 ms", body([]byte{31<<3 | 3, 7}, 70), Packet{}, true},
		{"frames that do not divide the packet", body([]byte{31<<3 | 3, 3}, 7), Packet{}, true},
		{"more padding than packet", []byte{31<<3 | 3, 0x41, 9, 0}, Packet{}, true},
		{"padding cut short", []byte{31<<3 | 3, 0x41, 255}, Packet{}, true},
		{"lengths cut short", []byte{31<<3 | 3, 0x83, 4}, Packet{}, true},
		{"lengths beyond the packet", []byte{31<<3 | 3, 0x82, 40, 1, 2}, Packet{}, true},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got, err := Parse(tc.payload)
			if tc.bad != errors.Is(err, ErrPayload) || got != tc.want {
				t.Errorf("got %+v, %v; want %+v", got, err, tc.want)
			}
		})
	}
}

// Whatever the parser accepts, libopus decodes, to the length that was parsed;
// whatever it refuses, libopus refuses too.
func TestParseAgreesWithLibopus(t *testing.T) {
	pcm := make([]int16, MaxSamples)
	accepted := 0
	for seed := range uint64(4000) {
		payload := garbage(seed, int(seed%90)+1)
		payload[0] = byte(seed) // every configuration and code
		head, parseErr := Parse(payload)
		n, err := newDecoder(t).lib.Decode(payload, pcm)
		if (parseErr == nil) != (err == nil) {
			t.Fatalf("payload % x: parsed with %v, decoded with %v", payload, parseErr, err)
		}
		if err == nil {
			accepted++
			if n != head.Samples() {
				t.Fatalf("payload % x: %d samples, parsed as %d", payload, n, head.Samples())
			}
		}
	}
	if accepted < 1000 {
		t.Errorf("only %d payloads were accepted", accepted)
	}
}
