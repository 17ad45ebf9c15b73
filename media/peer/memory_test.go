package peer

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// clientsVariable makes the test binary the clients of BenchmarkMemory:
// "URL N CHANNEL", see runClients.
const clientsVariable = "PEER_TEST_CLIENTS"

// residentBytes reads this process's resident memory.
func residentBytes(b *testing.B) int {
	b.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skipf("resident memory is read from Linux's /proc: %v", err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			if err != nil {
				b.Fatal(err)
			}
			return kib << 10
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// BenchmarkMemory reports the resident memory of a connected, talking peer: real
// clients in a process of their own connect 100 peers and send sound; the
// growth since before the first is divided by their number. The session layer
// is a stand-in that keeps nothing.
func BenchmarkMemory(b *testing.B) {
	for _, tc := range []struct {
		story    string
		channel  bool
		tracks   int
		sessions int
	}{
		{"whip", false, 1, 100},
		{"whip_with_events", true, 1, 100},
		{"connect_two_tracks_with_events", true, 2, 100},
	} {
		b.Run(tc.story, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(measure(b, tc.sessions, tc.tracks, tc.channel))/1024/float64(tc.sessions), "KiB/session")
			}
		})
	}
}

func measure(b *testing.B, n, tracks int, channel bool) int {
	sessions := newRecorder()
	sessions.light = true
	e, err := New(Config{Listen: netip.MustParseAddrPort("127.0.0.1:0"), MaxOffersPerSecond: 1 << 20}, sessions)
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		if _, err := body.ReadFrom(r.Body); err != nil {
			b.Error(err)
		}
		req := &interviewaiv1.ConnectMediaRequest{SessionId: r.URL.Path, OfferSdp: body.String()}
		for i := range tracks {
			req.Tracks = append(req.Tracks, &interviewaiv1.TrackDeclaration{Mid: strconv.Itoa(i), Speaker: interviewaiv1.Speaker(i + 1)})
		}
		answer, err := e.ConnectMedia(r.Context(), req)
		if err != nil {
			b.Error(err)
		}
		_, _ = io.WriteString(w, answer)
	}))
	// One peer first, so that what is there once is not counted.
	clients := startClients(b, web.URL, 1, tracks, channel)
	clients.stop(b)
	sessions.until(b, "the first one is gone", func() bool { return e.Stats().Peers == 0 })
	debug.FreeOSMemory()
	before := residentBytes(b)
	clients = startClients(b, web.URL, n, tracks, channel)
	if got := e.Stats(); got.Peers != n {
		b.Fatalf("%+v", got)
	}
	debug.FreeOSMemory()
	grown := residentBytes(b) - before
	clients.stop(b)
	web.Close()
	stop()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	return grown
}

type clients struct{ stop func(b *testing.B) }

// startClients returns when all are connected and have sent a second of sound.
func startClients(b *testing.B, url string, n, tracks int, channel bool) clients {
	b.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %d %v", clientsVariable, url, n, tracks, channel))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "talking\n" {
		b.Fatalf("the clients said %q, %v", line, err)
	}
	return clients{func(b *testing.B) {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	}}
}

// runClients connects clients, lets them talk until standard input ends.
func runClients(spec string) {
	var (
		url       string
		n, tracks int
		channel   bool
	)
	if _, err := fmt.Sscan(spec, &url, &n, &tracks, &channel); err != nil {
		panic(err)
	}
	t := lone{}
	var all []*client
	for i := range n {
		c := newClient(t, nil, tracks)
		if channel {
			if _, err := c.conn.CreateDataChannel(eventsLabel, nil); err != nil {
				t.Fatal(err)
			}
		}
		resp, err := http.Post(fmt.Sprintf("%s/s%d", url, i), typeSDP, strings.NewReader(c.offer(t, nil))) //nolint:noctx // a test's own server
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		if _, err := body.ReadFrom(resp.Body); err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		c.accept(t, body.String())
		all = append(all, c)
	}
	for _, c := range all {
		c.await(t, webrtc.PeerConnectionStateConnected)
	}
	ended := make(chan struct{})
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		close(ended)
	}()
	talk(t, all, ended)
	for _, c := range all {
		_ = c.conn.Close()
	}
}

// lone is a testing.TB outside a test: the first failure ends the process.
type lone struct{ testing.TB }

func (lone) Helper()        {}
func (lone) Cleanup(func()) {}
func (lone) Fatal(args ...any) {
	panic(fmt.Sprint(args...))
}

func (lone) Fatalf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}

func talk(t testing.TB, all []*client, ended <-chan struct{}) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	payload := make([]byte, 80)
	for i := 0; ; i++ {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		for _, c := range all {
			for track := range c.tracks {
				c.send(t, track, payload)
			}
		}
		if i == 50 {
			fmt.Println("talking")
		}
	}
}
