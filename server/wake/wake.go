// Package wake tells those who watch a document that it may have changed, within
// one process. The document is the truth: who is woken looks at it.
package wake

import (
	"errors"
	"slices"
	"sync"
)

// ErrTooMany means that an owner watches as much as is allowed already.
var ErrTooMany = errors.New("too many watches")

// Watchers are who waits for changes. They are safe for concurrent use.
type Watchers struct {
	// Each bounds one owner's watches.
	each    int
	mu      sync.Mutex
	waiting map[string][]chan struct{} // by document
	count   map[string]int             // by owner
}

// New returns watchers, of which each owner may have so many.
func New(each int) *Watchers {
	return &Watchers{each: each, waiting: map[string][]chan struct{}{}, count: map[string]int{}}
}

// Enter returns a channel that gets a value when a document may have changed, and
// what ends that. The error is ErrTooMany.
func (w *Watchers) Enter(owner, id string) (changed <-chan struct{}, leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.count[owner] >= w.each {
		return nil, nil, ErrTooMany
	}
	w.count[owner]++
	mine := make(chan struct{}, 1)
	w.waiting[id] = append(w.waiting[id], mine)
	return mine, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.count[owner]--; w.count[owner] == 0 {
			delete(w.count, owner)
		}
		w.waiting[id] = slices.DeleteFunc(w.waiting[id], func(one chan struct{}) bool { return one == mine })
		if len(w.waiting[id]) == 0 {
			delete(w.waiting, id)
		}
	}, nil
}

// Wake tells whoever waits for a document; who was told and has not looked yet is
// told enough.
func (w *Watchers) Wake(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.waiting[id] {
		select {
		case one <- struct{}{}:
		default:
		}
	}
}
