package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// asService tells this test's program to be the service itself: a process of its
// own, which can be killed, and need not be built.
const asService = "TEST_PROGRAM_SERVES"

func TestMain(m *testing.M) {
	if os.Getenv(asService) != "" {
		os.Exit(run(os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// mortal is the service in a process that is killed again and again.
type mortal struct {
	addr, dir string
	cmd       *exec.Cmd
	log       *os.File
}

// live starts the process and waits until it serves.
func (m *mortal) live(t *testing.T) {
	t.Helper()
	m.cmd = exec.Command(os.Args[0], "serve", "--addr", m.addr, "--data", m.dir) //nolint:gosec,noctx // this very program; killed by die
	m.cmd.Env = []string{
		asService + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + m.dir, "TMPDIR=" + os.TempDir(), "MEDIA_UDP_ADDR=127.0.0.1:0",
		"RATE_LIMITS=off", "CAPTCHA_MODE=off", "LOG_FORMAT=json", "GOCOVERDIR=" + m.dir,
	}
	read, write := io.Pipe()
	m.cmd.Stderr = io.MultiWriter(m.log, write)
	ready := make(chan struct{})
	go func() {
		said, seen := []byte{}, false
		line := make([]byte, 4096)
		for {
			n, err := read.Read(line)
			if err != nil {
				return
			}
			if said = append(said, line[:n]...); !seen && bytes.Contains(said, []byte(`"msg":"started"`)) {
				seen = true
				close(ready)
			}
		}
	}()
	if err := m.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = write.Close() })
	select {
	case <-ready:
	case <-time.After(patience):
		said, _ := os.ReadFile(m.log.Name())
		t.Fatalf("the service does not start: %s", said)
	}
}

// die kills the process in the midst of what it does.
func (m *mortal) die(t *testing.T) {
	t.Helper()
	if err := m.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if err := m.cmd.Wait(); m.cmd.ProcessState == nil || m.cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL { //nolint:errcheck,forcetypeassert // a process of Unix
		t.Errorf("the service ended by itself: %v", err)
	}
}

// TestInterviewsOutliveKills kills the service while people answer, several
// times and without warning. Whoever was not answered asks again. No answer that
// was acknowledged is lost, none is scored or counted twice.
func TestInterviewsOutliveKills(t *testing.T) {
	number, kills := 40, 5
	if raceDetector {
		number, kills = 6, 1
	}
	dir := filepath.Join(t.TempDir(), "data")
	settings := []string{embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off"}
	serveHere(t, dir, settings...).end(t) // makes the data directory
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	m := &mortal{addr: freeAddress(t), dir: dir, log: log}
	h := newHall(t, "http://"+m.addr)
	all := h.candidates(t, dir, number)
	m.live(t)

	// Kills come after so many answered calls, all over the interviews, whatever
	// the machine's speed.
	const callsEach = 25
	var answered atomic.Int64
	due := make(chan struct{}, 1)
	h.acknowledged = func() {
		if answered.Add(1)%int64(number*callsEach/(kills+1)) == 0 {
			select {
			case due <- struct{}{}:
			default:
			}
		}
	}
	ctx, over := context.WithCancel(t.Context())
	var killing sync.WaitGroup
	killed := 0
	killing.Go(func() {
		for killed < kills {
			select {
			case <-due:
			case <-ctx.Done():
				return
			}
			killed++
			reopen := h.shut() // for new calls; many are under way
			m.die(t)
			m.live(t)
			reopen()
		}
	})
	err = interviewAll(t.Context(), all)
	over()
	killing.Wait()
	if err != nil {
		t.Fatal(err)
	}
	m.die(t)
	if killed < kills {
		t.Errorf("killed %d times only: %d calls were answered", killed, answered.Load())
	}
	t.Logf("%d interviews outlived %d kills: %d calls answered", number, killed+1, answered.Load())
	r := serveHere(t, dir, settings...)
	h.moved(r.url, all)
	h.holds(t, r, all)
}

// shut lets nobody in until it is opened again.
func (h *hall) shut() (reopen func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := make(chan struct{})
	h.open = open
	return func() { close(open) }
}
