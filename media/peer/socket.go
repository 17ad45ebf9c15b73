package peer

import (
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/pion/ice/v4"
)

const (
	// maxPacketRate is how many packets a second one address may send. Two
	// tracks of 2.5 ms packets are 800; the rest of a flood is dropped before
	// it costs anything but the read, so that other peers do not notice.
	maxPacketRate = 2000
	// maxSources bounds the addresses counted in one second. Overflow policy:
	// packets from further addresses pass uncounted, since forged sources
	// must not lock out real ones.
	maxSources = 16 << 10
	// socketBuffer is asked of the kernel: 0.2 s of 5,000 peers' packets.
	socketBuffer = 4 << 20
)

// socket is the UDP port with a bound on each source's rate. One goroutine, the
// mux's, reads.
type socket struct {
	*net.UDPConn
	second  int64
	seen    map[netip.AddrPort]uint16
	now     func() time.Time
	dropped atomic.Uint64
}

func listen(addr netip.AddrPort) (*socket, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(addr))
	if err != nil {
		return nil, fmt.Errorf("listen for media on %s: %w", addr, err)
	}
	// A smaller buffer than asked for works too; the kernel's limit decides.
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	return &socket{UDPConn: conn, seen: map[netip.AddrPort]uint16{}, now: time.Now}, nil
}

// ReadFromAddrPort reads the next packet that is within its source's rate.
func (s *socket) ReadFromAddrPort(b []byte) (int, netip.AddrPort, error) {
	for {
		n, from, err := s.ReadFromUDPAddrPort(b)
		if err != nil || s.admit(from) {
			return n, from, err
		}
		s.dropped.Add(1)
	}
}

// WriteToAddrPort sends a packet.
func (s *socket) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	return s.WriteToUDPAddrPort(b, to)
}

func (s *socket) admit(from netip.AddrPort) bool {
	if second := s.now().Unix(); second != s.second {
		s.second = second
		clear(s.seen)
	}
	n, known := s.seen[from]
	switch {
	case n >= maxPacketRate:
		return false
	case known || len(s.seen) < maxSources:
		s.seen[from] = n + 1
	}
	return true
}

// familyMux tells the ICE agents of one address for each family only: the
// agent keeps a goroutine and a buffer for each. Which addresses clients try is
// written into the answer by us.
type familyMux struct{ *ice.UDPMuxDefault }

// GetListenAddresses returns at most one address for IPv4 and one for IPv6.
func (m familyMux) GetListenAddresses() []net.Addr {
	var four, six net.Addr
	for _, a := range m.UDPMuxDefault.GetListenAddresses() {
		u, ok := a.(*net.UDPAddr)
		switch {
		case !ok:
		case u.IP.To4() != nil && four == nil:
			four = a
		case u.IP.To4() == nil && six == nil && !u.IP.IsLinkLocalUnicast():
			six = a
		}
	}
	var addrs []net.Addr
	for _, a := range []net.Addr{four, six} {
		if a != nil {
			addrs = append(addrs, a)
		}
	}
	return addrs
}

// reachable lists the addresses for clients: the public ones if configured,
// else the one listened on, else all of the machine's; loopback only where there
// is no other.
func reachable(cfg Config, bound netip.AddrPort) ([]netip.AddrPort, error) {
	port := bound.Port()
	if len(cfg.Public) > 0 {
		if cfg.PublicPort != 0 {
			port = cfg.PublicPort
		}
		var out []netip.AddrPort
		for _, p := range cfg.Public {
			out = append(out, netip.AddrPortFrom(p.Unmap(), port))
		}
		return out, nil
	}
	if !bound.Addr().Unmap().IsUnspecified() {
		return []netip.AddrPort{netip.AddrPortFrom(bound.Addr().Unmap(), port)}, nil
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("list this machine's addresses: %w", err)
	}
	var out, loopback []netip.AddrPort
	for _, a := range own {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		ip := prefix.Addr().Unmap()
		switch {
		case bound.Addr().Is4() && !ip.Is4():
		case ip.IsLoopback():
			loopback = append(loopback, netip.AddrPortFrom(ip, port))
		case ip.IsGlobalUnicast():
			out = append(out, netip.AddrPortFrom(ip, port))
		}
	}
	if len(out) == 0 {
		out = loopback
	}
	return out, nil
}
