package track

const (
	// silentLevel is the level, in −dBov, from which a packet counts as
	// silent. Quiet speech on a bad microphone is at about 50. The level is
	// used, not the extension's V bit: senders set the bit as they like.
	silentLevel = 65
	// patience is how many silent packets are decoded before the first is
	// passed over, so that detectors behind see the end of speech in real
	// sound: 200 ms of 20 ms packets. libopus's DTX waits as long.
	patience = 10
	// probe is how often a packet said to be silent is decoded nevertheless.
	probe = 50
	// loud is the mean square above which a probe proves the sender's level
	// wrong: −50 dBov.
	loud = 32768 * 32768 / 100_000
)

// quietness decides which packets need no decoding.
type quietness struct {
	run        int // packets in a row said to be silent
	inDTX      bool
	distrusted bool
}

// dtx notes an empty packet.
func (q *quietness) dtx() { q.inDTX = true }

// level notes a packet's level (RFC 6464) and reports whether it may be passed
// over.
func (q *quietness) level(level uint8) bool {
	q.inDTX = false
	if level < silentLevel || q.distrusted {
		q.run = 0
		return false
	}
	q.run++
	return q.run > patience && q.run%probe != 0
}

// check compares a decoded packet's sound with what was said about it.
func (q *quietness) check(pcm []int16) {
	if q.run <= patience || len(pcm) == 0 {
		return
	}
	energy := 0
	for _, s := range pcm {
		energy += int(s) * int(s)
	}
	if energy/len(pcm) > loud {
		q.distrusted = true
		q.run = 0
	}
}

// silent says whether the sender was silent when last heard.
func (q *quietness) silent() bool { return q.inDTX || q.run > patience }

// restart notes sound, or a new stream.
func (q *quietness) restart() { q.inDTX, q.run = false, 0 }
