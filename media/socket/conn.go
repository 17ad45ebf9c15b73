package socket

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	// messageRate bounds a socket's messages a second: two tracks of 5 ms
	// packets. What is above is dropped and answered with an error.
	messageRate = 500
	// soundRate bounds a stream's sound: at most twice real time, and
	// soundBurst at once. What is above is dropped and answered likewise.
	soundRate  = 2 * time.Second
	soundBurst = 10 * time.Second
	// maxFaults is how many bad messages end a socket.
	maxFaults = 100
	// writeTimeout ends a client that takes no messages.
	writeTimeout = 10 * time.Second
)

// messages is the part of a WebSocket that a conn uses.
type messages interface {
	Read(ctx context.Context) (websocket.MessageType, []byte, error)
	Write(ctx context.Context, kind websocket.MessageType, data []byte) error
	Close(status websocket.StatusCode, reason string) error
}

// conn is one socket.
type conn struct {
	server    *Server
	ws        messages
	sessionID string
	log       *slog.Logger
	limit     *rate.Limiter
	streams   map[interviewaiv1.Speaker]*stream
	samples   []int16
	faults    int
	watching  bool
	loops     sync.WaitGroup
	closing   sync.Once
}

// stream is one speaker's sound on a socket.
type stream struct {
	binding Binding
	rate    int
	sound   *rate.Limiter // in microseconds of sound
}

func newConn(s *Server, ws messages, sessionID string) *conn {
	return &conn{
		server: s, ws: ws, sessionID: sessionID, log: s.cfg.Log.With("session", sessionID),
		limit: rate.NewLimiter(messageRate, 2*messageRate), streams: map[interviewaiv1.Speaker]*stream{},
	}
}

// serve reads messages until the socket ends. Whoever wants it to end closes it
// (see bye), which ends the reading: cancelling the reading would cut the line
// before the client learns why.
func (c *conn) serve(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	c.loops.Go(func() {
		select {
		case <-c.server.draining:
			c.bye(websocket.StatusGoingAway, "the server is going away: connect again")
		case <-ctx.Done():
		}
	})
	idle := time.AfterFunc(c.server.cfg.IdleTimeout, func() { c.bye(websocket.StatusPolicyViolation, "idle for too long") })
	for {
		kind, data, err := c.ws.Read(ctx)
		if err != nil {
			c.log.Debug("websocket ends", "error", err)
			break
		}
		idle.Reset(c.server.cfg.IdleTimeout)
		if f := c.handle(ctx, kind, data, time.Now()); f != nil {
			c.send(ctx, outgoing{Type: "error", SessionID: c.sessionID, Code: f.code, Message: f.message})
			if c.faults++; c.faults > maxFaults {
				c.bye(websocket.StatusPolicyViolation, "too many bad messages")
				break
			}
		}
	}
	idle.Stop()
	for _, s := range c.streams {
		s.binding.Leave("closed")
	}
	cancel()
	c.loops.Wait()
	c.bye(websocket.StatusNormalClosure, "")
}

// bye closes the socket; the first reason counts, and everyone waits for it.
func (c *conn) bye(status websocket.StatusCode, reason string) {
	c.closing.Do(func() {
		if err := c.ws.Close(status, reason); err != nil {
			c.log.Debug("close websocket", "error", err)
		}
	})
}

// handle does what a message asks. A fault is what the client is told.
func (c *conn) handle(ctx context.Context, kind websocket.MessageType, data []byte, now time.Time) *fault {
	if !c.limit.AllowN(now, 1) {
		return &fault{codeRate, fmt.Sprintf("at most %d messages a second", messageRate)}
	}
	if kind == websocket.MessageBinary {
		return c.opus(data, now)
	}
	m, f := parse(data)
	if f != nil {
		return f
	}
	if m.sessionID != c.sessionID {
		return &fault{codeSession, "sessionId: the token is for another session"}
	}
	switch m.kind {
	case "start_stream":
		return c.start(ctx, m)
	case "audio_chunk":
		return c.chunk(m, now)
	default:
		return c.end(m)
	}
}

// start opens a stream, or opens it anew with another rate.
func (c *conn) start(ctx context.Context, m command) *fault {
	binding, err := c.server.sessions.Join(ctx, c.sessionID, m.speaker)
	if err != nil {
		return refusal(err)
	}
	if old := c.streams[m.speaker]; old != nil {
		old.binding.Leave("restarted")
	}
	s := &stream{
		binding: binding, rate: m.rate,
		sound: rate.NewLimiter(rate.Limit(soundRate.Microseconds()), int(soundBurst.Microseconds())),
	}
	c.streams[m.speaker] = s
	c.loops.Go(func() { c.awaitEnd(ctx, binding, m.speaker) })
	if !c.watching {
		events, err := binding.Subscribe()
		if err != nil {
			return refusal(err)
		}
		c.watching = true
		c.loops.Go(func() { c.watch(ctx, events) })
	}
	return nil
}

// chunk passes PCM on.
func (c *conn) chunk(m command, now time.Time) *fault {
	s, f := c.streamOf(m)
	if f != nil {
		return f
	}
	n := len(m.pcm) / 2
	if n > maxChunk*s.rate {
		return invalid("data: must be at most %d seconds of sound", maxChunk)
	}
	if f := s.admit(time.Duration(n)*time.Second/time.Duration(s.rate), now); f != nil {
		return f
	}
	c.samples = c.samples[:0]
	for i := range n {
		c.samples = append(c.samples, int16(binary.LittleEndian.Uint16(m.pcm[2*i:])))
	}
	if err := s.binding.PushPCM(c.samples, s.rate, now); err != nil {
		c.log.Debug("take chunk", "error", err)
		return &fault{codeAudio, "data: the sound could not be taken"}
	}
	return nil
}

// streamOf finds the stream a message means: the one it names, or the only one.
func (c *conn) streamOf(m command) (*stream, *fault) {
	if s := c.streams[m.speaker]; s != nil {
		return s, nil
	}
	if len(c.streams) == 1 && !m.named {
		for _, s := range c.streams {
			return s, nil
		}
	}
	return nil, &fault{codeState, "send start_stream for this speaker first"}
}

// opus passes a binary message on: a byte for the speaker (0 interviewer,
// 1 candidate), then one Opus packet (RFC 6716).
func (c *conn) opus(data []byte, now time.Time) *fault {
	switch {
	case len(data) < 2 || len(data) > maxOpus:
		return invalid("binary message: must be the speaker's byte and a packet of 1 to %d bytes", maxOpus-1)
	case data[0] > 1:
		return invalid("binary message: the first byte must be 0 (interviewer) or 1 (candidate)")
	}
	speaker := interviewaiv1.Speaker_SPEAKER_INTERVIEWER
	if data[0] == 1 {
		speaker = interviewaiv1.Speaker_SPEAKER_CANDIDATE
	}
	s, f := c.streamOf(command{speaker: speaker, named: true})
	if f != nil {
		return f
	}
	if f := s.admit(20*time.Millisecond, now); f != nil {
		return f
	}
	if err := s.binding.PushOpus(data[1:], now); err != nil {
		return &fault{codeAudio, "binary message: no valid Opus packet (RFC 6716 §3)"}
	}
	return nil
}

func (s *stream) admit(sound time.Duration, now time.Time) *fault {
	if !s.sound.AllowN(now, int(sound.Microseconds())) {
		return &fault{codeRate, "sound must not come faster than twice real time"}
	}
	return nil
}

// end closes the stream named, or all; the socket stays open for what is still
// to be said about them.
func (c *conn) end(m command) *fault {
	if m.named && c.streams[m.speaker] == nil || len(c.streams) == 0 {
		return &fault{codeState, "there is no such stream to end"}
	}
	for speaker, s := range c.streams {
		if !m.named || speaker == m.speaker {
			s.binding.Leave("ended")
			delete(c.streams, speaker)
		}
	}
	return nil
}

// awaitEnd tells the client when a stream's place is lost.
func (c *conn) awaitEnd(ctx context.Context, b Binding, speaker interviewaiv1.Speaker) {
	select {
	case <-ctx.Done():
	case <-b.Done():
		if left, ok := b.(interface{ Err() error }); ok && left.Err() == nil {
			return // we left it ourselves
		}
		c.send(ctx, outgoing{
			Type: "error", SessionID: c.sessionID, Code: codeEnded, Speaker: speakerName(speaker),
			Message: "the stream has ended: the session is over, or another connection sends this speaker",
		})
	}
}

// watch passes events on until the session ends. The subscription also ends when
// the client is too slow for its events; either way it is told to connect again.
func (c *conn) watch(ctx context.Context, events Events) {
	defer events.Close()
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events.Events():
			m, has := outgoing{}, false
			if ok {
				m, has = translate(e)
			}
			if !ok || has && !c.send(ctx, m) {
				c.bye(websocket.StatusGoingAway, "no more events: the session is over, or you were too slow for them")
				return
			}
		}
	}
}

// send writes a message and reports whether it could.
func (c *conn) send(ctx context.Context, m outgoing) bool {
	text, err := json.Marshal(m)
	if err != nil {
		c.log.Error("encode message", "error", err)
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, text) == nil
}
