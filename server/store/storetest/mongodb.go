package storetest

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// uriVariable names a MongoDB server to test against; without it tools/mongotest stands in.
	uriVariable = "MONGODB_URI"
	// binaryVariable names a built tools/mongotest; without it one is built into .build.
	binaryVariable = "MONGOTEST_BIN"
)

// MongoServer returns the URI of the server that MONGODB_URI names, or else starts a stand-in for the time of the test
// (see tools/mongotest).
func MongoServer(tb testing.TB) string {
	tb.Helper()
	if uri := os.Getenv(uriVariable); uri != "" {
		return uri
	}
	uri, _ := StandIn(tb)
	return uri
}

// MongoDatabase returns the URI of an empty database on a server, dropped at the end of the test.
func MongoDatabase(tb testing.TB, server string) string {
	tb.Helper()
	name := "test_" + store.NewID(time.Now())
	uri := MongoNamed(tb, server, name)
	tb.Cleanup(func() { dropDatabase(tb, uri, name) })
	return uri
}

// MongoNamed returns the URI of the database with a name on a server. It stays after the test.
func MongoNamed(tb testing.TB, server, name string) string {
	tb.Helper()
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatalf("%s is malformed", uriVariable)
	}
	u.Path = "/" + name
	return u.String()
}

func dropDatabase(tb testing.TB, uri, name string) {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context())
	client, err := mongo.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		tb.Errorf("drop test database: %v", err)
		return
	}
	if err := client.Database(name).Drop(ctx); err != nil {
		tb.Errorf("drop test database: %v", err)
	}
	if err := client.Disconnect(ctx); err != nil {
		tb.Errorf("drop test database: %v", err)
	}
}

// StandIn starts tools/mongotest for the time of the test and returns its URI and its process, for a test that holds it
// up.
func StandIn(tb testing.TB) (uri string, process *os.Process) {
	tb.Helper()
	// The test's context ends before its databases are dropped; the server has to outlive that.
	cmd := exec.CommandContext(context.WithoutCancel(tb.Context()), standInBinary(tb), "-with-parent", "-data", tb.TempDir()) //nolint:gosec // the program is the tests' own
	cmd.Stderr = os.Stderr
	// The process ends when this pipe does, also if the test is killed.
	alive, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = alive.Close()
		if err := cmd.Wait(); err != nil {
			tb.Errorf("mongotest ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		tb.Fatalf("mongotest printed no URI: %v", err)
	}
	return strings.TrimSpace(line), cmd.Process
}

// standInBinary finds tools/mongotest, or builds it; a build that is up to date takes Go's cache a second.
func standInBinary(tb testing.TB) string {
	tb.Helper()
	if path := os.Getenv(binaryVariable); path != "" {
		return path
	}
	root, err := moduleRoot()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(root, ".build", "mongotest")
	build := exec.CommandContext(tb.Context(), "go", "-C", filepath.Join(root, "tools", "mongotest"), "build", "-o", path, ".") //nolint:gosec // the paths are the module's own
	// The test's own flags (tags, a coverage directory) are not the tool's.
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if text, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("build tools/mongotest: %v\n%s", err, text)
	}
	return path
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for ; dir != "/" && dir != "."; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "tools", "mongotest", "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("find the module: no tools/mongotest above the working directory")
}
