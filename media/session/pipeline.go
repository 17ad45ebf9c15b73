package session

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/quality"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/track"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// forgetAfter is the silence after which the detector starts afresh: what was
// heard before says nothing about what comes.
const forgetAfter = 200 * time.Millisecond

// pipeline is the stages of one speaker's track, from packets to segments. It
// is kept while peers come and go. Its lock belongs to whoever reads the track,
// and for a moment to the session's timer; the session's own lock is taken
// inside it, never the other way round.
type pipeline struct {
	mu       sync.Mutex
	rtp      *track.Track  // made for the first packet
	stream   *track.Stream // made for the first piece of a WebSocket
	detector vad.Detector
	segments *segment.Segmenter
	meter    *quality.Meter
	speech   float32 // probability from which a frame counts as speech
	muted    bool
	out      func(segment.Event)
	measured func(quality.Reading)

	// received and lost are what the meter knows of the packets.
	received, lost uint64

	// heard is the session time up to which all sound has been judged.
	heard atomic.Int64
	// voiced says that the last frame was like speech.
	voiced atomic.Bool
	// awaited is the session time at which hear is called, so that a turn
	// ends in time although sound is played faster than it was spoken.
	awaited atomic.Int64
	hear    func()
}

func newPipeline(cfg Config, out func(segment.Event), measured func(quality.Reading), hear func()) (*pipeline, error) {
	segments, err := segment.New(cfg.Segment)
	if err != nil {
		return nil, err
	}
	p := &pipeline{
		detector: cfg.NewDetector(), segments: segments, meter: quality.NewMeter(), speech: cfg.Segment.On,
		out: out, measured: measured, hear: hear,
	}
	p.awaited.Store(int64(never))
	return p, nil
}

func (p *pipeline) pushRTP(packet jitter.Packet) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rtp == nil {
		p.rtp = track.New(p)
	}
	err := p.rtp.Push(packet)
	p.report()
	return err
}

func (p *pipeline) pushPCM(pcm []int16, rate int, now time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.unnumbered().PushPCM(rate, pcm, now)
	p.report()
	return err
}

func (p *pipeline) pushOpus(payload []byte, now time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.unnumbered().PushOpus(payload, now)
	p.report()
	return err
}

func (p *pipeline) unnumbered() *track.Stream {
	if p.stream == nil {
		p.stream = track.NewStream(p)
	}
	return p.stream
}

// tick tells the stages the time while nothing comes.
func (p *pipeline) tick(now time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.rtp != nil {
		err = p.rtp.Tick(now)
	}
	if p.stream != nil {
		p.stream.Tick(now)
	}
	p.report()
	return err
}

// flush ends what is being said: the peer is gone, or the user has paused.
func (p *pipeline) flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.rtp != nil {
		err = p.rtp.Flush()
	}
	if p.stream != nil {
		p.stream.Flush()
	}
	p.emit(p.segments.Flush())
	p.detector.Reset()
	p.report()
	return err
}

// mute drops sound from now on, or takes it again.
func (p *pipeline) mute(muted bool) {
	p.mu.Lock()
	p.muted = muted
	p.mu.Unlock()
}

// Frame implements track.Sink.
func (p *pipeline) Frame(pcm []int16, at time.Duration) {
	if p.muted {
		p.Silence(at, at+track.FrameDuration)
		return
	}
	at = max(at, p.until())
	end := at + track.FrameDuration
	probability := p.detector.Probability(pcm)
	p.voiced.Store(probability >= p.speech)
	p.emit(p.segments.Push(pcm, probability, at))
	p.heard.Store(int64(end))
	if reading, due := p.meter.Frame(pcm, probability >= p.speech, end); due {
		p.measure(reading)
	}
}

// measure passes a reading on with what became of the packets.
func (p *pipeline) measure(reading quality.Reading) {
	if p.rtp != nil {
		s := p.rtp.Stats()
		p.meter.Packets(int(s.Received-p.received), int(s.Lost-p.lost))
		p.received, p.lost = s.Received, s.Lost
	}
	if !p.muted {
		p.measured(reading)
	}
}

// Silence implements track.Sink. A peer that came back another way (WebSocket
// instead of WebRTC) begins its own time at 0: what was heard already is not
// silence.
func (p *pipeline) Silence(from, to time.Duration) {
	from = max(from, p.until())
	if to <= from {
		return
	}
	p.voiced.Store(false)
	p.emit(p.segments.Skip(to - from))
	if to-from >= forgetAfter {
		p.detector.Reset()
	}
	p.heard.Store(int64(to))
	if reading, due := p.meter.Skip(to); due {
		p.measure(reading)
	}
}

func (p *pipeline) emit(events []segment.Event) {
	for _, e := range events {
		p.out(e)
	}
}

func (p *pipeline) until() time.Duration { return time.Duration(p.heard.Load()) }

func (p *pipeline) report() {
	if p.heard.Load() >= p.awaited.Load() {
		p.awaited.Store(int64(never))
		p.hear()
	}
}
