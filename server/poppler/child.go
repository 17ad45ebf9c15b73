package poppler

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const (
	// maxOutput of pdftohtml. Thirty full pages are about 1 MB.
	maxOutput = 16 << 20
	// maxMemory is pdftohtml's address space. A page takes 24 MiB of it.
	maxMemory = 256 << 20
	// scale of the coordinates that pdftohtml prints: sizes of letters come as
	// whole numbers, so thirds of a point can be told; 3 is the largest it takes.
	scale = 3
)

// texts runs pdftohtml, which prints the texts of all pages.
func (r *Reader) texts(ctx context.Context, program string, file []byte, hidden bool) (confined.Result, error) {
	args := []string{
		"-xml", "-i", "-stdout", "-noroundcoord", "-nodrm", "-enc", "UTF-8",
		"-zoom", strconv.Itoa(scale), "-l", strconv.Itoa(refusal.MaxPages + 1),
	}
	if hidden {
		args = append(args, "-hidden")
	}
	// The name behind "-" is asked for, and not used with -stdout.
	return r.run(ctx, confined.Program{
		Path: program, Args: append(args, "-", "unused"), Memory: maxMemory, Output: maxOutput,
	}, file)
}

// run gives the file to one of poppler's programs.
func (r *Reader) run(ctx context.Context, p confined.Program, file []byte) (confined.Result, error) {
	p.TempDir, p.CPU = r.opt.TempDir, r.opt.Timeout
	result, err := p.Run(ctx, file)
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil:
		return result, fmt.Errorf("read pdf: %w", err)
	case errors.Is(err, confined.ErrOutput):
		return result, refusal.TooComplex.Because(err)
	case errors.Is(err, confined.ErrNotStarted):
		return result, refusal.Unavailable.Because(err)
	}
	return result, failed(err, result.Complaint)
}

// failed says what a child's death means.
func failed(err error, complaint string) error {
	cause := fmt.Errorf("poppler: %w: %s", err, firstLine(complaint))
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
