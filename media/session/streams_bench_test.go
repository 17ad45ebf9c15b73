//go:build unix

package session

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/mediatest"
	"github.com/interviewai-pro/interviewai/media/opus"
	"github.com/interviewai-pro/interviewai/media/quality"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/turn"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// packets encodes sound as a browser does: 48 kHz stereo is the codec's matter,
// 20 ms each.
func packets(b *testing.B, pcm []int16) [][]byte {
	b.Helper()
	encoder, err := opus.NewEncoder(opus.EncoderOptions{Rate: 16000, Bitrate: 32000})
	if err != nil {
		b.Fatal(err)
	}
	var all [][]byte
	for ; len(pcm) >= 320; pcm = pcm[320:] {
		p, err := encoder.Encode(pcm[:320], make([]byte, 1500))
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// speakingMinute is eleven voices, one after the other with half a second of
// silence between: about 85 % speech.
func speakingMinute(b *testing.B) []int16 {
	b.Helper()
	voices, err := mediatest.Voices()
	if err != nil {
		b.Fatal(err)
	}
	sound, _ := mediatest.Speech(voices, 250*time.Millisecond)
	return mediatest.PCM(sound)
}

// BenchmarkStreams measures what one track costs from the RTP packet to the
// turn. One operation is one packet of 20 ms.
func BenchmarkStreams(b *testing.B) {
	model := vad.LoadModel()
	speech := packets(b, speakingMinute(b))
	hiss := mediatest.Noise(mediatest.White, 1, 60*16000, -70, nil)
	quiet := packets(b, mediatest.PCM(hiss))
	for _, bc := range []struct {
		name    string
		packets [][]byte
		level   uint8 // 0: the sender does not say
	}{
		{"speaking", speech, 0},
		{"silent", quiet, 70},
		{"silent, level not said", quiet, 0},
	} {
		b.Run(bc.name, func(b *testing.B) {
			now := time.Duration(0)
			machine, err := turn.New(turn.DefaultConfig(), "i")
			if err != nil {
				b.Fatal(err)
			}
			commits := 0
			do := func(in turn.Input) {
				for _, a := range machine.Handle(now, in) {
					if t, ok := a.(turn.Transcribe); ok {
						// The recogniser's answer comes with the next packet.
						defer func() {
							machine.Handle(now, turn.Transcript{Segment: t.Segment, Revision: t.Revision, Text: "Why?", Certainty: turn.Preflight})
						}()
					}
					if _, ok := a.(turn.Commit); ok {
						commits++
					}
				}
			}
			hear := func(e segment.Event) {
				id := fmt.Sprint("i", e.SegmentID)
				switch e.Kind {
				case segment.Started:
					do(turn.SpeechStarted{Segment: id, Start: e.Start})
				case segment.Paused:
					do(turn.SpeechPaused{Segment: id, Revision: e.Revision, Samples: e.Samples, End: e.End})
				case segment.Resumed:
					do(turn.SpeechResumed{Segment: id, Revision: e.Revision})
				case segment.Ended:
					do(turn.SegmentEnded{Segment: id, Revision: e.Revision, Samples: e.Samples, End: e.End})
				case segment.Audio:
				}
			}
			cfg := Config{NewDetector: func() vad.Detector { return vad.NewStream(model) }}.withDefaults()
			line, err := newPipeline(cfg, hear, func(quality.Reading) {}, func() {})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			step := func() {
				now = time.Duration(n) * 20 * time.Millisecond
				if err := line.pushRTP(jitter.Packet{
					SSRC: 1, Sequence: uint16(n), Timestamp: uint32(n) * 960, Arrival: now,
					HasLevel: bc.level > 0, Level: bc.level, Payload: bc.packets[n%len(bc.packets)],
				}); err != nil {
					b.Fatal(err)
				}
				if n%5 == 0 {
					if err := line.tick(now); err != nil {
						b.Fatal(err)
					}
					if at, ok := machine.Deadline(); ok && at <= now {
						do(turn.Tick{Heard: line.until()})
					}
				}
				n++
			}
			for n < 3000 { // a steady state
				step()
			}
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				step()
			}
			perPacket := (processorTime(b) - before).Seconds() / float64(b.N)
			b.ReportMetric(0.020/perPacket, "streams/core")
		})
	}
}

// processorTime is what this process has used: other processes on the machine
// do not count.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
