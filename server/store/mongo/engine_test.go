package mongo_test

import (
	"context"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/mongo"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func backend() storetest.Backend {
	return storetest.Backend{
		Place: storetest.MongoDB,
		Open:  func(ctx context.Context, place string) (store.Engine, error) { return mongo.Open(ctx, place) },
	}
}

func TestMain(m *testing.M) { os.Exit(storetest.Main(m, backend())) }

func TestMongo(t *testing.T) { storetest.Run(t, backend()) }
