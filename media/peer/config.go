package peer

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"
)

// ICEServer is a STUN or TURN server that clients are told of (RFC 9725 §4.6).
// The endpoint itself, being reachable, uses none.
type ICEServer struct {
	// URLs such as "turn:turn.example.org:3478?transport=udp" (RFC 7065).
	URLs []string
	// Username and Credential are for TURN.
	Username   string
	Credential string
}

// Config says how an Endpoint works. Zero values mean the defaults named.
type Config struct {
	// Listen is the one UDP address of all peers. Port 0 takes a free port.
	Listen netip.AddrPort
	// Public are the addresses under which clients reach Listen's port, when
	// they differ from the machine's own (NAT).
	Public []netip.Addr
	// PublicPort is the port in front of NAT; 0 means the same.
	PublicPort uint16
	// ICEServers are handed to clients.
	ICEServers []ICEServer
	// Origins are the web origins that may use WHIP from a browser, as CORS
	// has them; "*" allows all.
	Origins []string
	// MaxPeers bounds the connections (default 5,000). Further offers are
	// refused with ErrBusy.
	MaxPeers int
	// MaxOffersPerSecond bounds how fast offers are taken (default 100, in
	// bursts of twice that): each costs a handshake.
	MaxOffersPerSecond int
	// DisconnectedAfter is the silence after which a peer counts as
	// disconnected (default 5 s), which is transient; FailedAfter is the
	// further silence after which it is given up (default 15 s). A peer
	// refreshes its consent every 5 s (RFC 7675 §5.1), so four in a row
	// have been lost by then.
	DisconnectedAfter time.Duration
	FailedAfter       time.Duration
	// ConnectWithin is how long a client has from the answer to a connection
	// (default 30 s).
	ConnectWithin time.Duration
	// Log receives what happens to peers.
	Log *slog.Logger
}

const (
	defaultMaxPeers     = 5000
	defaultOffers       = 100
	defaultDisconnected = 5 * time.Second
	defaultFailed       = 15 * time.Second
	defaultConnect      = 30 * time.Second
)

func (c Config) withDefaults() Config {
	if c.MaxPeers == 0 {
		c.MaxPeers = defaultMaxPeers
	}
	if c.MaxOffersPerSecond == 0 {
		c.MaxOffersPerSecond = defaultOffers
	}
	if c.DisconnectedAfter == 0 {
		c.DisconnectedAfter = defaultDisconnected
	}
	if c.FailedAfter == 0 {
		c.FailedAfter = defaultFailed
	}
	if c.ConnectWithin == 0 {
		c.ConnectWithin = defaultConnect
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) validate() error {
	var errs []error
	if !c.Listen.IsValid() {
		errs = append(errs, errors.New("no UDP address to listen on"))
	}
	for _, p := range c.Public {
		if !p.IsValid() || p.IsUnspecified() {
			errs = append(errs, fmt.Errorf("public address %q is none that can be reached", p))
		}
	}
	for _, s := range c.ICEServers {
		for _, u := range s.URLs {
			scheme, _, ok := strings.Cut(u, ":")
			turn := scheme == "turn" || scheme == "turns"
			switch {
			case !ok || !turn && scheme != "stun" && scheme != "stuns":
				errs = append(errs, fmt.Errorf("ICE server %q is neither a stun nor a turn URL", u))
			case turn && (s.Username == "" || s.Credential == ""):
				errs = append(errs, fmt.Errorf("ICE server %q needs a user name and a credential", u))
			}
			if strings.ContainsAny(u, "<>\"\r\n ") {
				errs = append(errs, fmt.Errorf("ICE server %q has a character that no URL has", u))
			}
		}
	}
	if c.MaxPeers < 0 || c.MaxOffersPerSecond < 0 || c.DisconnectedAfter < 0 || c.FailedAfter < 0 || c.ConnectWithin < 0 {
		errs = append(errs, errors.New("limits must not be negative"))
	}
	return errors.Join(errs...)
}
