package session

import (
	"fmt"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
)

// Binding ties one peer's track to a session. Its Push methods are called by
// the one goroutine that reads the track; they never wait for the network and
// do not keep what they are given. Sound pushed after Leave, after the session's
// end or after another peer took the track over is dropped.
//
// Arrival times are wall times as the session's clock tells them; they must not
// go back.
type Binding struct {
	session *Session
	line    *pipeline

	done   chan struct{}
	once   sync.Once
	reason error
}

// Session returns the session the track belongs to.
func (b *Binding) Session() *Session { return b.session }

// Done is closed once the binding is of no more use: the session has ended, the
// process drains, or a newer peer brought the same speaker's track. The peer
// closes its connection then.
func (b *Binding) Done() <-chan struct{} { return b.done }

// Err tells why Done was closed: ErrEnded, ErrReplaced, ErrDraining, or what
// the conversation failed with. It is nil before, and after Leave.
func (b *Binding) Err() error {
	select {
	case <-b.done:
		return b.reason
	default:
		return nil
	}
}

// PushRTP takes one RTP packet with Opus, in whatever order the network
// delivers them. Arrival inside the packet is ignored. The only error is a
// decoder that cannot be made for want of memory.
func (b *Binding) PushRTP(p jitter.Packet, arrival time.Time) error {
	if b.closed() {
		return nil
	}
	p.Arrival = b.session.clockAt(arrival)
	if err := b.line.pushRTP(p); err != nil {
		return fmt.Errorf("push packet of session %s: %w", b.session.id, err)
	}
	return nil
}

// PushPCM takes mono PCM at rate Hz, in order. Errors: a rate that cannot be
// resampled, more than ten seconds at once.
func (b *Binding) PushPCM(pcm []int16, rate int, arrival time.Time) error {
	if b.closed() {
		return nil
	}
	if err := b.line.pushPCM(pcm, rate, b.session.clockAt(arrival)); err != nil {
		return fmt.Errorf("push sound of session %s: %w", b.session.id, err)
	}
	return nil
}

// PushOpus takes one Opus packet, in order, without RTP around it. Errors wrap
// opus.ErrPayload; the binding stays usable.
func (b *Binding) PushOpus(payload []byte, arrival time.Time) error {
	if b.closed() {
		return nil
	}
	if err := b.line.pushOpus(payload, b.session.clockAt(arrival)); err != nil {
		return fmt.Errorf("push opus of session %s: %w", b.session.id, err)
	}
	return nil
}

// Leave says that the peer is gone, with a reason in snake case ("closed",
// "failed", "deleted"). What was said until then is finished; the session waits
// for a peer to come back. Leave may be called more than once.
func (b *Binding) Leave(reason string) {
	b.close(nil)
	b.session.leave(b, reason)
}

func (b *Binding) closed() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

func (b *Binding) close(reason error) {
	b.once.Do(func() {
		b.reason = reason
		close(b.done)
	})
}
