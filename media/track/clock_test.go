package track

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// Whatever happens to a sender's numbers, what is said after it is heard at
// the time it was said.
func TestTheSessionClockSurvives(t *testing.T) {
	const half = 50 // packets before, and after
	for _, tc := range []struct {
		story string
		// change makes the later packets what the story says; they have
		// arrived without a pause.
		change func(p *jitter.Packet)
		later  time.Duration // how much later they come
		jumps  uint64
	}{
		{"a mute during which timestamps run on", func(p *jitter.Packet) { p.Timestamp += 30 * rtpRate }, 30 * time.Second, 0},
		{"a mute during which timestamps stand still", func(*jitter.Packet) {}, 30 * time.Second, 1},
		{"a reconnect", func(p *jitter.Packet) { p.SSRC, p.Sequence, p.Timestamp = 77, p.Sequence+12345, p.Timestamp+987654321 }, 3 * time.Second, 0},
		{"a reconnect without a pause", func(p *jitter.Packet) { p.SSRC, p.Sequence, p.Timestamp = 77, p.Sequence-5, p.Timestamp-987654321 }, 0, 0},
		{"timestamps that jump an hour ahead", func(p *jitter.Packet) { p.Timestamp += 3600 * rtpRate }, 0, 1},
		{"timestamps that jump an hour back", func(p *jitter.Packet) { p.Timestamp -= 3600 * rtpRate }, 0, 1},
		{"timestamps that jump back a little", func(p *jitter.Packet) { p.Timestamp -= 480 }, 0, 1},
		{"timestamps that jump back by less than a second", func(p *jitter.Packet) { p.Timestamp -= 0.8 * rtpRate }, 0, 1},
		{"a new sequence with new timestamps", func(p *jitter.Packet) { p.Sequence += 20000; p.Timestamp += 1 << 30 }, 2 * time.Second, 0},
		{"an hour of nothing", func(p *jitter.Packet) { p.Timestamp += 3600 * rtpRate }, time.Hour, 0},
	} {
		t.Run(tc.story, func(t *testing.T) {
			sent := encode(t, speechLike(48000, 2*half*20*ms), opus.EncoderOptions{}, 20*ms)
			for i := half; i < len(sent); i++ {
				sent[i].Arrival += tc.later
				tc.change(&sent[i])
			}
			r := &recorder{t: t}
			track := New(r)
			play(t, track, sent, 0)
			frames := r.frames()
			if len(frames) < 2*half-1 || len(frames) > 2*half+5 {
				t.Fatalf("%d frames of %d", len(frames), 2*half)
			}
			last := frames[len(frames)-1].from
			if off := (last - (sent[2*half-1].Arrival - 20*ms)).Abs(); off > 40*ms {
				t.Errorf("the last frame is off by %v", off)
			}
			if after := frames[len(frames)-half+1].from; after < (half-5)*20*ms+tc.later {
				t.Errorf("what was said after it is at %v", after)
			}
			if got := track.Stats().Jumps; got != tc.jumps {
				t.Errorf("%d jumps, want %d", got, tc.jumps)
			}
		})
	}
}

// A new source's sound is decoded as by a new decoder.
func TestAReconnectOwesNothingToTheSoundBefore(t *testing.T) {
	sent := encode(t, speechLike(48000, time.Second), opus.EncoderOptions{}, 20*ms)
	again := encode(t, speechLike(48000, 300*ms), opus.EncoderOptions{}, 20*ms)
	for i := range again {
		again[i].SSRC = 2
		again[i].Arrival += time.Second
	}
	r := &recorder{t: t}
	play(t, New(r), slices.Concat(sent, again), 0)
	if got, want := r.sound(), slices.Concat(decodeAll(t, sent), decodeAll(t, again)); !slices.Equal(got, want) {
		t.Errorf("%d samples differ from %d", len(got), len(want))
	}
}

// The network stands still for two seconds and delivers everything at once.
// Nothing is lost, and the clock is right again after the next pause.
func TestAStallAndABurst(t *testing.T) {
	sent := encode(t, talk(6*time.Second, 3*time.Second, time.Second), opus.EncoderOptions{DTX: true}, 20*ms)
	stallEnd := sent[200].Arrival
	for i := 100; i < 200; i++ {
		sent[i].Arrival = stallEnd
	}
	r := &recorder{t: t, haste: true}
	track := New(r)
	play(t, track, sent, 0)
	s := track.Stats()
	if s.Lost != 0 || s.Late != 0 || s.Released != 500 {
		t.Errorf("%+v", s)
	}
	frames := r.frames()
	if off := (frames[len(frames)-1].from - 9980*ms).Abs(); off > 20*ms {
		t.Errorf("the last frame is off by %v", off)
	}
}

// A connection is set up late: its first packets come in one burst, and speech
// without a pause follows. The clock must not stay ahead by the burst's length.
func TestABurstAtTheStart(t *testing.T) {
	sent := encode(t, talk(12*time.Second, 12*time.Second, 0), opus.EncoderOptions{}, 20*ms)
	late := sent[80].Arrival // 1.6 s
	for i := range 80 {
		sent[i].Arrival = late
	}
	r := &recorder{t: t, haste: true}
	play(t, New(r), sent, 0)
	frames := r.frames()
	for i, f := range frames {
		// The frame began with the packet of its place.
		behind := time.Duration(i) * 20 * ms
		off := f.from - behind
		if i < 80 {
			continue
		}
		if limit := max(20*ms, 1700*ms-time.Duration(i-80)*8*ms); off > limit {
			t.Fatalf("frame %d is ahead by %v, want at most %v", i, off, limit)
		}
	}
}

// An hour of silence at ±200 ppm, for the path that jumps from packet to packet.
func TestClockFollowsDriftInSilence(t *testing.T) {
	for _, ppm := range []int64{-200, 200} {
		rnd := rand.New(rand.NewPCG(2, uint64(ppm)))
		r := &recorder{t: t, light: true}
		track := New(r)
		previous := time.Duration(0)
		for i := range 3600 * 50 {
			made := time.Duration(i+1) * FrameDuration
			made += made * time.Duration(ppm) / 1_000_000
			arrival := max(previous, made+time.Duration(rnd.Int64N(int64(60*ms))))
			previous = arrival
			p := jitter.Packet{Sequence: uint16(i), Timestamp: uint32(i * 960), Arrival: arrival, Payload: []byte{31 << 3}}
			if err := track.Push(p); err != nil {
				t.Fatal(err)
			}
			r.calls = r.calls[max(0, len(r.calls)-1):]
			if off := track.Now() - made; i > 500 && (off > 60*ms || off < -10*ms) {
				t.Fatalf("%d ppm: after %v off by %v", ppm, made, off)
			}
		}
	}
}
