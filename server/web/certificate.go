package web

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
)

// restatAfter bounds how often handshakes look at the files.
const restatAfter = time.Second

// Certificate is a certificate with its key in two PEM files, read again when
// they change, so that a renewal needs no restart.
type Certificate struct {
	certFile, keyFile string
	now               func() time.Time
	logger            *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	seen    [2]fileState
	looked  time.Time
}

// fileState tells one version of a file from another.
type fileState struct {
	modified time.Time
	size     int64
}

// OpenCertificate reads a certificate and its key. Its error says which file
// cannot be read, or that the two do not belong together.
func OpenCertificate(certFile, keyFile string, now func() time.Time, logger *slog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, now: now, logger: logger, looked: now()}
	seen, err := c.stat()
	if err != nil {
		return nil, err
	}
	c.seen = seen
	if c.current, err = c.read(); err != nil {
		return nil, err
	}
	return c, nil
}

// TLS returns how to serve with the certificate: TLS 1.3 and nothing older
// (NFR-SEC-002), whose cipher suites are all good and cannot be chosen.
func (c *Certificate) TLS() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.get(), nil },
	}
}

// get returns the newest certificate that could be read. A half-written or
// mismatched pair keeps the one before in service.
func (c *Certificate) get() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Sub(c.looked) < restatAfter {
		return c.current
	}
	c.looked = now
	seen, err := c.stat()
	if err == nil && seen == c.seen {
		return c.current
	}
	var fresh *tls.Certificate
	if err == nil {
		fresh, err = c.read()
	}
	if err != nil {
		c.logger.Warn("the new certificate cannot be used; the old one stays", observe.KeyError, err)
		return c.current
	}
	c.current, c.seen = fresh, seen
	c.logger.Info("a new certificate is in use", "until", fresh.Leaf.NotAfter)
	return c.current
}

func (c *Certificate) read() (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return nil, fmt.Errorf("read certificate %s with key %s: %w", c.certFile, c.keyFile, err)
	}
	return &pair, nil
}

func (c *Certificate) stat() (seen [2]fileState, err error) {
	for i, name := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return seen, fmt.Errorf("look at certificate: %w", err)
		}
		seen[i] = fileState{info.ModTime(), info.Size()}
	}
	return seen, nil
}
