package peer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/opus"
	"github.com/interviewai-pro/interviewai/media/session"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// clientsVariable makes the test binary the clients of BenchmarkMemory:
// "URL N" and a shape, see runClients.
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
// growth since before the first is divided by their number. "whole" has the real
// session layer behind it (decoders, voice detection, segments, the stream to a
// scripted server in the same process); the others have a stand-in that keeps
// nothing, and so show WebRTC alone.
func BenchmarkMemory(b *testing.B) {
	for _, tc := range []struct {
		story   string
		channel bool
		tracks  int
		whole   bool
		silent  bool // DTX only
	}{
		{"whip", false, 1, false, false},
		{"whip_with_events", true, 1, false, false},
		{"connect_two_tracks_with_events", true, 2, false, false},
		{"whole_whip_silent", false, 1, true, true},
		{"whole_whip", false, 1, true, false},
		{"whole_connect_two_tracks_with_events_silent", true, 2, true, true},
		{"whole_connect_two_tracks_with_events", true, 2, true, false},
	} {
		b.Run(tc.story, func(b *testing.B) {
			for b.Loop() {
				var sessions Sessions = &recorder{changed: make(chan struct{}), places: map[string]*place{}, light: true}
				if tc.whole {
					sessions = realSessions(b)
				}
				b.ReportMetric(float64(measure(b, sessions, shape{tc.tracks, tc.channel, tc.silent}))/1024/connected, "KiB/session")
			}
		})
	}
}

// connected is how many sessions BenchmarkMemory measures.
const connected = 100

func realSessions(b *testing.B) Sessions {
	server := conversationtest.NewServer(conversationtest.Script{})
	network := conversationtest.NewNetwork(server)
	model := vad.LoadModel()
	registry, err := session.New(session.Config{
		Conversations: network.Client(), Logger: slog.New(slog.DiscardHandler), PeerWait: time.Millisecond,
		NewDetector: func() vad.Detector { return vad.NewStream(model) },
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- registry.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		network.Close()
		server.Wait()
	})
	return InRegistry(registry)
}

// shape is what one client brings.
type shape struct {
	tracks          int
	channel, silent bool
}

func measure(b *testing.B, sessions Sessions, kind shape) int {
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
		for i := range kind.tracks {
			req.Tracks = append(req.Tracks, &interviewaiv1.TrackDeclaration{Mid: strconv.Itoa(i), Speaker: interviewaiv1.Speaker(i + 1)})
		}
		answer, err := e.ConnectMedia(r.Context(), req)
		if err != nil {
			b.Error(err)
		}
		_, _ = io.WriteString(w, answer)
	}))
	// One peer first, so that what is there once is not counted.
	clients := startClients(b, web.URL, 1, kind)
	clients.stop(b)
	for deadline := time.Now().Add(patience); e.Stats().Peers > 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			b.Fatal("the first one never left")
		}
	}
	debug.FreeOSMemory()
	before := residentBytes(b)
	clients = startClients(b, web.URL, connected, kind)
	if got := e.Stats(); got.Peers != connected {
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

// startClients returns when all are connected and have sent five seconds of sound.
func startClients(b *testing.B, url string, n int, kind shape) clients {
	b.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %d %v %v", clientsVariable, url, n, kind.tracks, kind.channel, kind.silent))
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
		url  string
		n    int
		kind shape
	)
	if _, err := fmt.Sscan(spec, &url, &n, &kind.tracks, &kind.channel, &kind.silent); err != nil {
		panic(err)
	}
	t := lone{}
	var all []*client
	for i := range n {
		c := newClient(t, nil, kind.tracks)
		if kind.channel {
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
	talk(t, all, kind.silent, ended)
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

// readSpeech returns the packets of a recording.
func readSpeech(t testing.TB) [][]byte {
	file, err := os.Open("../mediatest/testdata/en_kal.opus")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	ogg, err := opus.NewOggReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var packets [][]byte
	for {
		p, err := ogg.Next()
		if errors.Is(err, io.EOF) {
			return packets
		}
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, bytes.Clone(p))
	}
}

func talk(t testing.TB, all []*client, silent bool, ended <-chan struct{}) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	speech := readSpeech(t)
	if silent {
		speech = [][]byte{{0xf8}} // a packet without sound, RFC 6716 §3
	}
	for i := 0; ; i++ {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		for _, c := range all {
			for track := range c.tracks {
				c.send(t, track, speech[(i+track*50)%len(speech)])
			}
		}
		if i == 250 {
			fmt.Println("talking")
		}
	}
}
