package redis

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"google.golang.org/protobuf/proto"
)

const (
	responsePrefix   = "interviewai:cache:api:answer:"
	generationPrefix = "interviewai:cache:api:generation:"
	// responseLife is how long an answer is kept.
	responseLife = 5 * time.Minute
	// generationLife only bounds what is forgotten: a tag without a generation
	// gets a new one, and all answers under the old one are dead.
	generationLife = time.Hour
	// holdLife is how long a change may take whose process dies in the middle.
	holdLife = 30 * time.Second
	// held stands for a generation while what it is about is being changed.
	held = "-"
	// everything is a tag that all answers have.
	everything = "*"
	// responseTime bounds what a read waits for the cache.
	responseTime = 50 * time.Millisecond
	// changeTime bounds what a change waits for telling others. It is long, since
	// others may show what was before until they are told; and only the first
	// change waits when Redis is away: the next ones are owed at once. Its caller
	// has an answer within two seconds, and needs some of them for the change.
	changeTime = 1500 * time.Millisecond
	// maxResponse is the largest answer kept.
	maxResponse = 64 << 10
	// maxOwed bounds the tags that wait to be invalidated. When more come, one
	// for everything takes their place.
	maxOwed = 1000
	// payEvery is how often that is tried.
	payEvery = 250 * time.Millisecond
)

// ResponseCache implements rpc.ResponseCache for many processes.
//
// Each tag has a generation, a random value, and each answer is kept with the
// generations of its tags as they were before it was read: it is good while they
// still are the same. Invalidating a tag gives it a new one. Random values and no
// counters, since a counter that was emptied with Redis would count up to the
// same number again and wake an old answer.
//
// When Redis cannot be reached, nothing is served or kept. An invalidation that
// fails is owed: until it is paid, Run trying four times a second, this process
// serves nothing with that tag. Another process that still reaches Redis serves nothing
// either if Hold came before the change (as it does for every call), since what
// is held stays so for 30 seconds and gets a new generation then. What remains is
// a change during which Redis is cut off from this process only, from its
// beginning: others may show what was before until the debt is paid, and for
// five minutes at most.
type ResponseCache struct {
	quick *Quick
	now   func() time.Time

	mu   sync.Mutex
	owed map[string]time.Time // tag → when all answers with it have expired
}

// NewResponseCache returns a cache on quick that reads the time from now.
func NewResponseCache(quick *Quick, now func() time.Time) *ResponseCache {
	return &ResponseCache{quick: quick, now: now, owed: map[string]time.Time{}}
}

// Look returns the answer kept under key, or nil and how to keep a fresh one,
// which is nil too when nothing may be kept.
func (c *ResponseCache) Look(ctx context.Context, key string, tags []string, empty func() proto.Message) (answer proto.Message, keep func(context.Context, proto.Message)) {
	tags = append(slices.Clone(tags), everything)
	if c.owes(tags) {
		return nil, nil
	}
	where := responseKey(key)
	found, now, err := c.read(ctx, where, tags)
	if err != nil || now == "" {
		return nil, nil
	}
	if under, body, ok := bytes.Cut(found, []byte{'\n'}); ok && string(under) == now {
		answer := empty()
		if proto.Unmarshal(body, answer) == nil {
			return answer, nil
		}
	}
	return nil, func(ctx context.Context, answer proto.Message) { c.keep(ctx, where, now, answer) }
}

// read returns what is kept at a key, and the tags' generations joined; none if
// one of them is held.
func (c *ResponseCache) read(ctx context.Context, where string, tags []string) (found []byte, generations string, err error) {
	ctx, cancel := quickly(ctx)
	defer cancel()
	values := make([]string, len(tags))
	err = c.quick.do(func(client *redis.Client) error {
		p := client.Pipeline()
		answer := p.Get(ctx, where)
		current := make([]*redis.StringCmd, len(tags))
		for i, tag := range tags {
			current[i] = p.Get(ctx, generationPrefix+tag)
		}
		if _, err := p.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
			return fmt.Errorf("read cached response: %w", err)
		}
		found, _ = answer.Bytes()
		for i := range tags {
			if values[i], err = current[i].Result(); errors.Is(err, redis.Nil) {
				values[i], err = begin(ctx, client, tags[i])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || slices.Contains(values, held) {
		return nil, "", err
	}
	return found, strings.Join(values, ","), nil
}

// begin gives a tag its first generation, or returns what another process gave
// it meanwhile.
func begin(ctx context.Context, client *redis.Client, tag string) (string, error) {
	p := client.Pipeline()
	p.SetNX(ctx, generationPrefix+tag, rand.Text(), generationLife)
	current := p.Get(ctx, generationPrefix+tag)
	if _, err := p.Exec(ctx); err != nil {
		return "", fmt.Errorf("begin cache generation: %w", err)
	}
	return current.Val(), nil
}

func (c *ResponseCache) keep(ctx context.Context, where, generations string, answer proto.Message) {
	body, err := proto.Marshal(answer)
	if err != nil || len(body) > maxResponse {
		return
	}
	ctx, cancel := quickly(ctx)
	defer cancel()
	// What could not be kept is made again next time.
	_ = c.quick.do(func(client *redis.Client) error {
		return client.Set(ctx, where, append([]byte(generations+"\n"), body...), responseLife).Err()
	})
}

// Hold makes sure that nothing with these tags is served or kept until they are
// invalidated, also if this process should die before that.
func (c *ResponseCache) Hold(ctx context.Context, tags ...string) {
	c.tell(ctx, tags, func() string { return held }, holdLife)
}

// Invalidate forgets the answers with these tags, in every process.
func (c *ResponseCache) Invalidate(ctx context.Context, tags ...string) {
	c.tell(ctx, tags, rand.Text, generationLife)
}

func (c *ResponseCache) tell(ctx context.Context, tags []string, value func() string, life time.Duration) {
	if c.owesAny() || c.set(ctx, tags, value, life) != nil {
		c.owe(tags)
	}
}

// set does not go by the breaker: three reads that were too slow are no reason
// not to tell others of a change.
func (c *ResponseCache) set(ctx context.Context, tags []string, value func() string, life time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), changeTime)
	defer cancel()
	p := c.quick.client.Pipeline()
	for _, tag := range tags {
		p.Set(ctx, generationPrefix+tag, value(), life)
	}
	_, err := p.Exec(ctx)
	return err //nolint:wrapcheck // never shown: it is owed
}

// Run pays what is owed until ctx ends.
func (c *ResponseCache) Run(ctx context.Context) error {
	ticker := time.NewTicker(payEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			c.pay(ctx)
		}
	}
}

// pay tries once to invalidate what is owed. A tag that is owed again while it
// is being paid stays owed.
func (c *ResponseCache) pay(ctx context.Context) {
	c.mu.Lock()
	var tags []string
	until := map[string]time.Time{}
	for tag, expired := range c.owed {
		if c.now().After(expired) {
			delete(c.owed, tag)
			continue
		}
		tags = append(tags, tag)
		until[tag] = expired
	}
	c.mu.Unlock()
	if len(tags) == 0 || c.set(ctx, tags, rand.Text, generationLife) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for tag, expired := range until {
		if c.owed[tag].Equal(expired) {
			delete(c.owed, tag)
		}
	}
}

func (c *ResponseCache) owe(tags []string) {
	until := c.now().Add(responseLife)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.owed)+len(tags) > maxOwed {
		clear(c.owed)
		tags = []string{everything}
	}
	for _, tag := range tags {
		c.owed[tag] = until
	}
}

func (c *ResponseCache) owes(tags []string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(tags, func(tag string) bool { _, ok := c.owed[tag]; return ok })
}

func (c *ResponseCache) owesAny() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.owed) > 0
}

// quickly bounds a command, whatever the caller's own deadline: a client that
// hangs up must not keep a change from being told, nor look like a failure.
func quickly(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), responseTime)
}

// responseKey has nothing of a request in it.
func responseKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return responsePrefix + base64.RawURLEncoding.EncodeToString(sum[:])
}
