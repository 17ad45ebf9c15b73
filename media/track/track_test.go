package track

import (
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

func TestSoundPassesUnchanged(t *testing.T) {
	for _, each := range []time.Duration{2500 * time.Microsecond, 5 * ms, 10 * ms, 20 * ms, 40 * ms, 60 * ms, 120 * ms} {
		for _, rate := range []int{8000, 48000} {
			packets := encode(t, speechLike(rate, 1200*ms), opus.EncoderOptions{Rate: rate}, each)
			r := &recorder{t: t}
			play(t, New(r), packets, 0)
			if want := decodeAll(t, packets); !slices.Equal(r.sound(), want) {
				t.Errorf("%v at %d Hz: %d samples differ from the %d decoded", each, rate, len(r.sound()), len(want))
			}
			for i, c := range r.calls {
				if c.from != time.Duration(i)*FrameDuration || c.pcm == nil {
					t.Fatalf("%v at %d Hz: call %d begins at %v", each, rate, i, c.from)
				}
			}
		}
	}
}

func TestABegunFrameIsFilledWithZeros(t *testing.T) {
	sent := encode(t, speechLike(48000, 50*ms), opus.EncoderOptions{}, 10*ms)
	r := &recorder{t: t}
	play(t, New(r), sent, 0)
	got, want := r.sound(), append(decodeAll(t, sent), make([]int16, FrameSamples/2)...)
	if !slices.Equal(got, want) {
		t.Errorf("%d samples differ from %d", len(got), len(want))
	}
}

// Must-show 6: 10 % loss, 60 ms jitter, reordering, duplicates.
func TestABadNetwork(t *testing.T) {
	const length = 10 * time.Second
	for _, tc := range []struct {
		story string
		opt   opus.EncoderOptions
		snr   float64
	}{
		{"with copies in the next packet", opus.EncoderOptions{Rate: 16000, Bitrate: 24000, LossPercent: 15}, 8},
		{"without", opus.EncoderOptions{Bitrate: 32000}, 5},
	} {
		t.Run(tc.story, func(t *testing.T) {
			rate := tc.opt.Rate
			if rate == 0 {
				rate = 48000
			}
			sent := encode(t, speechLike(rate, length), tc.opt, 20*ms)
			clean := decodeAll(t, sent)
			for seed := range uint64(5) {
				arrived := network{seed: seed, lossPercent: 10, duplicatePercent: 5, jitter: 60 * ms}.carry(sent)
				r := &recorder{t: t}
				track := New(r)
				play(t, track, arrived, 0)
				s := track.Stats()
				got := r.laidOut()
				if diff := len(got) - len(clean); diff < -2*FrameSamples || diff > FrameSamples {
					t.Errorf("seed %d: %d samples of %d", seed, len(got), len(clean))
				}
				// A first packet that was overtaken is not waited for.
				db := max(snr(clean, got), snr(clean[FrameSamples:], got), snr(clean[2*FrameSamples:], got))
				if db < tc.snr {
					t.Errorf("seed %d: signal to noise %.1f dB", seed, db)
				}
				if s.Lost < 25 || s.Lost > 80 || s.Reordered < 50 || s.Duplicate < 5 || s.Garbage != 0 || s.Jumps != 0 {
					t.Errorf("seed %d: %+v", seed, s)
				}
				if fec := tc.opt.LossPercent > 0; fec != (s.Recovered > s.Lost/3) {
					t.Errorf("seed %d: %d of %d recovered", seed, s.Recovered, s.Lost)
				}
				end := r.calls[len(r.calls)-1].to
				if off := (end - length).Abs(); off > 60*ms {
					t.Errorf("seed %d: the session clock is off by %v", seed, off)
				}
			}
		})
	}
}

func TestLossesInARow(t *testing.T) {
	for _, tc := range []struct {
		story             string
		lost              int
		concealed, silent time.Duration
	}{
		{"a short one is concealed whole", 4, 80 * ms, 0},
		{"a longer one is concealed at first", 9, 100 * ms, 80 * ms},
		{"one that the clock has passed is silence", 50, 0, 1000 * ms},
	} {
		t.Run(tc.story, func(t *testing.T) {
			sent := encode(t, speechLike(48000, 4*time.Second), opus.EncoderOptions{}, 20*ms)
			r := &recorder{t: t}
			track := New(r)
			play(t, track, network{burstAt: 50, burstPackets: tc.lost}.carry(sent), 0)
			if s := track.Stats(); s.Concealed != tc.concealed || s.Lost != uint64(tc.lost) {
				t.Errorf("%+v", s)
			}
			if off := (r.silence() - tc.silent).Abs(); off > ms {
				t.Errorf("%v of silence, want %v", r.silence(), tc.silent)
			}
			frames := r.frames()
			if off := (frames[len(frames)-1].from - 3980*ms).Abs(); off > ms {
				t.Errorf("the last frame is off by %v", off)
			}
		})
	}
}

func TestGarbageIsCountedAndConcealed(t *testing.T) {
	sent := encode(t, speechLike(48000, 2*time.Second), opus.EncoderOptions{}, 20*ms)
	sent[50].Payload = []byte{0xff, 0xff, 0xff}
	sent[60].Payload = []byte{0x03, 0x00}
	r := &recorder{t: t}
	track := New(r)
	play(t, track, sent, 0)
	s := track.Stats()
	if s.Garbage != 2 || s.Concealed != 40*ms || len(r.frames()) != 100 {
		t.Errorf("%+v, %d frames", s, len(r.frames()))
	}
}

func TestGarbageBeforeAnySoundIsSilence(t *testing.T) {
	r := &recorder{t: t}
	track := New(r)
	for i := range 10 {
		p := jitter.Packet{Sequence: uint16(i), Timestamp: uint32(i * 960), Arrival: time.Duration(i+1) * 20 * ms, Payload: []byte{0xff, 0xff, 0xff}}
		if err := track.Push(p); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.frames()) != 0 || r.silence() != 200*ms {
		t.Errorf("%d frames, %v of silence", len(r.frames()), r.silence())
	}
}

func TestPaddingIsNeitherSoundNorLoss(t *testing.T) {
	sent := encode(t, speechLike(48000, time.Second), opus.EncoderOptions{}, 20*ms)
	var padded []jitter.Packet
	for i, p := range sent {
		p.Sequence = uint16(2 * i)
		probe := jitter.Packet{SSRC: 1, Sequence: p.Sequence + 1, Timestamp: p.Timestamp, Arrival: p.Arrival + ms}
		padded = append(padded, p, probe)
	}
	r := &recorder{t: t}
	track := New(r)
	play(t, track, padded, 0)
	if !slices.Equal(r.sound(), decodeAll(t, sent)) || track.Stats().Concealed != 0 {
		t.Errorf("%d frames, %+v", len(r.frames()), track.Stats())
	}
}

func TestALostFrameAmongPaddingIsConcealed(t *testing.T) {
	sent := encode(t, speechLike(48000, time.Second), opus.EncoderOptions{}, 20*ms)
	var padded []jitter.Packet
	for i, p := range sent {
		p.Sequence = uint16(2 * i)
		probe := jitter.Packet{SSRC: 1, Sequence: p.Sequence + 1, Timestamp: p.Timestamp, Arrival: p.Arrival + ms}
		if i != 25 {
			padded = append(padded, p)
		}
		padded = append(padded, probe)
	}
	r := &recorder{t: t}
	track := New(r)
	play(t, track, padded, 0)
	if len(r.frames()) != 50 || track.Stats().Concealed != 20*ms {
		t.Errorf("%d frames, %+v", len(r.frames()), track.Stats())
	}
}

func TestTicksTellTheTimeBeforeAndAfterPackets(t *testing.T) {
	r := &recorder{t: t}
	track := New(r)
	if err := track.Tick(5 * time.Second); err != nil {
		t.Fatal(err)
	}
	if got := track.Now(); got != 5*time.Second-startSlack {
		t.Errorf("before any packet the session is at %v", got)
	}
	sent := encode(t, speechLike(48000, time.Second), opus.EncoderOptions{}, 20*ms)
	for i := range sent {
		sent[i].Arrival += 6 * time.Second
	}
	play(t, track, sent, 10*time.Second)
	frames := r.frames()
	if frames[0].from != 6*time.Second || len(frames) != 50 {
		t.Errorf("%d frames from %v on", len(frames), frames[0].from)
	}
	if behind := 17*time.Second - track.Now(); behind < talkSlack || behind > talkSlack+2*FrameDuration+ms {
		t.Errorf("the session is %v behind", behind)
	}
}

func TestATickReleasesWhatWaitsBehindAHole(t *testing.T) {
	sent := encode(t, speechLike(48000, time.Second), opus.EncoderOptions{}, 20*ms)
	r := &recorder{t: t}
	track := New(r)
	for _, i := range []int{0, 1, 2, 4} {
		if err := track.Push(sent[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := track.Tick(sent[4].Arrival + jitter.MinWait - 1); err != nil || len(r.frames()) != 3 {
		t.Fatalf("%d frames before the wait is over, %v", len(r.frames()), err)
	}
	if err := track.Tick(sent[4].Arrival + jitter.MinWait); err != nil || len(r.frames()) != 5 {
		t.Fatalf("%d frames when the wait is over, %v", len(r.frames()), err)
	}
}
