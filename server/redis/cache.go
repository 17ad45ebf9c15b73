package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// cachePrefix is where finished answers are kept.
const cachePrefix = "interviewai:ai:cache:"

// AnswerCache implements answer.Cache. What it holds may vanish at any time.
type AnswerCache struct{ client redis.UniversalClient }

// NewAnswerCache returns a cache on client.
func NewAnswerCache(client redis.UniversalClient) *AnswerCache { return &AnswerCache{client} }

// Get returns what was kept under key; ok is false when there is nothing.
func (c *AnswerCache) Get(ctx context.Context, key string) (data []byte, ok bool, err error) {
	data, err = c.client.Get(ctx, cachePrefix+key).Bytes()
	switch {
	case errors.Is(err, redis.Nil):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read cached answer: %w", err)
	}
	return data, true, nil
}

// Put keeps data under key for ttl.
func (c *AnswerCache) Put(ctx context.Context, key string, data []byte, ttl time.Duration) error {
	if err := c.client.Set(ctx, cachePrefix+key, data, ttl).Err(); err != nil {
		return fmt.Errorf("keep answer in cache: %w", err)
	}
	return nil
}
