package rpc

import (
	"context"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"
)

const (
	// cacheLife is how long an answer is kept at most: longer than a
	// page is looked at, so that most calls find it, and no longer than an account
	// may look outdated where a forgotten change was lost.
	cacheLife = 5 * time.Minute
	// maxAnswer is the largest answer worth keeping; larger ones are rare and
	// would push out many others.
	maxAnswer = 64 << 10
	// maxKept bounds each half of a local cache, in bytes of answers and keys.
	maxKept = 16 << 20
	// maxTags bounds how many changed tags are remembered one by one.
	maxTags = 100_000
)

// LocalCache is a ResponseCache for a process that is alone with its documents.
// It keeps the messages themselves: decoding them again would cost more than
// reading the document store does.
//
// Answers live in two generations; when the younger is full, the older one is
// dropped. One counter numbers all changes: an answer is good while none of its
// tags was changed after the number it was read under.
type LocalCache struct {
	now func() time.Time

	mu         sync.Mutex
	young, old map[string]kept
	size       int // of young, in bytes
	changes    uint64
	changed    map[string]uint64 // tag → the number of its latest change
	forgotten  uint64            // number of the latest change not in changed
}

type kept struct {
	answer proto.Message
	under  uint64
	until  time.Time
	size   int
}

// NewLocalCache returns an empty cache that reads the time from now.
func NewLocalCache(now func() time.Time) *LocalCache {
	return &LocalCache{now: now, young: map[string]kept{}, changed: map[string]uint64{}}
}

// Look implements ResponseCache.
func (l *LocalCache) Look(_ context.Context, key string, tags []string, _ func() proto.Message) (answer proto.Message, keep func(context.Context, proto.Message)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	found, ok := l.young[key]
	if !ok {
		if found, ok = l.old[key]; ok {
			l.put(key, found)
		}
	}
	if ok && found.under >= l.latest(tags) && l.now().Before(found.until) {
		return found.answer, nil
	}
	under := l.changes
	return nil, func(_ context.Context, answer proto.Message) {
		size := len(key) + proto.Size(answer)
		if size > maxAnswer {
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.put(key, kept{answer: answer, under: under, until: l.now().Add(cacheLife), size: size})
	}
}

func (l *LocalCache) put(key string, k kept) {
	if l.size+k.size > maxKept {
		l.old, l.young, l.size = l.young, map[string]kept{}, 0
	}
	l.size += k.size - l.young[key].size
	l.young[key] = k
}

// latest is the number of the latest change to any of the tags.
func (l *LocalCache) latest(tags []string) uint64 {
	latest := l.forgotten
	for _, tag := range tags {
		latest = max(latest, l.changed[tag])
	}
	return latest
}

// Hold implements ResponseCache. It has nothing to do: should the process die,
// the cache dies with it.
func (l *LocalCache) Hold(context.Context, ...string) {}

// Invalidate implements ResponseCache.
func (l *LocalCache) Invalidate(_ context.Context, tags ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.changed)+len(tags) > maxTags {
		// Whatever is kept now counts as changed.
		l.changes++
		l.forgotten = l.changes
		clear(l.changed)
	}
	l.changes++
	for _, tag := range tags {
		l.changed[tag] = l.changes
	}
}
