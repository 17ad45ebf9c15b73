package signin

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/observe"
)

const (
	// pollEvery is how soon a cut made elsewhere holds here, well below the
	// second that ended sessions have (security.md 10).
	pollEvery = 400 * time.Millisecond
	// overlap is how far a poll looks back before the one before it: clocks of
	// different machines differ, and a write may become visible late.
	overlap = 10 * time.Second
	// silence is how long polls may fail before it is worth a warning.
	silence = 10 * time.Second
	// pollTimeout bounds one poll, so that a hanging source is seen to fail.
	pollTimeout = 5 * time.Second
	// forgetEvery is how often cuts that have outlived every token are dropped.
	forgetEvery = time.Minute
)

// Gate refuses access tokens that were cut. It holds all cuts of the last 20
// minutes in memory and asks its source for new ones; while the source does not
// answer it keeps admitting, for nobody can end a session then either.
//
//	Run ── every 400 ms ──► source ──► cuts ──► Admit (each call)
//	Sessions of this process ────────► cuts ──► Watch (open streams)
type Gate struct {
	source CutSource
	now    func() time.Time
	logger *slog.Logger

	mu       sync.RWMutex
	sessions map[string]time.Time           // when each was cut
	users    map[account.UserID]time.Time   // when each was cut last
	ofWhom   map[string]map[*watch]struct{} // by session and by user, see keys
}

// NewGate returns a gate that knows of no cuts yet: call Load before the first
// caller is admitted, and Run.
func NewGate(source CutSource, now func() time.Time, logger *slog.Logger) *Gate {
	return &Gate{
		source: source, now: now, logger: logger,
		sessions: map[string]time.Time{}, users: map[account.UserID]time.Time{},
		ofWhom: map[string]map[*watch]struct{}{},
	}
}

// Load takes over all cuts that still matter.
func (g *Gate) Load(ctx context.Context) error { return g.poll(ctx, g.now().Add(-cutLife)) }

// Run learns of cuts until ctx ends.
func (g *Gate) Run(ctx context.Context) error {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	since := g.now().Add(-cutLife)
	answered, forgot, warned := g.now(), g.now(), false
	for {
		started := g.now()
		err := g.poll(ctx, since)
		now := g.now()
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			since, answered = started.Add(-overlap), now
			if warned {
				warned = false
				g.logger.InfoContext(ctx, "ended sessions are known again")
			}
		case !warned && now.Sub(answered) > silence:
			warned = true
			g.logger.WarnContext(ctx, "cannot learn which sessions ended; it is tried again", observe.KeyError, err)
		}
		if now.Sub(forgot) >= forgetEvery {
			forgot = now
			g.forget(now)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func (g *Gate) poll(ctx context.Context, since time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	cuts, err := g.source.Cuts(ctx, since)
	if err != nil {
		return err
	}
	for _, cut := range cuts {
		g.apply(cut)
	}
	return nil
}

// forget drops the cuts that no token can fall under any more.
func (g *Gate) forget(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for id, at := range g.sessions {
		if now.Sub(at) > cutLife {
			delete(g.sessions, id)
		}
	}
	for id, at := range g.users {
		if now.Sub(at) > cutLife {
			delete(g.users, id)
		}
	}
}

// Admit returns ErrEnded for a caller whose session was ended, and
// account.ErrToken for one whose token must be refreshed.
func (g *Gate) Admit(who account.Identity) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.admit(&who)
}

func (g *Gate) admit(who *account.Identity) error {
	if who.SessionID != "" {
		if _, cut := g.sessions[who.SessionID]; cut {
			return ErrEnded
		}
	}
	if at, cut := g.users[who.UserID]; cut && !who.IssuedAt.After(at) {
		return account.ErrToken
	}
	return nil
}

// issueTime is when a token issued now is said to be issued: after every cut of
// its user that is known, so that it is not taken for one issued before.
func (g *Gate) issueTime(user account.UserID, now time.Time) time.Time {
	g.mu.RLock()
	defer g.mu.RUnlock()
	now = milli(now)
	if at, cut := g.users[user]; cut && !now.After(at) {
		return at.Add(time.Millisecond)
	}
	return now
}
