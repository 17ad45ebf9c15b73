package peer

import (
	"errors"
	"fmt"
	"io"

	"github.com/pion/datachannel"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/encoding/protojson"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	// eventsLabel names the data channel that carries live events. The client
	// opens it; a WHIP session that asks for none has none.
	eventsLabel = "events"
	// eventQueue bounds the events that wait for a slow peer. Overflow
	// policy: the oldest is dropped and counted; the peer sees the gap in the
	// sequence numbers and resumes with WatchLiveSession.
	eventQueue = 256
	// maxBuffered is how many bytes may be under way to a peer before events
	// wait in the queue; below lowBuffered they go on.
	maxBuffered = 64 << 10
	lowBuffered = 16 << 10
)

// onDataChannel serves the events' channel. Others stay silent and unread.
func (p *peer) onDataChannel(channel *webrtc.DataChannel) {
	if channel.Label() != eventsLabel {
		return
	}
	channel.OnOpen(func() {
		p.channel.Do(func() {
			raw, err := channel.Detach()
			if err != nil {
				p.log.Debug("open events channel", "error", err)
				return
			}
			stream, ok := raw.(*datachannel.DataChannel)
			if !ok || !p.enter() {
				return
			}
			go func() {
				defer p.loops.Done()
				if err := p.sendEvents(stream); err != nil {
					p.log.Debug("send events", "error", err)
				}
			}()
		})
	})
}

// sendEvents passes the session's events on until the channel or the session
// ends.
func (p *peer) sendEvents(stream *datachannel.DataChannel) error {
	events, err := p.subscribe()
	if err != nil {
		return fmt.Errorf("subscribe to events: %w", err)
	}
	defer events.Close()
	gone, low := make(chan struct{}), make(chan struct{}, 1)
	p.loops.Go(func() { drain(stream, gone) })
	stream.SetBufferedAmountLowThreshold(lowBuffered)
	stream.OnBufferedAmountLow(func() {
		select {
		case low <- struct{}{}:
		default:
		}
	})
	var waiting queue
	for {
		select {
		case <-gone:
			return nil
		case <-low:
		case e, ok := <-events.Events():
			if !ok {
				return stream.Close()
			}
			if waiting.push(e) {
				p.endpoint.counts.eventsDropped.Add(1)
			}
		}
		for stream.BufferedAmount() < maxBuffered {
			e, ok := waiting.pop()
			if !ok {
				break
			}
			if err := send(stream, e); err != nil {
				return err
			}
			p.endpoint.counts.eventsSent.Add(1)
		}
	}
}

// subscribe uses whichever of the peer's bindings is still good.
func (p *peer) subscribe() (Events, error) {
	err := errors.New("no track is bound")
	for _, b := range p.bindings {
		var events Events
		if events, err = b.Subscribe(); err == nil {
			return events, nil
		}
	}
	return nil, err
}

// send writes one event as one text message of JSON.
func send(stream *datachannel.DataChannel, e *interviewaiv1.LiveEvent) error {
	text, err := protojson.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode event %d: %w", e.GetSequence(), err)
	}
	if _, err := stream.WriteDataChannel(text, true); err != nil {
		return fmt.Errorf("write event %d: %w", e.GetSequence(), err)
	}
	return nil
}

// drain reads and forgets what the peer sends, until the channel ends: the
// channel is ours to speak on.
func drain(stream *datachannel.DataChannel, gone chan<- struct{}) {
	defer close(gone)
	buf := make([]byte, maxMessage)
	for {
		if _, err := stream.Read(buf); err != nil && !errors.Is(err, io.ErrShortBuffer) {
			return
		}
	}
}

// queue holds events in order, at most eventQueue.
type queue struct {
	events []*interviewaiv1.LiveEvent
}

// push appends an event and reports whether the oldest had to go.
func (q *queue) push(e *interviewaiv1.LiveEvent) bool {
	full := len(q.events) == eventQueue
	if full {
		q.events = append(q.events[:0], q.events[1:]...)
	}
	q.events = append(q.events, e)
	return full
}

func (q *queue) pop() (*interviewaiv1.LiveEvent, bool) {
	if len(q.events) == 0 {
		return nil, false
	}
	e := q.events[0]
	q.events[0] = nil
	q.events = q.events[1:]
	if len(q.events) == 0 {
		q.events = nil
	}
	return e, true
}
