package web_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/web"
)

// writePair makes a certificate for localhost with this serial number.
func writePair(t *testing.T, dir string, serial int64) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		// File systems may not tell two writes within a tick apart.
		if err := os.Chtimes(name, time.Time{}, time.Unix(1e9+serial, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestTLS(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := writePair(t, dir, 1)
	var seconds atomic.Int64
	now := func() time.Time { return time.Unix(seconds.Load(), 0) }
	certificate, err := web.OpenCertificate(certFile, keyFile, now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() {
		ended <- web.Server{
			Handler:  http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Proto", r.Proto) }),
			Listener: listener, TLS: certificate.TLS(), Drain: 10 * time.Second, Logger: slog.New(slog.DiscardHandler),
		}.Run(ctx)
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	dial := func(version uint16, protocols ...string) (tls.ConnectionState, error) {
		dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MaxVersion: version, NextProtos: protocols}} //nolint:gosec // it is the certificate itself that is looked at
		conn, err := dialer.DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			return tls.ConnectionState{}, err
		}
		defer conn.Close() //nolint:errcheck // nothing was written
		return conn.(*tls.Conn).ConnectionState(), nil
	}
	serial := func() int64 {
		t.Helper()
		state, err := dial(0)
		if err != nil {
			t.Fatal(err)
		}
		return state.PeerCertificates[0].SerialNumber.Int64()
	}

	if _, err := dial(tls.VersionTLS12); err == nil {
		t.Error("TLS 1.2 was accepted")
	}
	for _, protocol := range []string{"h2", "http/1.1"} {
		if state, err := dial(0, protocol); err != nil || state.Version != tls.VersionTLS13 || state.NegotiatedProtocol != protocol {
			t.Errorf("%s: %v, %+v", protocol, err, state.NegotiatedProtocol)
		}
	}
	writePair(t, dir, 2)
	if got := serial(); got != 1 {
		t.Errorf("looked at the files within the same second: %d", got)
	}
	seconds.Add(2)
	if got := serial(); got != 2 {
		t.Errorf("the new certificate is not in use: %d", got)
	}
	if err := os.WriteFile(certFile, []byte("half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	seconds.Add(2)
	if got := serial(); got != 2 {
		t.Errorf("a broken file took the old certificate away: %d", got)
	}
	if _, err := web.OpenCertificate(certFile, keyFile, now, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a broken file was accepted at the start")
	}
	if _, err := web.OpenCertificate(filepath.Join(dir, "none"), keyFile, now, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a missing file was accepted at the start")
	}
}
