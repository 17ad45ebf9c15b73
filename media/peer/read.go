package peer

import (
	"errors"
	"io"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/interviewai-pro/interviewai/media/jitter"
)

const (
	// trackRate is how many packets a second a track may bring: 2.5 ms ones
	// are 400. What is above is dropped and counted.
	trackRate = 600
	// reportEvery is the interval of receiver reports: the sender sets its
	// amount of in-band copies by them.
	reportEvery = time.Second
	// maxBroken is how many unreadable packets in a row end the peer.
	maxBroken = 5000
)

var errNotRTP = errors.New("not an RTP packet")

// onTrack reads a track until it ends. The library calls it in a goroutine of
// its own.
func (p *peer) onTrack(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	if !p.enter() {
		return
	}
	defer p.loops.Done()
	binding, ok := p.bindings[p.midOf(receiver)]
	if !ok {
		return // undeclared sound is not received
	}
	r := &reader{level: extensionID(receiver, audioLevelURI)}
	reports := &reception{}
	p.loops.Go(func() { reports.follow(receiver) })
	buf := make([]byte, packetMTU)
	for broken := 0; broken < maxBroken; {
		n, _, err := track.Read(buf)
		switch {
		case err == nil:
			broken = 0
			p.take(r, reports, binding, buf[:n])
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrClosedPipe):
			return
		default: // too large, or of a payload type that was not agreed on
			broken++
			p.endpoint.counts.malformed.Add(1)
		}
	}
	p.end("malformed")
}

// take hands on one packet.
func (p *peer) take(r *reader, reports *reception, binding Binding, raw []byte) {
	now := time.Now()
	if !r.admit(now) {
		p.endpoint.counts.flooded.Add(1)
		return
	}
	packet, err := r.parse(raw)
	if err != nil {
		p.endpoint.counts.malformed.Add(1)
		return
	}
	p.endpoint.counts.packets.Add(1)
	if report := reports.receive(packet, now); report != nil {
		if err := p.conn.WriteRTCP(report); err != nil {
			p.log.Debug("write receiver report", "error", err)
		}
	}
	if err := binding.PushRTP(packet, now); err != nil {
		p.log.Warn("take packet", "error", err)
	}
}

// midOf finds the media section a receiver belongs to.
func (p *peer) midOf(receiver *webrtc.RTPReceiver) string {
	for _, t := range p.conn.GetTransceivers() {
		if t.Receiver() == receiver {
			return t.Mid()
		}
	}
	return ""
}

// extensionID is the number negotiated for a header extension, 0 for none.
func extensionID(receiver *webrtc.RTPReceiver, uri string) uint8 {
	for _, x := range receiver.GetParameters().HeaderExtensions {
		if x.URI == uri && x.ID > 0 && x.ID < 256 {
			return uint8(x.ID)
		}
	}
	return 0
}

// reader takes packets of one track apart. Nothing is allocated per packet.
type reader struct {
	level  uint8 // number of the audio level extension
	header rtp.Header
	second int64
	count  int
}

// admit bounds the track's rate.
func (r *reader) admit(now time.Time) bool {
	if second := now.Unix(); second != r.second {
		r.second, r.count = second, 0
	}
	r.count++
	return r.count <= trackRate
}

// parse reads a packet (RFC 3550 §5.1). The payload is part of raw; it is empty
// for a packet of padding alone.
func (r *reader) parse(raw []byte) (jitter.Packet, error) {
	n, err := r.header.Unmarshal(raw)
	if err != nil || r.header.Version != 2 {
		return jitter.Packet{}, errNotRTP
	}
	end := len(raw)
	if r.header.Padding {
		if end <= n || raw[end-1] == 0 || int(raw[end-1]) > end-n {
			return jitter.Packet{}, errNotRTP
		}
		end -= int(raw[end-1])
	}
	p := jitter.Packet{
		SSRC: r.header.SSRC, Sequence: r.header.SequenceNumber, Timestamp: r.header.Timestamp, Payload: raw[n:end],
	}
	if r.level != 0 {
		// One byte: the V bit, then the level (RFC 6464 §3). The V bit is
		// left alone: senders set it as they like.
		if x := r.header.GetExtension(r.level); len(x) >= 1 {
			p.Level, p.HasLevel = x[0]&0x7f, true
		}
	}
	return p, nil
}
