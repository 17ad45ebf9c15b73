// Package mongo keeps the collections of server/store in MongoDB.
//
// Each collection is one of MongoDB's, with the documents' own field names and one field beside them, the version that
// updates compare. Writes are acknowledged by a majority of the replica set and journaled, reads return what a majority
// has: neither is taken back by a change of primary (https://www.mongodb.com/docs/manual/reference/write-concern/).
//
// On a sharded cluster (MongoDB 7.0 or newer) each collection is sharded by its hashed owner, or by its hashed key if
// it has no owner. Keys are then unique per owner only, as MongoDB checks them within one shard; a key that
// must be unique by itself belongs to a collection without owner.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// DefaultDatabase is used when the URI names none.
	DefaultDatabase = "interviewai"
	// operationTimeout bounds an operation and the wait for a server to send it to, so that a person learns within two
	// seconds that the database is away. A long scan is many operations, a page each. The URI may say otherwise with
	// its timeoutMS.
	operationTimeout = 1500 * time.Millisecond
	// maintenanceTimeout bounds what goes through a whole collection: making an index, sweeping.
	maintenanceTimeout = 10 * time.Minute
	openTimeout        = 5 * time.Second
	closeTimeout       = 10 * time.Second
)

// Engine is a connection to a server, replica set or sharded cluster.
type Engine struct {
	client *mongo.Client
	db     *mongo.Database
	server server
	within time.Duration
}

var _ store.Engine = (*Engine)(nil)

// server is what differs between what answers under a MongoDB URI.
type server struct {
	sharded bool
	// ferret is FerretDB, the tests' stand-in. It has no TTL indexes: there only the sweep removes documents.
	ferret bool
}

// Open connects to a MongoDB URI; its path names the database. It fails if no server answers within five seconds.
func Open(ctx context.Context, uri string) (*Engine, error) {
	parsed, err := connstring.ParseAndValidate(uri)
	if err != nil {
		// The driver's message can quote the URI, which holds the password.
		return nil, errors.New("open mongodb: the URI is malformed")
	}
	name := parsed.Database
	if name == "" {
		name = DefaultDatabase
	}
	within := operationTimeout
	if parsed.TimeoutSet && parsed.Timeout > 0 {
		within = parsed.Timeout
	}
	journaled := true
	client, err := mongo.Connect(options.Client().ApplyURI(uri).
		SetAppName("interviewai").
		SetTimeout(within).
		SetReadPreference(readpref.Primary()).
		SetReadConcern(readconcern.Majority()).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journaled}))
	if err != nil {
		return nil, fmt.Errorf("open mongodb: %w", err)
	}
	e := &Engine{client: client, db: client.Database(name), within: within}
	opening, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	if e.server, err = identify(opening, client); err != nil {
		return nil, errors.Join(fmt.Errorf("open mongodb: %w", err), e.Close())
	}
	return e, nil
}

func identify(ctx context.Context, client *mongo.Client) (server, error) {
	admin := client.Database("admin")
	var hello struct {
		Msg string `bson:"msg"` // "isdbgrid" from mongos alone
	}
	if err := admin.RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err != nil {
		return server{}, fmt.Errorf("hello: %w", err)
	}
	build, err := admin.RunCommand(ctx, bson.D{{Key: "buildInfo", Value: 1}}).Raw()
	if err != nil {
		return server{}, fmt.Errorf("build info: %w", err)
	}
	_, notFerret := build.LookupErr("ferretdbVersion")
	return server{sharded: hello.Msg == "isdbgrid", ferret: notFerret == nil}, nil
}

// Ping asks the primary.
func (e *Engine) Ping(ctx context.Context) error {
	if err := e.client.Ping(ctx, readpref.Primary()); err != nil {
		return fmt.Errorf("ping mongodb: %w", err)
	}
	return nil
}

// Close waits up to ten seconds for the operations under way and disconnects.
func (e *Engine) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := e.client.Disconnect(ctx); err != nil {
		return fmt.Errorf("close mongodb: %w", err)
	}
	return nil
}

// Open makes the collection's indexes what the declaration says: missing ones are created, changed ones created anew,
// undeclared ones dropped. On a sharded cluster it also shards the collection, which repeated changes nothing.
func (e *Engine) Open(ctx context.Context, spec store.Spec) (store.Table, error) {
	ctx, cancel := context.WithTimeout(ctx, maintenanceTimeout)
	defer cancel()
	t := &table{spec: spec, coll: e.db.Collection(spec.Name), server: e.server}
	if e.server.sharded {
		if err := e.client.Database("admin").RunCommand(ctx, shardCommand(e.db.Name(), spec)).Err(); err != nil {
			return nil, fmt.Errorf("shard: %w", err)
		}
	}
	if err := t.migrateIndexes(ctx); err != nil {
		return nil, err
	}
	return answering{t, e.within}, nil
}
