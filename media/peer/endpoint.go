package peer

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/pion/ice/v4"
	"github.com/pion/logging"
	"golang.org/x/time/rate"
)

// Endpoint ends all WebRTC connections of this process, on one UDP port. Safe
// for concurrent use.
type Endpoint struct {
	cfg      Config
	sessions Sessions
	socket   *socket
	mux      *ice.UDPMuxDefault
	engine   *engine
	reach    []netip.AddrPort
	offers   *rate.Limiter
	counts   counters

	mu     sync.Mutex
	peers  map[string]*peer // by resource id
	opened int              // peers and those being made
	closed bool
	work   sync.WaitGroup
}

// counters count since New.
type counters struct {
	packets, malformed, flooded   atomic.Uint64
	eventsSent, eventsDropped     atomic.Uint64
	connected, failed, reconnects atomic.Uint64
}

// Stats is what happened since New.
type Stats struct {
	// Peers is the number of connections now.
	Peers int
	// Connected counts peers that became connected, Failed those given up,
	// Reconnects the times a disconnected one came back.
	Connected, Failed, Reconnects uint64
	// Packets counts packets handed on, Malformed those that are no RTP,
	// Flooded those above a track's or an address's rate.
	Packets, Malformed, Flooded uint64
	// EventsSent and EventsDropped count live events on data channels.
	EventsSent, EventsDropped uint64
}

// New opens the UDP port. Run then serves it. Errors: the configuration's
// mistakes, an address that cannot be had.
func New(cfg Config, sessions Sessions) (*Endpoint, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configure media: %w", err)
	}
	conn, err := listen(cfg.Listen)
	if err != nil {
		return nil, err
	}
	bound, err := netip.ParseAddrPort(conn.LocalAddr().String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the media address: %w", err), conn.Close())
	}
	reach, err := reachable(cfg, bound)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	mux := ice.NewUDPMuxDefault(ice.UDPMuxParams{
		UDPConn: conn,
		Logger:  (&logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}).NewLogger("ice"),
	})
	engine, err := newEngine(cfg, familyMux{mux})
	if err != nil {
		return nil, errors.Join(err, mux.Close(), conn.Close())
	}
	return &Endpoint{
		cfg: cfg, sessions: sessions, socket: conn, mux: mux, engine: engine, reach: reach,
		offers: rate.NewLimiter(rate.Limit(cfg.MaxOffersPerSecond), 2*cfg.MaxOffersPerSecond),
		peers:  map[string]*peer{},
	}, nil
}

// Run serves until ctx ends, then closes every connection and the port, and
// returns once all of it has ended.
func (e *Endpoint) Run(ctx context.Context) error {
	<-ctx.Done()
	e.mu.Lock()
	e.closed = true
	for _, p := range e.peers {
		p.end("draining")
	}
	e.mu.Unlock()
	e.work.Wait()
	if err := e.mux.Close(); err != nil { // closes the port too
		return fmt.Errorf("close the media port: %w", err)
	}
	return nil
}

// Addresses are where clients are told to send.
func (e *Endpoint) Addresses() []netip.AddrPort { return e.reach }

// ICEServers are the servers that clients are told of.
func (e *Endpoint) ICEServers() []ICEServer { return e.cfg.ICEServers }

// Stats returns the counters.
func (e *Endpoint) Stats() Stats {
	e.mu.Lock()
	peers := len(e.peers)
	e.mu.Unlock()
	return Stats{
		Peers:     peers,
		Connected: e.counts.connected.Load(), Failed: e.counts.failed.Load(), Reconnects: e.counts.reconnects.Load(),
		Packets: e.counts.packets.Load(), Malformed: e.counts.malformed.Load(),
		Flooded:    e.counts.flooded.Load() + e.socket.dropped.Load(),
		EventsSent: e.counts.eventsSent.Load(), EventsDropped: e.counts.eventsDropped.Load(),
	}
}

// reserve takes a place for a peer; it is given back by release.
func (e *Endpoint) reserve() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.closed:
		return fmt.Errorf("%w: draining", ErrBusy)
	case e.opened >= e.cfg.MaxPeers:
		return fmt.Errorf("%w: %d connections", ErrBusy, e.opened)
	case !e.offers.Allow():
		return fmt.Errorf("%w: too many offers a second", ErrBusy)
	}
	e.opened++
	e.work.Add(1)
	return nil
}

func (e *Endpoint) release() {
	e.mu.Lock()
	e.opened--
	e.mu.Unlock()
	e.work.Done()
}

// add makes a peer findable, unless the endpoint has been closed meanwhile.
func (e *Endpoint) add(p *peer) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("%w: draining", ErrBusy)
	}
	e.peers[p.id] = p
	return nil
}

func (e *Endpoint) remove(p *peer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.peers, p.id)
}

// find returns the peer of a resource, if it belongs to that session.
func (e *Endpoint) find(id, sessionID string) (*peer, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, ok := e.peers[id]
	return p, ok && p.sessionID == sessionID
}
