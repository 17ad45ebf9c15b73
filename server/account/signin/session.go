// Package signin keeps people signed in: sign-in sessions, which are families
// of refresh tokens, and the cuts by which access tokens end before their time,
// in every process.
package signin

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// idleLife is how long a session lasts without use, rememberedLife when the
	// person asked to be remembered.
	idleLife       = 7 * 24 * time.Hour
	rememberedLife = 30 * 24 * time.Hour
	// longestLife ends every session that long after the sign-in (security.md 11).
	longestLife = 30 * 24 * time.Hour
	// endedKept is how long an ended session is kept for those who ask what
	// happened.
	endedKept = 30 * 24 * time.Hour
	// grace is how long the token before the current one still gets the current
	// one: two tabs that refresh at once (security.md 8).
	grace = 10 * time.Second
)

// Why a session ended.
const (
	reasonSignedOut = "signed_out"
	reasonReused    = "refresh_token_reused"
)

// The refusals of this package. Copies are errors.Is them.
var (
	// ErrInvalid is for a refresh token that never was one, or whose session is
	// long gone. It has no effect on any session.
	ErrInvalid = fault.New(fault.Unauthenticated, "invalid_refresh_token", "The refresh token is not valid. Sign in again.")
	// ErrReused is for a refresh token that was used before: somebody has a copy,
	// so its session was ended.
	ErrReused = fault.New(fault.Unauthenticated, "refresh_token_reused",
		"This refresh token was used before, so the session was ended to protect the account. Sign in again.")
	// ErrEnded is for tokens of a session that was ended or has expired.
	ErrEnded = fault.New(fault.Unauthenticated, "session_ended", "This session has ended. Sign in again.")
	// ErrNotFound is for a session that is not there, has ended or is somebody
	// else's, alike.
	ErrNotFound = fault.New(fault.NotFound, "session_not_found", "There is no such session. It may have ended already.")
)

// Session is one device on which a person is signed in.
type Session struct {
	ID     string
	UserID string
	// Agent is the device as it calls itself; Place is where it was used last,
	// coarsely (see origin.Origin).
	Agent, Place string
	// Method of the sign-in, such as "password".
	Method                           string
	CreatedAt, LastUsedAt, ExpiresAt time.Time
}

// document is a session as stored.
type document struct {
	ID       string `bson:"_id"`
	UserID   string `bson:"userId"`
	Method   string `bson:"method"`
	Remember bool   `bson:"remember"`
	Agent    string `bson:"agent"`
	Place    string `bson:"place"`
	// TokenHash is SHA-256 of the current refresh token's secret, Generation its
	// number and RotatedAt when it became the current one.
	TokenHash  []byte    `bson:"tokenHash"`
	Generation int64     `bson:"generation"`
	RotatedAt  time.Time `bson:"rotatedAt"`
	CreatedAt  time.Time `bson:"createdAt"`
	LastUsedAt time.Time `bson:"lastUsedAt"`
	// ExpiresAt is when it ends unless used before.
	ExpiresAt time.Time `bson:"expiresAt"`
	// Alive is absent once it was ended, so that the index lists only the others.
	Alive     bool      `bson:"alive,omitempty"`
	EndedAt   time.Time `bson:"endedAt,omitempty"`
	EndReason string    `bson:"endReason,omitempty"`
	// KeptUntil is when the document goes.
	KeptUntil time.Time `bson:"keptUntil,omitempty"`
}

const aliveOfUser = "alive_of_user"

func collection() store.Definition[document] {
	return store.Define[document]("sign_in_sessions", store.Schema{
		Owner:   "userId",
		Expiry:  store.Expiry{Field: "keptUntil"},
		Indexes: []store.Index{{Name: aliveOfUser, Fields: []string{"userId", "alive"}}},
		Hidden:  []string{"tokenHash"},
	})
}

func (d *document) session() Session {
	return Session{
		ID: d.ID, UserID: d.UserID, Agent: d.Agent, Place: d.Place, Method: d.Method,
		CreatedAt: d.CreatedAt, LastUsedAt: d.LastUsedAt, ExpiresAt: d.ExpiresAt,
	}
}

// used notes a use and puts the end off, never beyond longestLife.
func (d *document) used(now time.Time) {
	life := idleLife
	if d.Remember {
		life = rememberedLife
	}
	d.LastUsedAt = now
	d.ExpiresAt = now.Add(life)
	if last := d.CreatedAt.Add(longestLife); d.ExpiresAt.After(last) {
		d.ExpiresAt = last
	}
	d.KeptUntil = d.ExpiresAt
}

// open reports whether the session may be used.
func (d *document) open(now time.Time) bool { return d.Alive && now.Before(d.ExpiresAt) }

// end closes the session; it reports false when it was closed before.
func (d *document) end(now time.Time, reason string) bool {
	if !d.Alive {
		return false
	}
	d.Alive, d.EndedAt, d.EndReason, d.KeptUntil = false, now, reason, now.Add(endedKept)
	return true
}
