package peer

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// peer is one WebRTC connection.
type peer struct {
	endpoint  *Endpoint
	id        string
	sessionID string
	log       *slog.Logger
	conn      *webrtc.PeerConnection
	bindings  map[string]Binding // by mid; set before the answer is given out

	ending  chan string   // the reason, once
	done    chan struct{} // closed when everything has ended
	loops   sync.WaitGroup
	channel sync.Once // the events' data channel, the first of that name

	declared tracks

	negotiation sync.Mutex // one offer at a time; guards what follows
	offer       *offer
	answer      answer
	tag         string // of the present ICE session

	mu    sync.Mutex
	ended bool
	lost  bool // disconnected at present
	up    bool // was connected before
}

// open answers an offer and binds its tracks. The returned peer ends by itself.
func (e *Endpoint) open(ctx context.Context, sessionID string, o *offer, declared tracks) (*peer, error) {
	if err := e.reserve(); err != nil {
		return nil, err
	}
	p, err := e.negotiate(ctx, sessionID, o, declared)
	if err != nil {
		e.release()
		return nil, err
	}
	go func() {
		defer e.release()
		p.run()
	}()
	return p, nil
}

func (e *Endpoint) negotiate(ctx context.Context, sessionID string, o *offer, declared tracks) (*peer, error) {
	conn, err := e.engine.api.NewPeerConnection(e.engine.config)
	if err != nil {
		return nil, fmt.Errorf("make a connection: %w", err)
	}
	p := &peer{
		endpoint: e, id: rand.Text(), sessionID: sessionID, conn: conn, bindings: map[string]Binding{},
		ending: make(chan string, 1), done: make(chan struct{}), offer: o, declared: declared, tag: newTag(),
	}
	p.log = e.cfg.Log.With("session", sessionID, "peer", p.id[:8])
	conn.OnTrack(p.onTrack)
	conn.OnDataChannel(p.onDataChannel)
	conn.OnConnectionStateChange(p.onState)
	if p.answer, err = p.exchange(ctx, o); err == nil {
		err = p.join(ctx)
	}
	if err == nil {
		err = e.add(p)
	}
	if err != nil {
		p.close("refused")
		return nil, err
	}
	return p, nil
}

// exchange sets the offer and returns the answer. A host-only agent gathers at
// once.
func (p *peer) exchange(ctx context.Context, o *offer) (answer, error) {
	text, err := o.prepare(p.declared)
	if err != nil {
		return answer{}, err
	}
	if err := p.conn.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: text}); err != nil {
		return answer{}, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	for _, t := range p.conn.GetTransceivers() {
		if p.declared[t.Mid()] == interviewaiv1.Speaker_SPEAKER_UNSPECIFIED || t.Direction() == webrtc.RTPTransceiverDirectionRecvonly {
			continue
		}
		return answer{}, fmt.Errorf("%w: track %q cannot be received only", ErrUnsupported, t.Mid())
	}
	description, err := p.conn.CreateAnswer(nil)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	gathered := webrtc.GatheringCompletePromise(p.conn)
	if err := p.conn.SetLocalDescription(description); err != nil {
		return answer{}, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	select {
	case <-gathered:
	case <-ctx.Done():
		return answer{}, fmt.Errorf("gather candidates: %w", ctx.Err())
	}
	a, err := finishAnswer(p.conn.LocalDescription().SDP, p.endpoint.reach)
	if err == nil && a.receiving != len(p.declared) {
		// The library rejects a section quietly whose formats contradict each other.
		return answer{}, fmt.Errorf("%w: only %d of %d tracks can be received", ErrUnsupported, a.receiving, len(p.declared))
	}
	return a, err
}

// join binds every declared track. It comes last, so that an offer which fails
// leaves an earlier peer of the same speaker alone.
func (p *peer) join(ctx context.Context) error {
	for mid, speaker := range p.declared {
		b, err := p.endpoint.sessions.Join(ctx, p.sessionID, speaker)
		if err != nil {
			return fmt.Errorf("join session %s: %w", p.sessionID, err)
		}
		p.bindings[mid] = b
	}
	return nil
}

// run waits for the first reason to end, and ends everything.
func (p *peer) run() {
	var taken [2]<-chan struct{}
	i := 0
	for _, b := range p.bindings {
		taken[i] = b.Done()
		i++
	}
	late := time.NewTimer(p.endpoint.cfg.ConnectWithin)
	defer late.Stop()
	reason := ""
	for left := i; reason == ""; {
		select {
		case reason = <-p.ending:
		case <-late.C:
			if !p.connected() {
				reason = "never_connected"
			}
		case <-taken[0]:
			taken[0] = nil
			left--
		case <-taken[1]:
			taken[1] = nil
			left--
		}
		if left == 0 && reason == "" {
			reason = "replaced"
		}
	}
	p.endpoint.remove(p)
	p.close(reason)
	p.log.Info("peer ended", "reason", reason)
}

// close ends the connection, waits for its loops and leaves the session.
func (p *peer) close(reason string) {
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	if err := p.conn.GracefulClose(); err != nil {
		p.log.Debug("close connection", "error", err)
	}
	p.loops.Wait()
	for _, b := range p.bindings {
		b.Leave(reason)
	}
	close(p.done)
}

// end asks the peer to end; the first reason counts.
func (p *peer) end(reason string) {
	select {
	case p.ending <- reason:
	default:
	}
}

func (p *peer) over() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

// connected reports whether the peer ever was.
func (p *peer) connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.up
}

// enter registers a loop of the peer, unless it is ending.
func (p *peer) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return false
	}
	p.loops.Add(1)
	return true
}

// onState follows the connection. Disconnected is transient: sound may come
// again by itself or after an ICE restart.
func (p *peer) onState(s webrtc.PeerConnectionState) {
	counts := &p.endpoint.counts
	switch s {
	case webrtc.PeerConnectionStateConnected:
		p.mu.Lock()
		first, back := !p.up, p.lost
		p.up, p.lost = true, false
		p.mu.Unlock()
		if first {
			counts.connected.Add(1)
			p.log.Info("peer connected")
		} else if back {
			counts.reconnects.Add(1)
			p.log.Info("peer is back")
		}
	case webrtc.PeerConnectionStateDisconnected:
		p.mu.Lock()
		p.lost = true
		p.mu.Unlock()
		p.log.Info("peer disconnected")
	case webrtc.PeerConnectionStateFailed:
		counts.failed.Add(1)
		p.end("failed")
	case webrtc.PeerConnectionStateClosed:
		p.end("closed")
	default:
	}
}

// newTag names an ICE session: a strong entity-tag (RFC 9110 §8.8.3).
func newTag() string { return `"` + rand.Text() + `"` }
