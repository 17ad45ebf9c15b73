package track

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

const ms = time.Millisecond

// call is one call of a Sink.
type call struct {
	from, to time.Duration
	pcm      []int16 // nil for silence
}

// recorder is a Sink that keeps what it is told and checks what Sink promises.
type recorder struct {
	t     testing.TB
	calls []call
	light bool // keep times only
	haste bool // the clock is far off at some time, and may be corrected fast
}

func (r *recorder) Frame(pcm []int16, at time.Duration) {
	if len(pcm) != FrameSamples {
		r.t.Fatalf("a frame of %d samples", len(pcm))
	}
	r.joins(at)
	c := call{from: at, to: at + FrameDuration, pcm: pcm[:0:0]}
	if !r.light {
		c.pcm = slices.Clone(pcm)
	}
	if c.pcm == nil {
		c.pcm = []int16{}
	}
	r.calls = append(r.calls, c)
}

func (r *recorder) Silence(from, to time.Duration) {
	if from >= to {
		r.t.Fatalf("silence from %v to %v", from, to)
	}
	r.joins(from)
	r.calls = append(r.calls, call{from: from, to: to})
}

func (r *recorder) joins(at time.Duration) {
	if len(r.calls) == 0 {
		if at != 0 {
			r.t.Fatalf("the session begins at %v", at)
		}
		return
	}
	last := &r.calls[len(r.calls)-1]
	off := (at - last.to).Abs()
	if last.pcm == nil && off != 0 || off > maxSlew && (!r.haste || off > hasteSlew) {
		r.t.Fatalf("a call ends at %v, the next begins at %v", last.to, at)
	}
	last.to = at
}

// frames are the calls with sound.
func (r *recorder) frames() []call {
	return slices.DeleteFunc(slices.Clone(r.calls), func(c call) bool { return c.pcm == nil })
}

// sound is all of it end to end, silence left out.
func (r *recorder) sound() []int16 {
	var all []int16
	for _, c := range r.frames() {
		all = append(all, c.pcm...)
	}
	return all
}

// silence is the sum of all silence.
func (r *recorder) silence() time.Duration {
	sum := time.Duration(0)
	for _, c := range r.calls {
		if c.pcm == nil {
			sum += c.to - c.from
		}
	}
	return sum
}

// laidOut is sound and silence as one signal, frames in steps of 20 ms from
// the first on.
func (r *recorder) laidOut() []int16 {
	frames := r.frames()
	if len(frames) == 0 {
		return nil
	}
	var all []int16
	for _, c := range frames {
		i := int((c.from-frames[0].from+FrameDuration/2)/FrameDuration) * FrameSamples
		if len(all) < i {
			all = append(all, make([]int16, i-len(all))...)
		}
		all = append(all, c.pcm...)
	}
	return all
}

// speechLike is a voiced sound: a gliding pitch with its harmonics under an
// envelope of syllables, four a second.
func speechLike(rate int, length time.Duration) []int16 {
	pcm := make([]int16, int(length.Seconds()*float64(rate)))
	for i := range pcm {
		at := float64(i) / float64(rate)
		phase := 2*math.Pi*140*at - 30/0.7*math.Cos(2*math.Pi*0.7*at)
		sound := 0.0
		for k := 1; k <= 12; k++ {
			sound += math.Sin(float64(k)*phase) / float64(k)
		}
		pcm[i] = int16(5000 * sound * (0.55 + 0.45*math.Sin(2*math.Pi*4*at)))
	}
	return pcm
}

// encode makes the packets of a sender that starts at 0: each arrives the
// moment it is complete.
func encode(t testing.TB, pcm []int16, opt opus.EncoderOptions, each time.Duration) []jitter.Packet {
	t.Helper()
	enc, err := opus.NewEncoder(opt)
	if err != nil {
		t.Fatal(err)
	}
	rate := opt.Rate
	if rate == 0 {
		rate = 48000
	}
	n := int(each * time.Duration(rate) / time.Second)
	var out []jitter.Packet
	buf := make([]byte, 1500)
	for i := 0; len(pcm) >= n; i++ {
		payload, err := enc.Encode(pcm[:n], buf)
		if err != nil {
			t.Fatal(err)
		}
		pcm = pcm[n:]
		out = append(out, jitter.Packet{
			SSRC: 1, Sequence: uint16(65500 + i), Timestamp: 1<<32 - 9600 + uint32(time.Duration(i)*each*rtpRate/time.Second),
			Arrival: time.Duration(i+1) * each, Payload: slices.Clone(payload),
		})
	}
	return out
}

// decodeAll is what a decoder makes of packets that all arrive.
func decodeAll(t testing.TB, packets []jitter.Packet) []int16 {
	t.Helper()
	dec, err := opus.NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	pcm := make([]int16, opus.MaxSamples)
	var all []int16
	for _, p := range packets {
		n, err := dec.Decode(p.Payload, pcm)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pcm[:n]...)
	}
	return all
}

// network is what happens to packets between two machines.
type network struct {
	seed                  uint64
	lossPercent           int
	duplicatePercent      int
	jitter                time.Duration
	burstAt, burstPackets int // packets lost in a row
}

func (n network) carry(packets []jitter.Packet) []jitter.Packet {
	rnd := rand.New(rand.NewPCG(n.seed, 0))
	var out []jitter.Packet
	for i, p := range packets {
		lost := rnd.IntN(100) < n.lossPercent && i > 0 && i < len(packets)-1
		if lost || i >= n.burstAt && i < n.burstAt+n.burstPackets {
			continue
		}
		if n.jitter > 0 {
			p.Arrival += time.Duration(rnd.Int64N(int64(n.jitter)))
		}
		out = append(out, p)
		if rnd.IntN(100) < n.duplicatePercent {
			p.Arrival += time.Duration(rnd.Int64N(int64(100 * ms)))
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b jitter.Packet) int { return int(a.Arrival - b.Arrival) })
	return out
}

// play feeds packets to a track with a tick each 20 ms, until some time after
// the last, and flushes it.
func play(t testing.TB, track *Track, packets []jitter.Packet, after time.Duration) {
	t.Helper()
	now := track.lastArrival
	for _, p := range packets {
		for ; now < p.Arrival; now += FrameDuration {
			if err := track.Tick(now); err != nil {
				t.Fatal(err)
			}
		}
		if err := track.Push(p); err != nil {
			t.Fatal(err)
		}
	}
	for end := now + after; now < end; now += FrameDuration {
		if err := track.Tick(now); err != nil {
			t.Fatal(err)
		}
	}
	if err := track.Flush(); err != nil {
		t.Fatal(err)
	}
}

// snr compares got with want in decibels.
func snr(want, got []int16) float64 {
	var signal, noise float64
	for i := range min(len(want), len(got)) {
		signal += float64(want[i]) * float64(want[i])
		d := float64(want[i]) - float64(got[i])
		noise += d * d
	}
	return 10 * math.Log10(signal/max(noise, 1))
}
