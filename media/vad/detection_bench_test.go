package vad_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/mediatest"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// aloneMinutes is how long each noise is played alone, at each level.
const aloneMinutes = 5

// BenchmarkDetection prints the table by which the detector was chosen: F1 of
// speech frames over each noise at each SNR with the frames missed (-) and
// wrongly taken (+), false segments on noise alone, and the cost of a frame.
// The goals: 0.95 at 10 dB, none.
func BenchmarkDetection(b *testing.B) {
	all := voices(b)
	set := mediatest.Set(1, all, 3*time.Second, 20, 10, 5)
	speech, labels := mediatest.Speech(all, 3*time.Second)
	clean := mediatest.Sample{Noise: "clean", PCM: mediatest.PCM(speech), Labels: labels}
	alone := map[mediatest.Kind][]int16{}
	for _, kind := range mediatest.Kinds() {
		noise := mediatest.Noise(kind, 31, aloneMinutes*60*vad.SampleRate, mediatest.SpeechLevel-10, all)
		alone[kind] = mediatest.PCM(noise)
	}
	for _, c := range candidates(b) {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r := measure(b, c, append([]mediatest.Sample{clean}, set...), alone)
				b.ReportMetric(r.worst, "worst-F1-at-10dB")
				b.ReportMetric(r.falsePerMinute, "false-segments/min")
				b.ReportMetric(float64(r.cost.Nanoseconds())/1000, "µs/frame")
				b.Logf("%s\n%s", c.name, &r.table)
			}
		})
	}
}

// result is a candidate's part of the table.
type result struct {
	table                 strings.Builder
	worst, falsePerMinute float64
	cost                  time.Duration // of a frame of speech over noise
}

// measure prints one line for each noise, as the testing package cuts off
// longer texts.
func measure(b *testing.B, c candidate, set []mediatest.Sample, alone map[mediatest.Kind][]int16) *result {
	cfg := segment.DefaultConfig()
	r := &result{worst: 1}
	frames, falseSegments := 0, 0
	for i, s := range set {
		d := c.new(b)
		begin := time.Now()
		decisions := mediatest.Decide(d, s.PCM, cfg.On, cfg.Off)
		r.cost += time.Since(begin)
		frames += len(decisions)
		score := mediatest.Count(s.Labels, decisions)
		if i == 0 || s.Noise != set[i-1].Noise {
			fmt.Fprintf(&r.table, "  %-7s", s.Noise)
		}
		fmt.Fprintf(&r.table, " | %2.0f dB %.3f (-%d +%d)", s.SNR, score.F1(), score.Misses, score.FalseAlarms)
		if s.SNR == 10 {
			r.worst = min(r.worst, score.F1())
		}
		if i < len(set)-1 && s.Noise == set[i+1].Noise {
			continue
		}
		if sound := alone[s.Noise]; sound != nil {
			begin := time.Now()
			n, _ := segmentsIn(b, c.new(b), sound)
			spent := time.Since(begin) / time.Duration(len(sound)/vad.FrameSamples)
			falseSegments += n
			fmt.Fprintf(&r.table, " | alone %d segments, %.1f µs a frame", n, float64(spent.Nanoseconds())/1000)
		}
		r.table.WriteByte('\n')
	}
	r.cost /= time.Duration(frames)
	r.falsePerMinute = float64(falseSegments) / float64(aloneMinutes*len(mediatest.Kinds()))
	return r
}

// BenchmarkStream is the cost of a frame: of speech, of steady hiss and of
// digital silence.
func BenchmarkStream(b *testing.B) {
	all := voices(b)
	model := vad.LoadModel()
	for name, sound := range map[string][]int16{
		"speech":  all[1].PCM,
		"hiss":    mediatest.PCM(mediatest.Noise(mediatest.White, 1, 10*vad.SampleRate, -60, nil)),
		"silence": make([]int16, 10*vad.SampleRate),
	} {
		b.Run(name, func(b *testing.B) {
			d := vad.NewStream(model)
			segmentsIn(b, d, sound)
			b.ReportAllocs()
			at := 0
			for b.Loop() {
				if at+vad.FrameSamples > len(sound) {
					at = 0
				}
				d.Probability(sound[at : at+vad.FrameSamples])
				at += vad.FrameSamples
			}
		})
	}
}
