package main

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/datadir"
)

func TestAdminCommandLine(t *testing.T) {
	data := t.TempDir()
	for _, c := range []struct {
		name    string
		args    []string
		environ []string
		status  int
		says    string
	}{
		{name: "nothing", status: 0, says: "interviewai admin rotate-keys"},
		{name: "help", args: []string{"help"}, status: 0, says: "interviewai admin restore FILE"},
		{name: "unknown", args: []string{"rotate"}, status: 2, says: `no command admin "rotate"`},
		{name: "help of one", args: []string{"backup", "--help"}, status: 0, says: "-data DIR"},
		{name: "no address", args: []string{"list-sessions"}, status: 2, says: "--email"},
		{name: "nobody", args: []string{"list-sessions", "--data", data, "--email", "nobody@example.org"}, status: 1, says: "no"},
		{name: "no file", args: []string{"backup", "--data", data}, status: 2, says: "a file is missing"},
		{name: "no such address", args: []string{"create-admin", "--data", data, "--email", "Me <me@example.org>"}, status: 2, says: "--email needs an address"},
		{name: "reset of nobody", args: []string{"reset-password", "--data", data, "--email", "nobody@example.org"}, status: 1, says: "no"},
		{name: "two files", args: []string{"backup", "a", "b"}, status: 2, says: `no argument "b"`},
		{name: "no data", args: []string{"backup", "--data", filepath.Join(data, "none"), filepath.Join(data, "x")}, status: 1, says: "no such file"},
		{name: "documents elsewhere", args: []string{"backup", "x"}, environ: []string{"MONGODB_URI=mongodb://localhost/x"}, status: 2, says: "mongodump"},
		{name: "blobs elsewhere", args: []string{"restore", "x"}, environ: []string{"AWS_S3_BUCKET_AUDIO=x", "AWS_REGION=eu"}, status: 2, says: "aws s3 sync"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := invoke(c.environ, append([]string{"admin"}, c.args...)...)
			if got.status != c.status || !strings.Contains(got.stdout+got.stderr, c.says) {
				t.Errorf("status %d, want %d\nstdout %q\nstderr %q", got.status, c.status, got.stdout, got.stderr)
			}
		})
	}
}

// TestAdminOnRealStores lists, rotates, sweeps, backs up and restores as an
// operator would, from one command to the next.
func TestAdminOnRealStores(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	signIn(t, data, "ada@example.org")
	signIn(t, data, "leaver@example.org")
	command := func(args ...string) string {
		t.Helper()
		got := invoke(nil, append(append([]string{"admin"}, args...), "--data", data)...)
		if got.status != 0 || got.stderr != "" {
			t.Fatalf("%v: %+v", args, got)
		}
		return got.stdout
	}
	listed := command("list-sessions", "--email", "ada@example.org")
	if !strings.Contains(listed, "203.0.113.x") || !strings.Contains(listed, `"Phone\x1b[2J"`) {
		t.Errorf("sessions: %q", listed)
	}
	if said := command("create-admin", "--email", "root@example.org"); !strings.Contains(said, "with a new account") || !strings.Contains(said, "/reset-password?token=") {
		t.Errorf("create-admin: %q", said)
	}
	if said := command("create-admin", "--email", "root@example.org"); !strings.Contains(said, "without a password yet") || !strings.Contains(said, "/reset-password?token=") {
		t.Errorf("create-admin again: %q", said)
	}
	operator(t, data, func(p *platform) error {
		_, _, err := p.accounts.users.CreateAdmin(t.Context(), "root@example.org", "Correct-Horse-7")
		return err
	})
	if said := command("create-admin", "--email", "root@example.org"); !strings.Contains(said, "the password is as it was") || strings.Contains(said, "token=") {
		t.Errorf("create-admin of somebody with a password: %q", said)
	}
	if said := command("reset-password", "--email", "ada@example.org"); !strings.Contains(said, "/reset-password?token=") {
		t.Errorf("reset-password: %q", said)
	}
	if said := command("rewrap"); !strings.Contains(said, "0 documents were encrypted anew") {
		t.Errorf("rewrap: %q", said)
	}
	if said := command("rotate-keys"); !strings.Contains(said, "signs from now on") {
		t.Errorf("rotate-keys: %q", said)
	}
	if said := command("sweep"); !strings.Contains(said, "0 accounts erased") {
		t.Errorf("sweep: %q", said)
	}

	// The service runs: a backup works beside it, a restore is refused.
	dir, err := datadir.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if said := command("backup", file); !strings.Contains(said, "holds the key") {
		t.Errorf("backup: %q", said)
	}
	if got := invoke(nil, "admin", "restore", "--data", data, file); got.status != 1 || !strings.Contains(got.stderr, "in use by process") {
		t.Errorf("restore beside the service: %+v", got)
	}
	if err := dir.Close(); err != nil {
		t.Fatal(err)
	}

	signIn(t, data, "later@example.org")
	if err := os.WriteFile(file+".bad", []byte("no backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := invoke(nil, "admin", "restore", "--data", data, file+".bad"); got.status != 1 || !strings.Contains(got.stderr, "nothing was changed") {
		t.Errorf("restore of a damaged file: %+v", got)
	}
	command("list-sessions", "--email", "later@example.org")
	operator(t, data, func(p *platform) error {
		u, err := p.accounts.users.ByAddress(t.Context(), "leaver@example.org")
		return errors.Join(err, p.accounts.users.Erase(t.Context(), u.ID))
	})
	if said := command("restore", file); !strings.Contains(said, "before-restore-") {
		t.Errorf("restore: %q", said)
	}
	if again := command("list-sessions", "--email", "ada@example.org"); again != listed {
		t.Errorf("restored: %q, want %q", again, listed)
	}
	if got := invoke(nil, "admin", "list-sessions", "--data", data, "--email", "later@example.org"); got.status != 1 {
		t.Errorf("what came after the backup is still there: %+v", got)
	}
	// Who was erased after the backup is back, and goes again.
	command("list-sessions", "--email", "leaver@example.org")
	command("sweep")
	if got := invoke(nil, "admin", "list-sessions", "--data", data, "--email", "leaver@example.org"); got.status != 1 {
		t.Errorf("a restored backup brought somebody back: %+v", got)
	}
}

// signIn makes an account and signs it in from a phone whose name tries to
// clear the terminal.
func signIn(t *testing.T, data, email string) {
	t.Helper()
	operator(t, data, func(p *platform) error {
		u, err := p.accounts.users.DevelopmentUser(t.Context(), email)
		if err != nil {
			return err
		}
		ctx := origin.NewContext(t.Context(), origin.Origin{Address: netip.MustParseAddr("203.0.113.9"), Agent: "Phone\x1b[2J"})
		_, err = p.accounts.sessions.Start(ctx, account.Identity{UserID: account.UserID(u.ID), Role: account.User}, "password", false)
		return err
	})
}

// operator does something as the administrators' commands would.
func operator(t *testing.T, data string, do func(*platform) error) {
	t.Helper()
	cfg, err := config.Load(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	cfg.DataDir = data
	p, release, err := openOperator(t.Context(), cfg, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(p), release()); err != nil {
		t.Fatal(err)
	}
}
