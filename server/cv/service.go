package cv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/wake"
)

// Reader reads files.
type Reader interface {
	// Read returns a file's text. Errors are refusals that say what to do, or
	// ctx's.
	Read(ctx context.Context, file []byte) (*document.Document, error)
}

// Scanner looks for viruses.
type Scanner interface {
	// Scan fails with ErrInfected when it finds one; other errors mean that the
	// file could not be scanned.
	Scan(ctx context.Context, file []byte) error
}

// Blobs keeps files, each under its owner.
type Blobs interface {
	// Put keeps what r holds, in place of what was there.
	Put(ctx context.Context, owner, name, contentType string, r io.Reader) (int64, error)
	// Read returns a whole file; a fault of kind NotFound when there is none.
	Read(ctx context.Context, owner, name string) ([]byte, error)
	// Delete removes a file; a fault of kind NotFound when there is none.
	Delete(ctx context.Context, owner, name string) error
	// Names lists the owner's files whose names begin with prefix.
	Names(ctx context.Context, owner, prefix string) iter.Seq2[string, error]
}

// Queue does work later.
type Queue interface {
	// Add queues the reading of a version, which ends in Service.Read. The same
	// version is queued once, however often it is added.
	Add(ctx context.Context, job ReadJob) error
}

// Trail keeps what was done.
type Trail interface {
	// Note keeps an act of an account's owner; details never say what is in a CV.
	Note(ctx context.Context, userID, act string, details map[string]string) error
}

// Options are what CVs need.
type Options struct {
	DB     *store.DB
	Blobs  Blobs
	Queue  Queue
	Trail  Trail
	Reader Reader
	// Structure finds out what a text says.
	Structure func(*document.Document) Parsed
	// Fill finds with a model what the rules did not find, in the same text; nil
	// without a model.
	Fill func(ctx context.Context, doc *document.Document, p Parsed) (Parsed, error)
	// Commenter asks a model what a reader would think; nil without one.
	Commenter func(ctx context.Context, doc *document.Document, p *Parsed, jobDescription string) (Comments, error)
	// Deleted is told of a CV that is being deleted, so that what was made from it
	// goes first; nil where nothing is.
	Deleted func(ctx context.Context, owner, id string) error
	// Scanner is nil where none is set up.
	Scanner  Scanner
	Attempts *attempt.Counter
	Now      func() time.Time
	Logger   *slog.Logger
}

// Service is people's CVs. It is safe for concurrent use.
type Service struct {
	Options
	cvs      *store.Collection[CV]
	readings *store.Collection[reading]
	watchers *wake.Watchers
}

// Open makes the collections ready.
func Open(ctx context.Context, o Options) (*Service, error) {
	s := &Service{Options: o, watchers: wake.New(watchesEach)}
	// As times are stored: the answer to a change says what the next read will.
	s.Now = func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
	var failed [2]error
	s.cvs, failed[0] = cvCollection().Open(ctx, o.DB)
	s.readings, failed[1] = readingCollection().Open(ctx, o.DB)
	return s, errors.Join(failed[:]...)
}

var errNoCV = fault.New(fault.NotFound, "not_found", "There is no such CV.")

// find returns a CV of this owner.
func (s *Service) find(ctx context.Context, owner account.UserID, id string) (CV, error) {
	c, err := s.cvs.Of(string(owner)).Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.Deleting {
		return CV{}, errNoCV
	}
	if err != nil {
		return CV{}, fmt.Errorf("read cv: %w", err)
	}
	return c, nil
}

// get is find, and sees to a reading that is overdue.
func (s *Service) get(ctx context.Context, owner account.UserID, id string) (CV, error) {
	c, err := s.find(ctx, owner, id)
	if err != nil {
		return CV{}, err
	}
	return s.revive(ctx, c)
}

// update changes a CV of this owner and tells its watchers.
func (s *Service) update(ctx context.Context, owner, id string, change func(*CV) error) (CV, error) {
	c, err := s.cvs.Of(owner).Update(ctx, id, func(c *CV) error {
		if c.Deleting {
			return errNoCV
		}
		return change(c)
	})
	if errors.Is(err, store.ErrNotFound) {
		return CV{}, errNoCV
	}
	if err == nil {
		s.watchers.Wake(id)
	}
	return c, err
}

// View is a CV with what was read from it.
type View struct {
	CV
	// Reading is nil until it is completed.
	Reading *Reading
}

// Reading is what was read, with its owner's corrections.
type Reading struct {
	// Document is what the file says, without corrections.
	Document *document.Document
	Parsed   Parsed
	// Sources say where the values come from.
	Sources []FieldSource
	// Comments are nil until a model was asked.
	Comments *Comments
}

// Text has one line for each line of the document, so that spans can be found in
// it.
func (r *Reading) Text() string {
	lines := make([]string, len(r.Document.Lines))
	for i, line := range r.Document.Lines {
		lines[i] = line.Text
	}
	return strings.Join(lines, "\n")
}

// Get returns a CV.
func (s *Service) Get(ctx context.Context, owner account.UserID, id string) (View, error) {
	c, err := s.get(ctx, owner, id)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, c)
}

func (s *Service) view(ctx context.Context, c CV) (View, error) {
	if c.Status != Completed {
		return View{CV: c}, nil
	}
	r, err := s.readings.Of(c.UserID).Get(ctx, c.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Version != c.Version {
		return View{CV: c}, nil // another version was begun this moment
	}
	if err != nil {
		return View{}, fmt.Errorf("read what was read: %w", err)
	}
	shown := r.Parsed
	shown.correct(c.Corrections)
	return View{CV: c, Reading: &Reading{Document: r.Document, Parsed: shown, Sources: shown.sources(c.Corrections), Comments: r.Comments}}, nil
}

// List returns a page of somebody's CVs, newest first.
func (s *Service) List(ctx context.Context, owner account.UserID, size int, token string) ([]CV, string, error) {
	if size == 0 {
		size = 20
	}
	page, err := s.cvs.Of(string(owner)).List(ctx, store.Query{Index: byUser, Descending: true, PageSize: size, PageToken: token})
	if err != nil {
		return nil, "", fmt.Errorf("list cvs: %w", err)
	}
	var all []CV
	for _, c := range page.Items {
		if !c.Deleting {
			all = append(all, c)
		}
	}
	return all, page.Next, nil
}
