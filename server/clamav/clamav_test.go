package clamav_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/clamav"
)

// eicar is the test file that every scanner knows (eicar.org), in two halves so
// that none takes this source for it.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// daemon speaks clamd's protocol as its manual has it. It is ours: clamd itself,
// with its signatures of hundreds of megabytes, is not installed here.
func daemon(t *testing.T, network, address string, most int) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), network, address)
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { defer conn.Close(); _, _ = io.WriteString(conn, serve(bufio.NewReader(conn), most)) }) //nolint:errcheck // a test's end
		}
	})
	t.Cleanup(func() { _ = l.Close(); serving.Wait() })
	return l.Addr().String()
}

func serve(r *bufio.Reader, most int) string {
	command, err := r.ReadString(0)
	switch {
	case err != nil:
		return ""
	case command == "zPING\x00":
		return "PONG\x00"
	case command != "zINSTREAM\x00":
		return "UNKNOWN COMMAND\x00"
	}
	var file bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return ""
		}
		if size == 0 {
			break
		}
		if file.Len()+int(size) > most {
			return "INSTREAM size limit exceeded. ERROR\x00"
		}
		if _, err := io.CopyN(&file, r, int64(size)); err != nil {
			return ""
		}
	}
	if strings.Contains(file.String(), eicar) {
		return "stream: Win.Test.EICAR_HDB-1 FOUND\x00"
	}
	return "stream: OK\x00"
}

func scanner(t *testing.T, address string) *clamav.Scanner {
	t.Helper()
	s, err := clamav.New(address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScanning(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	daemon(t, "unix", socket, 10<<20)
	for _, s := range []*clamav.Scanner{
		scanner(t, "unix://"+socket), scanner(t, daemon(t, "tcp", "127.0.0.1:0", 10<<20)), scanner(t, "tcp://"+daemon(t, "tcp", "127.0.0.1:0", 10<<20)),
	} {
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		for name, file := range map[string]string{"small": "a CV", "empty": "", "large": strings.Repeat("x", 5<<20), "a chunk": strings.Repeat("x", 64<<10)} {
			if err := s.Scan(t.Context(), []byte(file)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		// Across the border of two chunks.
		file := strings.Repeat("x", 64<<10-10) + eicar
		if err := s.Scan(t.Context(), []byte(file)); !errors.Is(err, clamav.ErrInfected) || !strings.Contains(err.Error(), "EICAR") {
			t.Errorf("infected: %v", err)
		}
	}
}

func TestWhatCannotBeScannedIsNotClean(t *testing.T) {
	small := scanner(t, daemon(t, "tcp", "127.0.0.1:0", 100))
	gone := scanner(t, "unix://"+filepath.Join(t.TempDir(), "nobody"))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range map[string]error{
		"too large for the daemon": small.Scan(t.Context(), bytes.Repeat([]byte("x"), 101)),
		"no daemon":                gone.Scan(t.Context(), []byte("x")),
		"given up":                 small.Scan(ended, []byte("x")),
	} {
		if err == nil || errors.Is(err, clamav.ErrInfected) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := small.Scan(t.Context(), bytes.Repeat([]byte("x"), 101)); !errors.Is(err, clamav.ErrTooLarge) || !strings.Contains(err.Error(), "StreamMaxLength") {
		t.Errorf("too large for the daemon: %v", err)
	}
	if gone.Ping(t.Context()) == nil {
		t.Error("nobody answered a ping")
	}
}

func TestAddresses(t *testing.T) {
	for _, wrong := range []string{"", "localhost", "unix://clamd.ctl", "tcp://localhost", "localhost:"} {
		if _, err := clamav.New(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}
