package datadir_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/datadir"
)

const holdVariable = "DATADIR_TEST_HOLD"

// TestMain is also the second process of the tests: it opens a directory, says so, and holds it until it is killed.
func TestMain(m *testing.M) {
	path := os.Getenv(holdVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	if _, err := datadir.Open(path); err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	fmt.Println("holding")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test ends
}

// hold starts a process that opens the directory, and returns what it said about that.
func hold(t *testing.T, path string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+path)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, strings.TrimSpace(line)
}

func TestASecondProcessIsRefusedUntilTheFirstIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "data")
	first, said := hold(t, path)
	if said != "holding" {
		t.Fatalf("first process: %s", said)
	}
	want := fmt.Sprintf("data directory %s is in use by process %d: stop it, or choose another directory with --data", path, first.Process.Pid)

	second, said := hold(t, path)
	if err := second.Wait(); said != want || second.ProcessState.ExitCode() != 3 {
		t.Errorf("second process said %q and ended with %v, want %q", said, err, want)
	}
	_, err := datadir.Open(path)
	var inUse *datadir.InUseError
	if !errors.As(err, &inUse) || inUse.PID != first.Process.Pid || err.Error() != want {
		t.Errorf("open in this process: %v", err)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // "signal: killed"
	d, err := datadir.Open(path)
	if err != nil {
		t.Fatalf("after the kill: %v", err)
	}
	if _, err := datadir.Open(path); !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("twice in one process: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if d, err = datadir.Open(path); err != nil {
		t.Fatalf("after close: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheOwnerCanReadIt(t *testing.T) {
	empty := t.TempDir()
	full := t.TempDir()
	for _, path := range []string{empty, full} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(full, "something"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{
		filepath.Join(t.TempDir(), "new"): 0o700,
		empty:                             0o700,
		full:                              0o755, // not ours to change
	} {
		d, err := datadir.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Secret("secret.key", 32); err != nil {
			t.Fatal(err)
		}
		sub, err := d.Sub("blobs")
		if err != nil || sub != d.Path("blobs") {
			t.Errorf("sub: %s, %v", sub, err)
		}
		for name, want := range map[string]os.FileMode{path: want, d.Path("lock"): 0o600, d.Path("secret.key"): 0o600, sub: 0o700} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s has mode %v (%v), want %v", name, info.Mode().Perm(), err, want)
			}
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSecretsAreMadeOnce(t *testing.T) {
	path := t.TempDir()
	open := func() *datadir.Dir {
		d, err := datadir.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	first, err := d.Secret("store.key", 32)
	if err != nil || len(first) != 32 || bytes.Equal(first, make([]byte, 32)) {
		t.Fatalf("first secret: %x, %v", first, err)
	}
	other, err := d.Secret("other.key", 32)
	if err != nil || bytes.Equal(first, other) {
		t.Errorf("two secrets are alike: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open()
	defer func() { _ = d.Close() }()
	if again, err := d.Secret("store.key", 32); err != nil || !bytes.Equal(again, first) {
		t.Errorf("after opening again: %x, %v", again, err)
	}
	if _, err := d.Secret("store.key", 16); err == nil {
		t.Error("a secret of another size was accepted")
	}
	if got, err := d.Keep("jwt.pem", []byte("a")); err != nil || string(got) != "a" {
		t.Errorf("keep: %q, %v", got, err)
	}
	if got, err := d.Keep("jwt.pem", []byte("b")); err != nil || string(got) != "a" {
		t.Errorf("keep again: %q, %v", got, err)
	}
	entries, err := filepath.Glob(filepath.Join(path, ".new-*"))
	if err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAPlaceThatCannotBeADirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := datadir.Open(file); err == nil {
		t.Error("a file was opened as data directory")
	}
}
