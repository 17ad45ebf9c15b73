package clamav_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/clamav"
)

// clamd starts the real daemon with one signature, EICAR's, and returns its
// address and what ends it at once.
func clamd(t *testing.T, maxStream string) (address string, kill func()) {
	t.Helper()
	program, err := exec.LookPath("clamd")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/clamd"); err != nil {
			t.Fatalf("tools/install.sh test installs clamav-daemon: %v", err)
		}
	}
	dir := t.TempDir()
	signatures := filepath.Join(dir, "signatures")
	if err := os.Mkdir(signatures, 0o755); err != nil { //nolint:gosec // clamd reads it as it may be another user
		t.Fatal(err)
	}
	// Name, any kind of file, anywhere in it, the bytes (ClamAV's .ndb format).
	line := "Test.EICAR:0:*:" + hex.EncodeToString([]byte(eicar)) + "\n"
	if err := os.WriteFile(filepath.Join(signatures, "eicar.ndb"), []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = l.Addr().String()
	_ = l.Close()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	self, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf("Foreground yes\nDatabaseDirectory %s\nTemporaryDirectory %s\nTCPSocket %s\nTCPAddr 127.0.0.1\nStreamMaxLength %s\nUser %s\nSelfCheck 0\n",
		signatures, dir, port, maxStream, self.Username)
	conf := filepath.Join(dir, "clamd.conf")
	if err := os.WriteFile(conf, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, "--config-file="+conf)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait(); close(ended) }()
	kill = func() { _ = cmd.Process.Kill(); <-ended } //nolint:errcheck // it was killed
	t.Cleanup(kill)
	s := scanner(t, address)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	late := time.After(30 * time.Second)
	for s.Ping(t.Context()) != nil {
		select {
		case <-again.C:
		case err := <-ended:
			t.Fatalf("clamd ended: %v\n%s", err, said.String())
		case <-late:
			t.Fatal("clamd does not answer")
		}
	}
	return address, kill
}

// document is a DOCX with this text in it, compressed.
func document(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("word/document.xml")
	if err == nil {
		_, err = f.Write([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheRealDaemon(t *testing.T) {
	address, kill := clamd(t, "10M")
	s := scanner(t, address)
	large := make([]byte, 5<<20)
	if _, err := rand.Read(large); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"a CV": []byte("Anna Berg\nEngineer"), "nothing": {}, "5 MB": large, "a DOCX": document(t, strings.Repeat("Anna ", 500))} {
		if err := s.Scan(t.Context(), file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string][]byte{"text": []byte(eicar), "a DOCX": document(t, strings.Repeat("Anna ", 500)+eicar), "5 MB": append(large[:5<<20-len(eicar)], eicar...)} {
		if err := s.Scan(t.Context(), file); !errors.Is(err, clamav.ErrInfected) || !strings.Contains(err.Error(), "Test.EICAR") {
			t.Errorf("EICAR in %s: %v", name, err)
		}
	}
	kill()
	if err := s.Scan(t.Context(), []byte("Anna")); err == nil || errors.Is(err, clamav.ErrInfected) {
		t.Errorf("after its end: %v", err)
	}
}

func TestTheRealDaemonTakesLess(t *testing.T) {
	address, _ := clamd(t, "1M")
	s := scanner(t, address)
	err := s.Scan(t.Context(), make([]byte, 5<<20))
	if !errors.Is(err, clamav.ErrTooLarge) || errors.Is(err, clamav.ErrInfected) {
		t.Errorf("5 MB where 1 MB is allowed: %v", err)
	}
	if err := s.Scan(t.Context(), []byte("Anna")); err != nil {
		t.Errorf("a small file after it: %v", err)
	}
}

func TestTheRealDaemonEndsInTheMiddle(t *testing.T) {
	address, kill := clamd(t, "100M")
	done := make(chan error, 1)
	go func() { done <- scanner(t, address).Scan(t.Context(), make([]byte, 90<<20)) }()
	kill()
	if err := <-done; err == nil || errors.Is(err, clamav.ErrInfected) {
		t.Errorf("its daemon was killed: %v", err)
	}
}
