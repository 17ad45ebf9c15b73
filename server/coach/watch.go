package coach

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/fault"
)

// errWatcherTooSlow ends a watcher that does not keep up.
func errWatcherTooSlow() error {
	return fault.New(fault.Unavailable, "watcher_too_slow", "Events came faster than they were read. Watch again after the last number you saw.")
}

// Watch sends a session's events after a number: first those that can still be
// had, then new ones as they happen, until the session ends or ctx does. Each
// is sent once and in order. Where the fast log has lost what is not lasting
// (interim words, levels), only the lasting events are sent.
func (s *Service) Watch(ctx context.Context, userID, id string, after int64, send func(Event) error) error {
	if _, err := s.Session(ctx, userID, id); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return s.follow(ctx, id, after, false, send)
}

// Overhear is Watch from the beginning for whoever needs every word: it goes on
// after the session's end, since a recogniser is not done with the last words
// then. It ends with ctx, or with send's error.
func (s *Service) Overhear(ctx context.Context, userID, id string, send func(Event) error) error {
	if _, err := s.Session(ctx, userID, id); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return s.follow(ctx, id, 0, true, send)
}

// follow does Watch's work for a session whose owner is known. It returns nil
// when the session has ended, unless it is to go on beyond that.
func (s *Service) follow(ctx context.Context, id string, after int64, beyond bool, send func(Event) error) error {
	live, err := s.cfg.Log.Follow(ctx, id)
	if err != nil {
		return err
	}
	last := after
	catchUp := func() (ended bool, err error) {
		events, err := s.journal.since(ctx, id, last)
		if err != nil {
			return false, err
		}
		for _, e := range events {
			if err := send(e); err != nil {
				return false, err
			}
			last = e.Sequence
			if e.Ends() && !beyond {
				return true, nil
			}
		}
		return false, nil
	}
	if ended, err := catchUp(); err != nil || ended {
		return err
	}
	// A session that ended before the number asked for has nothing to wait for.
	if session, err := s.sessions.Get(ctx, id); err != nil || session.State == Ended && !beyond {
		if err != nil {
			return err
		}
		_, err := catchUp()
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case en, ok := <-live:
			switch {
			case !ok && ctx.Err() != nil:
				return ctx.Err()
			case !ok && s.background.Err() != nil:
				return fault.New(fault.Unavailable, "server_stopping", "This server is stopping. Watch again after the last number you saw.")
			case !ok:
				return errWatcherTooSlow()
			case en.Sequence <= last:
				continue
			case en.Sequence > last+1:
				// Something was published while the connection to the log was
				// lost, or the numbering has jumped; the log knows.
				if ended, err := catchUp(); err != nil || ended {
					return err
				}
				if en.Sequence <= last {
					continue
				}
			}
			e, err := decodeEvent(en)
			if err != nil {
				return err
			}
			if err := send(e); err != nil {
				return err
			}
			last = e.Sequence
			if e.Ends() && !beyond {
				return nil
			}
		}
	}
}
