package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// limitPrefix follows the library's own "rate:".
const limitPrefix = "interviewai:limit:"

// Limiter implements rpc.SharedLimits: it counts calls for all processes at one
// Redis, by its clock. What it holds may vanish; then everybody starts anew.
type Limiter struct {
	quick   *Quick
	limiter *redis_rate.Limiter
}

// NewLimiter returns a limiter on quick.
func NewLimiter(quick *Quick) *Limiter {
	return &Limiter{quick: quick, limiter: redis_rate.NewLimiter(quick.client)}
}

// Take spends one of so many calls in a period. wait is above zero when there
// was none left.
func (l *Limiter) Take(ctx context.Context, key string, calls int, period time.Duration) (left int, reset, wait time.Duration, err error) {
	limit := redis_rate.Limit{Rate: calls, Burst: calls, Period: period}
	var result *redis_rate.Result
	err = l.quick.do(func(*redis.Client) error {
		if result, err = l.limiter.Allow(ctx, limitPrefix+key, limit); err != nil {
			return fmt.Errorf("count call: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, 0, 0, err
	}
	if result.Allowed == 0 {
		// Never zero, which would read as allowed.
		wait = max(result.RetryAfter, time.Millisecond)
	}
	return result.Remaining, result.ResetAfter, wait, nil
}
