package track

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// talk is speech, a pause, and speech again, at 48 kHz.
func talk(first, pause, second time.Duration) []int16 {
	return slices.Concat(speechLike(48000, first), make([]int16, int(pause.Seconds()*48000)), speechLike(48000, second))
}

// withLevels writes into each packet how loud it is, as RFC 6464 has it.
func withLevels(pcm []int16, packets []jitter.Packet) []jitter.Packet {
	n := len(pcm) / len(packets)
	for i := range packets {
		energy := 1e-9
		for _, s := range pcm[i*n : (i+1)*n] {
			energy += float64(s) * float64(s)
		}
		db := -10 * math.Log10(energy/float64(n)/(32768*32768))
		packets[i].Level, packets[i].HasLevel = uint8(max(0, min(db, 127))), true
	}
	return packets
}

func TestSilenceByLevelIsNotDecoded(t *testing.T) {
	pcm := talk(time.Second, 4*time.Second, time.Second)
	sent := withLevels(pcm, encode(t, pcm, opus.EncoderOptions{}, 20*ms))
	r := &recorder{t: t}
	track := New(r)
	play(t, track, sent, 0)
	s := track.Stats()
	// 200 ms of the pause and one packet in fifty are decoded.
	if s.Silent < 180 || s.Silent > 190 || s.Decoded+s.Silent != 300 {
		t.Errorf("%d packets were passed over, %d decoded", s.Silent, s.Decoded)
	}
	if s.LevelDistrusted {
		t.Error("an honest sender is not believed")
	}
	clean, got := decodeAll(t, sent), r.laidOut()
	if len(got) != len(clean) {
		t.Fatalf("%d samples of %d", len(got), len(clean))
	}
	if db := snr(clean[:16000], got[:16000]); db < 100 {
		t.Errorf("before the pause: %.1f dB", db)
	}
	// The decoder missed the pause; within 100 ms it agrees again.
	if db := snr(clean[81600:], got[81600:]); db < 20 {
		t.Errorf("after the pause: %.1f dB", db)
	}
	if db := snr(clean[80000:], got[80000:]); db < 10 {
		t.Errorf("at the word after the pause: %.1f dB", db)
	}
}

func TestQuietPacketsAmongSpeechAreDecoded(t *testing.T) {
	pcm := speechLike(48000, 2*time.Second)
	sent := withLevels(pcm, encode(t, pcm, opus.EncoderOptions{}, 20*ms))
	for i := range sent {
		if i%15 >= 15-patience { // runs of ten are too short
			sent[i].Level = 127
		}
	}
	r := &recorder{t: t}
	track := New(r)
	play(t, track, sent, 0)
	if s := track.Stats(); s.Silent != 0 || s.LevelDistrusted {
		t.Errorf("%+v", s)
	}
}

func TestALyingLevelIsFoundOut(t *testing.T) {
	sent := encode(t, speechLike(48000, 4*time.Second), opus.EncoderOptions{}, 20*ms)
	for i := range sent {
		sent[i].Level, sent[i].HasLevel = 127, true
	}
	r := &recorder{t: t}
	track := New(r)
	play(t, track, sent, 0)
	s := track.Stats()
	if !s.LevelDistrusted || s.Silent > probe {
		t.Errorf("%d packets with speech were passed over, %+v", s.Silent, s)
	}
}

func TestDTXIsNotDecoded(t *testing.T) {
	pcm := talk(2*time.Second, 6*time.Second, 2*time.Second)
	sent := encode(t, pcm, opus.EncoderOptions{DTX: true, Bitrate: 24000}, 20*ms)
	var empty uint64
	for _, p := range sent {
		if len(p.Payload) <= 2 {
			empty++
		}
	}
	if empty < 200 {
		t.Fatalf("only %d packets are empty", empty)
	}
	// Some senders send the empty packets, some leave them out, without a gap
	// in the sequence.
	var sparse []jitter.Packet
	for _, p := range sent {
		if len(p.Payload) > 2 {
			p.Sequence = uint16(len(sparse))
			sparse = append(sparse, p)
		}
	}
	for story, packets := range map[string][]jitter.Packet{"empty packets": sent, "no packets": sparse} {
		t.Run(story, func(t *testing.T) {
			r := &recorder{t: t}
			track := New(r)
			play(t, track, packets, 0)
			s := track.Stats()
			if s.Decoded != 500-empty || s.Concealed != 0 || s.Lost != 0 || s.Jumps != 0 {
				t.Errorf("%+v", s)
			}
			if got, want := r.silence(), time.Duration(empty)*20*ms; (got - want).Abs() > 20*ms {
				t.Errorf("%v of silence, want %v", got, want)
			}
			clean := decodeAll(t, sent)
			got := r.laidOut()
			if diff := len(got) - len(clean); diff > 0 || diff < -FrameSamples {
				t.Fatalf("%d samples of %d", len(got), len(clean))
			}
			if db := snr(clean[8*16000+1600:], got[8*16000+1600:]); db < 10 {
				t.Errorf("after the pause: %.1f dB", db)
			}
		})
	}
}

func TestSilenceIsToldSoonDuringDTX(t *testing.T) {
	pcm := talk(time.Second, 2*time.Second, 0)
	sent := encode(t, pcm, opus.EncoderOptions{DTX: true}, 20*ms)
	last := slices.IndexFunc(sent, func(p jitter.Packet) bool { return len(p.Payload) <= 2 })
	if last < 0 {
		t.Fatal("no empty packet")
	}
	r := &recorder{t: t}
	track := New(r)
	for _, p := range sent[:last+1] {
		if err := track.Push(p); err != nil {
			t.Fatal(err)
		}
	}
	now := sent[last].Arrival + 200*ms
	if err := track.Tick(now); err != nil {
		t.Fatal(err)
	}
	if behind := now - track.Now(); behind > quietSlack+20*ms {
		t.Errorf("the session is %v behind", behind)
	}
}

// A silent sender's losses are silence, not made-up sound.
func TestLossesInSilenceAreNotConcealed(t *testing.T) {
	pcm := talk(time.Second, 3*time.Second, time.Second)
	sent := withLevels(pcm, encode(t, pcm, opus.EncoderOptions{}, 20*ms))
	r := &recorder{t: t}
	track := New(r)
	play(t, track, network{burstAt: 120, burstPackets: 2}.carry(sent), 0)
	if s := track.Stats(); s.Lost != 2 || s.Concealed != 0 || s.Recovered != 0 {
		t.Errorf("%+v", s)
	}
}

// Once a sender speaks again, its losses are concealed again.
func TestLossesAfterDTXAreConcealed(t *testing.T) {
	pcm := talk(time.Second, 2*time.Second, 2*time.Second)
	sent := encode(t, pcm, opus.EncoderOptions{DTX: true}, 20*ms)
	r := &recorder{t: t}
	track := New(r)
	play(t, track, network{burstAt: 200, burstPackets: 2}.carry(sent), 0)
	if s := track.Stats(); s.Lost != 2 || s.Concealed != 40*ms {
		t.Errorf("%+v", s)
	}
}
