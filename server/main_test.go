package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// runs is what came of running the program.
type runs struct {
	status         int
	stdout, stderr string
}

func invoke(environ []string, args ...string) runs {
	var out, diagnostics strings.Builder
	status := run(args, environ, &out, &diagnostics)
	return runs{status, out.String(), diagnostics.String()}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		name    string
		args    []string
		environ []string
		status  int
		stdout  string
		stderr  string
	}{
		{name: "nothing", status: 0, stdout: "interviewai serve"},
		{name: "help", args: []string{"--help"}, status: 0, stdout: "interviewai token"},
		{name: "version", args: []string{"version"}, status: 0, stdout: "interviewai development go1."},
		{name: "unknown command", args: []string{"sevre"}, status: 2, stderr: `no command "sevre"`},
		{name: "help of a command", args: []string{"serve", "--help"}, status: 0, stderr: "-print-config"},
		{name: "unknown flag", args: []string{"serve", "--port", "1"}, status: 2, stderr: "see interviewai serve --help"},
		{name: "stray argument", args: []string{"serve", "now"}, status: 2, stderr: `no argument "now"`},
		{name: "bad address", args: []string{"serve", "--addr", "localhost"}, status: 2, stderr: "--addr"},
		{
			name: "every source's mistakes at once", args: []string{"serve", "--roles", "api,king", "--addr", "x"}, environ: []string{"PORT=x", "NODE_ENV=y"},
			status: 2, stderr: "king",
		},
		{name: "roles apart need each other", args: []string{"serve", "--roles", "media"}, status: 2, stderr: "API_URL"},
		{
			name: "effective configuration", args: []string{"serve", "--print-config", "--data", "/tmp/d"}, environ: []string{"OPENAI_API_KEY=topsecret"},
			status: 0, stdout: "OPENAI_API_KEY=********\n",
		},
		{name: "token without address", args: []string{"token"}, status: 2, stderr: "--email"},
		{name: "token with a name", args: []string{"token", "--email", "Ada <ada@example.org>"}, status: 2, stderr: "--email"},
		{name: "token in production", args: []string{"token", "--email", "a@example.org"}, environ: []string{"NODE_ENV=production"}, status: 2, stderr: "development"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := invoke(c.environ, c.args...)
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			if !strings.Contains(got.stdout, c.stdout) || !strings.Contains(got.stderr, c.stderr) {
				t.Errorf("stdout %q\nstderr %q", got.stdout, got.stderr)
			}
			if strings.Contains(got.stdout+got.stderr, "topsecret") {
				t.Error("a secret is printed")
			}
		})
	}
	all := invoke([]string{"PORT=x", "NODE_ENV=y"}, "serve", "--roles", "api,king", "--addr", "x").stderr
	for _, part := range []string{"PORT", "NODE_ENV", "king", "--addr"} {
		if !strings.Contains(all, part) {
			t.Errorf("no mention of %s in %s", part, all)
		}
	}
}

// TestServiceFromStartToStop runs the whole process: a token made beside it is
// accepted, a second process is refused, and the stop is clean.
func TestServiceFromStartToStop(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	environ := []string{"MEDIA_UDP_ADDR=127.0.0.1:0"}
	s, _, err := readSettings([]string{"--addr", "127.0.0.1:0", "--data", data}, environ, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close() //nolint:errcheck // only a test's log
	ended := make(chan error, 1)
	go func() {
		err := runService(ctx, s, write, log)
		_ = write.CloseWithError(fmt.Errorf("ended: %w", io.EOF))
		ended <- err
	}()
	lines := bufio.NewScanner(read)
	url := ""
	for url == "" && lines.Scan() {
		if _, after, ok := strings.Cut(lines.Text(), "is ready at "); ok {
			url = after
		}
	}
	drained := make(chan string, 1)
	go func() {
		var rest strings.Builder
		for lines.Scan() {
			rest.WriteString(lines.Text() + "\n")
		}
		drained <- rest.String()
	}()
	if url == "" {
		t.Fatalf("did not start: %v", <-ended)
	}

	token := invoke(environ, "token", "--data", data, "--email", "ada@example.org")
	if token.status != 0 || strings.Count(token.stdout, "\n") != 1 || token.stderr != "" {
		t.Fatalf("token: %+v", token)
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	get := func(path, token string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close() //nolint:errcheck // only read
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
	for _, c := range []struct {
		path, token string
		status      int
		contains    string
	}{
		{"/readyz", "", 200, "ready"},
		{"/health", "", 200, `"database":"connected"`},
		{"/.well-known/jwks.json", "", 200, `"RS256"`},
		{"/metrics", "", 200, "interviewai_build_info"},
		{"/api/v1/live/sessions", "", 401, "invalid_token"},
		{"/api/v1/live/sessions", token.stdout, 200, `"sessions"`},
	} {
		if status, text := get(c.path, c.token); status != c.status || !strings.Contains(text, c.contains) {
			t.Errorf("%s: %d %s", c.path, status, text)
		}
	}
	if second := invoke(environ, "serve", "--addr", "127.0.0.1:0", "--data", data); second.status != 1 || !strings.Contains(second.stderr, "in use by process") {
		t.Errorf("a second process: %+v", second)
	}

	client.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
	said := <-drained
	for _, part := range []string{"SQLite, embedded", "redis      embedded", "interviewai token --data"} {
		if !strings.Contains(said, part) {
			t.Errorf("start-up does not say %q:\n%s", part, said)
		}
	}
}

func TestMachinesGetOneLineAndNoWelcome(t *testing.T) {
	s, _, err := readSettings([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}, []string{"LOG_FORMAT=json", "MEDIA_UDP_ADDR=127.0.0.1:0"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	var stdout strings.Builder
	ended := make(chan error, 1)
	go func() {
		err := runService(ctx, s, &stdout, write)
		_ = write.Close()
		ended <- err
	}()
	started := ""
	for lines := bufio.NewScanner(read); lines.Scan(); {
		if strings.Contains(lines.Text(), `"msg":"started"`) {
			started = lines.Text()
			stop()
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(started, `"roles":"api,media,bot,worker"`) || stdout.Len() > 0 {
		t.Errorf("started %q, stdout %q", started, stdout.String())
	}
}

func TestTakenPortIsSaidPlainly(t *testing.T) {
	got := invoke(nil, "serve", "--addr", "203.0.113.1:1", "--data", t.TempDir())
	if got.status != 1 || !strings.Contains(got.stderr, "--addr 127.0.0.1:0") {
		t.Errorf("got %+v", got)
	}
}
