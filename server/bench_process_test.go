package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is the service in a process of its own, so that what it costs can be
// told from what the load generator costs.
type process struct {
	b    *testing.B
	url  string
	dir  string
	cmd  *exec.Cmd
	said *bytes.Buffer
}

// startProcess builds and starts the service with embedded stores and without
// limits.
func startProcess(b *testing.B) *process {
	b.Helper()
	p := &process{b: b, dir: b.TempDir(), said: &bytes.Buffer{}}
	binary := filepath.Join(b.TempDir(), "interviewai")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-tags=nolibopusfile", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	p.cmd = exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(p.dir, "data")) //nolint:noctx // ended by the cleanup, in good order
	p.cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "TMPDIR=" + os.TempDir(), "MEDIA_UDP_ADDR=127.0.0.1:0",
		"RATE_LIMITS=off", "CAPTCHA_MODE=off", "LOG_LEVEL=warn",
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	p.cmd.Stderr = p.said
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		_ = p.cmd.Wait()
		if b.Failed() {
			b.Logf("the service said: %s", p.said)
		}
	})
	ready := regexp.MustCompile(`is ready at (http\S+)`)
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if found := ready.FindStringSubmatch(lines.Text()); found != nil {
			p.url = found[1]
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return p
		}
	}
	b.Fatal("the service did not start")
	return nil
}

// post makes a REST call that must succeed and reads its answer into out.
func (p *process) post(path, token, body string, out any) {
	p.b.Helper()
	req, err := http.NewRequestWithContext(p.b.Context(), http.MethodPost, p.url+path, strings.NewReader(body))
	if err != nil {
		p.b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.b.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		p.b.Fatalf("%s: %d %s %v", path, res.StatusCode, text, err)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			p.b.Fatal(err)
		}
	}
}

const benchPassword = "SecurePass123!"

// member registers, verifies with the mail and signs in.
func (p *process) member(name string) (token string) {
	p.b.Helper()
	email := name + "@example.org"
	p.post("/api/v1/auth/register", "", fmt.Sprintf(
		`{"email":%q,"password":%q,"firstName":"A","lastName":"B","language":"en","termsAccepted":true}`, email, benchPassword), nil)
	p.post("/api/v1/auth/verify-email", "", fmt.Sprintf(`{"token":%q}`, p.mailed(email)), nil)
	var in struct {
		AccessToken string `json:"accessToken"`
	}
	p.post("/api/v1/auth/login", "", fmt.Sprintf(`{"email":%q,"password":%q}`, email, benchPassword), &in)
	return in.AccessToken
}

// mailed waits for the link in the mail to an address.
func (p *process) mailed(email string) string {
	p.b.Helper()
	link := regexp.MustCompile(`/verify-email\?token=(\w+)`)
	ctx, cancel := context.WithTimeout(p.b.Context(), time.Minute)
	defer cancel()
	for tick := time.NewTicker(10 * time.Millisecond); ; {
		files, _ := filepath.Glob(filepath.Join(p.dir, "data", "outbox", "*.eml"))
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err == nil && bytes.Contains(text, []byte(email)) {
				if found := link.FindSubmatch(text); found != nil {
					tick.Stop()
					return string(found[1])
				}
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			p.b.Fatal("no mail to " + email)
		}
	}
}

// cpu is the processor time the service has used.
func (p *process) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		p.b.Fatal(err)
	}
	// Fields 14 and 15 of proc(5), counted after the name in parentheses.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	ticks := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			p.b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100 // USER_HZ
}

// memory is the service's resident set in MiB.
func (p *process) memory() float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.b.Fatal(err)
	}
	found := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		p.b.Fatal("no VmRSS")
	}
	kib, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		p.b.Fatal(err)
	}
	return kib / 1024
}

// line is a keep-alive connection that sends one prepared request again and
// again: a load generator that costs next to nothing.
type line struct {
	conn net.Conn
	read *bufio.Reader
}

func (p *process) dial() *line {
	p.b.Helper()
	conn, err := new(net.Dialer).DialContext(p.b.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		p.b.Fatal(err)
	}
	p.b.Cleanup(func() { _ = conn.Close() })
	return &line{conn: conn, read: bufio.NewReader(conn)}
}

// ask sends a request and reads the answer, which must be a success.
func (l *line) ask(request []byte) error {
	if _, err := l.conn.Write(request); err != nil {
		return err
	}
	status, err := l.read.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.Contains(status, []byte(" 200 ")) {
		return fmt.Errorf("answered %s", status)
	}
	length := -1
	for {
		header, err := l.read.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(header) <= 2 {
			break
		}
		if name, value, _ := bytes.Cut(header, []byte(":")); len(name) == 14 && strings.EqualFold(string(name), "Content-Length") {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return fmt.Errorf("an answer without length")
	}
	_, err = l.read.Discard(length)
	return err
}

// request words a request for line.ask.
func request(method, path, token, body string) []byte {
	auth := ""
	if token != "" {
		auth = "Authorization: Bearer " + token + "\r\n"
	}
	return fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", method, path, auth, len(body), body)
}
