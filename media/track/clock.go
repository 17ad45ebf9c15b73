package track

import "time"

const (
	// rtpRate is the unit of Opus timestamps (RFC 7587 §4.1).
	rtpRate = 48000
	// leak is how fast the offset rises when packets take ever longer: 500
	// parts in a million, more than twice the ±200 that two sound cards
	// drift apart.
	leak = 2000 // 1/leak
	// rtpJump is the difference at which arrival is believed over
	// timestamps: no network delays a second for long, but a muted sender's
	// timestamps may stand still, or begin anew.
	rtpJump = time.Second
)

// clock maps a sender's media time to session time. A packet arrives when it
// was made plus a delay that varies but has a floor; the least difference
// between arrival and media time is the best estimate of their offset. It falls
// at once and rises slowly, so that it follows a sender whose clock runs slow.
//
// Session time thus means "as if the network had its smallest delay".
type clock struct {
	jump   time.Duration
	set    bool
	offset time.Duration
	last   time.Duration // media time last observed
}

// observe takes the arrival, less its length, of the packet at media. It
// reports whether the offset had to leap.
func (c *clock) observe(media, arrival time.Duration) bool {
	passed := media - c.last
	c.last = media
	late := arrival - media - c.offset
	switch {
	case !c.set:
		c.set = true
		c.offset = arrival - media
		return false
	case late > c.jump, late < -c.jump:
		c.offset += late
		return true
	case late < 0:
		c.offset += late
	case passed > 0:
		c.offset += min(late, passed/leak)
	}
	return false
}

// at is the session time of media.
func (c *clock) at(media time.Duration) time.Duration { return media + c.offset }

// forget makes the next observation the first.
func (c *clock) forget() { c.set = false }

// rtpTime is a number of timestamp units as time.
func rtpTime(units int64) time.Duration {
	return time.Duration(units) * (time.Second / 16000) / (rtpRate / 16000)
}
