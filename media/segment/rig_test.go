package segment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// rig feeds a segmenter with frames whose samples all carry the frame's number
// (from 1), so that sound that is lost, repeated or moved shows.
type rig struct {
	t      *testing.T
	seg    *Segmenter
	number int16
	at     time.Duration
	log    []string
	sound  map[int][]int16 // by segment
}

func newRig(t *testing.T, change func(*Config)) *rig {
	t.Helper()
	cfg := DefaultConfig()
	cfg.Tail = 0
	if change != nil {
		change(&cfg)
	}
	seg, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, seg: seg, sound: map[int][]int16{}}
}

// feed pushes sound of the given length, a multiple of 20 ms.
func (r *rig) feed(length time.Duration, probability float32) {
	for ; length > 0; length -= vad.FrameDuration {
		r.number++
		frame := make([]int16, vad.FrameSamples)
		for i := range frame {
			frame[i] = r.number
		}
		r.take(r.seg.Push(frame, probability, r.at))
		r.at += vad.FrameDuration
	}
}

func (r *rig) skip(d time.Duration) {
	r.take(r.seg.Skip(d))
	r.at += d
}

// take writes down events and checks what holds for all of them.
func (r *rig) take(events []Event) {
	r.t.Helper()
	for _, e := range events {
		have := r.sound[e.SegmentID]
		if e.Offset != int64(len(have)) {
			r.t.Fatalf("%v of segment %d: offset %d, but %d samples came before", e.Kind, e.SegmentID, e.Offset, len(have))
		}
		r.sound[e.SegmentID] = append(have, e.Audio...)
		if e.Samples != int64(len(r.sound[e.SegmentID])) {
			r.t.Fatalf("%v of segment %d: says %d samples, has %d", e.Kind, e.SegmentID, e.Samples, len(r.sound[e.SegmentID]))
		}
		if e.Kind == Audio {
			continue
		}
		line := fmt.Sprintf("%v %d.%d %v-%v", e.Kind, e.SegmentID, e.Revision, e.Start, e.End)
		if e.Kind == Ended {
			line += " " + e.Reason.String()
		}
		r.log = append(r.log, line)
	}
}

// numbers returns the frames a segment holds, as "first-last", with gaps.
func (r *rig) numbers(id int) string {
	var parts []string
	s := r.sound[id]
	for i := 0; i < len(s); {
		j := i
		for j+vad.FrameSamples < len(s) && s[j+vad.FrameSamples] == s[j]+1 {
			j += vad.FrameSamples
		}
		parts = append(parts, fmt.Sprintf("%d-%d", s[i], s[j]))
		i = j + vad.FrameSamples
	}
	return strings.Join(parts, " ")
}

const ms = time.Millisecond
