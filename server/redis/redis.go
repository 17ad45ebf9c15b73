// Package redis opens the Redis that the server's fast paths use: the one at REDIS_URL, or an embedded one in this
// process. Both are reached through the same client over the same protocol, so no other code knows which it is.
//
// What is in Redis is disposable: everything in it stands in a document too, or can be made again.
package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// tick is how exactly the embedded Redis expires keys.
const tick = 100 * time.Millisecond

// Server is a Redis in use, external or embedded.
type Server struct {
	client   *redis.Client
	embedded *miniredis.Miniredis // nil if external
}

// Open uses the Redis at url (redis:// or rediss://), or starts an embedded one if url is empty. It fails if the URL is
// malformed, and does not look whether anything is there: who needs to know asks Ping. Close ends it.
func Open(url string) (*Server, error) {
	s := &Server{}
	options, err := s.options(url)
	if err != nil {
		return nil, err
	}
	// Whoever gives a time gets an answer in it, also from a Redis that took the command and says nothing.
	options.ContextTimeoutEnabled = true
	s.client = redis.NewClient(options)
	return s, nil
}

func (s *Server) options(url string) (*redis.Options, error) {
	if url != "" {
		options, err := redis.ParseURL(url)
		if err != nil || options.Network == "unix" { // the configuration has no such thing either
			// The parser's message quotes the URL, which holds the password.
			return nil, errors.New("open redis: the URL is malformed")
		}
		return options, nil
	}
	// A loopback port and not an in-memory pipe: a pipe has no buffer, and a long pipeline of commands would wait for
	// its answers to be read while the answers wait for it. Others on the machine do not know the password.
	password := rand.Text()
	s.embedded = miniredis.NewMiniRedis()
	s.embedded.RequireAuth(password)
	if err := s.embedded.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start embedded redis: %w", err)
	}
	return &redis.Options{
		Addr:     s.embedded.Addr(),
		Password: password,
		// The embedded server knows neither CLIENT SETINFO nor maintenance notifications.
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}, nil
}

// Run keeps the embedded Redis's keys expiring, which they do not by themselves, until ctx ends. For an external Redis
// it only waits.
func (s *Server) Run(ctx context.Context) error {
	if s.embedded == nil {
		<-ctx.Done()
		return nil
	}
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-ticker.C:
			// By what has passed, not by the tick: a busy machine skips ticks.
			s.embedded.FastForward(now.Sub(last))
			last = now
		}
	}
}

// Client is the client for everything; it is safe for concurrent use.
func (s *Server) Client() *redis.Client { return s.client }

// Embedded reports whether the Redis is in this process, which start-up says plainly.
func (s *Server) Embedded() bool { return s.embedded != nil }

// Ping fails if Redis cannot serve.
func (s *Server) Ping(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("ping redis: %w", err)
	}
	return nil
}

// Close disconnects, and ends the embedded Redis with all that is in it.
func (s *Server) Close() error {
	err := s.client.Close()
	if s.embedded != nil {
		s.embedded.Close()
	}
	if err != nil {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}
