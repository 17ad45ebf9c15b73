package track

import (
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/media/opus"
)

const (
	// streamJump is rtpJump for a stream without timestamps: a client that
	// sends nothing while muted goes on where it stopped.
	streamJump = 250 * time.Millisecond
	// maxChunk is the longest piece of sound taken at once.
	maxChunk = 10 * time.Second
)

// StreamStats counts what happened to a Stream since NewStream.
type StreamStats struct {
	Chunks  uint64 // pieces of sound taken
	Garbage uint64 // Opus frames that are none
	Jumps   uint64 // gaps, and leaps of the clock
}

// Stream is a Track for sound that comes in order and without timestamps, over
// a WebSocket: PCM of any usual rate, or Opus frames. Session time follows
// from arrival. Not safe for concurrent use.
type Stream struct {
	line  timeline
	clock clock
	media time.Duration // of sound received

	resampler *Resampler
	decoder   *opus.Decoder
	pcm       []int16
	inDTX     bool
	length    time.Duration // of the last piece

	started     bool
	lastArrival time.Duration
	stats       StreamStats
}

// NewStream returns a stream whose session time begins at 0.
func NewStream(sink Sink) *Stream {
	return &Stream{line: timeline{sink: sink}, clock: clock{jump: streamJump}}
}

// PushPCM takes mono PCM at rate Hz that arrived at now. Errors: a rate that
// NewResampler refuses, a piece longer than ten seconds.
func (s *Stream) PushPCM(rate int, pcm []int16, now time.Duration) error {
	if s.resampler == nil || s.resampler.Rate() != rate {
		r, err := NewResampler(rate)
		if err != nil {
			return err
		}
		s.resampler = r
	}
	length := time.Duration(len(pcm)) * time.Second / time.Duration(rate)
	if length > maxChunk {
		return fmt.Errorf("audio chunk of %v: at most %v at once", length, maxChunk)
	}
	s.place(length, now)
	s.inDTX = false
	s.line.write(s.resampler.Process(pcm))
	return nil
}

// PushOpus takes one Opus packet that arrived at now. Errors wrap
// opus.ErrPayload, are counted, and leave the stream usable.
func (s *Stream) PushOpus(payload []byte, now time.Duration) error {
	head, err := opus.Parse(payload)
	if err != nil {
		s.stats.Garbage++
		return err
	}
	if s.decoder == nil {
		if s.decoder, err = opus.NewDecoder(); err != nil {
			return err
		}
		s.pcm = make([]int16, opus.MaxSamples)
	}
	end := s.place(head.Duration, now)
	if s.inDTX = head.DTX; s.inDTX {
		s.line.skipTo(end)
		return nil
	}
	n, err := s.decoder.Decode(payload, s.pcm)
	if err != nil {
		s.stats.Garbage++
		s.line.skipTo(end)
		return err
	}
	s.line.write(s.pcm[:n])
	return nil
}

// place finds where on the session clock a piece of sound belongs, and returns
// its end.
func (s *Stream) place(length, now time.Duration) time.Duration {
	s.stats.Chunks++
	s.lastArrival = max(s.lastArrival, now)
	jumped := s.clock.observe(s.media, now-length)
	at := s.clock.at(s.media)
	if jumped {
		s.stats.Jumps++
	}
	if jumped || !s.started {
		s.line.skipTo(at)
	}
	s.started = true
	s.line.aim(at)
	s.media += length
	s.length = length
	return at + length
}

// Tick tells the time while nothing comes; see Track.Tick.
func (s *Stream) Tick(now time.Duration) {
	slack := slackAfter(s.started, s.inDTX, s.length)
	if now-s.lastArrival > slack {
		s.line.skipTo(now - slack)
	}
}

// Flush passes on what does not fill a frame: the stream has ended.
func (s *Stream) Flush() { s.line.pad() }

// Now is the session time up to which the sink has been told everything.
func (s *Stream) Now() time.Duration { return s.line.cursor }

// Stats returns the counters.
func (s *Stream) Stats() StreamStats { return s.stats }
