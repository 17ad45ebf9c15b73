package cv_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const (
	anna  = "64a1b2c3d4e5f6a7b8c9d0e1"
	short = "Anna Berg\nEngineer at Acme\nGo\n"
)

// shelf is CVs over real documents, with files in memory, and the queue and the
// reader in the test's hands.
type shelf struct {
	*testing.T
	cvs   *cv.Service
	db    *store.DB
	at    atomic.Int64 // milliseconds since 1970
	files *files
	queue queue
	trail trail
	// reader is asked instead of the real one, if set.
	reader func(context.Context, []byte) (*document.Document, error)
}

func open(t *testing.T, change ...func(*cv.Options)) *shelf {
	t.Helper()
	s := &shelf{T: t, db: storetest.DB(t), files: &files{all: map[string][]byte{}}, queue: make(queue, 100)}
	s.at.Store(time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).UnixMilli())
	counter, err := attempt.Open(t.Context(), s.db, s.now)
	if err != nil {
		t.Fatal(err)
	}
	o := cv.Options{
		DB: s.db, Blobs: s.files, Queue: s.queue, Trail: &s.trail, Reader: reader{s}, Structure: structure, Attempts: counter, Now: s.now,
		Logger: slog.New(slog.DiscardHandler),
	}
	for _, one := range change {
		one(&o)
	}
	if s.cvs, err = cv.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) now() time.Time { return time.UnixMilli(s.at.Add(1)).UTC() }

func (s *shelf) pass(d time.Duration) { s.at.Add(d.Milliseconds()) }

func (s *shelf) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) upload(content, id string) cv.CV {
	s.Helper()
	c, err := s.cvs.Upload(s.Context(), anna, cv.Upload{Content: []byte(content), Name: "anna.txt", CV: id})
	s.ok(err)
	return c
}

// work does the next job.
func (s *shelf) work(last bool) error {
	s.Helper()
	return s.cvs.Read(s.Context(), <-s.queue, last)
}

// shelved is a CV that is read.
func (s *shelf) shelved() string {
	s.Helper()
	c := s.upload(short, "")
	s.ok(s.work(false))
	return c.ID
}

func (s *shelf) view(id string) cv.View {
	s.Helper()
	v, err := s.cvs.Get(s.Context(), anna, id)
	s.ok(err)
	return v
}

// left is everything that is kept of somebody, in words.
func (s *shelf) left() []string {
	s.Helper()
	all := s.files.names()
	for doc, err := range s.db.ForOwner(s.Context(), anna) {
		s.ok(err)
		all = append(all, doc.Collection)
	}
	return all
}

// queue is jobs that wait for the test.
type queue chan cv.ReadJob

func (q queue) Add(_ context.Context, job cv.ReadJob) error { q <- job; return nil }

// trail is the acts that were noted.
type trail struct{ acts []string }

func (t *trail) Note(_ context.Context, _, act string, _ map[string]string) error {
	t.acts = append(t.acts, act)
	return nil
}

type reader struct{ *shelf }

func (r reader) Read(ctx context.Context, file []byte) (*document.Document, error) {
	if r.reader != nil {
		return r.reader(ctx, file)
	}
	return read.New(nil).Read(ctx, file) //nolint:wrapcheck // the reader says what it did
}

func structure(doc *document.Document) cv.Parsed {
	var p cv.Parsed
	for i, line := range doc.Lines {
		v := cv.Value{Text: line.Text, From: cv.FromText, Spans: []document.Span{{Line: i, End: len(line.Text)}}}
		switch i {
		case 0:
			p.Personal.Name = v
		case 1:
			p.Experience = append(p.Experience, cv.Experience{Title: v, Achievements: []cv.Value{v}})
		default:
			p.Skills = append(p.Skills, cv.Skill{Value: v})
		}
	}
	return p
}

// files keeps files in memory.
type files struct {
	mu   sync.Mutex
	all  map[string][]byte
	fail error
}

func (f *files) Put(_ context.Context, owner, name, _ string, r io.Reader) (int64, error) {
	content, err := io.ReadAll(r)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err = errors.Join(err, f.fail); err == nil {
		f.all[owner+"/"+name] = content
	}
	return int64(len(content)), err
}

var errGone = fault.New(fault.NotFound, "not_found", "gone")

func (f *files) Read(_ context.Context, owner, name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	content, ok := f.all[owner+"/"+name]
	if !ok {
		return nil, errGone
	}
	return bytes.Clone(content), nil
}

func (f *files) Delete(_ context.Context, owner, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.all[owner+"/"+name]; !ok {
		return errGone
	}
	delete(f.all, owner+"/"+name)
	return nil
}

func (f *files) Names(_ context.Context, owner, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, name := range f.names() {
			if rest, ok := strings.CutPrefix(name, owner+"/"); ok && strings.HasPrefix(rest, prefix) && !yield(rest, nil) {
				return
			}
		}
	}
}

func (f *files) names() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Sorted(maps.Keys(f.all))
}
