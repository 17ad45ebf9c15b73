package storetest

import (
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/mongo"
)

// DB returns an empty database for the tests of other packages: on the MongoDB server that MONGODB_URI names, so that
// whoever sets it runs every test there, and embedded otherwise.
func DB(tb testing.TB) *store.DB {
	tb.Helper()
	server := os.Getenv(uriVariable)
	if server == "" {
		return SQLite(tb)
	}
	engine, err := mongo.Open(tb.Context(), MongoDatabase(tb, server))
	if err != nil {
		tb.Fatal(err)
	}
	return database(tb, engine)
}
