// Package clamav asks ClamAV's daemon, clamd, whether a file is harmful.
package clamav

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	// chunk is how much of a file is sent at once.
	chunk = 64 << 10
	// patience bounds one scan, with everything around it.
	patience = 30 * time.Second
	// maxReply bounds what the daemon may say.
	maxReply = 4 << 10
)

// What a scan may end with besides a harmless file.
var (
	// ErrInfected tells that the file is harmful.
	ErrInfected = errors.New("the file is infected")
	// ErrTooLarge tells that the daemon takes less than the file: its settings
	// must be changed, so that another try is of no use.
	ErrTooLarge = errors.New("the file is larger than clamd takes: raise StreamMaxLength in clamd.conf")
)

// Scanner scans files. It may be used by many goroutines.
type Scanner struct{ network, address string }

// New makes a scanner that asks the daemon at an address: "host:port",
// "tcp://host:port" or "unix:///path". Nothing is connected to yet.
func New(address string) (*Scanner, error) {
	if path, ok := strings.CutPrefix(address, "unix://"); ok {
		if !strings.HasPrefix(path, "/") {
			return nil, fmt.Errorf("%q is no address of clamd: write unix:///path", address)
		}
		return &Scanner{"unix", path}, nil
	}
	host := strings.TrimPrefix(address, "tcp://")
	if _, port, err := net.SplitHostPort(host); err != nil || port == "" {
		return nil, fmt.Errorf("%q is no address of clamd: write host:port or unix:///path", address)
	}
	return &Scanner{"tcp", host}, nil
}

// Scan returns ErrInfected, with the name of what was found, for a harmful file,
// ErrTooLarge for one that the daemon does not take, and other errors when it
// could not tell.
func (s *Scanner) Scan(ctx context.Context, file []byte) error {
	reply, err := s.ask(ctx, "INSTREAM", file)
	if err != nil {
		return fmt.Errorf("scan with clamd: %w", err)
	}
	found, harmful := strings.CutSuffix(reply, " FOUND")
	switch {
	case reply == "stream: OK":
		return nil
	case harmful:
		return fmt.Errorf("%w: %s", ErrInfected, strings.TrimPrefix(found, "stream: "))
	case strings.Contains(reply, "size limit exceeded"):
		return fmt.Errorf("scan with clamd: %w", ErrTooLarge)
	}
	return fmt.Errorf("scan with clamd: it said %q", reply)
}

// Ping fails if the daemon does not answer.
func (s *Scanner) Ping(ctx context.Context) error {
	reply, err := s.ask(ctx, "PING", nil)
	if err == nil && reply != "PONG" {
		err = fmt.Errorf("it said %q", reply)
	}
	if err != nil {
		return fmt.Errorf("ping clamd: %w", err)
	}
	return nil
}

// ask sends one command, a file in chunks after it (clamd(8), INSTREAM), and
// returns the answer.
func (s *Scanner) ask(ctx context.Context, command string, file []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", err //nolint:wrapcheck // wrapped by the callers
	}
	defer conn.Close()                                                               //nolint:errcheck // everything is said
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // ends what waits
	defer stop()
	sent := send(conn, command, file)
	// A daemon that has heard enough answers and closes: its answer counts more.
	answer, err := io.ReadAll(io.LimitReader(conn, maxReply))
	reply := strings.TrimRight(string(answer), "\x00\n")
	if reply == "" {
		return "", errors.Join(sent, err, context.Cause(ctx), io.ErrUnexpectedEOF)
	}
	return reply, nil
}

func send(conn net.Conn, command string, file []byte) error {
	if _, err := io.WriteString(conn, "z"+command+"\x00"); err != nil || file == nil {
		return err //nolint:wrapcheck // wrapped by the callers
	}
	head := make([]byte, 4)
	for len(file) > 0 {
		part := file[:min(len(file), chunk)]
		file = file[len(part):]
		binary.BigEndian.PutUint32(head, uint32(len(part)))
		if _, err := (&net.Buffers{head, part}).WriteTo(conn); err != nil {
			return err //nolint:wrapcheck // wrapped by the callers
		}
		head = make([]byte, 4)
	}
	_, err := conn.Write(head)
	return err //nolint:wrapcheck // wrapped by the callers
}
