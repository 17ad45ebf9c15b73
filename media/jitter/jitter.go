// Package jitter puts the packets of one RTP stream back into order. It is a
// reordering buffer, not a playout buffer: nobody listens to the result in
// real time, so a packet that is in order leaves at once and only a hole makes
// anything wait. Time comes in as a value; nothing is allocated per packet.
package jitter

import "time"

const (
	// Slots is how many packets may stand behind a hole: 640 ms of 20 ms
	// packets. Overflow policy: the oldest are released, their holes given up.
	Slots = 32
	// MaxPayload is the largest payload kept, in bytes: what fits an Ethernet
	// frame. Larger ones are refused.
	MaxPayload = 1500

	// MinWait and MaxWait bound how long a hole is waited for. The wait
	// begins at the lower one, follows the lateness seen, and decays.
	MinWait = 60 * time.Millisecond
	MaxWait = 120 * time.Millisecond

	// maxMisorder and maxDropout tell a late or early packet from a sender
	// that began a new sequence (RFC 3550 appendix A.1).
	maxMisorder = 100
	maxDropout  = 3000
	// staleSSRC is how long packets of the stream before are still refused.
	staleSSRC = time.Second
)

// Packet is what of an RTP packet matters here.
type Packet struct {
	SSRC      uint32
	Sequence  uint16
	Timestamp uint32
	// Arrival is when it came, on the session clock.
	Arrival time.Duration
	// Level is its loudness in −dBov, 0 (loudest) to 127 (digital silence),
	// as the sender says (RFC 6464); meaningful if HasLevel.
	Level    uint8
	HasLevel bool
	// Payload is copied if it has to be kept.
	Payload []byte
}

// Released is a packet in its turn. Its payload is valid during the call.
type Released struct {
	Packet
	// Lost is how many packets before this one were given up.
	Lost int
	// First means that the stream begins here: the first packet of all, of a
	// new SSRC, or after the sender began a new sequence.
	First bool
}

// Stats counts packets since New. Every received packet is released, or is
// exactly one of late, duplicate and refused, or still waits.
type Stats struct {
	Received  uint64
	Released  uint64
	Lost      uint64 // never came, or came after they were given up
	Late      uint64 // came after they were given up, or out of any order
	Duplicate uint64
	Reordered uint64 // came after a later one, and in time
	Refused   uint64 // too large
	Restarts  uint64 // new SSRCs and new sequences
}

type slot struct {
	used    bool
	packet  Packet
	payload []byte // grows to the largest payload seen here, then stays
}

// Buffer reorders one track's packets. Not safe for concurrent use.
type Buffer struct {
	release func(Released)
	slots   []slot // made when the first packet has to wait
	waiting int

	started  bool
	ssrc     uint32
	next     uint16 // the sequence number whose turn it is
	heard    uint64 // bit i: next-1-i was received
	highest  uint16
	lost     int // given up since the last release
	first    bool
	oddSeq   int32 // what would follow the last packet out of any order, −1 if none
	oldSSRC  uint32
	switched time.Duration
	hasOld   bool

	wait      time.Duration
	holeSince time.Duration // when the hole last given up was noticed
	stats     Stats
}

// New returns an empty buffer that hands packets to release in their order.
func New(release func(Released)) *Buffer {
	return &Buffer{release: release, wait: MinWait, oddSeq: -1}
}

// Stats returns the counters.
func (b *Buffer) Stats() Stats { return b.stats }

// Wait is how long a hole is waited for at present.
func (b *Buffer) Wait() time.Duration { return b.wait }

// Push takes a packet and releases what is in order now, including what has
// waited too long at the packet's arrival.
func (b *Buffer) Push(p Packet) {
	b.stats.Received++
	if len(p.Payload) > MaxPayload {
		b.stats.Refused++
		return
	}
	if b.started && p.SSRC != b.ssrc && b.hasOld && p.SSRC == b.oldSSRC && p.Arrival-b.switched < staleSSRC {
		b.stats.Late++
		return
	}
	b.Tick(p.Arrival)
	if !b.started || p.SSRC != b.ssrc {
		b.restart(p)
	}
	ahead := int(int16(p.Sequence - b.next))
	switch {
	case ahead < -maxMisorder || ahead > maxDropout:
		if b.oddSeq != int32(p.Sequence) {
			b.oddSeq = int32(p.Sequence + 1)
			b.stats.Late++
			return
		}
		b.restart(p) // two in a row agree on the new sequence
		ahead = 0
	case ahead < 0:
		b.behind(p, -ahead)
		return
	case ahead >= Slots:
		b.makeRoom(p.Sequence, ahead)
		ahead = int(int16(p.Sequence - b.next))
	}
	b.oddSeq = -1
	if int16(p.Sequence-b.highest) > 0 {
		b.highest = p.Sequence
	}
	if ahead > 0 {
		b.keep(p)
		return
	}
	if p.Sequence != b.highest {
		b.stats.Reordered++
		b.learn(p.Arrival - b.oldest())
	}
	b.emit(p)
	b.releaseReady()
}

// Tick gives up holes that have been waited for long enough at now. Call it
// from time to time while no packets come.
func (b *Buffer) Tick(now time.Duration) {
	for b.waiting > 0 {
		oldest := b.oldest()
		if now-oldest < b.wait {
			return
		}
		b.holeSince = oldest
		b.giveUpHole()
		b.releaseReady()
	}
}

// Flush releases everything that waits, holes given up: the stream has ended.
func (b *Buffer) Flush() {
	for b.waiting > 0 {
		b.giveUpHole()
		b.releaseReady()
	}
}

func (b *Buffer) restart(p Packet) {
	b.Flush()
	if b.started {
		b.stats.Restarts++
		if p.SSRC != b.ssrc {
			b.oldSSRC, b.switched, b.hasOld = b.ssrc, p.Arrival, true
		}
	}
	b.started, b.first = true, true
	b.ssrc, b.next, b.highest = p.SSRC, p.Sequence, p.Sequence
	b.heard, b.lost, b.oddSeq = 0, 0, -1
}

// behind counts a packet whose turn is over.
func (b *Buffer) behind(p Packet, by int) {
	if by <= 64 && b.heard>>(by-1)&1 == 1 {
		b.stats.Duplicate++
		return
	}
	b.stats.Late++
	if by <= 64 {
		b.heard |= 1 << (by - 1)
		b.learn(p.Arrival - b.holeSince)
	}
}

// learn makes the wait long enough for what was seen, within its bounds.
func (b *Buffer) learn(lateness time.Duration) {
	b.wait = max(b.wait, min(lateness*5/4, MaxWait))
}

// makeRoom releases the oldest until seq fits. A gap wider than the buffer,
// behind which nothing waits, is no reordering: it is given up whole.
func (b *Buffer) makeRoom(seq uint16, ahead int) {
	for ahead >= Slots && b.waiting > 0 {
		b.holeSince = b.oldest()
		b.giveUpHole()
		b.releaseReady()
		ahead = int(int16(seq - b.next))
	}
	if ahead >= Slots {
		b.giveUp(ahead)
	}
}

// giveUpHole moves on to the next packet that is here.
func (b *Buffer) giveUpHole() {
	n := 0
	for s := b.at(b.next); !s.used; s = b.at(b.next + uint16(n)) {
		n++
	}
	b.giveUp(n)
}

func (b *Buffer) giveUp(n int) {
	b.stats.Lost += uint64(n)
	b.lost += n
	b.next += uint16(n)
	b.heard <<= min(n, 64)
}

func (b *Buffer) keep(p Packet) {
	if b.slots == nil {
		b.slots = make([]slot, Slots)
	}
	s := b.at(p.Sequence)
	if s.used {
		b.stats.Duplicate++
		return
	}
	if p.Sequence != b.highest {
		b.stats.Reordered++
	}
	s.payload = append(s.payload[:0], p.Payload...)
	s.packet, s.used = p, true
	s.packet.Payload = s.payload
	b.waiting++
}

func (b *Buffer) at(seq uint16) *slot { return &b.slots[seq%Slots] }

// oldest is the arrival of the packet that waits the longest.
func (b *Buffer) oldest() time.Duration {
	oldest, found := time.Duration(0), false
	for i := range b.slots {
		if s := &b.slots[i]; s.used && (!found || s.packet.Arrival < oldest) {
			oldest, found = s.packet.Arrival, true
		}
	}
	return oldest
}

func (b *Buffer) releaseReady() {
	for b.waiting > 0 {
		s := b.at(b.next)
		if !s.used {
			return
		}
		s.used = false
		b.waiting--
		b.emit(s.packet)
	}
}

func (b *Buffer) emit(p Packet) {
	r := Released{Packet: p, Lost: b.lost, First: b.first}
	b.lost, b.first = 0, false
	b.next++
	b.heard = b.heard<<1 | 1
	b.stats.Released++
	b.wait -= (b.wait - MinWait) / 512 // half of it is forgotten in 7 s
	b.release(r)
}
