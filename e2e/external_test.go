package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// externalStores is the environment that puts a service's documents and Redis
// onto the servers that MONGODB_URI and REDIS_URL name, when whoever runs the
// tests set them. As a data directory keeps the embedded stores over a restart,
// each directory has its own database on either.
func externalStores(t *testing.T, dir string) []string {
	t.Helper()
	var environ []string
	if server := os.Getenv("MONGODB_URI"); server != "" {
		sum := sha256.Sum256([]byte(dir))
		name := "e2e_" + hex.EncodeToString(sum[:8])
		environ = append(environ, "MONGODB_URI="+storetest.MongoNamed(t, server, name))
	}
	if server := os.Getenv("REDIS_URL"); server != "" {
		environ = append(environ, "REDIS_URL="+redistest.Named(t, server, dir))
	}
	return environ
}
