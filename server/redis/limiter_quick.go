package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/sony/gobreaker/v2"
)

const (
	// quickFailures in a row stop the asking.
	quickFailures = 3
	// quickRest is how long nobody asks then; after it, one call tries.
	quickRest = time.Second
	// quickDial is how long connecting may go on after its caller has left.
	quickDial = time.Second
)

// errResting is what commands get while Redis is not being asked.
var errResting = errors.New("redis is given a rest after failures")

// Quick is Redis for what a call can do without: it keeps to the deadline of its
// caller, never tries twice, and after three failures in a row does not ask for
// a second, so that a dead or slow Redis costs three calls their deadline each
// second and nobody else anything.
type Quick struct {
	client  *redis.Client
	breaker *gobreaker.CircuitBreaker[struct{}]
	missed  atomic.Uint64
}

// NewQuick returns a Quick with connections of its own to client's server. Close
// ends it. logger is told when Redis stops and starts to answer.
func NewQuick(client *redis.Client, logger *slog.Logger) *Quick {
	return newQuick(client, logger, quickRest)
}

func newQuick(client *redis.Client, logger *slog.Logger, rest time.Duration) *Quick {
	o := *client.Options()
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.DialTimeout = quickDial
	o.DialerRetries = 1
	// The original's own state, and a feature that needs it.
	o.PushNotificationProcessor = nil
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return &Quick{
		client: redis.NewClient(&o),
		breaker: gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
			Name:        "redis",
			MaxRequests: 1,
			Timeout:     rest,
			ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= quickFailures },
			IsExcluded:  func(err error) bool { return errors.Is(err, context.Canceled) },
			OnStateChange: func(_ string, from, to gobreaker.State) {
				switch {
				case to == gobreaker.StateOpen && from == gobreaker.StateClosed:
					logger.Warn("redis does not answer in time; limits hold in each process by itself, nothing is cached")
				case to == gobreaker.StateClosed:
					logger.Info("redis answers again")
				}
			},
		}),
	}
}

// Missed counts commands that failed or were not sent since the start.
func (q *Quick) Missed() uint64 { return q.missed.Load() }

// Close ends the connections.
func (q *Quick) Close() error {
	if err := q.client.Close(); err != nil {
		return fmt.Errorf("close quick redis: %w", err)
	}
	return nil
}

// do runs f unless Redis is being given a rest.
func (q *Quick) do(f func(*redis.Client) error) error {
	_, err := q.breaker.Execute(func() (struct{}, error) { return struct{}{}, f(q.client) })
	if err != nil {
		q.missed.Add(1)
	}
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return errResting
	}
	return err //nolint:wrapcheck // f wraps its own
}
