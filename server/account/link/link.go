// Package link makes the single-use secrets that are mailed to people: to
// verify an address, reset a password, restore an account. Only a hash is
// stored, so that whoever reads the database cannot use them.
package link

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// ErrInvalid is returned for a link that is unknown, expired, used or made for
// something else, alike, so that nothing can be learnt by trying. Copies of it
// are errors.Is it.
var ErrInvalid = fault.New(fault.Invalid, "invalid_link",
	"This link is not valid: it may be used already or too old. Ask for a new one.")

// Link is what a secret stands for.
type Link struct {
	// UserID of the person it was mailed to.
	UserID string
	// Purpose keeps a link for one thing from being used for another.
	Purpose string
	// Data is kept encrypted until the link is used, such as a new address.
	Data map[string]string
}

// document is a link as stored.
type document struct {
	ID        string            `bson:"_id"` // see key
	UserID    string            `bson:"userId"`
	Purpose   string            `bson:"purpose"`
	Data      map[string]string `bson:"data"`
	ExpiresAt time.Time         `bson:"expiresAt,omitempty"`
}

const byPurpose = "by_purpose"

func collection() store.Definition[document] {
	return store.Define[document]("links", store.Schema{
		Owner:     "userId",
		Expiry:    store.Expiry{Field: "expiresAt"},
		Indexes:   []store.Index{{Name: byPurpose, Fields: []string{"userId", "purpose"}}},
		Encrypted: []string{"data"},
		Hidden:    []string{store.HideAll},
	})
}

// Links issues and redeems. It is safe for concurrent use, in any number of
// processes on one database.
type Links struct {
	links *store.Collection[document]
	now   func() time.Time
}

// Open makes the collection ready.
func Open(ctx context.Context, db *store.DB, now func() time.Time) (*Links, error) {
	links, err := collection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open links: %w", err)
	}
	return &Links{links: links, now: now}, nil
}

// Issue makes a link that lives as long as given and returns its token, 26
// letters and digits with 130 random bits, which is kept nowhere else. Earlier
// links for the same purpose stay valid: a letter may be overtaken by the next.
func (l *Links) Issue(ctx context.Context, link Link, life time.Duration) (token string, err error) {
	if link.UserID == "" || link.Purpose == "" || life <= 0 {
		return "", errors.New("issue link: it needs a user, a purpose and a life")
	}
	token = rand.Text()
	err = l.links.Insert(ctx, document{
		ID: key(link.Purpose, token), UserID: link.UserID, Purpose: link.Purpose, Data: link.Data, ExpiresAt: l.now().Add(life),
	})
	if err != nil {
		return "", fmt.Errorf("issue link: %w", err)
	}
	return token, nil
}

// Peek returns what a token stands for without using it up, or ErrInvalid.
func (l *Links) Peek(ctx context.Context, purpose, token string) (Link, error) {
	doc, err := l.links.Get(ctx, key(purpose, token))
	if errors.Is(err, store.ErrNotFound) || err == nil && !l.now().Before(doc.ExpiresAt) {
		return Link{}, ErrInvalid
	}
	if err != nil {
		return Link{}, fmt.Errorf("read link: %w", err)
	}
	return Link{UserID: doc.UserID, Purpose: doc.Purpose, Data: doc.Data}, nil
}

// Redeem returns what a token stands for and uses it up: of any number of
// callers one gets the link, the others ErrInvalid. A link is used up before
// what it allows is done, so that a crash in between costs the person another
// letter and never does a thing twice.
func (l *Links) Redeem(ctx context.Context, purpose, token string) (Link, error) {
	link, err := l.Peek(ctx, purpose, token)
	if err != nil {
		return Link{}, err
	}
	err = l.links.Delete(ctx, key(purpose, token))
	if errors.Is(err, store.ErrNotFound) {
		return Link{}, ErrInvalid
	}
	if err != nil {
		return Link{}, fmt.Errorf("use up link: %w", err)
	}
	return link, nil
}

// Revoke makes all of a person's links for a purpose invalid.
func (l *Links) Revoke(ctx context.Context, userID, purpose string) error {
	for {
		page, err := l.links.Of(userID).List(ctx, store.Query{Index: byPurpose, Equal: []any{purpose}})
		if err != nil {
			return fmt.Errorf("revoke links: %w", err)
		}
		for _, doc := range page.Items {
			if err := l.links.Delete(ctx, doc.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("revoke link: %w", err)
			}
		}
		if page.Next == "" {
			return nil
		}
	}
}

// key is what a link is stored under: SHA-256 of purpose and token. A fast
// hash suffices since tokens are random and long.
func key(purpose, token string) string {
	sum := sha256.Sum256([]byte(purpose + "\x00" + token))
	return hex.EncodeToString(sum[:])
}
