package mongo

import (
	"context"
	"errors"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// errUnavailable is what a caller gets while the server does not answer.
var errUnavailable = fault.New(fault.Unavailable, "database_unavailable",
	"The database does not answer at present. Try again in a moment.").After(retryAfter)

const retryAfter = 2 * time.Second

// answering is a table whose operations end in time and say plainly that the
// server does not answer. What they were to change may have changed nevertheless.
type answering struct {
	store.Table
	// within is how long one operation may take, whatever the caller would wait.
	within time.Duration
}

// judge tells a server that is away from an operation that went wrong, and from
// a caller who gave up.
func judge(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil || !away(err) {
		return err
	}
	return errUnavailable.Because(err)
}

func away(err error) bool {
	var selection topology.ServerSelectionError
	var queue topology.WaitQueueTimeoutError
	var server mongo.ServerError
	return mongo.IsTimeout(err) || mongo.IsNetworkError(err) ||
		errors.As(err, &selection) || errors.As(err, &queue) ||
		// A change of primary: https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md
		errors.As(err, &server) && (server.HasErrorLabel("RetryableWriteError") || server.HasErrorLabel("RetryableError"))
}

func (a answering) Get(ctx context.Context, target store.Target) (store.Record, error) {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	r, err := a.Table.Get(bounded, target)
	return r, judge(ctx, err)
}

func (a answering) Insert(ctx context.Context, doc bson.Raw) error {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	return judge(ctx, a.Table.Insert(bounded, doc))
}

func (a answering) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	return judge(ctx, a.Table.Replace(bounded, target, version, doc))
}

func (a answering) Increment(ctx context.Context, target store.Target, field string, by, limit int64) (int64, error) {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	sum, err := a.Table.Increment(bounded, target, field, by, limit)
	return sum, judge(ctx, err)
}

func (a answering) Delete(ctx context.Context, target store.Target) error {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	return judge(ctx, a.Table.Delete(bounded, target))
}

func (a answering) List(ctx context.Context, scan store.Scan) ([]store.Record, error) {
	bounded, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	records, err := a.Table.List(bounded, scan)
	return records, judge(ctx, err)
}

func (a answering) Sweep(ctx context.Context, now time.Time) (int, error) {
	bounded, cancel := context.WithTimeout(ctx, maintenanceTimeout)
	defer cancel()
	n, err := a.Table.Sweep(bounded, now)
	return n, judge(ctx, err)
}
