// Package confined runs programs on files that come from strangers: each as a
// child that gets the file on its standard input, no environment but what it is
// given, an empty folder of its own, and limits on memory, time and output. What
// it prints is not to be trusted either.
package confined

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// maxComplaint is how many bytes of the standard error are kept.
const maxComplaint = 2048

// Errors of Run, besides those of exec and the context's cause.
var (
	// ErrNotStarted means that the program could not be started.
	ErrNotStarted = errors.New("it could not be started")
	// ErrOutput means that the child printed more than it may; it was ended.
	ErrOutput = errors.New("its output is too large")
)

// Program is how a program is run. All of the bounds must be set.
type Program struct {
	// Path of the program.
	Path string
	// Args and Env are its arguments and all of its environment.
	Args, Env []string
	// TempDir is where its empty folder is made; the system's when empty.
	TempDir string
	// CPU is how much of a processor's time it may take. What bounds the time on
	// the clock is the context.
	CPU time.Duration
	// Memory is its address space in bytes.
	Memory uint64
	// Output is how many bytes it may print.
	Output int
}

// Result is what a child printed and complained of (the beginning, as valid
// UTF-8).
type Result struct {
	Printed   []byte
	Complaint string
}

// Run gives the input to a confined child and waits for its end. A child that
// ended badly is an *exec.ExitError, and the complaint is there; other errors
// are ErrNotStarted, ErrOutput and the context's cause.
func (p Program) Run(ctx context.Context, in []byte) (Result, error) {
	dir, err := os.MkdirTemp(p.TempDir, "confined-*") // mode 0700
	if err != nil {
		return Result{}, fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, p.Path, p.Args...)
	cmd.Dir = dir
	cmd.Env = append([]string{}, p.Env...) // nil would be ours
	cmd.WaitDelay = time.Second
	out := &bounded{room: p.Output}
	said := &bounded{room: maxComplaint, drop: true}
	cmd.Stdout, cmd.Stderr = out, said
	confine(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return Result{}, fmt.Errorf("make a pipe: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return Result{}, errors.Join(ErrNotStarted, err)
	}
	// The child cannot go on before it has read its input: no file is ever read
	// without the limits.
	if err := limit(cmd.Process.Pid, p); err != nil {
		_ = cmd.Cancel()
		_ = stdin.Close()
		_ = cmd.Wait()
		return Result{}, fmt.Errorf("limit the child: %w", err)
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		_, _ = stdin.Write(in) // a child that ends early need not read it all
		_ = stdin.Close()
	}()
	err = cmd.Wait()
	<-fed
	r := Result{Printed: out.b.Bytes(), Complaint: strings.ToValidUTF8(said.b.String(), "?")}
	switch {
	case ctx.Err() != nil:
		return Result{}, context.Cause(ctx) //nolint:wrapcheck // the caller's own
	case out.full:
		return Result{}, ErrOutput
	}
	return r, err //nolint:wrapcheck // for errors.As, as documented
}
