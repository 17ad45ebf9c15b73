package redis

import (
	"context"
	"errors"
	"time"

	"github.com/sony/gobreaker/v2"
)

// patience asks Redis for what somebody waits for, within a time. After one
// failure, which is several tries of the client, nobody asks for a second: when
// Redis is away, one caller each second waits, and a list of twenty once.
type patience struct {
	within  time.Duration
	breaker *gobreaker.CircuitBreaker[struct{}]
}

func newPatience(within time.Duration) patience {
	return patience{within, gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        "redis",
		MaxRequests: 1,
		Timeout:     quickRest,
		ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures > 0 },
		IsExcluded:  func(err error) bool { return errors.As(err, new(callerLeft)) },
	})}
}

// callerLeft is the end of a caller who left or had less time than we would
// have taken. It says nothing of Redis.
type callerLeft struct{ error }

func (l callerLeft) Unwrap() error { return l.error }

// do runs f unless Redis is being given a rest.
func (p patience) do(ctx context.Context, f func(context.Context) error) error {
	_, err := p.breaker.Execute(func() (struct{}, error) {
		within, cancel := context.WithTimeout(ctx, p.within)
		defer cancel()
		err := f(within)
		if err != nil && ctx.Err() != nil {
			err = callerLeft{ctx.Err()}
		}
		return struct{}{}, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return errResting
	}
	return err //nolint:wrapcheck // f wraps its own
}
