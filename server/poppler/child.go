package poppler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const (
	// maxOutput of the child. Thirty full pages are about 1 MB.
	maxOutput = 16 << 20
	// maxMemory is the child's address space. A page takes 24 MiB of it.
	maxMemory = 256 << 20
	// scale of the coordinates that pdftohtml prints: sizes of letters come as
	// whole numbers, so thirds of a point can be told; 3 is the largest it takes.
	scale = 3
)

// errTooMuch means that the child printed more than maxOutput.
var errTooMuch = errors.New("output is too large")

// run gives the file to a confined child and returns what it printed.
func (r *Reader) run(ctx context.Context, program string, file []byte, hidden bool) (printed []byte, complaint string, err error) {
	dir, err := os.MkdirTemp(r.opt.TempDir, "poppler-*") // mode 0700
	if err != nil {
		return nil, "", fmt.Errorf("read pdf: %w", err)
	}
	defer os.RemoveAll(dir)
	args := []string{
		"-xml", "-i", "-stdout", "-noroundcoord", "-nodrm", "-enc", "UTF-8",
		"-zoom", strconv.Itoa(scale), "-l", strconv.Itoa(refusal.MaxPages + 1),
	}
	if hidden {
		args = append(args, "-hidden")
	}
	// The name behind "-" is asked for, and not used with -stdout.
	cmd := exec.CommandContext(ctx, program, append(args, "-", "unused")...)
	cmd.Dir = dir
	cmd.Env = []string{}
	cmd.WaitDelay = time.Second
	out := &bounded{room: maxOutput}
	said := &bounded{room: 2048, drop: true}
	cmd.Stdout, cmd.Stderr = out, said
	confine(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, "", fmt.Errorf("read pdf: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, "", refusal.Unavailable.Because(fmt.Errorf("start pdftohtml: %w", err))
	}
	// The child cannot go on before it has read its input: it never runs
	// without the limits.
	if err := limit(cmd.Process.Pid, r.opt.Timeout); err != nil {
		_ = cmd.Cancel()
		_ = in.Close()
		_ = cmd.Wait()
		return nil, "", fmt.Errorf("read pdf: limit pdftohtml: %w", err)
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		_, _ = in.Write(file) // a child that ends early need not read it all
		_ = in.Close()
	}()
	waitErr := cmd.Wait()
	<-fed
	complaint = strings.ToValidUTF8(said.b.String(), "?")
	switch {
	case ctx.Err() != nil:
		return nil, "", fmt.Errorf("read pdf: %w", context.Cause(ctx))
	case out.full:
		return nil, "", refusal.TooComplex.Because(errTooMuch)
	case waitErr != nil:
		return nil, "", failed(waitErr, complaint)
	}
	return out.b.Bytes(), complaint, nil
}

// failed says what a child's death means.
func failed(err error, complaint string) error {
	cause := fmt.Errorf("pdftohtml: %w: %s", err, firstLine(complaint))
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("read pdf: %w", cause)
	}
	switch {
	case strings.Contains(complaint, "Incorrect password"), strings.Contains(complaint, "security handler"),
		strings.Contains(complaint, "encryption"):
		return refusal.Encrypted.Because(cause)
	case strings.Contains(complaint, "shared libraries"):
		return refusal.Unavailable.Because(cause)
	case !exit.Exited(), strings.Contains(complaint, "memory"), strings.Contains(complaint, "bad_alloc"):
		return refusal.TooComplex.Because(cause) // killed by a limit, or it crashed
	default:
		return refusal.Damaged.Because(cause)
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// bounded keeps the beginning of what is written to it. With drop the rest is
// swallowed: a broken file can make a complaint for each of its objects.
// Without, the write fails, which ends the child.
type bounded struct {
	b    bytes.Buffer
	room int
	drop bool
	full bool
}

func (w *bounded) Write(p []byte) (int, error) {
	keep := min(len(p), w.room-w.b.Len())
	w.b.Write(p[:keep])
	if keep == len(p) {
		return len(p), nil
	}
	w.full = true
	if w.drop {
		return len(p), nil
	}
	return keep, errTooMuch
}
