package e2e

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/mongo"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

// stored is an account as far as the tests read it behind the service's back.
type stored struct {
	ID        string    `bson:"_id"`
	UserID    string    `bson:"userId"`
	Email     string    `bson:"email"`
	Verified  bool      `bson:"emailVerified"`
	CreatedAt time.Time `bson:"createdAt"`
	EraseAt   time.Time `bson:"eraseAt,omitempty"`
}

// accounts counts the accounts of a stopped service by address, and those of
// them that are verified: registration leaves, if it is killed in the middle, an
// account without its address, which nobody can reach and the sweep removes.
func accounts(t *testing.T, s *service) (all, verified map[string]int) {
	t.Helper()
	var engine store.Engine
	var err error
	uri := ""
	for _, setting := range s.environ {
		if after, ok := strings.CutPrefix(setting, "MONGODB_URI="); ok {
			uri = after
		}
	}
	if uri != "" {
		engine, err = mongo.Open(t.Context(), uri)
	} else {
		engine, err = sqlite.Open(t.Context(), filepath.Join(s.dir, "documents.db"))
	}
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine, sealer)
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	users, err := store.Define[stored]("users", store.Schema{Owner: "userId", Indexes: []store.Index{
		{Name: "by_creation", Fields: []string{"createdAt"}},
		{Name: "by_erasure", Fields: []string{"eraseAt"}},
	}}).Open(context.WithoutCancel(t.Context()), db)
	if err != nil {
		t.Fatal(err)
	}
	all, verified = map[string]int{}, map[string]int{}
	for u, err := range users.All(t.Context(), store.Query{Index: "by_creation", PageSize: store.MaxPageSize}) {
		if err != nil {
			t.Fatal(err)
		}
		all[u.Email]++
		if u.Verified {
			verified[u.Email]++
		}
	}
	return all, verified
}

// onlyOne fails for each person who has not exactly one account, and returns how
// many accounts without address were left behind.
func (l *load) onlyOne(s *service) (left int) {
	l.t.Helper()
	all, verified := accounts(l.t, s)
	for _, p := range l.people {
		if verified[p.email] != 1 {
			l.t.Errorf("%s has %d verified accounts", p.email, verified[p.email])
		}
		left += all[p.email] - 1
	}
	return left
}
