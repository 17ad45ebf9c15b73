package vad

// Stream is the detector this product runs with: Silero with a gate in front,
// which keeps it off sound that cannot be speech, and a guard behind, which
// keeps people in the background out.
//
// The guard is there because a crowd is speech: over twelve voices at once
// Silero is as sure as over one. What tells the person at the microphone from
// the crowd is how far they stand out of it. So while the background itself
// sounds like speech, only what rises above it by foregroundDB counts; with
// any other background Silero's word stands. docs/vad.md has the figures.
type Stream struct {
	silero     Silero
	background background

	// crowd is how much the background sounds like speech, 0 to 1: the
	// detector's answers in frames that do not stand out. It begins at 1: the
	// first voices of a stream have to stand out as well.
	crowd      float32
	foreground bool

	idle   int                 // frames since the detector last heard anything
	closed bool                // the gate kept the last frame off the detector
	last   [FrameSamples]int16 // that frame
}

const (
	// foregroundDB is how far speech has to stand out of a crowd to be
	// foreground, and remainDB how far to remain it. Twelve voices rise at
	// most 8.5 dB above their own floor within minutes.
	foregroundDB = 9
	remainDB     = 6
	// rawForegroundDB is the same without smoothing, for the first youngFrames
	// (five seconds): smoothing takes a pause to show the floor, and speech may
	// begin with the stream.
	rawForegroundDB = 20
	youngFrames     = 250
	// backgroundDB is the prominence below which a frame is background.
	backgroundDB = 6
	// crowded is the value of crowd from which the guard is on; it rises
	// within crowdRise frames and falls within crowdFall.
	crowded   = 0.15
	crowdRise = 15
	crowdFall = 200
	// steadyDB is the steadiness of hiss, wind and fans: no crowd.
	steadyDB = 0.45

	// The gate closes after idleFrames without anything like speech
	// (idleProbability), on frames below audibleDBFS or within gateDB of a
	// steady background.
	idleFrames      = 50
	idleProbability = 0.1
	gateDB          = 2
)

// NewStream returns a detector for one stream.
func NewStream(model *Model) *Stream {
	return &Stream{silero: Silero{model: model}, background: newBackground(), crowd: 1}
}

// Probability implements Detector.
func (s *Stream) Probability(frame []int16) float32 {
	mustFrame(frame)
	level := levelDBFS(frame)
	audible := level >= audibleDBFS
	if audible {
		s.background.update(level)
	}
	if s.gated(audible) {
		copy(s.last[:], frame)
		s.closed, s.foreground = true, false
		return 0
	}
	if s.closed {
		s.closed = false
		s.silero.Probability(s.last[:])
	}
	p := s.silero.Probability(frame)
	s.idle++
	if p >= idleProbability {
		s.idle = 0
	}
	if audible && !s.inForeground(p) {
		return 0
	}
	return p
}

// gated reports whether the detector can be spared the frame.
func (s *Stream) gated(audible bool) bool {
	if s.idle < idleFrames {
		return false
	}
	b := &s.background
	return !audible || b.steadiness < steadyDB && b.prominence < gateDB
}

// inForeground judges whether the sound stands out of a crowd, if there is
// one, and learns about the crowd.
func (s *Stream) inForeground(p float32) bool {
	b := &s.background
	if b.prominence < backgroundDB {
		frames := float32(crowdFall)
		if p > s.crowd {
			frames = crowdRise
		}
		s.crowd += (p - s.crowd) / frames
	}
	need := float32(foregroundDB)
	if s.foreground {
		need = remainDB
	}
	s.foreground = b.peak >= need || b.frames < youngFrames && b.rawPeak >= rawForegroundDB
	return s.foreground || s.crowd < crowded || b.steadiness < steadyDB
}

// Reset implements Detector. The room stays known: a voice that comes back
// after a silence nobody decoded need not show its background first.
func (s *Stream) Reset() {
	s.silero.Reset()
	s.idle, s.closed, s.foreground = 0, false, false
}
