package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func backend() storetest.Backend {
	return storetest.Backend{
		Place: func(tb testing.TB) string { return filepath.Join(tb.TempDir(), "documents.db") },
		Open:  func(ctx context.Context, place string) (store.Engine, error) { return sqlite.Open(ctx, place) },
	}
}

func TestMain(m *testing.M) { os.Exit(storetest.Main(m, backend())) }

func TestSQLite(t *testing.T) { storetest.Run(t, backend()) }

func BenchmarkSQLite(b *testing.B) { storetest.Benchmark(b, backend(), 50_000) }
