package e2e

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait: far more than a busy machine needs.
const patience = 2 * time.Minute

// service is a running `interviewai serve`.
type service struct {
	url, dir string
	environ  []string // without what every service has

	cmd    *exec.Cmd
	output *output
	ended  chan error
	over   sync.Once
}

// output keeps what a program prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// startService starts the service in dir and waits until it is ready. It is
// stopped cleanly with the test.
func startService(t *testing.T, dir string, environ []string, flags ...string) *service {
	t.Helper()
	s := launch(t, dir, environ, flags...)
	ready := regexp.MustCompile(`is ready at (http\S+)`)
	s.url = await(t, "the service's address", func() string {
		if found := ready.FindStringSubmatch(s.output.String()); found != nil {
			return found[1]
		}
		select {
		case err := <-s.ended:
			t.Fatalf("the service ended at once: %v\n%s", err, s.output)
		default:
		}
		return ""
	})
	await(t, "/readyz", func() bool { return status(t, s.url+"/readyz") == http.StatusOK })
	t.Cleanup(func() {
		s.stop(t)
		if t.Failed() {
			t.Logf("service at %s said:\n%s", s.url, s.output)
		}
	})
	return s
}

func launch(t *testing.T, dir string, environ []string, flags ...string) *service {
	t.Helper()
	args := []string{"serve", "--data", dir}
	if !hasFlag(flags, "--addr") {
		args = append(args, "--addr", "127.0.0.1:0")
	}
	s := &service{dir: dir, output: &output{}, ended: make(chan error, 1)}
	s.cmd = exec.Command(program(serviceProgram), append(args, flags...)...)
	s.environ = append(externalStores(t, dir), environ...)
	s.cmd.Env = cleanEnvironment(append([]string{"MEDIA_UDP_ADDR=127.0.0.1:0"}, s.environ...)...)
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.cmd.Wait() }()
	return s
}

// stop ends the service as an operator would, and holds it to a clean end.
func (s *service) stop(t *testing.T) {
	t.Helper()
	s.over.Do(func() {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
		select {
		case err := <-s.ended:
			if err != nil {
				t.Errorf("the service did not end cleanly: %v", err)
			}
		case <-time.After(patience):
			_ = s.cmd.Process.Kill()
			t.Error("the service did not end")
		}
	})
}

// kill ends the service without any warning.
func (s *service) kill(t *testing.T) {
	t.Helper()
	s.over.Do(func() {
		if err := s.cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		if err := <-s.ended; err == nil {
			t.Error("the service had ended by itself")
		}
	})
}

func (s *service) token(t *testing.T, email string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program(serviceProgram), "token", "--data", s.dir, "--email", email)
	cmd.Env = cleanEnvironment(s.environ...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("token: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// cleanEnvironment keeps the developer's keys away from the tests.
func cleanEnvironment(more ...string) []string {
	kept := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir()}
	return append(kept, more...)
}

func hasFlag(flags []string, name string) bool {
	for _, f := range flags {
		if f == name {
			return true
		}
	}
	return false
}

// await asks until the answer is not the zero value.
func await[T comparable](t *testing.T, what string, ask func() T) T {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	deadline := time.After(patience)
	var zero T
	for {
		if v := ask(); v != zero {
			return v
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("waited %s in vain for %s", patience, what)
		}
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}
