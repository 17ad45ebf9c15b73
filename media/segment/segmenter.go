// Package segment cuts a track's sound into segments of speech. It is a pure
// state machine: frames, probabilities and times go in, events come out; it
// starts nothing, waits for nothing and knows no clock.
//
//	idle ──MinSpeech of speech──► speaking ──Pause of silence──► paused ──Hangover──► idle
//	                                 ▲                             │
//	                                 └──────MinSpeech of speech────┘
package segment

import (
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// Segmenter holds the state of one track. It is not safe for concurrent use.
// In steady state it allocates nothing.
type Segmenter struct {
	cfg    Config
	limits limits

	events  []Event
	pending []int16 // sound not handed out; while idle the pre-roll
	taken   int     // leading samples of pending that the last events handed out

	now    time.Duration // where the next frame is expected
	begun  bool          // a frame has been seen, now is meaningful
	voiced bool          // last frame was speech: the off threshold applies

	run      int           // frames of speech not yet long enough to count
	runStart time.Duration // where they began

	open   bool
	paused bool
	quiet  int // frames since the detector last heard the segment's speech
	level  dip
	seg    current
}

// current is the open segment, or the last one.
type current struct {
	id, revision           int
	audioStart, start, end time.Duration
	samples                int64
}

// limits are the configuration's durations in frames.
type limits struct {
	tail, minSpeech, preRoll, pause, hangover, maxLength, cutFrom, audioEvery int
}

// idleSlack is how many frames the pre-roll may outgrow its length before it
// is moved to the front, so that moving is rare.
const idleSlack = 8

// New returns a segmenter for one track, or the configuration's mistakes.
func New(cfg Config) (*Segmenter, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	l := limits{
		tail:       frames(cfg.Tail),
		minSpeech:  frames(cfg.MinSpeech),
		preRoll:    frames(cfg.PreRoll),
		pause:      frames(cfg.Pause),
		hangover:   frames(cfg.Hangover),
		maxLength:  frames(cfg.MaxLength),
		cutFrom:    frames(cfg.MaxLength - cfg.CutSearch),
		audioEvery: frames(cfg.AudioEvery),
	}
	longest := max(l.preRoll+l.minSpeech+idleSlack, l.hangover+l.minSpeech, l.audioEvery) + 1
	return &Segmenter{
		cfg:     cfg,
		limits:  l,
		events:  make([]Event, 0, 6),
		pending: make([]int16, 0, longest*vad.FrameSamples),
	}, nil
}

// Push takes the next frame, the probability that it holds speech, and the
// session clock at its first sample. A jump of the clock by a frame or more is
// taken as silence of that length. The events are valid until the next call.
func (s *Segmenter) Push(frame []int16, probability float32, at time.Duration) []Event {
	s.begin()
	if gap := at - s.now; s.begun && gap >= vad.FrameDuration {
		s.silence(gap)
	}
	s.begun, s.now = true, at
	s.pending = append(s.pending, frame...)
	speech := probability >= s.cfg.On || s.voiced && probability >= s.cfg.Off
	s.step(speech, frame)
	return s.events
}

// Skip passes silence of length d that nobody decoded: discontinuous
// transmission, a packet marked silent (RFC 6464), a gap.
func (s *Segmenter) Skip(d time.Duration) []Event {
	s.begin()
	s.silence(d)
	return s.events
}

// Cut ends the open segment now, as when its turn is committed before the
// hangover is over. Speech that goes on becomes a new segment, which begins with
// the very next sample.
func (s *Segmenter) Cut() []Event {
	s.begin()
	if s.open {
		run := s.run
		s.end(CutByCaller)
		s.run = run
	}
	return s.events
}

// Flush ends the open segment because the track is over. The segmenter can be
// used again; segment numbers go on.
func (s *Segmenter) Flush() []Event {
	s.begin()
	if s.open {
		s.end(Flushed)
	}
	s.voiced, s.begun, s.run = false, false, 0
	s.taken = len(s.pending)
	return s.events
}

// begin drops what the last call handed out.
func (s *Segmenter) begin() {
	s.events = s.events[:0]
	s.drop(s.taken)
	s.taken = 0
}

// drop forgets the oldest n samples.
func (s *Segmenter) drop(n int) {
	if n > 0 {
		s.pending = s.pending[:copy(s.pending, s.pending[n:])]
	}
}

// silence advances the clock by d without sound. While a segment is open the
// missing sound is replaced by zeros, so that times in its transcript stay
// right; that is never longer than the hangover.
func (s *Segmenter) silence(d time.Duration) {
	for ; d >= vad.FrameDuration && (s.open || len(s.pending) > s.taken); d -= vad.FrameDuration {
		if !s.open && d >= s.cfg.PreRoll {
			s.taken = len(s.pending)
			break
		}
		n := len(s.pending)
		s.pending = append(s.pending, make([]int16, vad.FrameSamples)...)
		s.step(false, s.pending[n:])
	}
	s.voiced, s.run = false, 0
	s.now += max(d, 0)
}

// step judges the frame that was just appended to pending and moves the clock
// past it.
func (s *Segmenter) step(speech bool, frame []int16) {
	at := s.now
	s.now += vad.FrameDuration
	s.voiced = speech
	switch {
	case !s.open:
		s.idle(speech, at)
	case s.paused:
		s.inPause(speech, at)
	default:
		s.speaking(speech, frame)
	}
}

func (s *Segmenter) idle(speech bool, at time.Duration) {
	s.count(speech, at)
	if s.run >= s.limits.minSpeech {
		s.trim()
		s.start(s.runStart)
		return
	}
	if (len(s.pending)-s.taken)/vad.FrameSamples >= s.limits.preRoll+s.limits.minSpeech+idleSlack {
		s.trim()
	}
}

// count follows a run of speech that is not yet long enough to be speech.
func (s *Segmenter) count(speech bool, at time.Duration) {
	if !speech {
		s.run = 0
		return
	}
	if s.run == 0 {
		s.runStart = at
	}
	s.run++
}

// trim leaves of the sound before the speech only the pre-roll.
func (s *Segmenter) trim() {
	keep := (s.limits.preRoll + s.run) * vad.FrameSamples
	if excess := len(s.pending) - s.taken - keep; excess > 0 {
		if s.taken > 0 {
			// The front is still in a caller's hands during this call.
			s.taken += excess
			return
		}
		s.drop(excess)
	}
}

func (s *Segmenter) inPause(speech bool, at time.Duration) {
	s.quiet++
	s.count(speech, at)
	switch {
	case s.run >= s.limits.minSpeech:
		s.paused, s.quiet, s.run = false, 0, 0
		s.seg.revision++
		s.seg.end = s.now
		s.emit(Resumed, len(s.pending))
	case s.run == 0 && s.quiet+s.limits.tail >= s.limits.hangover:
		s.end(Silence)
	}
}

func (s *Segmenter) speaking(speech bool, frame []int16) {
	dipped := s.level.update(frame)
	if speech {
		s.quiet = 0
		s.seg.end = s.now
	} else {
		s.quiet++
	}
	length := int(s.seg.samples)/vad.FrameSamples + s.pendingFrames()
	switch {
	case s.quiet > 0 && s.quiet+s.limits.tail >= s.limits.pause:
		s.paused, s.run = true, 0
		s.seg.end = max(s.seg.end-time.Duration(s.limits.tail)*vad.FrameDuration, s.seg.start)
		s.emit(Paused, len(s.pending))
	case length >= s.limits.maxLength:
		s.split(s.taken + quietest(s.pending[s.taken:]))
	case length >= s.limits.cutFrom && (s.quiet > 1 || dipped):
		s.split(len(s.pending))
	case s.pendingFrames() >= s.limits.audioEvery:
		s.emit(Audio, len(s.pending))
	}
}

// pendingFrames is how much sound waits to be handed out.
func (s *Segmenter) pendingFrames() int {
	return (len(s.pending) - s.taken) / vad.FrameSamples
}

// split ends the segment at the given place of pending. What follows is only
// taken for the next segment once it has lasted as long as speech must: the
// dip may have been the end, and a segment of silence invites inventions.
func (s *Segmenter) split(place int) {
	rest := len(s.pending) - place
	cut := s.now - samplesDuration(rest)
	s.seg.end = min(s.seg.end, cut)
	s.emitEnd(TooLong, place)
	if s.voiced {
		s.run, s.runStart = rest/vad.FrameSamples, cut
	}
}

// start opens a segment whose speech began at the given time. Its sound is all
// that is pending.
func (s *Segmenter) start(at time.Duration) {
	s.open, s.paused, s.run, s.quiet = true, false, 0, 0
	s.level = dip{}
	s.seg = current{
		id:         s.seg.id + 1,
		revision:   1,
		audioStart: s.now - samplesDuration(len(s.pending)-s.taken),
		start:      at,
		end:        s.now,
	}
	s.emit(Started, len(s.pending))
}

// end closes the segment. The sound since its last pause is not part of it:
// what was transcribed at the pause stays exactly what the segment holds.
func (s *Segmenter) end(reason Reason) {
	place := len(s.pending)
	if s.paused {
		place = s.taken
	}
	s.emitEnd(reason, place)
}

func (s *Segmenter) emitEnd(reason Reason, place int) {
	s.emit(Ended, place)
	s.events[len(s.events)-1].Reason = reason
	s.open, s.paused, s.run = false, false, 0
}

// emit reports an event that hands out the sound up to the given place of
// pending.
func (s *Segmenter) emit(kind Kind, place int) {
	audio := s.pending[s.taken:place:place]
	e := Event{
		Kind:       kind,
		SegmentID:  s.seg.id,
		Revision:   s.seg.revision,
		AudioStart: s.seg.audioStart,
		Start:      s.seg.start,
		End:        s.seg.end,
		Offset:     s.seg.samples,
		Audio:      audio,
	}
	s.seg.samples += int64(len(audio))
	e.Samples = s.seg.samples
	s.taken = place
	s.events = append(s.events, e)
}

func samplesDuration(n int) time.Duration {
	return time.Duration(n) * time.Second / vad.SampleRate
}
