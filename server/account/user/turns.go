package user

import (
	"context"
	"sync"
)

// turns lets one caller at a time through for each key, so that simultaneous
// attempts with the right password do not use up each other's chances. A key
// costs memory only while somebody holds or waits for it; how many wait is
// bounded by the calls that the transport lets in.
type turns struct {
	mu   sync.Mutex
	keys map[string]*turn
}

type turn struct {
	free chan struct{} // holds one value while nobody has the turn
	want int
}

func newTurns() *turns { return &turns{keys: map[string]*turn{}} }

// take waits for the turn of a key and returns what gives it back; an error
// when ctx ends first.
func (t *turns) take(ctx context.Context, key string) (release func(), err error) {
	t.mu.Lock()
	one := t.keys[key]
	if one == nil {
		one = &turn{free: make(chan struct{}, 1)}
		one.free <- struct{}{}
		t.keys[key] = one
	}
	one.want++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if one.want--; one.want == 0 {
			delete(t.keys, key)
		}
	}
	select {
	case <-one.free:
		return func() { one.free <- struct{}{}; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
