// Package redistest gives tests a Redis: a database of their own on the server that REDIS_URL names, so that whoever
// sets it runs every test there, and an embedded one otherwise.
//
// The server must allow many databases (redis-server --databases 16384): each test takes the next number, so packages
// may run in parallel. Database 0 keeps the account of them; nothing else is written there. Channels of
// publish and subscribe are shared by all databases, so what tests publish needs names of its own.
package redistest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"testing"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	uriVariable = "REDIS_URL"
	// takenKey counts the databases given out, numbersKey remembers those with a name.
	takenKey   = "redistest:taken"
	numbersKey = "redistest:numbers"
	// fewest is how many databases the server must have.
	fewest = 1000
)

// Client returns a client of an empty Redis. It is closed with the test.
func Client(tb testing.TB) *goredis.Client {
	tb.Helper()
	return Connect(tb, URL(tb))
}

// Connect returns one more client of the Redis at a URL. It is closed with the test.
func Connect(tb testing.TB, at string) *goredis.Client {
	tb.Helper()
	o, err := goredis.ParseURL(at)
	if err != nil {
		tb.Fatal("the URL of Redis is malformed")
	}
	// The embedded Redis knows neither.
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	client := goredis.NewClient(o)
	tb.Cleanup(func() { _ = client.Close() })
	return client
}

// URL returns the address of an empty Redis.
func URL(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(uriVariable)
	if server == "" {
		return "redis://" + miniredis.RunT(tb).Addr()
	}
	return database(tb, server, take(tb, Connect(tb, server)))
}

// Named returns the address of the database on a server that goes by a name: empty at first, and the same again
// whenever the name is the same. The name should be unlike any other test's, as a temporary directory is.
func Named(tb testing.TB, server, name string) string {
	tb.Helper()
	account := Connect(tb, server)
	ctx := context.WithoutCancel(tb.Context())
	number, err := account.HGet(ctx, numbersKey, name).Int()
	if err != nil {
		number = take(tb, account)
		if err := account.HSet(ctx, numbersKey, name, number).Err(); err != nil {
			tb.Fatalf("remember a database: %v", err)
		}
	}
	return database(tb, server, number)
}

// take finds the next number and empties its database.
func take(tb testing.TB, account *goredis.Client) int {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context())
	taken, err := account.Incr(ctx, takenKey).Result()
	if err != nil {
		tb.Fatalf("take a database: %v", err)
	}
	databases, err := account.ConfigGet(ctx, "databases").Result()
	if err != nil {
		tb.Fatalf("ask for the number of databases: %v", err)
	}
	number, err := place(taken, databases["databases"])
	if err != nil {
		tb.Fatal(err)
	}
	mine := account.Conn()
	defer func() { _ = mine.Close() }()
	_, err = mine.Pipelined(ctx, func(p goredis.Pipeliner) error {
		p.Do(ctx, "SELECT", number)
		p.FlushDB(ctx)
		p.Do(ctx, "SELECT", 0) // the connection goes back to the pool
		return nil
	})
	if err != nil {
		tb.Fatalf("empty database %d: %v", number, err)
	}
	return number
}

// place is the database of whoever took the nth, on a server with so many. After the last one comes the first again: of
// a thousand, that is long after its test has ended. With fewer it would be emptied under a test that still runs.
func place(taken int64, databases string) (int, error) {
	n, err := strconv.ParseInt(databases, 10, 32)
	if err != nil || n < fewest {
		return 0, fmt.Errorf("the Redis of %s has %q databases, and its tests need %d at least: start it with --databases 16384", uriVariable, databases, fewest)
	}
	return int(1 + (taken-1)%(n-1)), nil // database 0 is ours
}

// database is the address of one of a server's databases.
func database(tb testing.TB, server string, number int) string {
	tb.Helper()
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatalf("%s is malformed", uriVariable)
	}
	if u.Scheme == "unix" {
		q := u.Query()
		q.Set("db", strconv.Itoa(number))
		u.RawQuery = q.Encode()
	} else {
		u.Path = fmt.Sprintf("/%d", number)
	}
	return u.String()
}
