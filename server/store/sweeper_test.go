package store_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

type passing struct {
	ID        string    `bson:"_id"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

func openPassing(t *testing.T, db *store.DB) *store.Collection[passing] {
	t.Helper()
	c, err := store.Define[passing]("passing", store.Schema{Expiry: store.Expiry{Field: "expiresAt"}}).Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSweeperRemovesInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		c := openPassing(t, db)
		if err := c.Insert(t.Context(), passing{ID: "a", ExpiresAt: time.Now().Add(90 * time.Second)}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- store.Sweeper{DB: db, Every: time.Minute, Log: slog.New(slog.DiscardHandler)}.Run(ctx)
		}()
		for _, want := range []error{nil, store.ErrNotFound} {
			<-time.After(time.Minute)
			synctest.Wait() // until the sweep is done
			if _, err := c.Get(t.Context(), "a"); !errors.Is(err, want) {
				t.Errorf("at %s: %v, want %v", time.Now().Format(time.TimeOnly), err, want)
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestSweeperGoesOnAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &failing{}
		db := store.New(engine, nil)
		openPassing(t, db)
		var log bytes.Buffer
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- store.Sweeper{DB: db, Every: time.Minute, Log: slog.New(slog.NewTextHandler(&log, nil))}.Run(ctx)
		}()
		<-time.After(150 * time.Second)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if engine.sweeps != 2 || strings.Count(log.String(), "the disk is gone") != 2 {
			t.Errorf("%d sweeps, log: %s", engine.sweeps, log.String())
		}
	})
}

// failing is an engine whose sweeps fail.
type failing struct {
	store.Engine
	store.Table
	sweeps int
}

func (f *failing) Open(context.Context, store.Spec) (store.Table, error) { return f, nil }

func (f *failing) Sweep(context.Context, time.Time) (int, error) {
	f.sweeps++
	return 0, errors.New("the disk is gone")
}
