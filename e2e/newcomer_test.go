package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A newcomer gets through everything with curl and the mails.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), []string{"CAPTCHA_MODE=off"})
	script, err := filepath.Abs(demo + "newcomer.sh")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), script, s.url, filepath.Join(s.dir, "outbox"))
	cmd.Env = cleanEnvironment()
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if !strings.Contains(string(said), "All 27 steps went as they should.") {
		t.Errorf("it said:\n%s", said)
	}
	mails, err := os.ReadDir(filepath.Join(s.dir, "outbox"))
	if err != nil || len(mails) < 6 {
		t.Errorf("%d mails, %v", len(mails), err)
	}
}
