package peer

import (
	"encoding/binary"
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"github.com/interviewai-pro/interviewai/media/jitter"
)

// reception keeps the figures of a track's receiver reports (RFC 3550 §6.4.1,
// appendix A). Reports are made when a packet comes and one is due, so that they
// need no clock of their own.
type reception struct {
	figures

	mu         sync.Mutex
	senderTime uint32 // middle bits of the last sender report's NTP time
	senderAt   time.Time
}

// figures belong to one stream and to the loop that reads its packets.
type figures struct {
	ssrc                     uint32
	started                  bool
	base, highest            uint32 // sequence numbers with their wraps
	received                 uint32
	priorExpected, priorSeen uint32
	transit                  int64 // in timestamp units
	jitter                   float64
	due                      time.Time
}

// receive notes a packet and returns a report when one is due.
func (r *reception) receive(p jitter.Packet, now time.Time) []rtcp.Packet {
	if !r.started || p.SSRC != r.ssrc {
		r.figures = figures{ssrc: p.SSRC, started: true, base: uint32(p.Sequence), highest: uint32(p.Sequence), due: now.Add(reportEvery)}
		r.transit = r.transitOf(p, now)
	}
	if ahead := int16(p.Sequence - uint16(r.highest)); ahead > 0 {
		r.highest += uint32(ahead)
	}
	r.received++
	transit := r.transitOf(p, now)
	d := transit - r.transit
	r.transit = transit
	r.jitter += (float64(max(d, -d)) - r.jitter) / 16
	if now.Before(r.due) {
		return nil
	}
	r.due = now.Add(reportEvery)
	return []rtcp.Packet{&rtcp.ReceiverReport{Reports: []rtcp.ReceptionReport{r.report(now)}}}
}

func (figures) transitOf(p jitter.Packet, now time.Time) int64 {
	return int64(int32(uint32(now.UnixMicro()*48/1000) - p.Timestamp))
}

func (r *reception) report(now time.Time) rtcp.ReceptionReport {
	expected := r.highest - r.base + 1
	expectedNow, seenNow := expected-r.priorExpected, r.received-r.priorSeen
	r.priorExpected, r.priorSeen = expected, r.received
	out := rtcp.ReceptionReport{
		SSRC:               r.ssrc,
		LastSequenceNumber: r.highest,
		Jitter:             uint32(r.jitter),
		TotalLost:          min(uint32(max(int64(expected)-int64(r.received), 0)), 1<<23-1),
	}
	if expectedNow > seenNow {
		out.FractionLost = uint8(min((expectedNow-seenNow)<<8/expectedNow, 255))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.senderAt.IsZero() {
		out.LastSenderReport = r.senderTime
		out.Delay = uint32(now.Sub(r.senderAt) * 65536 / time.Second)
	}
	return out
}

// senderReport is the packet type of RFC 3550 §6.4.1.
const senderReport = 200

// follow reads the track's RTCP until it ends; unread it would pile up.
func (r *reception) follow(receiver *webrtc.RTPReceiver) {
	buf := make([]byte, packetMTU)
	for {
		n, _, err := receiver.Read(buf)
		if err != nil {
			return
		}
		r.note(buf[:n], time.Now())
	}
}

// note takes the time of a sender report at the head of a compound packet.
func (r *reception) note(b []byte, now time.Time) {
	if len(b) < 20 || b[1] != senderReport {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.senderTime, r.senderAt = binary.BigEndian.Uint32(b[10:14]), now
}
