package mongo_test

import (
	"context"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/mongo"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// backend makes databases on one server, which a child process of the suite is not asked for.
func backend(server string) storetest.Backend {
	return storetest.Backend{
		Place: func(tb testing.TB) string { return storetest.MongoDatabase(tb, server) },
		Open:  func(ctx context.Context, place string) (store.Engine, error) { return mongo.Open(ctx, place) },
	}
}

func TestMain(m *testing.M) { os.Exit(storetest.Main(m, backend(""))) }

func TestMongo(t *testing.T) { storetest.Run(t, backend(storetest.MongoServer(t))) }

func BenchmarkMongo(b *testing.B) { storetest.Benchmark(b, backend(storetest.MongoServer(b)), 1_000) }
