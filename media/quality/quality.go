// Package quality tells how good a track sounds, in a word and the figures
// behind it: whether the user should move closer, turn something down or find
// a better network.
package quality

import (
	"math"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// Verdict is the one word for the user; when several fit, the one that harms
// recognition most.
type Verdict string

const (
	// Good needs nothing.
	Good Verdict = "good"
	// Quiet speech is below QuietDBFS.
	Quiet Verdict = "quiet"
	// Noisy speech stands less than NoisyDB above its background.
	Noisy Verdict = "noisy"
	// Clipping sound has more than ClippingShare of its samples at full scale.
	Clipping Verdict = "clipping"
	// Lossy tracks miss more than LossyShare of their packets.
	Lossy Verdict = "lossy"
)

// The limits between the verdicts.
const (
	// QuietDBFS is where recognisers that do not normalise begin to suffer:
	// 19 dB below the usual speech level of -26.
	QuietDBFS = -45
	// NoisyDB of speech over background is where word errors begin to rise.
	NoisyDB = 10
	// ClippingShare of samples cut off is heard as harshness.
	ClippingShare = 0.005
	// LossyShare of packets lost is more than concealment hides.
	LossyShare = 0.05
)

// Interval is how often a reading is due on the session clock.
const Interval = 500 * time.Millisecond

// Reading describes the track over the last Interval.
type Reading struct {
	// At is the session clock at the end of the interval.
	At time.Duration
	// LevelDBFS is the level of the interval, -100 to 0.
	LevelDBFS float32
	// NoiseDBFS is the level of the background, -100 to 0.
	NoiseDBFS float32
	// SNR is the level of the last speech over the background in dB; 0 before
	// any speech.
	SNR float32
	// Clipping is the share of samples at full scale, 0 to 1.
	Clipping float32
	// PacketLoss is the share of packets lost over the last five seconds, 0 to
	// 1.
	PacketLoss float32
	// Quality is the verdict.
	Quality Verdict
}

const (
	silenceDBFS = -100
	// clipped is where a sample counts as cut off: codecs round full scale a
	// little.
	clipped = 32700
	// lossIntervals is how many intervals packet loss is counted over.
	lossIntervals = 10
	// speechFrames is about how many frames of speech its level remembers: two
	// seconds.
	speechFrames = 100
	// judgedFrames of speech are needed for a verdict about it.
	judgedFrames = 10
	// noiseRise is how fast the noise floor follows a louder background: 3 dB
	// a second.
	noiseRise = 3 * float32(vad.FrameDuration) / float32(time.Second)
)

// Meter measures one track. It is not safe for concurrent use and allocates
// nothing.
type Meter struct {
	due     time.Duration
	started bool

	power          float64 // summed over the interval's frames
	frames         int
	samples, clips int // samples seen, samples at full scale
	noise          float32
	noiseKnown     bool
	speech         float64 // mean power of recent speech
	spoken         int
	received, lost [lossIntervals]int
	interval       int
}

// NewMeter returns a meter for one track.
func NewMeter() *Meter { return &Meter{noise: silenceDBFS} }

// Frame takes a decoded frame, whether it holds speech, and the session clock
// at its end. The reading is valid when the second result is true, which it is
// once an Interval.
func (m *Meter) Frame(frame []int16, speech bool, at time.Duration) (Reading, bool) {
	var squares int64
	for _, s := range frame {
		v := int64(s)
		squares += v * v
		if v >= clipped || v <= -clipped {
			m.clips++
		}
	}
	power := float64(squares) / float64(max(len(frame), 1)) / (32768 * 32768)
	m.samples += len(frame)
	m.power += power
	m.frames++
	if speech {
		m.spoken++
		m.speech += (power - m.speech) / float64(min(m.spoken, speechFrames))
	} else {
		m.background(decibels(power))
	}
	return m.tick(at)
}

// Skip takes silence that was not decoded, as the segmenter does.
func (m *Meter) Skip(at time.Duration) (Reading, bool) { return m.tick(at) }

// Packets counts packets received and lost since the last call.
func (m *Meter) Packets(received, lost int) {
	m.received[m.interval] += max(received, 0)
	m.lost[m.interval] += max(lost, 0)
}

// background follows the level between speech: down at once, up slowly, so
// that a door is not taken for the room.
func (m *Meter) background(level float32) {
	if !m.noiseKnown || level < m.noise {
		m.noise, m.noiseKnown = level, true
		return
	}
	m.noise = min(m.noise+noiseRise, level)
}

// tick returns a reading when an interval is over.
func (m *Meter) tick(at time.Duration) (Reading, bool) {
	if !m.started {
		m.started, m.due = true, at+Interval
	}
	if at < m.due {
		return Reading{}, false
	}
	r := m.read(at)
	// After a long silence readings are not caught up: the next is due an
	// interval from now.
	m.due = max(m.due+Interval, at+Interval/2)
	m.power, m.frames, m.samples, m.clips = 0, 0, 0, 0
	m.interval = (m.interval + 1) % lossIntervals
	m.received[m.interval], m.lost[m.interval] = 0, 0
	return r, true
}

func (m *Meter) read(at time.Duration) Reading {
	r := Reading{At: at, LevelDBFS: silenceDBFS, NoiseDBFS: m.noise}
	if m.frames > 0 {
		r.LevelDBFS = decibels(m.power / float64(m.frames))
		r.Clipping = float32(m.clips) / float32(m.samples)
	}
	speech := decibels(m.speech)
	if m.spoken > 0 {
		r.SNR = max(speech-m.noise, 0)
	}
	received, lost := 0, 0
	for i := range m.received {
		received += m.received[i]
		lost += m.lost[i]
	}
	if all := received + lost; all > 0 {
		r.PacketLoss = float32(lost) / float32(all)
	}
	judged := m.spoken >= judgedFrames
	switch {
	case r.PacketLoss > LossyShare:
		r.Quality = Lossy
	case r.Clipping > ClippingShare:
		r.Quality = Clipping
	case judged && m.noiseKnown && r.SNR < NoisyDB:
		r.Quality = Noisy
	case judged && speech < QuietDBFS:
		r.Quality = Quiet
	default:
		r.Quality = Good
	}
	return r
}

// decibels turns a share of full power into dBFS.
func decibels(power float64) float32 {
	return float32(10 * math.Log10(max(power, 1e-10)))
}
