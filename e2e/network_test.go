package e2e

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/mediatest/impair"
)

// A bad network between the client and the audio core costs hardly a word.
func TestBadNetwork(t *testing.T) {
	t.Parallel()
	questions := clip(t, "../server/speech/sphinx/testdata/questions_rms.ogg", "questions.wav", "0", "21")
	media := freeUDP(t)
	s := startService(t, t.TempDir(), []string{"MEDIA_UDP_ADDR=" + media.String()})
	var clean, impaired string
	t.Run("play", func(t *testing.T) {
		t.Run("clean", func(t *testing.T) {
			t.Parallel()
			clean = said(s.play(t, questions), interviewer)
		})
		t.Run("impaired", func(t *testing.T) {
			t.Parallel()
			relay := relayTo(t, media, impair.Network{
				Loss: 0.10, Jitter: 60 * time.Millisecond, Seed: 1,
				// Sound suffers; the handshake is the WebRTC library's business.
				Spare: func(first byte) bool { return first < 128 || first > 191 },
			})
			behind := &service{url: detour(t, s.url, media, relay.Addr()), dir: s.dir, environ: s.environ}
			impaired = said(behind.play(t, questions), interviewer)
			if stats := relay.Stats(); stats.Lost < 50 || stats.Lost > stats.Received/5 {
				t.Errorf("the relay did not do its work: %+v", stats)
			}
		})
	})
	was, is := strings.Fields(clean), strings.Fields(impaired)
	if len(was) < 30 {
		t.Fatalf("heard too little: %q", clean)
	}
	distance := editDistance(was, is)
	t.Logf("%d of %d words differ\nclean:    %s\nimpaired: %s", distance, len(was), clean, impaired)
	if distance*20 > len(was) {
		t.Errorf("more than 5 %% of the words differ")
	}
}

// freeUDP returns an address that nothing uses.
func freeUDP(t *testing.T) netip.AddrPort {
	t.Helper()
	relay, err := impair.New(netip.MustParseAddrPort("127.0.0.1:9"), impair.Network{})
	if err != nil {
		t.Fatal(err)
	}
	addr := relay.Addr()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := relay.Run(over); err != nil {
		t.Fatal(err)
	}
	return addr
}

func relayTo(t *testing.T, target netip.AddrPort, n impair.Network) *impair.Relay {
	t.Helper()
	relay, err := impair.New(target, n)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := relay.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return relay
}

// detour serves the service at another address, where the sound's address in
// answers is the relay's.
func detour(t *testing.T, to string, media, relay netip.AddrPort) string {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	candidate := func(a netip.AddrPort) []byte {
		return []byte(a.Addr().String() + " " + strconv.Itoa(int(a.Port())) + " typ host")
	}
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Del("Accept-Encoding") // what is compressed cannot be changed
		},
		FlushInterval: -1,
		ModifyResponse: func(res *http.Response) error {
			if !strings.HasSuffix(res.Request.URL.Path, "/ConnectMedia") {
				return nil
			}
			body, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			old, changed := candidate(media), candidate(relay)
			if len(old) != len(changed) || !bytes.Contains(body, old) {
				t.Errorf("cannot put %s in the place of %s", changed, old)
			}
			res.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, old, changed)))
			return nil
		},
	})
	t.Cleanup(front.Close)
	return front.URL
}
