// Package impair is a UDP relay that makes a good network bad: it loses, delays,
// reorders and repeats packets as a seed says, for tests over real sockets.
//
//	client ──► Relay.Addr() ──impaired──► target
//	       ◄────────────────impaired────
//
// The same seed and the same packets in the same order suffer the same fate; when
// packets are sent is the sender's doing.
package impair

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Network says how bad a path is, in each direction.
type Network struct {
	// Loss is the share of packets that vanish, 0 to 1.
	Loss float64
	// Duplicate is the share that comes twice, Corrupt the share that comes
	// with a wrong byte.
	Duplicate, Corrupt float64
	// Delay is what every packet takes; Jitter is added to it evenly, from
	// nothing to all of it. Packets closer together than Jitter overtake each
	// other.
	Delay, Jitter time.Duration
	// Seed decides everybody's fate.
	Seed uint64
	// Spare leaves packets alone whose first byte it accepts: RFC 7983 tells
	// RTP (128 to 191) from DTLS and STUN by it. Nil spares none.
	Spare func(first byte) bool
}

const (
	packetSize = 2048
	// maxWaiting bounds the packets under way. Overflow policy: the newest
	// is lost and counted, as in a router.
	maxWaiting = 4096
	// maxClients bounds the clients of a relay; further ones are not served.
	maxClients = 64
)

// Stats count packets since New.
type Stats struct {
	Received, Forwarded, Lost, Duplicated, Corrupted, Overflowed uint64
}

// Relay forwards packets between clients and one target.
type Relay struct {
	network Network
	front   *net.UDPConn
	target  netip.AddrPort
	random  *rand.Rand
	cut     atomic.Bool

	mu      sync.Mutex
	waiting schedule
	order   uint64
	wake    chan struct{}
	stats   Stats
}

// New opens a relay on loopback for packets to target. Run makes it work.
func New(target netip.AddrPort, n Network) (*Relay, error) {
	front, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("open relay: %w", err)
	}
	return &Relay{
		network: n, front: front, target: target, wake: make(chan struct{}, 1),
		random: rand.New(rand.NewPCG(n.Seed, 0x9e3779b97f4a7c15)), //nolint:gosec // repeatable on purpose
	}, nil
}

// Addr is where clients send.
func (r *Relay) Addr() netip.AddrPort { return r.front.LocalAddr().(*net.UDPAddr).AddrPort() }

// Cut makes the network swallow everything, or stop doing so.
func (r *Relay) Cut(cut bool) { r.cut.Store(cut) }

// Stats returns the counters.
func (r *Relay) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stats
}

// Run forwards until ctx ends; it closes the relay.
func (r *Relay) Run(ctx context.Context) error {
	var loops sync.WaitGroup
	backs := map[netip.AddrPort]*net.UDPConn{}
	stop := context.AfterFunc(ctx, func() { _ = r.front.Close() })
	defer stop()
	loops.Go(func() { r.deliver(ctx) })
	buf := make([]byte, packetSize)
	for {
		n, from, err := r.front.ReadFromUDPAddrPort(buf)
		if err != nil {
			break
		}
		back := backs[from]
		if back == nil && len(backs) < maxClients {
			if back, err = net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(r.target)); err != nil {
				return errors.Join(fmt.Errorf("reach the target: %w", err), r.front.Close())
			}
			backs[from] = back
			loops.Go(func() { r.answers(back, from) })
		}
		if back != nil {
			r.suffer(buf[:n], func(b []byte) { _, _ = back.Write(b) })
		}
	}
	for _, back := range backs {
		_ = back.Close()
	}
	loops.Wait()
	return nil
}

// answers carries what the target sends to one client.
func (r *Relay) answers(back *net.UDPConn, client netip.AddrPort) {
	buf := make([]byte, packetSize)
	for {
		n, err := back.Read(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			r.suffer(buf[:n], func(b []byte) { _, _ = r.front.WriteToUDPAddrPort(b, client) })
		}
	}
}

// suffer decides a packet's fate.
func (r *Relay) suffer(b []byte, send func([]byte)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats.Received++
	copies, corrupt := 1, false
	switch {
	case r.cut.Load():
		copies = 0
	case len(b) > 0 && r.network.Spare != nil && r.network.Spare(b[0]):
	case r.random.Float64() < r.network.Loss:
		copies = 0
	case r.random.Float64() < r.network.Duplicate:
		copies = 2
		r.stats.Duplicated++
	case r.random.Float64() < r.network.Corrupt:
		corrupt = true
		r.stats.Corrupted++
	}
	if copies == 0 {
		r.stats.Lost++
	}
	for range copies {
		if len(r.waiting) >= maxWaiting {
			r.stats.Overflowed++
			return
		}
		late := r.network.Delay
		if r.network.Jitter > 0 && (r.network.Spare == nil || !r.network.Spare(b[0])) {
			late += time.Duration(r.random.Int64N(int64(r.network.Jitter)))
		}
		r.order++
		data := append([]byte(nil), b...)
		if corrupt && len(data) > 0 {
			data[r.random.IntN(len(data))] ^= 1 << r.random.IntN(8)
		}
		heap.Push(&r.waiting, packet{at: time.Now().Add(late), order: r.order, data: data, send: send})
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// deliver sends packets when their time has come.
func (r *Relay) deliver(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		next := time.Hour
		r.mu.Lock()
		for len(r.waiting) > 0 {
			if next = time.Until(r.waiting[0].at); next > 0 {
				break
			}
			p := heap.Pop(&r.waiting).(packet)
			r.stats.Forwarded++
			p.send(p.data)
			next = time.Hour
		}
		r.mu.Unlock()
		timer.Reset(next)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-r.wake:
		}
	}
}

type packet struct {
	at    time.Time
	order uint64
	data  []byte
	send  func([]byte)
}

// schedule orders packets by their time.
type schedule []packet

func (s schedule) Len() int { return len(s) }
func (s schedule) Less(i, j int) bool {
	if s[i].at.Equal(s[j].at) {
		return s[i].order < s[j].order
	}
	return s[i].at.Before(s[j].at)
}
func (s schedule) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push implements heap.Interface.
func (s *schedule) Push(x any) { *s = append(*s, x.(packet)) }

// Pop implements heap.Interface.
func (s *schedule) Pop() any {
	old := *s
	p := old[len(old)-1]
	old[len(old)-1] = packet{}
	*s = old[:len(old)-1]
	return p
}
