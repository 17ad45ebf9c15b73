package track

import "time"

const (
	// maxSlew bounds how much a frame's place may be corrected against the
	// frame before: 1 ms in 20.
	maxSlew = time.Millisecond
	// farOff is when the clock is plainly wrong, and not just drifting: the
	// first packets of a connection came late and in a burst, say. Then frames
	// are moved by up to hasteSlew each, because all timings shown to the user
	// are wrong until it is right again.
	farOff    = 100 * time.Millisecond
	hasteSlew = 10 * time.Millisecond
)

// timeline cuts sound into frames and lays frames and silence end to end.
type timeline struct {
	sink   Sink
	cursor time.Duration // up to here the sink has been told everything
	slew   time.Duration // correction for each frame

	carry [FrameSamples]int16 // sound that does not fill a frame yet
	held  int
}

// write passes sound on in frames; what is left over waits for more.
func (l *timeline) write(pcm []int16) {
	if l.held > 0 {
		n := copy(l.carry[l.held:], pcm)
		l.held += n
		pcm = pcm[n:]
		if l.held < FrameSamples {
			return
		}
		l.held = 0
		l.frame(l.carry[:])
	}
	for len(pcm) >= FrameSamples {
		l.frame(pcm[:FrameSamples])
		pcm = pcm[FrameSamples:]
	}
	l.held = copy(l.carry[:], pcm)
}

func (l *timeline) frame(pcm []int16) {
	at := l.cursor
	l.cursor += FrameDuration + l.slew
	l.sink.Frame(pcm, at)
}

// aim sets the correction: at is where the sound written next belongs.
func (l *timeline) aim(at time.Duration) {
	off := at - (l.cursor + time.Duration(l.held)*time.Second/Rate)
	most := maxSlew
	if off.Abs() > farOff {
		most = hasteSlew
	}
	l.slew = max(-most, min(off/32, most))
}

// skipTo passes silence on up to to, and reports whether there was any to
// pass on. A begun frame is filled up first. Being ahead of to is how silence
// gets shortened when the clock is corrected.
func (l *timeline) skipTo(to time.Duration) bool {
	if to <= l.cursor+time.Duration(l.held)*time.Second/Rate {
		return false
	}
	l.pad()
	if to <= l.cursor {
		return true
	}
	from := l.cursor
	l.cursor = to
	l.sink.Silence(from, to)
	return true
}

// pad completes a begun frame with zeros.
func (l *timeline) pad() {
	if l.held == 0 {
		return
	}
	clear(l.carry[l.held:])
	l.held = 0
	l.frame(l.carry[:])
}
