package peer

import (
	"context"
	"encoding/binary"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/interviewai-pro/interviewai/media/mediatest/impair"
)

// diary is a log handler that tells of messages.
type diary struct {
	slog.Handler
	lines chan string
}

func newDiary() diary { return diary{slog.DiscardHandler, make(chan string, 1000)} }

func (diary) Enabled(context.Context, slog.Level) bool { return true }
func (d diary) WithAttrs([]slog.Attr) slog.Handler     { return d }
func (d diary) Handle(_ context.Context, r slog.Record) error {
	select {
	case d.lines <- r.Message:
	default:
	}
	return nil
}

func (d diary) await(t *testing.T, want string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case line := <-d.lines:
			if line == want {
				return
			}
		case <-deadline:
			t.Fatalf("%q was never logged", want)
		}
	}
}

// through connects a client over a relay.
func (s *stage) through(t *testing.T, n impair.Network) (*client, *impair.Relay) {
	t.Helper()
	relay, err := impair.New(s.endpoint.Addresses()[0], n)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var loops sync.WaitGroup
	loops.Go(func() {
		if err := relay.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		stop()
		loops.Wait()
	})
	c := newClient(t, nil, 1)
	resp, body := s.do(t, http.MethodPost, "/whip/s1/interviewer", c.offer(t, nil), "Content-Type", typeSDP, "Authorization", "Bearer "+goodToken)
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("%d: %s", resp.StatusCode, body)
	}
	port := func(a net.Addr) string { return strings.TrimPrefix(a.String(), "127.0.0.1:") }
	direct := "127.0.0.1 " + port(net.UDPAddrFromAddrPort(s.endpoint.Addresses()[0])) + " typ host"
	c.accept(t, strings.Replace(body, direct, "127.0.0.1 "+port(net.UDPAddrFromAddrPort(relay.Addr()))+" typ host", 1))
	c.await(t, webrtc.PeerConnectionStateConnected)
	return c, relay
}

// Must-show 6's path, as far as the session layer: what the network lets
// through arrives, each packet once, none changed.
func TestABadNetwork(t *testing.T) {
	s := newStage(t, nil)
	c, relay := s.through(t, impair.Network{Loss: 0.1, Jitter: 60 * time.Millisecond, Duplicate: 0.02, Corrupt: 0.02, Seed: 1})
	const n = 400
	pace := time.NewTicker(5 * time.Millisecond)
	defer pace.Stop()
	for _, payload := range numbered(0, n) {
		<-pace.C
		c.send(t, 0, payload)
	}
	place := s.sessions.place("s1", interviewer)
	s.sessions.until(t, "four fifths arrive", func() bool { return len(place.packets) >= n*8/10 })
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	seen, overtaken, highest := map[uint32]bool{}, 0, uint32(0)
	for _, p := range place.packets {
		number := binary.BigEndian.Uint32(p.Payload[1:])
		if seen[number] || number >= n {
			t.Fatalf("packet %d twice or changed", number)
		}
		seen[number] = true
		if number < highest {
			overtaken++
		}
		highest = max(highest, number)
	}
	if stats := relay.Stats(); overtaken == 0 || stats.Lost == 0 || stats.Corrupted == 0 {
		t.Errorf("the network was too good: %d overtaken, %+v", overtaken, stats)
	}
}

func TestDisconnectedIsTransient(t *testing.T) {
	log := newDiary()
	s := newStage(t, func(c *Config) {
		c.DisconnectedAfter, c.FailedAfter, c.Log = time.Second, patience, slog.New(log)
	})
	c, relay := s.through(t, impair.Network{})
	c.send(t, 0, numbered(0, 3)...)
	s.sessions.until(t, "sound before", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 3) })
	relay.Cut(true)
	log.await(t, "peer disconnected")
	relay.Cut(false)
	log.await(t, "peer is back")
	c.send(t, 0, numbered(3, 3)...)
	s.sessions.until(t, "sound after", func() bool { return inOrder(s.sessions.place("s1", interviewer), 0, 6) })
	if stats := s.endpoint.Stats(); stats.Reconnects == 0 || stats.Failed != 0 || s.sessions.joins != 1 {
		t.Errorf("%+v, %d joins", stats, s.sessions.joins)
	}
}

func TestAPeerThatVanishesIsNoticed(t *testing.T) {
	s := newStage(t, func(c *Config) { c.DisconnectedAfter, c.FailedAfter = time.Second, time.Second })
	_, relay := s.through(t, impair.Network{})
	relay.Cut(true)
	s.sessions.until(t, "the binding is left", func() bool { return s.sessions.place("s1", interviewer).left == "failed" })
	s.endpoint.mu.Lock()
	defer s.endpoint.mu.Unlock()
	if len(s.endpoint.peers) != 0 {
		t.Errorf("%d peers are left", len(s.endpoint.peers))
	}
}

func TestAPeerThatNeverComesIsForgotten(t *testing.T) {
	s := newStage(t, func(c *Config) { c.ConnectWithin = 10 * time.Millisecond })
	resp, _ := s.do(t, http.MethodPost, "/whip/s1/interviewer", newClient(t, nil, 1).offer(t, nil), "Content-Type", typeSDP, "Authorization", "Bearer "+goodToken)
	if resp.StatusCode != http.StatusCreated {
		t.Fatal(resp.StatusCode)
	}
	s.sessions.until(t, "the binding is left", func() bool { return s.sessions.place("s1", interviewer).left == "never_connected" })
}

func TestAGoodbyeIsHeardAtOnce(t *testing.T) {
	s := newStage(t, nil)
	c := newClient(t, nil, 1)
	s.publish(t, c, "/whip/s1/interviewer")
	if err := c.conn.Close(); err != nil {
		t.Fatal(err)
	}
	s.sessions.until(t, "the binding is left", func() bool { return s.sessions.place("s1", interviewer).left == "closed" })
}

// One peer floods, a stranger throws rubbish: the other peer's sound arrives.
func TestFloodsDisturbNobodyElse(t *testing.T) {
	s := newStage(t, nil)
	loud, good := newClient(t, nil, 1), newClient(t, nil, 1)
	s.publish(t, loud, "/whip/loud/interviewer")
	s.publish(t, good, "/whip/good/interviewer")
	stranger, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(s.endpoint.Addresses()[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stranger.Close() }()
	for i := range 100 {
		loud.send(t, 0, numbered(i*50, 50)...)
		for j := range 50 {
			rubbish := []byte{[]byte{0, 20, 22, 63, 128, 200}[j%6], 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, byte(i), byte(j), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
			if _, err := stranger.Write(rubbish); err != nil {
				t.Fatal(err)
			}
		}
		good.send(t, 0, numbered(i, 1)...)
		s.sessions.until(t, "the good peer's packet", func() bool { return inOrder(s.sessions.place("good", interviewer), 0, i+1) })
	}
	if stats := s.endpoint.Stats(); stats.Flooded == 0 || stats.Peers != 2 {
		t.Errorf("%+v", stats)
	}
}
