package redis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/interviewai-pro/interviewai/server/coach"
)

const (
	// eventLogKept is how many of the newest events a session's log keeps.
	eventLogKept = 5000
	// eventLogLife is how long a log outlives its last event.
	eventLogLife = 24 * time.Hour
	// followerQueue bounds what one follower may be behind. When it is full the
	// follower is ended: its channel closes and it resumes from the log.
	followerQueue = 1024
	// askTime bounds what a caller waits for the log, who has two seconds for all.
	askTime = 1500 * time.Millisecond
	// appendTime bounds how long events are held up. It is longer, since what is
	// said meanwhile is lost with them; callers have asked for the log before.
	appendTime = 5 * time.Second
)

// appendEvents numbers, keeps and publishes entries as one step.
var appendEvents = goredis.NewScript(`
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq'))
local limit = tonumber(redis.call('HGET', KEYS[1], 'limit'))
local n = #ARGV - 3
if not seq or not limit or seq + n > limit then return -1 end
for i = 4, #ARGV do
  seq = seq + 1
  redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[2], seq .. '-0', 'e', ARGV[i])
  redis.call('PUBLISH', ARGV[1], seq .. ' ' .. ARGV[i])
end
redis.call('HSET', KEYS[1], 'seq', seq)
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return seq
`)

// extendEvents allows more numbers; a missing log starts behind ARGV[1].
var extendEvents = goredis.NewScript(`
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq'))
if not seq then
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'seq', ARGV[1], 'base', ARGV[1], 'limit', ARGV[2])
elseif tonumber(redis.call('HGET', KEYS[1], 'limit')) < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], 'limit', ARGV[2])
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
`)

// EventLog keeps the numbered events of live sessions in Redis streams and
// fans them out with one subscription connection per process, however many
// watchers there are. It implements coach.Log.
type EventLog struct {
	client   goredis.UniversalClient
	pubsub   *goredis.PubSub
	patience patience
	// changed wakes whoever subscribes: the library's subscriptions wait for its
	// connection, and neither callers nor other followers may.
	changed chan struct{}

	mu        sync.Mutex
	followers map[string]map[*follower]struct{}
	// ready is closed, per channel, when Redis has confirmed the subscription.
	ready map[string]chan struct{}
	slow  atomic.Int64
}

type follower struct {
	entries chan coach.Entry
	closed  bool
}

// NewEventLog returns a log over client. Run must be running for followers to
// receive anything.
func NewEventLog(client goredis.UniversalClient) *EventLog {
	return &EventLog{
		client: client, pubsub: client.Subscribe(context.Background()), patience: newPatience(askTime),
		changed:   make(chan struct{}, 1),
		followers: map[string]map[*follower]struct{}{}, ready: map[string]chan struct{}{},
	}
}

// SlowFollowers counts the followers that were ended for falling behind.
func (l *EventLog) SlowFollowers() int64 { return l.slow.Load() }

// Run delivers published events to followers until ctx ends; then every
// follower's channel is closed.
func (l *EventLog) Run(ctx context.Context) error {
	var subscribing sync.WaitGroup
	subscribing.Go(func() { l.subscribe(ctx) })
	defer subscribing.Wait()
	stop := context.AfterFunc(ctx, func() { _ = l.pubsub.Close() })
	defer stop()
	defer l.closeAll()
	for {
		m, err := l.pubsub.Receive(ctx)
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, goredis.ErrClosed) {
				return nil
			}
			// The connection was lost: go-redis reconnects and subscribes
			// again. What was published meanwhile is in the streams, and
			// followers find the gap by its numbers.
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(50 * time.Millisecond):
			}
			continue
		}
		switch m := m.(type) {
		case *goredis.Subscription:
			if m.Kind == "subscribe" {
				l.confirmed(m.Channel)
			}
		case *goredis.Message:
			l.deliver(m.Channel, m.Payload)
		}
	}
}

// subscribe asks Redis for the channels that have followers, until ctx ends.
// What fails is asked for again with the next connection.
func (l *EventLog) subscribe(ctx context.Context) {
	asked := map[string]chan struct{}{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.changed:
		}
		var join, quit []string
		l.mu.Lock()
		for ch := range asked {
			if l.ready[ch] == nil {
				quit = append(quit, ch)
			}
		}
		for ch, ready := range l.ready {
			if asked[ch] != ready {
				join = append(join, ch) // also once more, for whoever came after the last one left
			}
		}
		asked = maps.Clone(l.ready)
		l.mu.Unlock()
		if len(quit) > 0 {
			_ = l.pubsub.Unsubscribe(ctx, quit...)
		}
		if len(join) > 0 {
			_ = l.pubsub.Subscribe(ctx, join...)
		}
	}
}

func (l *EventLog) wake() {
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// ask does what a caller waits for.
func (l *EventLog) ask(ctx context.Context, doing string, f func(context.Context) error) error {
	return unavailable(ctx, doing, l.patience.do(ctx, f))
}

// unavailable is what it means to the domain that Redis did not do something.
func unavailable(ctx context.Context, doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	return coach.ErrEventsUnavailable.Because(fmt.Errorf("%s: %w", doing, err))
}

// Append implements coach.Log.
func (l *EventLog) Append(ctx context.Context, sessionID string, data [][]byte) (int64, error) {
	args := make([]any, 0, 3+len(data))
	args = append(args, channelOf(sessionID), eventLogKept, int(eventLogLife.Seconds()))
	for _, d := range data {
		args = append(args, d)
	}
	within, cancel := context.WithTimeout(ctx, appendTime)
	defer cancel()
	last, err := appendEvents.Run(within, l.client, logKeys(sessionID), args...).Int64()
	if err != nil {
		return 0, unavailable(ctx, "append events in redis", err)
	}
	if last < 0 {
		return 0, coach.ErrLogExhausted
	}
	return last, nil
}

// Extend implements coach.Log.
func (l *EventLog) Extend(ctx context.Context, sessionID string, from, limit int64) error {
	within, cancel := context.WithTimeout(ctx, appendTime)
	defer cancel()
	err := extendEvents.Run(within, l.client, logKeys(sessionID), from, limit, int(eventLogLife.Seconds())).Err()
	return unavailable(ctx, "extend events in redis", err)
}

// Read implements coach.Log.
func (l *EventLog) Read(ctx context.Context, sessionID string, after int64) ([]coach.Entry, bool, error) {
	keys := logKeys(sessionID)
	var base *goredis.StringCmd
	var oldest, found *goredis.XMessageSliceCmd
	err := l.ask(ctx, "read events from redis", func(ctx context.Context) error {
		_, err := l.client.TxPipelined(ctx, func(p goredis.Pipeliner) error {
			base = p.HGet(ctx, keys[0], "base")
			oldest = p.XRangeN(ctx, keys[1], "-", "+", 1)
			found = p.XRange(ctx, keys[1], strconv.FormatInt(after+1, 10)+"-0", "+")
			return nil
		})
		return unlessMissing(err)
	})
	if err != nil || errors.Is(base.Err(), goredis.Nil) {
		return nil, false, err
	}
	entries := make([]coach.Entry, 0, len(found.Val()))
	for _, m := range found.Val() {
		n, _, err := sequenceOf(m.ID, '-')
		if err != nil {
			return nil, false, err
		}
		data, _ := m.Values["e"].(string)
		entries = append(entries, coach.Entry{Sequence: n, Data: []byte(data)})
	}
	from, err := base.Int64()
	if err != nil {
		return nil, false, fmt.Errorf("read the base of an event log: %w", err)
	}
	complete := after >= from
	if first := oldest.Val(); complete && len(first) > 0 {
		n, _, err := sequenceOf(first[0].ID, '-')
		if err != nil {
			return nil, false, err
		}
		complete = n <= max(after, from)+1
	}
	return entries, complete, nil
}

// Last implements coach.Log.
func (l *EventLog) Last(ctx context.Context, sessionID string) (int64, error) {
	var last int64
	err := l.ask(ctx, "read the last event number from redis", func(ctx context.Context) (err error) {
		last, err = l.client.HGet(ctx, logKeys(sessionID)[0], "seq").Int64()
		return unlessMissing(err)
	})
	return last, err
}

// unlessMissing leaves out that there is nothing, which is an answer.
func unlessMissing(err error) error {
	if errors.Is(err, goredis.Nil) {
		return nil
	}
	return err
}

// Follow implements coach.Log. It returns once Redis has confirmed the
// subscription, so that nothing appended afterwards is missed.
func (l *EventLog) Follow(ctx context.Context, sessionID string) (<-chan coach.Entry, error) {
	ch := channelOf(sessionID)
	f := &follower{entries: make(chan coach.Entry, followerQueue)}
	l.mu.Lock()
	ready, subscribed := l.ready[ch]
	if !subscribed {
		ready = make(chan struct{})
		l.ready[ch] = ready
		l.followers[ch] = map[*follower]struct{}{}
	}
	l.followers[ch][f] = struct{}{}
	l.mu.Unlock()
	l.wake()
	err := l.ask(ctx, "subscribe to events in redis", func(ctx context.Context) error {
		select {
		case <-ready:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if err != nil {
		l.leave(ch, f)
		return nil, err
	}
	context.AfterFunc(ctx, func() { l.leave(ch, f) })
	return f.entries, nil
}

// Remove implements coach.Log.
func (l *EventLog) Remove(ctx context.Context, sessionID string) error {
	return l.ask(ctx, "remove events from redis", func(ctx context.Context) error {
		return l.client.Del(ctx, logKeys(sessionID)...).Err()
	})
}

func (l *EventLog) confirmed(channel string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ready, ok := l.ready[channel]; ok {
		select {
		case <-ready:
		default:
			close(ready)
		}
	}
}

func (l *EventLog) deliver(channel, payload string) {
	n, data, err := sequenceOf(payload, ' ')
	if err != nil {
		return // not one of ours: nobody else may publish here
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for f := range l.followers[channel] {
		select {
		case f.entries <- coach.Entry{Sequence: n, Data: []byte(data)}:
		default:
			l.slow.Add(1)
			l.drop(channel, f)
		}
	}
}

func (l *EventLog) leave(channel string, f *follower) {
	l.mu.Lock()
	l.drop(channel, f)
	if l.followers[channel] != nil && len(l.followers[channel]) == 0 {
		delete(l.followers, channel)
		delete(l.ready, channel)
		l.wake()
	}
	l.mu.Unlock()
}

// drop ends one follower. The caller holds the lock.
func (l *EventLog) drop(channel string, f *follower) {
	if f.closed {
		return
	}
	f.closed = true
	close(f.entries)
	delete(l.followers[channel], f)
}

func (l *EventLog) closeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ch, fs := range l.followers {
		for f := range fs {
			l.drop(ch, f)
		}
	}
}

func logKeys(sessionID string) []string {
	// The braces keep both keys in one slot of a Redis cluster.
	return []string{"interviewai:live:{" + sessionID + "}:log", "interviewai:live:{" + sessionID + "}:events"}
}

func channelOf(sessionID string) string { return "interviewai:live:{" + sessionID + "}:new" }

// sequenceOf splits "12-0" or "12 {...}" into its number and the rest.
func sequenceOf(s string, sep byte) (int64, string, error) {
	for i := range len(s) {
		if s[i] == sep {
			n, err := strconv.ParseInt(s[:i], 10, 64)
			if err != nil {
				break
			}
			return n, s[i+1:], nil
		}
	}
	return 0, "", fmt.Errorf("event without a number: %.20q", s)
}
