package session

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/quality"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/turn"
)

// voiceIndex is a speaker's place in a session.
type voiceIndex int

const (
	interviewer voiceIndex = iota
	candidate
	voiceCount
)

// prefixes begin the names of a speaker's segments, turns and drafts.
var prefixes = [voiceCount]string{interviewer: "i", candidate: "c"}

var speakers = [voiceCount]interviewaiv1.Speaker{
	interviewer: interviewaiv1.Speaker_SPEAKER_INTERVIEWER,
	candidate:   interviewaiv1.Speaker_SPEAKER_CANDIDATE,
}

func voiceOf(s interviewaiv1.Speaker) (voiceIndex, bool) {
	for i, have := range speakers {
		if have == s {
			return voiceIndex(i), true
		}
	}
	return 0, false
}

func (s *Session) voiceOfSegment(id string) *voice {
	for i, p := range prefixes {
		if strings.HasPrefix(id, p) {
			return s.voices[i]
		}
	}
	return nil
}

// voice is one speaker of a session: the pipeline, which has its own lock, and
// what the session's lock guards.
type voice struct {
	session *Session
	index   voiceIndex
	speaker interviewaiv1.Speaker
	line    *pipeline

	machine *turn.Machine
	open    utterance
	opened  int // segments named so far

	level quality.Reading // last sent; guarded by the pipeline's lock
}

// utterance is the open segment under the name the server knows. A turn may be
// committed in a pause that the segmenter still waits in; what it then calls
// the same segment gets a new name, and counts from its own beginning.
type utterance struct {
	id       string
	closed   bool
	base     int64         // samples of the segmenter's segment before this one
	revision int           // revisions before this one
	start    time.Duration // of its first sample
}

func newVoice(s *Session, i voiceIndex) (*voice, error) {
	cfg := s.cfg.Turn
	cfg.Speculate = cfg.Speculate && i == interviewer
	machine, err := turn.New(cfg, prefixes[i])
	if err != nil {
		return nil, err
	}
	v := &voice{session: s, index: i, speaker: speakers[i], machine: machine}
	v.open.closed = true
	v.line, err = newPipeline(s.cfg, v.segment, v.measured, v.heard)
	return v, err
}

func (v *voice) speaking() bool { return !v.open.closed }

// segment takes an event of the segmenter. The caller holds the pipeline's
// lock.
func (v *voice) segment(e segment.Event) {
	v.session.mu.Lock()
	defer v.session.mu.Unlock()
	switch e.Kind {
	case segment.Started:
		v.begin(e, 0, 0, e.Start)
	case segment.Resumed:
		if v.open.closed {
			// The turn was committed in the pause: this is the next.
			v.begin(e, e.Offset, e.Revision-1, max(e.End-v.session.cfg.Segment.MinSpeech, e.Start))
			return
		}
		v.audio(e)
		v.handle(turn.SpeechResumed{Segment: v.open.id, Revision: e.Revision - v.open.revision})
	case segment.Audio:
		v.audio(e)
	case segment.Paused:
		v.audio(e)
		v.handle(turn.SpeechPaused{
			Segment: v.open.id, Revision: e.Revision - v.open.revision, Samples: e.Samples - v.open.base, End: e.End,
		})
	case segment.Ended:
		if v.open.closed {
			return
		}
		v.audio(e)
		v.handle(turn.SegmentEnded{
			Segment: v.open.id, Revision: e.Revision - v.open.revision, Samples: e.Samples - v.open.base, End: e.End,
		})
	}
}

// begin opens a segment that starts at a place of the segmenter's.
func (v *voice) begin(e segment.Event, base int64, revision int, speech time.Duration) {
	v.opened++
	v.open = utterance{
		id: fmt.Sprintf("%s%d", prefixes[v.index], v.opened), base: base, revision: revision,
		start: e.AudioStart + samplesTime(base),
	}
	v.send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_SpeechStarted{
		SpeechStarted: &interviewaiv1.SpeechStarted{Speaker: v.speaker, At: span(speech)},
	}})
	v.audio(e)
	v.handle(turn.SpeechStarted{Segment: v.open.id, Start: speech})
}

// audio sends the event's sound.
func (v *voice) audio(e segment.Event) {
	if len(e.Audio) == 0 || v.open.closed {
		return
	}
	pcm := make([]byte, 0, 2*len(e.Audio))
	for _, sample := range e.Audio {
		pcm = binary.LittleEndian.AppendUint16(pcm, uint16(sample))
	}
	v.send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Audio{Audio: &interviewaiv1.SegmentAudio{
		SegmentId: v.open.id, Speaker: v.speaker, Start: span(v.open.start), OffsetSamples: e.Offset - v.open.base, Pcm: pcm,
	}}})
}

// measured sends the track's level and quality, unless nothing has changed, as
// in digital silence. The caller holds the pipeline's lock.
func (v *voice) measured(r quality.Reading) {
	last := v.level
	if last.At = r.At; last == r {
		return
	}
	v.level = r
	v.send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Level{Level: &interviewaiv1.AudioLevel{
		Speaker: v.speaker, LevelDbfs: r.LevelDBFS, Clipping: r.Clipping, NoiseDbfs: r.NoiseDBFS,
		PacketLoss: r.PacketLoss, Quality: string(r.Quality),
	}}})
}

// heard is called when the sound has reached the turn's deadline before the
// clock has.
func (v *voice) heard() {
	v.session.mu.Lock()
	defer v.session.mu.Unlock()
	v.handle(v.now())
}

// now is what the machine has to know of the sound before it judges a silence.
func (v *voice) now() turn.Tick {
	return turn.Tick{Heard: v.line.until(), Stirring: v.line.voiced.Load()}
}

// tick tells the machine the time, if its deadline has come.
func (v *voice) tick(now time.Duration) {
	if at, ok := v.machine.Deadline(); ok && at <= max(now, v.line.until()) {
		v.handle(v.now())
	}
}

// handle tells the machine something and does what it wants. The caller holds
// the session's lock.
func (v *voice) handle(in turn.Input) {
	for _, a := range v.machine.Handle(v.session.clock(), in) {
		v.do(a)
	}
	awaited := never
	if at, ok := v.machine.Deadline(); ok {
		awaited = at
		v.session.expect(at)
	}
	v.line.awaited.Store(int64(awaited))
}

func (v *voice) do(a turn.Action) {
	m := &interviewaiv1.ConverseRequest{}
	switch a := a.(type) {
	case turn.Transcribe:
		m.Message = &interviewaiv1.ConverseRequest_Transcribe{Transcribe: &interviewaiv1.TranscribeSegment{
			SegmentId: a.Segment, Revision: int32(a.Revision), Samples: a.Samples, End: span(a.End),
		}}
	case turn.EndSegment:
		m.Message = &interviewaiv1.ConverseRequest_EndSegment{EndSegment: &interviewaiv1.EndSegment{
			SegmentId: a.Segment, Revision: int32(a.Revision), Samples: a.Samples, End: span(a.End),
		}}
		v.send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_SpeechEnded{
			SpeechEnded: &interviewaiv1.SpeechEnded{Speaker: v.speaker, At: span(a.End)},
		}})
		if a.Segment == v.open.id {
			v.open.closed = true
		}
	case turn.Draft:
		m.Message = &interviewaiv1.ConverseRequest_Draft{Draft: &interviewaiv1.DraftAnswer{
			TurnId: a.Turn, DraftId: a.Draft, SegmentIds: a.Segments, Text: a.Text,
		}}
	case turn.CancelDraft:
		m.Message = &interviewaiv1.ConverseRequest_CancelDraft{CancelDraft: &interviewaiv1.CancelDraft{
			DraftId: a.Draft, Reason: a.Reason,
		}}
	case turn.Commit:
		m.Message = &interviewaiv1.ConverseRequest_Commit{Commit: &interviewaiv1.CommitTurn{
			TurnId: a.Turn, DraftId: a.Draft, SegmentIds: a.Segments, Text: a.Text, Speaker: v.speaker,
			EndOfSpeech: span(a.EndOfSpeech), TranscriptReady: span(a.TranscriptReady), Committed: span(a.Committed),
		}}
	}
	v.send(m)
}

func (v *voice) send(m *interviewaiv1.ConverseRequest) { v.session.talk.Send(m) }

func samplesTime(n int64) time.Duration { return time.Duration(n) * time.Second / 16000 }
