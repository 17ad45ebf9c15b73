package signin

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
)

// watch is something open, such as a stream, that ends with its caller's token.
type watch struct {
	who    account.Identity
	cancel context.CancelCauseFunc
}

// keys are what cuts find a watch by.
func (w *watch) keys() [2]string {
	return [2]string{sessionKey(w.who.SessionID), userKey(string(w.who.UserID))}
}

func sessionKey(id string) string { return "session " + id }
func userKey(id string) string    { return "user " + id }

// Watch returns a context that ends when the caller's token is cut, with the
// fault that Admit would return as its cause; at once if it is cut already. stop
// must be called when what is watched ends. No goroutine belongs to it.
func (g *Gate) Watch(ctx context.Context, who account.Identity) (watched context.Context, stop func()) {
	watched, cancel := context.WithCancelCause(ctx)
	w := &watch{who: who, cancel: cancel}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.admit(&who); err != nil {
		cancel(err)
		return watched, func() {}
	}
	for _, key := range w.keys() {
		if g.ofWhom[key] == nil {
			g.ofWhom[key] = map[*watch]struct{}{}
		}
		g.ofWhom[key][w] = struct{}{}
	}
	return watched, func() {
		g.mu.Lock()
		g.drop(w)
		g.mu.Unlock()
		cancel(context.Canceled)
	}
}

// drop forgets a watch.
func (g *Gate) drop(w *watch) {
	for _, key := range w.keys() {
		delete(g.ofWhom[key], w)
		if len(g.ofWhom[key]) == 0 {
			delete(g.ofWhom, key)
		}
	}
}

// apply makes a cut hold. The same cut may come many times.
func (g *Gate) apply(cut Cut) {
	if g.now().Sub(cut.At) > cutLife {
		return
	}
	key := sessionKey(cut.SessionID)
	ended := map[*watch]error{}
	g.mu.Lock()
	if cut.SessionID != "" {
		g.sessions[cut.SessionID] = later(g.sessions[cut.SessionID], cut.At)
	} else {
		key = userKey(cut.UserID)
		user := account.UserID(cut.UserID)
		g.users[user] = later(g.users[user], cut.At)
	}
	for w := range g.ofWhom[key] {
		if err := g.admit(&w.who); err != nil {
			ended[w] = err
		}
	}
	for w := range ended {
		g.drop(w)
	}
	g.mu.Unlock()
	for w, err := range ended {
		w.cancel(err)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
