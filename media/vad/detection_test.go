package vad_test

import (
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/mediatest"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// segmentsIn counts the segments that begin in the sound and returns where the
// first one's sound begins.
func segmentsIn(t testing.TB, d vad.Detector, pcm []int16) (count int, first time.Duration) {
	t.Helper()
	s, err := segment.New(segment.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	at := time.Duration(0)
	for ; len(pcm) >= vad.FrameSamples; pcm = pcm[vad.FrameSamples:] {
		frame := pcm[:vad.FrameSamples]
		for _, e := range s.Push(frame, d.Probability(frame), at) {
			if e.Kind == segment.Started {
				count++
				if count == 1 {
					first = e.AudioStart
				}
			}
		}
		at += vad.FrameDuration
	}
	return count, first
}

func voices(t testing.TB) []mediatest.Voice {
	t.Helper()
	v, err := mediatest.Voices()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestSpeechIsFoundInNoise is the smaller brother of BenchmarkDetection: every
// second voice, 10 dB above each kind of noise.
func TestSpeechIsFoundInNoise(t *testing.T) {
	all := voices(t)
	var some []mediatest.Voice
	for i := 0; i < len(all); i += 2 {
		some = append(some, all[i])
	}
	cfg := segment.DefaultConfig()
	model := vad.LoadModel()
	for _, s := range mediatest.Set(11, some, 3*time.Second, 10) {
		score := mediatest.Count(s.Labels, mediatest.Decide(vad.NewStream(model), s.PCM, cfg.On, cfg.Off))
		if score.F1() < 0.95 {
			t.Errorf("%s at %v dB: F1 %.3f, want 0.95 (%+v)", s.Noise, s.SNR, score.F1(), score)
		}
	}
}

// TestNoiseAloneIsNoSpeech plays a minute of each noise at the level it has
// under speech at 10 dB, from the first sample and after digital silence.
func TestNoiseAloneIsNoSpeech(t *testing.T) {
	all := voices(t)
	model := vad.LoadModel()
	silence := make([]int16, 8*vad.SampleRate)
	for _, kind := range mediatest.Kinds() {
		noise := mediatest.PCM(mediatest.Noise(kind, 21, 60*vad.SampleRate, mediatest.SpeechLevel-10, all))
		if n, first := segmentsIn(t, vad.NewStream(model), noise); n != 0 {
			t.Errorf("%s: %d segments, the first at %v", kind, n, first)
		}
		if n, first := segmentsIn(t, vad.NewStream(model), append(silence[:len(silence):len(silence)], noise...)); n != 0 {
			t.Errorf("%s after silence: %d segments, the first at %v", kind, n, first)
		}
	}
}

// TestCrowdAtTheBeginning starts streams in the middle of babble, before
// anything can be known about the room.
func TestCrowdAtTheBeginning(t *testing.T) {
	model := vad.LoadModel()
	const piece = 5 * vad.SampleRate
	babble := mediatest.PCM(mediatest.Noise(mediatest.Babble, 22, 20*piece, mediatest.SpeechLevel-10, voices(t)))
	for i := 0; i < len(babble); i += piece {
		if n, first := segmentsIn(t, vad.NewStream(model), babble[i:i+piece]); n != 0 {
			t.Errorf("stream %d: %d segments, the first at %v", i/piece, n, first)
		}
	}
}

// TestSpeechFromTheFirstSample plays voices without any silence before them, as
// recordings often begin.
func TestSpeechFromTheFirstSample(t *testing.T) {
	model := vad.LoadModel()
	for _, v := range voices(t) {
		for _, skip := range []time.Duration{0, 300 * time.Millisecond} {
			pcm := v.PCM[int(skip.Seconds()*vad.SampleRate):]
			n, first := segmentsIn(t, vad.NewStream(model), pcm)
			if n == 0 || first > 800*time.Millisecond {
				t.Errorf("%s without its first %v: %d segments, the first at %v", v.Name, skip, n, first)
			}
		}
	}
}

// TestQuietVoices has voices at levels that people's microphones have.
func TestQuietVoices(t *testing.T) {
	cfg := segment.DefaultConfig()
	model := vad.LoadModel()
	speech, labels := mediatest.Speech(voices(t)[:4], 2*time.Second)
	for _, db := range []float64{10, 0, -10, -20} {
		pcm := mediatest.PCM(mediatest.Scaled(speech, db))
		score := mediatest.Count(labels, mediatest.Decide(vad.NewStream(model), pcm, cfg.On, cfg.Off))
		if score.F1() < 0.95 {
			t.Errorf("speech at %v dBFS: F1 %.3f (%+v)", mediatest.SpeechLevel+db, score.F1(), score)
		}
	}
}

// TestVoiceReturnsAfterAGap resets between a voice in a quiet room and a word
// that begins at its loudest: it is found at once, as the room is known.
func TestVoiceReturnsAfterAGap(t *testing.T) {
	pcm := voices(t)[1].PCM
	loud := pcm[vad.SampleRate : vad.SampleRate*3/2]
	d := vad.NewStream(vad.LoadModel())
	segmentsIn(t, d, pcm)
	d.Reset()
	found := -1
	for i := 0; found < 0 && (i+1)*vad.FrameSamples <= len(loud); i++ {
		if d.Probability(loud[i*vad.FrameSamples:(i+1)*vad.FrameSamples]) >= 0.5 {
			found = i
		}
	}
	if found < 0 || found > 6 {
		t.Errorf("speech is found in frame %d after the gap, want within 120 ms", found)
	}
}

// TestResetForgetsTheSound has a reset stream answer to silence as a new one
// does, although it has just heard a voice.
func TestResetForgetsTheSound(t *testing.T) {
	pcm := voices(t)[1].PCM
	d := vad.NewStream(vad.LoadModel())
	segmentsIn(t, d, pcm[:vad.SampleRate*2])
	d.Reset()
	frame := make([]int16, vad.FrameSamples)
	for i := range 4 {
		if p := d.Probability(frame); p > 0.35 {
			t.Errorf("frame %d of silence after the reset: probability %v", i, p)
		}
	}
}

func TestStreamAllocatesNothing(t *testing.T) {
	d := vad.NewStream(vad.LoadModel())
	pcm := voices(t)[0].PCM
	segmentsIn(t, d, pcm)
	frame := pcm[8000 : 8000+vad.FrameSamples]
	if n := testing.AllocsPerRun(200, func() { d.Probability(frame) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}
