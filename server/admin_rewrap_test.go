package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
)

// TestTheEmbeddedKeyIsReplaced goes from the data directory's own key to a
// configured one, as the manual says, and holds that the old one is needed no
// more and in no backup.
func TestTheEmbeddedKeyIsReplaced(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	signIn(t, data, "ada@example.org")
	command := func(environ []string, args ...string) runs {
		t.Helper()
		return invoke(environ, append(append([]string{"admin"}, args...), "--data", data)...)
	}
	if got := command(nil, "rotate-keys"); got.status != 0 { // a signing key is encrypted
		t.Fatalf("%+v", got)
	}
	before := filepath.Join(t.TempDir(), "before.tar.gz")
	if got := command(nil, "backup", before); got.status != 0 || !strings.Contains(got.stdout, "holds the key") {
		t.Errorf("backup before: %+v", got)
	}

	own, err := os.ReadFile(filepath.Join(data, sealingKey))
	if err != nil {
		t.Fatal(err)
	}
	fresh := "DOCUMENTS_KEY=" + base64.StdEncoding.EncodeToString(store.NewKey())
	old := "DOCUMENTS_KEYS_OLD=" + base64.StdEncoding.EncodeToString(own)
	got := command([]string{fresh}, "list-sessions", "--email", "ada@example.org")
	if got.status != 1 || !strings.Contains(got.stderr, "DOCUMENTS_KEYS_OLD") || !strings.Contains(got.stderr, "base64 documents.key") {
		t.Errorf("without the old key: %+v", got)
	}
	if got := command([]string{fresh, old}, "rewrap"); got.status != 0 || strings.HasPrefix(got.stdout, "0 documents") {
		t.Errorf("rewrap: %+v", got)
	}
	if got := command([]string{fresh}, "list-sessions", "--email", "ada@example.org"); got.status != 0 || !strings.Contains(got.stdout, "203.0.113.x") {
		t.Errorf("the new key alone: %+v", got)
	}

	after := filepath.Join(t.TempDir(), "after.tar.gz")
	if got := command([]string{fresh}, "backup", after); got.status != 0 || !strings.Contains(got.stdout, "present DOCUMENTS_KEY only") {
		t.Errorf("backup after: %+v", got)
	}
	// Nothing reads the stale key, so that restoring the backup leaves none.
	if got := command([]string{fresh}, "restore", after); got.status != 0 || strings.Contains(got.stdout, "its own") {
		t.Errorf("restore: %+v", got)
	}
	if _, err := os.Stat(filepath.Join(data, sealingKey)); !os.IsNotExist(err) {
		t.Errorf("the backup had the key that was replaced: %v", err)
	}
	if got := command([]string{fresh}, "list-sessions", "--email", "ada@example.org"); got.status != 0 {
		t.Errorf("restored: %+v", got)
	}
	// A backup from before has its key with it, and says what to do with it.
	if got := command([]string{fresh}, "restore", before); got.status != 0 || !strings.Contains(got.stdout, "DOCUMENTS_KEYS_OLD") {
		t.Errorf("restore of the older one: %+v", got)
	}
}
