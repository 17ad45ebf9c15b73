// Package track turns one speaker's incoming audio into 16 kHz mono frames on
// the session clock: packets in order, losses concealed, silence passed on as
// silence without decoding. It is a pure stage: packets and times in, calls to
// a Sink out; no goroutines, no clock of its own, nothing allocated per packet.
//
//	RTP packet ─ Track ─ jitter ─ clock ─ Opus decode ─┐
//	PCM chunk  ─ Stream ─ clock ─ resample ────────────┴─ timeline ─ Sink
package track

import (
	"errors"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

const (
	// Rate is the sampling rate of frames in Hz.
	Rate = opus.Rate
	// FrameSamples is a frame's length in samples, FrameDuration in time.
	FrameSamples  = 320
	FrameDuration = 20 * time.Millisecond

	// quietSlack is how far Tick stays behind the present while the sender
	// was last heard to be silent (DTX): the network's usual jitter.
	// talkSlack applies when packets stop in the middle of sound: they may be
	// late, and the jitter buffer waits up to 120 ms itself. startSlack
	// applies before the first sound, whose length is not known yet.
	quietSlack = 60 * time.Millisecond
	talkSlack  = 250 * time.Millisecond
	startSlack = time.Second
)

// Sink receives the result. From call to call the times join without gap or
// overlap and never go back. Times are on the session clock, which starts with
// 0 at the session's start.
//
// Consecutive frames lie 20 ms apart, give or take up to 1 ms while the clock
// is being corrected, or 10 ms while it is far off: over long stretches take times from at, not from
// counting frames.
type Sink interface {
	// Frame is 20 ms of sound, FrameSamples at Rate, that begins at at. pcm
	// is valid during the call.
	Frame(pcm []int16, at time.Duration)
	// Silence says that nothing was said between from and to. from < to.
	Silence(from, to time.Duration)
}

// Stats counts what happened to a track since New.
type Stats struct {
	jitter.Stats
	// Decoded counts packets decoded.
	Decoded uint64
	// Silent counts packets passed over without decoding, for DTX or for
	// their level.
	Silent uint64
	// Recovered counts lost packets restored from the copy in the next one,
	// Concealed time made up for lost ones.
	Recovered uint64
	Concealed time.Duration
	// Garbage counts packets that are no Opus.
	Garbage uint64
	// Jumps counts corrections of the session clock by leaps: a sender's
	// timestamps jumped, or stood still while it was muted.
	Jumps uint64
	// LevelDistrusted means that the sender's level said silence over sound,
	// and is no longer believed.
	LevelDistrusted bool
}

// Track is one speaker's stream of RTP packets with Opus. It is kept through
// reconnects: a new SSRC goes on in the same session time. Not safe for
// concurrent use.
type Track struct {
	order *jitter.Buffer
	line  timeline
	clock clock
	quiet quietness

	decoder *opus.Decoder // made for the first packet with sound: 18 KiB
	pcm     []int16
	stats   Stats
	err     error

	media       int64 // unwrapped timestamp of the last packet
	expected    int64 // unwrapped timestamp that continues without a gap
	last        time.Duration
	owed        int // lost before packets that carried no sound
	lastArrival time.Duration
	started     bool
	ticked      bool // Tick has passed silence on since the last packet
}

// New returns a track whose session time begins at 0.
func New(sink Sink) *Track {
	t := &Track{line: timeline{sink: sink}, clock: clock{jump: rtpJump}, last: FrameDuration}
	t.order = jitter.New(t.take)
	return t
}

// Push takes one RTP packet with its time of arrival on the session clock.
// Arrivals must not go back. The payload is not kept. The only error is
// libopus refusing to make a decoder, for want of memory; the track then
// passes silence on.
func (t *Track) Push(p jitter.Packet) error {
	t.lastArrival = max(t.lastArrival, p.Arrival)
	t.order.Push(p)
	return t.takeErr()
}

// Tick tells the time while no packets come: holes are given up, and silence
// is passed on up to shortly before now. Call it every 20 to 100 ms.
func (t *Track) Tick(now time.Duration) error {
	t.order.Tick(now)
	slack := slackAfter(t.started, t.quiet.silent(), t.last)
	if now-t.lastArrival > slack && t.line.skipTo(now-slack) {
		t.ticked = true
	}
	return t.takeErr()
}

// slackAfter is how far behind the present silence may be told, after a last
// piece of that length: the next is due that much later.
func slackAfter(started, silent bool, length time.Duration) time.Duration {
	switch {
	case !started:
		return startSlack
	case silent:
		return quietSlack + length
	default:
		return talkSlack + length
	}
}

// Flush passes on everything that waits: the session has ended.
func (t *Track) Flush() error {
	t.order.Flush()
	t.line.pad()
	return t.takeErr()
}

// Now is the session time up to which the sink has been told everything.
func (t *Track) Now() time.Duration { return t.line.cursor }

// Stats returns the counters.
func (t *Track) Stats() Stats {
	s := t.stats
	s.Stats = t.order.Stats()
	s.LevelDistrusted = t.quiet.distrusted
	return s
}

func (t *Track) takeErr() error {
	err := t.err
	t.err = nil
	return err
}

// take places one packet, in its turn, on the session clock and plays it.
func (t *Track) take(r jitter.Released) {
	lost := r.Lost + t.owed
	if len(r.Payload) == 0 { // padding, a bandwidth probe: no sound, no time
		t.owed = lost
		return
	}
	t.owed = 0
	head, parseErr := opus.Parse(r.Payload)
	duration := head.Duration
	if parseErr != nil {
		duration = t.last
	}
	t.last = duration
	if r.First || !t.started {
		t.begin(r.Timestamp)
	} else {
		t.media += int64(int32(r.Timestamp - uint32(t.media)))
	}
	gap := rtpTime(t.media - t.expected)
	if gap < 0 { // timestamps went back: they begin anew
		t.clock.forget()
	}
	// The sound was made before it was sent: its first sample is older than
	// the arrival by the packet's length.
	jumped := t.clock.observe(rtpTime(t.media), r.Arrival-duration)
	at := t.clock.at(rtpTime(t.media))
	if jumped || gap < 0 {
		t.stats.Jumps++
	}
	switch {
	case r.First, jumped, gap < 0:
		t.line.skipTo(at)
	case gap > 0 && lost > 0 && !t.ticked && !t.quiet.silent():
		t.bridge(gap, at, r.Payload, head)
	case gap > 0: // the sender sent nothing: DTX
		t.line.skipTo(at)
	}
	t.expected = t.media + int64(duration*rtpRate/time.Second)
	t.started, t.ticked = true, false
	t.line.aim(at)
	t.play(r, head, parseErr, at+duration)
}

// begin starts a stream: the first one, a reconnect's, or a new sequence.
func (t *Track) begin(timestamp uint32) {
	t.media = int64(timestamp)
	t.expected = t.media
	t.clock.forget()
	t.quiet.restart()
	if t.decoder != nil {
		t.err = errors.Join(t.err, t.decoder.Reset())
	}
}

// play passes one packet's sound on, which ends at end.
func (t *Track) play(r jitter.Released, head opus.Packet, parseErr error, end time.Duration) {
	switch {
	case parseErr != nil:
		t.stats.Garbage++
		t.makeUp(t.last)
		t.line.skipTo(end)
		return
	case head.DTX:
		t.quiet.dtx()
	case r.HasLevel && t.quiet.level(r.Level):
	default:
		t.decode(r.Payload, r.HasLevel, end)
		return
	}
	t.stats.Silent++
	t.line.skipTo(end)
}

func (t *Track) decode(payload []byte, hasLevel bool, end time.Duration) {
	if !t.ready() {
		t.line.skipTo(end)
		return
	}
	n, err := t.decoder.Decode(payload, t.pcm)
	if err != nil {
		t.stats.Garbage++
		t.makeUp(t.last)
		t.line.skipTo(end)
		return
	}
	t.stats.Decoded++
	if hasLevel {
		t.quiet.check(t.pcm[:n])
	} else {
		t.quiet.restart()
	}
	t.line.write(t.pcm[:n])
}

// bridge fills a gap that lost packets left: what follows the last sound is
// concealed, the last lost packet is taken from this one's copy if there is
// one, and what lies between is silence.
func (t *Track) bridge(gap, at time.Duration, next []byte, head opus.Packet) {
	tail := time.Duration(0)
	if head.FEC {
		tail = min(head.Duration, gap)
	}
	made := t.makeUp(gap - tail)
	if made < gap-tail {
		t.line.skipTo(at - tail)
	}
	if tail > 0 && t.ready() {
		n := t.decoder.Recover(next, t.pcm[:samples(tail)])
		t.line.write(t.pcm[:n])
		t.stats.Recovered++
	}
}

// makeUp conceals up to length, and returns how much it did.
func (t *Track) makeUp(length time.Duration) time.Duration {
	if t.decoder == nil {
		return 0
	}
	n := t.decoder.Conceal(t.pcm[:min(samples(length), len(t.pcm))])
	t.line.write(t.pcm[:n])
	made := time.Duration(n) * time.Second / Rate
	t.stats.Concealed += made
	return made
}

// ready makes the decoder when sound is there for the first time: a track
// that stays silent costs no decoder.
func (t *Track) ready() bool {
	if t.decoder != nil {
		return true
	}
	decoder, err := opus.NewDecoder()
	if err != nil {
		t.err = errors.Join(t.err, err)
		return false
	}
	t.decoder, t.pcm = decoder, make([]int16, opus.MaxSamples)
	return true
}

func samples(d time.Duration) int { return int(d * Rate / time.Second) }
