// Package poppler reads PDF files with pdftohtml of poppler-utils: texts with
// their places, a page at a time. Files come from strangers: the program runs as
// a child that gets the file on its standard input, no environment, an empty
// folder of its own, and limits on memory, time, output and how many run at
// once. What it prints is not trusted either.
package poppler

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// Options bound the reading. The zero value is ready to use.
type Options struct {
	// Program is pdftohtml; found in PATH when empty.
	Program string
	// TempDir is where the child's empty folder is made; the system's when empty.
	TempDir string
	// Timeout of one file, 10 s when zero.
	Timeout time.Duration
	// Parallel is how many children run at once, 2 when zero.
	Parallel int
	// Waiting is how many calls may wait for one of them, 100 when zero; more
	// are refused.
	Waiting int
}

// Reader reads PDF files. It may be used by many goroutines.
type Reader struct {
	opt     Options
	running chan struct{}
	waiting chan struct{}
}

// New makes a reader. Nothing is started.
func New(opt Options) *Reader {
	if opt.Program == "" {
		opt.Program = "pdftohtml"
	}
	if opt.Timeout <= 0 {
		opt.Timeout = 10 * time.Second
	}
	if opt.Parallel <= 0 {
		opt.Parallel = 2
	}
	if opt.Waiting <= 0 {
		opt.Waiting = 100
	}
	return &Reader{
		opt:     opt,
		running: make(chan struct{}, opt.Parallel),
		waiting: make(chan struct{}, opt.Parallel+opt.Waiting),
	}
}

// Available reports whether the program is installed.
func (r *Reader) Available() error {
	if _, err := exec.LookPath(r.opt.Program); err != nil {
		return fmt.Errorf("find pdftohtml (install poppler-utils): %w", err)
	}
	return nil
}

// Read returns the pages of a PDF file, none without text. Errors are refusals
// (Encrypted, Damaged, NoText, TooManyPages, TooComplex, Unavailable, Busy) or
// ctx's. A file that has no text but what a scanner's recognition has put
// invisibly behind its pictures is read from that, and its pages say so.
func (r *Reader) Read(ctx context.Context, file []byte) ([]layout.Page, error) {
	program, err := exec.LookPath(r.opt.Program)
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, r.opt.Timeout, refusal.TooComplex)
	defer cancel()
	pages, err := r.extract(ctx, program, file, false)
	if !errors.Is(err, refusal.NoText) {
		return pages, err
	}
	recognised, hiddenErr := r.extract(ctx, program, file, true)
	if hiddenErr != nil {
		return nil, err
	}
	for i := range recognised {
		recognised[i].Recognised = true
	}
	return recognised, nil
}

// enter waits for room among the running.
func (r *Reader) enter(ctx context.Context) (leave func(), err error) {
	select {
	case r.waiting <- struct{}{}:
	default:
		return nil, refusal.Busy.After(2 * time.Second)
	}
	select {
	case r.running <- struct{}{}:
		return func() { <-r.running; <-r.waiting }, nil
	case <-ctx.Done():
		<-r.waiting
		return nil, fmt.Errorf("wait to read a PDF: %w", context.Cause(ctx))
	}
}

// extract runs the child once and judges what it printed.
func (r *Reader) extract(ctx context.Context, program string, file []byte, hidden bool) ([]layout.Page, error) {
	printed, complaint, err := r.run(ctx, program, file, hidden)
	if err != nil {
		return nil, err
	}
	pages, err := parse(printed)
	if err != nil {
		return nil, err
	}
	return pages, judge(pages, complaint)
}
