package outgoing_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/outgoing"
)

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "172.32.0.1": true, "2606:4700:4700::1111": true, "64:ff9b::808:808": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "100.100.100.200": false, "0.0.0.0": false, "224.0.0.1": false,
		"255.255.255.255": false, "240.0.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "203.0.113.1": false,
		"192.0.0.192": false, "168.63.129.16": false, "192.88.99.1": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::7f00:1": false, "2002:7f00:1::": false,
		"2002:c0a8:101::1": false, "2001:0:808:808::1": false, "2001:db8::1": false, "3fff::1": false,
		"fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "fec0::1": false, "ff02::1": false,
		"2606:4700::1%eth0": false,
	} {
		if got := outgoing.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("Public(%s) = %t", address, got)
		}
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	var reached atomic.Int64
	own := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(own.Close)
	c := outgoing.New(outgoing.Options{PlainHTTP: true})
	port := own.URL[strings.LastIndex(own.URL, ":"):]
	for _, address := range []string{
		own.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://127.0.0.1/", "http://[::1]/",
		"http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/",
		"http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://127.0.0.1./",
		"http://8.8.8.8:22/", "http://user:password@8.8.8.8/", "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/",
		"http:opaque", "//8.8.8.8/", "", "http://%zz/", "http:///path",
	} {
		if _, _, err := c.Fetch(t.Context(), address, 100); !errors.Is(err, outgoing.ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, _, err := outgoing.New(outgoing.Options{}).Fetch(t.Context(), "http://8.8.8.8/", 1); !errors.Is(err, outgoing.ErrAddress) {
		t.Errorf("plain http: %v", err)
	}
	if reached.Load() != 0 {
		t.Error("our own server was reached")
	}
}

// loosened reaches 127.0.0.2 alone, which plays the public internet.
func loosened(resolver *net.Resolver) *outgoing.Client {
	return outgoing.New(outgoing.Options{
		PlainHTTP: true, Exceptions: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}, Resolver: resolver,
	})
}

func serve(t *testing.T, address string, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	var listen net.ListenConfig
	l, err := listen.Listen(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(handler)
	_ = s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	var own atomic.Int64
	loopback := serve(t, "127.0.0.1:0", func(http.ResponseWriter, *http.Request) { own.Add(1) })
	s := serve(t, "127.0.0.2:0", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/picture":
			if r.Referer() != "" {
				t.Error("the server learns where we came from")
			}
			w.Header().Set("Content-Type", "image/png; x=y")
			_, _ = w.Write([]byte("1234567890"))
		case "/unsized":
			w.Header().Set("Content-Type", "image/png")
			for range 1000 {
				if _, err := w.Write(make([]byte, 1000)); err != nil {
					return
				}
				_ = http.NewResponseController(w).Flush()
			}
		case "/3":
			http.Redirect(w, r, "/2", http.StatusFound)
		case "/4":
			http.Redirect(w, r, "/3", http.StatusFound)
		case "/2":
			http.Redirect(w, r, "/1", http.StatusFound)
		case "/1":
			http.Redirect(w, r, "/picture", http.StatusFound)
		case "/to-loopback":
			http.Redirect(w, r, loopback.URL, http.StatusFound)
		case "/to-file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	for path, c := range map[string]struct {
		max  int64
		want error
	}{
		"/picture": {10, nil}, "/3": {10, nil}, "/4": {10, outgoing.ErrAddress},
		"/picture?": {9, outgoing.ErrTooLarge}, "/unsized": {5000, outgoing.ErrTooLarge},
		"/to-loopback": {10, outgoing.ErrAddress}, "/to-file": {10, outgoing.ErrAddress}, "/none": {10, outgoing.ErrUnavailable},
	} {
		content, kind, err := loosened(nil).Fetch(t.Context(), s.URL+path, c.max, "image/png")
		if c.want == nil && (err != nil || string(content) != "1234567890" || kind != "image/png") {
			t.Errorf("%s: %q %q %v", path, content, kind, err)
		}
		if c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", path, err, c.want)
		}
	}
	if _, _, err := loosened(nil).Fetch(t.Context(), s.URL+"/picture", 10, "image/jpeg"); !errors.Is(err, outgoing.ErrType) {
		t.Errorf("another type: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := loosened(nil).Fetch(ctx, s.URL+"/picture", 10); !errors.Is(err, context.Canceled) || fault.From(err) != nil {
		t.Errorf("a caller that left: %v", err)
	}
	if own.Load() != 0 {
		t.Error("our own server was reached through a redirect")
	}
}

// A name that is public when it is looked at and private when it is used.
func TestRebinding(t *testing.T) {
	var own atomic.Int64
	public := serve(t, "127.0.0.2:0", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"again", http.StatusFound) // to the same name, which is looked up anew
	})
	_, port, _ := net.SplitHostPort(public.Listener.Addr().String())
	serve(t, "127.0.0.1:"+port, func(http.ResponseWriter, *http.Request) { own.Add(1) })

	var asked atomic.Int64
	resolver := names(t, func() [4]byte {
		if asked.Add(1) == 1 {
			return [4]byte{127, 0, 0, 2}
		}
		return [4]byte{127, 0, 0, 1}
	})
	_, _, err := loosened(resolver).Fetch(t.Context(), "http://rebinding.example.org:"+port+"/", 10)
	if !errors.Is(err, outgoing.ErrAddress) {
		t.Errorf("Fetch: %v", err)
	}
	if asked.Load() < 2 || own.Load() != 0 {
		t.Errorf("%d lookups, our own server reached %d times", asked.Load(), own.Load())
	}
}

// names is a resolver that asks a DNS server of ours.
func names(t *testing.T, next func() [4]byte) *net.Resolver {
	t.Helper()
	var listen net.ListenConfig
	conn, err := listen.ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { _ = conn.Close(); <-done })
	go func() {
		defer close(done)
		for buffer := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Additionals = true, nil
			if q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: next()},
				}}
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}
