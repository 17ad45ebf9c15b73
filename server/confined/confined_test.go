package confined_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/confined"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shell is a program of one script.
func shell(dir, script string) confined.Program {
	return confined.Program{
		Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"GIVEN=yes"}, TempDir: dir,
		CPU: 5 * time.Second, Memory: 64 << 20, Output: 1000,
	}
}

func TestRun(t *testing.T) {
	t.Setenv("SECRET", "canary")
	var exit *exec.ExitError
	for _, tc := range []struct {
		story, script, printed string
		failed                 bool
	}{
		{"reads its input", "cat", "the file", false},
		{"sees what it is given alone", `echo "$GIVEN$SECRET"`, "yes\n", false},
		{"complains", "echo no >&2; exit 3", "", true},
		{"writes a file", "cat; echo mine > file", "the file", true},
		{"takes memory", "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done", "", true},
	} {
		dir := t.TempDir()
		got, err := shell(dir, tc.script).Run(t.Context(), []byte("the file"))
		if errors.As(err, &exit) != tc.failed || string(got.Printed) != tc.printed {
			t.Errorf("%s: %q, %v", tc.story, got.Printed, err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: %d files are left", tc.story, len(left))
		}
		if tc.story == "complains" && got.Complaint != "no\n" {
			t.Errorf("complaint %q", got.Complaint)
		}
	}
	if _, err := shell(t.TempDir(), "while :; do echo aaaaaaaaaaaaaaaaaa; done").Run(t.Context(), nil); !errors.Is(err, confined.ErrOutput) {
		t.Errorf("it prints without end: %v", err)
	}
	loud := shell(t.TempDir(), "i=0; while [ $i -lt 2000 ]; do echo complaint >&2; i=$((i+1)); done; echo done")
	if got, err := loud.Run(t.Context(), nil); err != nil || string(got.Printed) != "done\n" || len(got.Complaint) != 2048 || !strings.HasPrefix(got.Complaint, "complaint") {
		t.Errorf("it complains without end: %d bytes, %v", len(got.Complaint), err)
	}
	missing := confined.Program{Path: "/there/is/none", TempDir: t.TempDir(), CPU: time.Second, Memory: 1 << 20, Output: 1}
	if _, err := missing.Run(t.Context(), nil); !errors.Is(err, confined.ErrNotStarted) {
		t.Errorf("no program: %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	late := errors.New("late")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 200*time.Millisecond, late)
	defer cancel()
	if _, err := shell(t.TempDir(), "(while :; do :; done) & while :; do :; done").Run(ctx, nil); !errors.Is(err, late) {
		t.Errorf("error %v", err)
	}
}

func TestRoomIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := confined.NewRoom(1, 1)
		leave, err := r.Enter(t.Context())
		if err != nil || r.Running() != 1 {
			t.Fatal(r.Running(), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		waited := make(chan error, 1)
		go func() {
			_, err := r.Enter(ctx)
			waited <- err
		}()
		synctest.Wait()
		if _, err := r.Enter(t.Context()); !errors.Is(err, confined.ErrFull) {
			t.Errorf("a third got %v", err)
		}
		cancel()
		if err := <-waited; !errors.Is(err, context.Canceled) {
			t.Errorf("the second got %v", err)
		}
		leave()
		if r.Running() != 0 {
			t.Error("room was not given back")
		}
	})
}
