package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store"
)

// List returns a user's open sessions, the one used last first.
func (s *Sessions) List(ctx context.Context, user account.UserID) ([]Session, error) {
	open, err := s.openOf(ctx, user)
	if err != nil {
		return nil, err
	}
	var all []Session
	for i := range open {
		all = append(all, open[i].session())
	}
	slices.SortFunc(all, func(a, b Session) int {
		return cmp.Or(b.LastUsedAt.Compare(a.LastUsedAt), cmp.Compare(b.ID, a.ID))
	})
	return all, nil
}

func (s *Sessions) openOf(ctx context.Context, user account.UserID) ([]document, error) {
	var open []document
	now := s.o.Now()
	q := store.Query{Index: aliveOfUser, Equal: []any{true}, PageSize: store.MaxPageSize}
	for d, err := range s.sessions.Of(string(user)).All(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("list sign-in sessions: %w", err)
		}
		if d.open(now) {
			open = append(open, d)
		}
	}
	return open, nil
}

// End ends one session of a user, in every process: its access tokens are
// refused and what is open under them closes. Its error is ErrNotFound when the
// user has no such open session.
func (s *Sessions) End(ctx context.Context, user account.UserID, sessionID string) error {
	d, err := s.sessions.Of(string(user)).Get(ctx, sessionID)
	if errors.Is(err, store.ErrNotFound) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("end sign-in session: %w", err)
	}
	if !d.open(s.o.Now()) {
		return ErrNotFound
	}
	return s.close(ctx, &d, reasonSignedOut)
}

// EndByToken signs out whoever has the token, and returns the session and
// whether it was open until now: to sign out twice is no mistake. Its error is
// ErrInvalid for what is no token.
func (s *Sessions) EndByToken(ctx context.Context, text string) (_ Session, ended bool, err error) {
	_, d, _, err := s.find(ctx, text)
	switch {
	case errors.Is(err, ErrEnded):
		return d.session(), false, nil
	case err != nil:
		return Session{}, false, err
	}
	ended, err = s.closeOnce(ctx, &d, reasonSignedOut)
	return d.session(), ended, err
}

// EndAll ends all of a user's sessions, except one if its id is given, and
// returns how many. A sign-in under way is ended too (see Start), and without an
// exception also every token that belongs to no session.
func (s *Sessions) EndAll(ctx context.Context, user account.UserID, except string) (int, error) {
	// First: a session that starts after this was written finds it, one that
	// started before is in the list.
	if err := s.cut(ctx, cutDocument{UserID: string(user), All: true, Except: except}); err != nil {
		return 0, err
	}
	open, err := s.openOf(ctx, user)
	if err != nil {
		return 0, err
	}
	n := 0
	for i := range open {
		if open[i].ID == except {
			continue
		}
		ended, err := s.closeOnce(ctx, &open[i], reasonSignedOut)
		if err != nil {
			return n, err
		}
		if ended {
			n++
		}
	}
	return n, nil
}

// Cut refuses the access tokens that a user has now, because what they say is
// no longer true; refreshing gets one that is accepted.
func (s *Sessions) Cut(ctx context.Context, user account.UserID) error {
	return s.cut(ctx, cutDocument{UserID: string(user)})
}

func (s *Sessions) close(ctx context.Context, d *document, reason string) error {
	_, err := s.closeOnce(ctx, d, reason)
	return err
}

// closeOnce reports whether it was this call that ended the session. The cut
// comes first: were it the other way round and we died in between, nobody would
// ever write it.
func (s *Sessions) closeOnce(ctx context.Context, d *document, reason string) (bool, error) {
	if err := s.cut(ctx, cutDocument{SessionID: d.ID, UserID: d.UserID}); err != nil {
		return false, err
	}
	ended := false
	_, err := s.sessions.Update(ctx, d.ID, func(d *document) error {
		ended = d.end(s.o.Now(), reason)
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return false, nil // swept or erased meanwhile
	}
	if err != nil {
		return false, fmt.Errorf("end sign-in session: %w", err)
	}
	return ended, nil
}

// cut makes a cut known to all processes, to this one at once.
func (s *Sessions) cut(ctx context.Context, d cutDocument) error {
	cut, err := s.cuts.add(ctx, d)
	if err != nil {
		return err
	}
	if cut.holds() {
		s.o.Gate.apply(cut.cut())
	}
	return nil
}

// shorten bounds what a device says about itself.
func shorten(agent string) string {
	agent = strings.ToValidUTF8(agent, "")
	for len(agent) > longestAgent {
		_, size := utf8.DecodeLastRuneInString(agent)
		agent = agent[:len(agent)-size]
	}
	return agent
}
