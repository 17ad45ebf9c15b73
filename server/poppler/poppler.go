// Package poppler reads PDF files with the programs of poppler-utils: pdftohtml
// for texts with their places, pdftotext for letters that those lack, pdfinfo for
// what is cut off pages, pdftoppm for the ground under white letters and, with
// pdfimages, for pages without texts. Files come from strangers: the programs are
// confined children (see package confined), and what they print is not trusted
// either.
package poppler

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// Options bound the reading. The zero value is ready to use.
type Options struct {
	// Program is pdftohtml; found in PATH when empty. The others are looked for
	// beside it.
	Program string
	// TempDir is where the children's empty folders are made; the system's when empty.
	TempDir string
	// Timeout of one file's texts, and of one page's picture; 10 s when zero.
	Timeout time.Duration
	// Parallel is how many children run at once, 2 when zero.
	Parallel int
	// Waiting is how many calls may wait for one of them, 100 when zero; more
	// are refused.
	Waiting int
}

// Reader reads PDF files. It may be used by many goroutines.
type Reader struct {
	opt  Options
	room *confined.Room
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
	return &Reader{opt: opt, room: confined.NewRoom(opt.Parallel, opt.Waiting)}
}

// Available reports whether the programs are installed.
func (r *Reader) Available() error {
	for _, name := range []string{r.opt.Program, r.sibling("pdfimages"), r.sibling("pdfinfo"), r.sibling("pdftoppm"), r.sibling("pdftotext")} {
		if _, err := exec.LookPath(name); err != nil {
			return fmt.Errorf("find %s (install poppler-utils): %w", filepath.Base(name), err)
		}
	}
	return nil
}

// sibling is another of poppler's programs.
func (r *Reader) sibling(name string) string {
	return filepath.Join(filepath.Dir(r.opt.Program), name)
}

// Read returns the pages of a PDF file. Errors are refusals (Encrypted, Damaged,
// NoText, TooManyPages, TooComplex, Unavailable, Busy) or ctx's. With NoText the
// pages come too, for who can recognise what is on them (see Scans). What nobody
// can see is left out: letters that are too small, transparent, beside the page,
// or nearly white on nearly white. But a page that has no text except what a
// scanner's recognition has put invisibly behind its picture is read from that,
// and says so.
func (r *Reader) Read(ctx context.Context, file []byte) ([]layout.Page, error) {
	program, err := exec.LookPath(r.opt.Program)
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	ctx, leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	pages, err := r.extract(ctx, program, file, false)
	if err != nil && !errors.Is(err, refusal.NoText) || !slices.ContainsFunc(pages, blank) {
		return pages, err
	}
	covered, hiddenErr := r.covered(ctx, file)
	if hiddenErr != nil || !slices.ContainsFunc(pages, func(p layout.Page) bool { return blank(p) && behind(p, covered) }) {
		return pages, err
	}
	hidden, hiddenErr := r.extract(ctx, program, file, true)
	if hiddenErr != nil || len(hidden) != len(pages) {
		return pages, err
	}
	for i := range pages {
		if blank(pages[i]) && behind(pages[i], covered) && !blank(hidden[i]) {
			pages[i], err = hidden[i], nil
			pages[i].Recognised = true
		}
	}
	return pages, err
}

// enter waits for room among the running, and begins the time of one call.
func (r *Reader) enter(ctx context.Context) (context.Context, func(), error) {
	leave, err := r.room.Enter(ctx)
	if errors.Is(err, confined.ErrFull) {
		return nil, nil, refusal.Busy.After(2 * time.Second)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("wait to read a PDF: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.opt.Timeout, refusal.TooComplex)
	return ctx, func() { cancel(); leave() }, nil
}

// extract runs the child and judges what it printed. What nobody can see is left
// out, but the invisible when it is asked for.
func (r *Reader) extract(ctx context.Context, program string, file []byte, hidden bool) ([]layout.Page, error) {
	result, err := r.texts(ctx, program, file, hidden)
	if err != nil {
		return nil, err
	}
	sheets, err := parse(result.Printed)
	if err != nil {
		return nil, err
	}
	if !hidden {
		if err := r.mend(ctx, file, sheets); err != nil {
			return nil, err
		}
	}
	if err := r.crop(ctx, file, sheets); err != nil {
		return nil, err
	}
	if !hidden {
		if err := r.unpaint(ctx, file, sheets); err != nil {
			return nil, err
		}
	}
	pages := make([]layout.Page, len(sheets))
	for i := range sheets {
		pages[i] = sheets[i].Page
	}
	return pages, judge(pages, result.Complaint)
}
