package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/store"
)

// longestAgent bounds what is kept of a device's description of itself.
const longestAgent = 256

// Tokens are what a client gets for signing in or refreshing.
type Tokens struct {
	Access, Refresh string
	// AccessLife is how long Access is good for.
	AccessLife time.Duration
	Session    Session
}

// Options are what sign-in sessions stand on; all are needed.
type Options struct {
	DB *store.DB
	// Key makes each refresh token from the one before. All processes on one
	// database have the same. With another one everybody stays signed in, but
	// tokens replaced under the old one are no longer recognised as reused.
	Key    []byte
	Signer *account.Signer
	// Who returns a user's present address and role, or the fault by which a
	// suspended or deleted user is refused.
	Who func(ctx context.Context, user account.UserID) (account.Identity, error)
	// Reused is told that a session was ended because its token was used twice,
	// and where the second use came from.
	Reused func(ctx context.Context, session Session, from origin.Origin)
	// Gate is this process's own, which learns of cuts made here at once.
	Gate *Gate
	Now  func() time.Time
}

// Sessions are the sign-in sessions of all users. It is safe for concurrent
// use, in any number of processes on one database.
type Sessions struct {
	o        Options
	sessions *store.Collection[document]
	cuts     *Cuts
}

// Open makes the collections ready.
func Open(ctx context.Context, o Options) (*Sessions, error) {
	if o.DB == nil || len(o.Key) < secretBytes || o.Signer == nil || o.Who == nil || o.Reused == nil || o.Gate == nil || o.Now == nil {
		return nil, errors.New("open sign-in sessions: an option is missing, or the key is shorter than 32 bytes")
	}
	sessions, err := collection().Open(ctx, o.DB)
	if err != nil {
		return nil, fmt.Errorf("open sign-in sessions: %w", err)
	}
	cuts, err := OpenCuts(ctx, o.DB, o.Now)
	if err != nil {
		return nil, err
	}
	return &Sessions{o: o, sessions: sessions, cuts: cuts}, nil
}

// Start signs somebody in on the device that the context's origin names. Give
// who.IssuedAt the time at which the password (or what stands for it) was read:
// if all of the user's sessions were ended since, for a new password, the
// sign-in with the old one comes too late and is refused (ErrEnded).
func (s *Sessions) Start(ctx context.Context, who account.Identity, method string, remember bool) (Tokens, error) {
	now := s.o.Now()
	from := origin.FromContext(ctx)
	token := newRefreshToken(store.NewID(now))
	d := document{
		ID: token.session, UserID: string(who.UserID), Method: method, Remember: remember,
		Agent: shorten(from.Agent), Place: from.Place(),
		TokenHash: token.hash(), RotatedAt: now, CreatedAt: now, Alive: true,
	}
	d.used(now)
	if err := s.sessions.Insert(ctx, d); err != nil {
		return Tokens{}, fmt.Errorf("start sign-in session: %w", err)
	}
	if !who.IssuedAt.IsZero() {
		late, err := s.cuts.allEndedSince(ctx, who.UserID, who.IssuedAt)
		if err == nil && late {
			err = ErrEnded
		}
		if err != nil {
			return Tokens{}, errors.Join(err, s.close(ctx, &d, "superseded"))
		}
	}
	who.IssuedAt = s.o.Gate.issueTime(who.UserID, now)
	return s.tokens(who, &d, token)
}

// Refresh exchanges a refresh token for new tokens. The user's role and address
// are read anew. Of any number of parallel calls with one token all get the same
// successor. Its errors are ErrInvalid, ErrReused, ErrEnded, those of
// Options.Who and the store's.
func (s *Sessions) Refresh(ctx context.Context, text string) (Tokens, error) {
	token, d, what, err := s.find(ctx, text)
	if err != nil {
		return Tokens{}, err
	}
	if what == reused {
		return Tokens{}, s.reuse(ctx, &d)
	}
	// Before asking who it is: a change made after this moment cuts the token.
	issued := s.o.Gate.issueTime(account.UserID(d.UserID), s.o.Now())
	who, err := s.o.Who(ctx, account.UserID(d.UserID))
	if err != nil {
		return Tokens{}, fmt.Errorf("refresh: %w", err)
	}
	var given refreshToken
	from := origin.FromContext(ctx)
	fresh, err := s.sessions.Update(ctx, d.ID, func(d *document) error {
		now := s.o.Now()
		if !d.open(now) {
			return ErrEnded
		}
		what, at := judge(s.o.Key, token, d, now)
		switch what {
		case current:
			given = at.next(s.o.Key)
			d.TokenHash, d.Generation, d.RotatedAt = given.hash(), given.generation, now
			d.Agent, d.Place = shorten(from.Agent), from.Place()
			d.used(now)
			return nil
		case previous:
			given = at
			return errNothingToWrite{*d}
		case reused:
			return ErrReused
		default:
			return ErrInvalid
		}
	})
	var already errNothingToWrite
	switch {
	case errors.As(err, &already):
		fresh = already.document
	case errors.Is(err, ErrReused):
		return Tokens{}, s.reuse(ctx, &d)
	case errors.Is(err, store.ErrNotFound):
		return Tokens{}, ErrInvalid
	case err != nil:
		return Tokens{}, fmt.Errorf("refresh: %w", err)
	}
	who.UserID, who.IssuedAt = account.UserID(fresh.UserID), issued
	return s.tokens(who, &fresh, given)
}

// errNothingToWrite leaves an update with the document as it is.
type errNothingToWrite struct{ document }

func (errNothingToWrite) Error() string { return "nothing to write" }

// find returns the session that a token belongs to, and what the token is to
// it; ErrInvalid if it is nothing, ErrEnded if the session is not open any more.
func (s *Sessions) find(ctx context.Context, text string) (token refreshToken, d document, what verdict, err error) {
	token, ok := parseRefreshToken(text)
	if !ok {
		return token, d, invalid, ErrInvalid
	}
	d, err = s.sessions.Get(ctx, token.session)
	if errors.Is(err, store.ErrNotFound) {
		return token, d, invalid, ErrInvalid
	}
	if err != nil {
		return token, d, invalid, fmt.Errorf("find sign-in session: %w", err)
	}
	now := s.o.Now()
	// Only to the holder of a real token is anything said about its session.
	if what, _ = judge(s.o.Key, token, &d, now); what == invalid {
		return token, d, invalid, ErrInvalid
	}
	if !d.open(now) {
		return token, d, what, ErrEnded
	}
	return token, d, what, nil
}

// reuse ends a session whose token somebody else has a copy of.
func (s *Sessions) reuse(ctx context.Context, d *document) error {
	// The caller may be the thief, and hang up so that it is not written.
	ctx = context.WithoutCancel(ctx)
	ended, err := s.closeOnce(ctx, d, reasonReused)
	if err != nil {
		return fmt.Errorf("end the session of a reused refresh token: %w", err)
	}
	if ended {
		s.o.Reused(ctx, d.session(), origin.FromContext(ctx))
	}
	return ErrReused
}

func (s *Sessions) tokens(who account.Identity, d *document, refresh refreshToken) (Tokens, error) {
	who.SessionID = d.ID
	access, err := s.o.Signer.AccessToken(who)
	if err != nil {
		return Tokens{}, fmt.Errorf("issue access token: %w", err)
	}
	return Tokens{Access: access, Refresh: refresh.String(), AccessLife: account.AccessTokenLife, Session: d.session()}, nil
}
