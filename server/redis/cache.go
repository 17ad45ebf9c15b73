package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// cachePrefix is where finished answers are kept.
	cachePrefix = "interviewai:ai:cache:"
	// cacheTime bounds how much later than without a cache an answer may come.
	cacheTime = 500 * time.Millisecond
)

// AnswerCache implements answer.Cache. What it holds may vanish at any time.
type AnswerCache struct {
	client   redis.UniversalClient
	patience patience
}

// NewAnswerCache returns a cache on client.
func NewAnswerCache(client redis.UniversalClient) *AnswerCache {
	return &AnswerCache{client, newPatience(cacheTime)}
}

// Get returns what was kept under key; ok is false when there is nothing.
func (c *AnswerCache) Get(ctx context.Context, key string) (data []byte, ok bool, err error) {
	err = c.patience.do(ctx, func(ctx context.Context) error {
		data, err = c.client.Get(ctx, cachePrefix+key).Bytes()
		ok = err == nil
		return unlessMissing(err)
	})
	if err != nil {
		return nil, false, fmt.Errorf("read cached answer: %w", err)
	}
	return data, ok, nil
}

// Put keeps data under key for ttl.
func (c *AnswerCache) Put(ctx context.Context, key string, data []byte, ttl time.Duration) error {
	err := c.patience.do(ctx, func(ctx context.Context) error {
		return c.client.Set(ctx, cachePrefix+key, data, ttl).Err()
	})
	if err != nil {
		return fmt.Errorf("keep answer in cache: %w", err)
	}
	return nil
}
