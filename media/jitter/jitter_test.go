package jitter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

const ms = time.Millisecond

// recorder notes what a buffer releases, a packet as its sequence number, one
// after losses as "2 lost 7", a first one as "first 7".
type recorder struct {
	buf *Buffer
	got []string
}

func newRecorder() *recorder {
	r := &recorder{}
	r.buf = New(func(p Released) {
		s := fmt.Sprint(p.Sequence)
		if p.Lost > 0 {
			s = fmt.Sprintf("%d lost %s", p.Lost, s)
		}
		if p.First {
			s = "first " + s
		}
		r.got = append(r.got, s)
	})
	return r
}

// event is a packet's arrival, or a tick.
type event struct {
	at   time.Duration
	seq  uint16
	ssrc uint32
	tick bool
}

func in(at int, seq uint16) event { return event{at: time.Duration(at) * ms, seq: seq} }

func other(at int, seq uint16, s uint32) event { return event{time.Duration(at) * ms, seq, s, false} }

func tick(at int) event { return event{at: time.Duration(at) * ms, tick: true} }

func TestBuffer(t *testing.T) {
	for _, tc := range []struct {
		story  string
		events []event
		want   []string
		stats  Stats
	}{
		{
			"in order, nothing waits",
			[]event{in(0, 5), in(20, 6), in(40, 7)},
			[]string{"first 5", "6", "7"},
			Stats{Received: 3, Released: 3},
		}, {
			"two are swapped",
			[]event{in(0, 5), in(20, 7), in(25, 6), in(60, 8)},
			[]string{"first 5", "6", "7", "8"},
			Stats{Received: 4, Released: 4, Reordered: 1},
		}, {
			"two that wait are swapped",
			[]event{in(0, 5), in(20, 8), in(21, 7), in(22, 6)},
			[]string{"first 5", "6", "7", "8"},
			Stats{Received: 4, Released: 4, Reordered: 2},
		}, {
			"the number wraps",
			[]event{in(0, 65534), in(20, 0), in(25, 65535), in(40, 1)},
			[]string{"first 65534", "65535", "0", "1"},
			Stats{Received: 4, Released: 4, Reordered: 1},
		}, {
			"duplicates of the released and of the waiting",
			[]event{in(0, 5), in(1, 5), in(20, 7), in(21, 7), in(30, 6)},
			[]string{"first 5", "6", "7"},
			Stats{Received: 5, Released: 3, Reordered: 1, Duplicate: 2},
		}, {
			"a hole is given up after the wait, not before",
			[]event{in(0, 5), in(20, 8), tick(79)},
			[]string{"first 5"},
			Stats{Received: 2, Released: 1},
		}, {
			"a tick gives the hole up",
			[]event{in(0, 5), in(20, 8), tick(80)},
			[]string{"first 5", "2 lost 8"},
			Stats{Received: 2, Released: 2, Lost: 2},
		}, {
			"an arrival gives the hole up",
			[]event{in(0, 5), in(20, 7), in(40, 8), in(90, 9)},
			[]string{"first 5", "1 lost 7", "8", "9"},
			Stats{Received: 4, Released: 4, Lost: 1},
		}, {
			"too late, and once more",
			[]event{in(0, 5), in(20, 7), tick(100), in(101, 6), in(102, 6)},
			[]string{"first 5", "1 lost 7"},
			Stats{Received: 4, Released: 2, Lost: 1, Late: 1, Duplicate: 1},
		}, {
			"a gap wider than the buffer is not waited for",
			[]event{in(0, 5), in(20, 5+Slots+1)},
			[]string{"first 5", fmt.Sprintf("%d lost %d", Slots, 6+Slots)},
			Stats{Received: 2, Released: 2, Lost: Slots},
		}, {
			"overflow releases the oldest",
			[]event{in(0, 5), in(20, 7), in(21, 7+Slots-1), in(22, 8)},
			[]string{"first 5", "1 lost 7", "8"},
			Stats{Received: 4, Released: 3, Lost: 1, Reordered: 1},
		}, {
			"a new sequence needs two witnesses",
			[]event{in(0, 5), in(20, 30000), in(40, 6), in(60, 20000), in(80, 20001), in(100, 20002)},
			[]string{"first 5", "6", "first 20001", "20002"},
			Stats{Received: 6, Released: 4, Late: 2, Restarts: 1},
		}, {
			"a new source begins at once, and the old one's stragglers are refused",
			[]event{in(0, 5), in(20, 7), other(40, 900, 2), in(41, 6), other(60, 901, 2)},
			[]string{"first 5", "1 lost 7", "first 900", "901"},
			Stats{Received: 5, Released: 4, Lost: 1, Late: 1, Restarts: 1},
		}, {
			"the old source may come back later",
			[]event{in(0, 5), other(40, 900, 2), in(1500, 6)},
			[]string{"first 5", "first 900", "first 6"},
			Stats{Received: 3, Released: 3, Restarts: 2},
		},
	} {
		t.Run(tc.story, func(t *testing.T) {
			r := newRecorder()
			for _, e := range tc.events {
				if e.tick {
					r.buf.Tick(e.at)
					continue
				}
				r.buf.Push(Packet{SSRC: e.ssrc, Sequence: e.seq, Arrival: e.at, Payload: []byte{1}})
			}
			if !slices.Equal(r.got, tc.want) {
				t.Errorf("released %q, want %q", r.got, tc.want)
			}
			if got := r.buf.Stats(); got != tc.stats {
				t.Errorf("stats %+v, want %+v", got, tc.stats)
			}
		})
	}
}

func TestTooLargeIsRefused(t *testing.T) {
	r := newRecorder()
	r.buf.Push(Packet{Payload: make([]byte, MaxPayload+1)})
	r.buf.Push(Packet{Payload: make([]byte, MaxPayload)})
	if len(r.got) != 1 || r.buf.Stats().Refused != 1 {
		t.Errorf("released %q, %+v", r.got, r.buf.Stats())
	}
}

func TestFlushReleasesWhatWaits(t *testing.T) {
	r := newRecorder()
	for _, seq := range []uint16{5, 7, 9} {
		r.buf.Push(Packet{Sequence: seq})
	}
	r.buf.Flush()
	if want := []string{"first 5", "1 lost 7", "1 lost 9"}; !slices.Equal(r.got, want) {
		t.Errorf("released %q, want %q", r.got, want)
	}
}

func TestTheWaitFollowsLatenessAndDecays(t *testing.T) {
	r := newRecorder()
	now := time.Duration(0)
	seq := uint16(0)
	push := func(s uint16) { r.buf.Push(Packet{Sequence: s, Arrival: now}) }
	push(seq)
	for range 3 { // each third packet comes 90 ms after the one behind it
		push(seq + 2)
		now += 90 * ms
		push(seq + 1)
		seq += 2
	}
	if got := r.buf.Wait(); got < 110*ms || got > MaxWait {
		t.Errorf("the wait is %v after packets 90 ms late", got)
	}
	if lost := r.buf.Stats().Lost; lost != 1 {
		t.Errorf("%d were given up, want the first only", lost)
	}
	for range 60 * 50 {
		now += 20 * ms
		seq++
		push(seq)
	}
	if got := r.buf.Wait(); got > MinWait+ms {
		t.Errorf("the wait is still %v after a minute of order", got)
	}
}

func TestTheWaitFollowsLatenessThatWasInTime(t *testing.T) {
	r := newRecorder()
	for _, e := range []event{in(0, 5), in(20, 7), in(76, 6)} {
		r.buf.Push(Packet{Sequence: e.seq, Arrival: e.at})
	}
	if got := r.buf.Wait(); got < 69*ms || got > 70*ms {
		t.Errorf("the wait is %v after a packet 56 ms late", got)
	}
}

// Whatever the network does, packets leave in order, each at most once, none
// later than the longest wait, and the counters add up.
func TestAnyDisorder(t *testing.T) {
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		var arrivals []Packet
		for i := range 500 {
			if rnd.IntN(10) == 0 {
				continue // lost
			}
			at := time.Duration(i)*20*ms + time.Duration(rnd.IntN(60_000))*time.Microsecond
			p := Packet{Sequence: uint16(i + 65300), Timestamp: uint32(i), Arrival: at, Payload: []byte{byte(i), byte(i >> 8)}}
			arrivals = append(arrivals, p)
			if rnd.IntN(20) == 0 {
				p.Arrival += time.Duration(rnd.IntN(100)) * ms
				arrivals = append(arrivals, p)
			}
		}
		slices.SortStableFunc(arrivals, func(a, b Packet) int { return int(a.Arrival - b.Arrival) })
		last, lost, now := -1, 0, time.Duration(0)
		buf := New(func(r Released) {
			i := int(r.Timestamp)
			if i <= last {
				t.Fatalf("seed %d: packet %d after %d", seed, i, last)
			}
			if int(r.Payload[0])|int(r.Payload[1])<<8 != i {
				t.Fatalf("seed %d: packet %d has another's payload", seed, i)
			}
			if last >= 0 && r.Lost != i-last-1 {
				t.Fatalf("seed %d: packet %d after %d, %d lost", seed, i, last, r.Lost)
			}
			if now-r.Arrival > MaxWait+20*ms {
				t.Fatalf("seed %d: packet %d waited %v", seed, i, now-r.Arrival)
			}
			last = i
			lost += r.Lost
		})
		for _, p := range arrivals {
			for ; now < p.Arrival; now += 10 * ms {
				buf.Tick(now)
			}
			now = p.Arrival
			buf.Push(p)
		}
		buf.Flush()
		s := buf.Stats()
		if s.Received != s.Released+s.Late+s.Duplicate || s.Lost != uint64(lost) || s.Restarts != 0 {
			t.Fatalf("seed %d: %+v, %d lost", seed, s, lost)
		}
		// Jitter stays within the wait: only what never came is missing,
		// but for a first packet that was overtaken.
		if s.Released < 430 || s.Late > 3 {
			t.Fatalf("seed %d: %+v", seed, s)
		}
	}
}

func TestNothingIsAllocatedPerPacket(t *testing.T) {
	buf := New(func(Released) {})
	payload := make([]byte, 160)
	seq := uint16(0)
	now := time.Duration(0)
	run := func() {
		for _, d := range []uint16{0, 2, 1, 5, 3, 4, 4, 9} {
			now += 15 * ms
			buf.Push(Packet{Sequence: seq + d, Arrival: now, Payload: payload})
		}
		seq += 10
	}
	for range 100 { // until every slot has grown
		run()
	}
	if allocs := testing.AllocsPerRun(100, run); allocs != 0 {
		t.Errorf("%v allocations for eight packets", allocs)
	}
}

func FuzzBuffer(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 1, 1, 0, 3, 2, 0, 2, 3})
	f.Add([]byte{255, 255, 1, 0, 0, 1, 128, 0, 9, 128, 1, 9})
	f.Fuzz(func(t *testing.T, script []byte) {
		released := uint64(0)
		buf := New(func(r Released) { released++ })
		now := time.Duration(0)
		for ; len(script) >= 3; script = script[3:] {
			now += time.Duration(script[2]) * ms
			buf.Push(Packet{
				SSRC: uint32(script[2] >> 7), Sequence: uint16(script[0])<<8 | uint16(script[1]),
				Arrival: now, Payload: script,
			})
		}
		buf.Flush()
		s := buf.Stats()
		if s.Released != released || s.Received != s.Released+s.Late+s.Duplicate+s.Refused {
			t.Fatalf("%+v, %d released", s, released)
		}
	})
}

func BenchmarkPush(b *testing.B) {
	buf := New(func(Released) {})
	payload := make([]byte, 100)
	p := Packet{Payload: payload}
	b.ReportAllocs()
	for b.Loop() {
		p.Sequence++
		p.Arrival += 20 * ms
		buf.Push(p)
	}
}
