// Package tesseract reads pages off their pictures with Tesseract (OCR). A page
// comes from a stranger's file: the program is a confined child (see package
// confined), and what it prints is not trusted either.
//
//	render ─ orientation, when nothing makes sense ─ words ─ language, at the first page ─ words again in it ─ deskew ─ layout.Page
package tesseract

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// MaxPages of a file that are recognised; a page takes one to three seconds.
const MaxPages = 5

// Pages finds and renders pages that are pictures.
type Pages interface {
	// Scans returns which of a file's pages are to be read off their pictures.
	// Errors are refusals or ctx's.
	Scans(ctx context.Context, file []byte, pages []layout.Page) ([]layout.Page, error)
	// Render returns a page as a grey picture in the PGM format. Errors are
	// refusals or ctx's.
	Render(ctx context.Context, file []byte, page layout.Page) ([]byte, error)
}

// Options bound the recognition. Pages must be set.
type Options struct {
	Pages Pages
	// Language tells which language a text is in (ISO 639-1), so that the pages
	// are read with its model; nil for English and Russian alone.
	Language func(*document.Document) string
	// Program is tesseract; found in PATH when empty.
	Program string
	// TempDir is where the children's empty folders are made; the system's when
	// empty.
	TempDir string
	// Timeout of one file, 60 s when zero, and Patience to wait for its turn, 45 s
	// when zero.
	Timeout, Patience time.Duration
	// Parallel is how many files are recognised at once, 1 when zero: each takes
	// a whole processor.
	Parallel int
	// Waiting is how many may wait for their turn, 20 when zero; more are refused.
	Waiting int
}

// Recogniser recognises pages. It may be used by many goroutines.
type Recogniser struct {
	opt    Options
	room   *confined.Room
	models func() (map[string]bool, error)
}

// New makes a recogniser. Nothing is started.
func New(opt Options) *Recogniser {
	if opt.Program == "" {
		opt.Program = "tesseract"
	}
	if opt.Timeout <= 0 {
		opt.Timeout = time.Minute
	}
	if opt.Patience <= 0 {
		opt.Patience = 45 * time.Second
	}
	if opt.Parallel <= 0 {
		opt.Parallel = 1
	}
	if opt.Waiting <= 0 {
		opt.Waiting = 20
	}
	r := &Recogniser{opt: opt, room: confined.NewRoom(opt.Parallel, opt.Waiting)}
	r.models = sync.OnceValues(r.installed)
	return r
}

// Available reports whether the program and its English model are installed.
func (r *Recogniser) Available() error {
	models, err := r.models()
	if err == nil && !models["eng"] {
		err = errors.New("its English model is missing")
	}
	if err != nil {
		return fmt.Errorf("find tesseract (install tesseract-ocr): %w", err)
	}
	return nil
}

// Recognise reads those of a file's pages that are pictures, five at the most, and
// returns the ones on which there is text. Errors are refusals (Busy, TooComplex,
// Unavailable, those of the pages) or ctx's.
func (r *Recogniser) Recognise(ctx context.Context, file []byte, pages []layout.Page) ([]layout.Page, error) {
	models, err := r.models()
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	scans, err := r.opt.Pages.Scans(ctx, file, pages)
	if err != nil || len(scans) == 0 {
		return nil, err //nolint:wrapcheck // a refusal, or ctx's
	}
	leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, r.opt.Timeout, refusal.TooComplex)
	defer cancel()
	work := job{Recogniser: r, models: models, with: chosen(firstGuess, models)}
	var read []layout.Page
	for _, p := range scans[:min(len(scans), MaxPages)] {
		rendered, err := r.opt.Pages.Render(ctx, file, p)
		if err != nil {
			return nil, fmt.Errorf("render page %d: %w", p.Number, err)
		}
		got, err := work.page(ctx, rendered, p)
		if err != nil {
			return nil, err
		}
		if len(got.Fragments) > 0 {
			read = append(read, got)
		}
	}
	return read, nil
}

// enter waits for the file's turn.
func (r *Recogniser) enter(ctx context.Context) (func(), error) {
	waiting, cancel := context.WithTimeoutCause(ctx, r.opt.Patience, confined.ErrFull)
	defer cancel()
	leave, err := r.room.Enter(waiting)
	if errors.Is(err, confined.ErrFull) {
		return nil, refusal.Busy.After(10 * time.Second)
	}
	if err != nil {
		return nil, fmt.Errorf("wait to recognise pages: %w", err)
	}
	return leave, nil
}

// installed asks the program which models it has.
func (r *Recogniser) installed() (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	result, err := r.run(ctx, nil, "--list-langs")
	if err != nil {
		return nil, err
	}
	models := map[string]bool{}
	for line := range strings.Lines(string(result)) {
		models[strings.TrimSpace(line)] = true
	}
	return models, nil
}

const (
	// maxOutput of the child: a page full of words is 200 KB.
	maxOutput = 8 << 20
	// maxMemory is its address space; with two models it takes 200 MiB.
	maxMemory = 512 << 20
)

// run gives a picture to a child and returns what it printed.
func (r *Recogniser) run(ctx context.Context, picture []byte, args ...string) ([]byte, error) {
	path, err := exec.LookPath(r.opt.Program)
	if err != nil {
		return nil, refusal.Unavailable.Because(err)
	}
	result, err := confined.Program{
		Path: path, Args: args, Env: []string{"OMP_THREAD_LIMIT=1"}, TempDir: r.opt.TempDir,
		CPU: r.opt.Timeout, Memory: maxMemory, Output: maxOutput,
	}.Run(ctx, picture)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return result.Printed, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("recognise a page: %w", err)
	case errors.As(err, &exit) && exit.Exited():
		said, _, _ := strings.Cut(strings.TrimSpace(result.Complaint), "\n")
		return nil, refusal.Unavailable.Because(fmt.Errorf("tesseract: %w: %s", err, said))
	case errors.Is(err, confined.ErrNotStarted):
		return nil, refusal.Unavailable.Because(err)
	}
	return nil, refusal.TooComplex.Because(fmt.Errorf("tesseract: %w", err))
}

// chosen are those of the models that are installed, as tesseract's -l takes them.
func chosen(wanted string, models map[string]bool) string {
	names := slices.DeleteFunc(strings.Split(wanted, "+"), func(name string) bool { return !models[name] })
	if len(names) == 0 {
		return "eng"
	}
	return strings.Join(names, "+")
}
