package user

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// exportEvery is how often one may ask for one's data, exportLife how long
	// it can be fetched.
	exportEvery = 7 * 24 * time.Hour
	exportLife  = 48 * time.Hour
	exportPlace = "exports/"
	// exportPatience is when an export that is still pending is given up: its work
	// was lost in a crash, or killed whoever did it.
	exportPatience = 24 * time.Hour
)

// The states of an export.
const (
	ExportPending = "pending"
	ExportReady   = "ready"
	ExportFailed  = "failed"
	ExportExpired = "expired"
)

// Export is a file with everything that is kept about a person.
type Export struct {
	ID        string    `bson:"_id"`
	UserID    string    `bson:"userId"`
	State     string    `bson:"state"`
	Size      int64     `bson:"size"` // bytes
	CreatedAt time.Time `bson:"createdAt"`
	// ExpiresAt is when the file goes; zero until it is ready.
	ExpiresAt time.Time `bson:"fileExpiresAt,omitempty"`
	// ForgetAt is when this note of it goes.
	ForgetAt time.Time `bson:"forgetAt,omitempty"`
}

func exportCollection() store.Definition[Export] {
	return store.Define[Export]("data_exports", store.Schema{
		Owner:  "userId",
		Expiry: store.Expiry{Field: "forgetAt"},
		Indexes: []store.Index{
			{Name: "by_user", Fields: []string{"userId", "createdAt"}},
			{Name: byTime, Fields: []string{"state", "fileExpiresAt"}},
			{Name: byState, Fields: []string{"state", "createdAt"}},
		},
	})
}

// ExportJob is the payload of WorkExport.
type ExportJob struct {
	UserID string `json:"userId"`
	ID     string `json:"id"`
}

// ExportURL is where an export can be fetched; empty until it is ready.
func (s *Service) ExportURL(e Export) string {
	if e.State != ExportReady {
		return ""
	}
	return s.PublicURL + "/api/v1/users/exports/" + e.ID + "/download"
}

// RequestExport begins to collect everything about the caller, once a week.
func (s *Service) RequestExport(ctx context.Context, id account.UserID) (Export, error) {
	now := s.Now()
	e := Export{ID: rand.Text(), UserID: string(id), State: ExportPending, CreatedAt: now, ForgetAt: now.Add(rememberErasure)}
	job := ExportJob{UserID: string(id), ID: e.ID}
	// Before it is counted: should we die in between, the sweep finds an export
	// that comes to nothing and lets the person ask again.
	if err := s.exports.Insert(ctx, e); err != nil {
		return Export{}, err //nolint:wrapcheck // the store says what it did
	}
	err := s.Attempts.Reserve(ctx, "export:"+string(id), 1, exportEvery)
	if f := fault.From(err); f != nil && f.Kind == fault.Limited {
		tooSoon := fault.New(fault.Limited, "export_too_soon", "You can ask for your data once a week.").After(f.RetryAfter)
		return Export{}, errors.Join(tooSoon, s.exports.Delete(context.WithoutCancel(ctx), e.ID))
	}
	if err == nil {
		err = s.note(ctx, string(id), audit.DataExportRequested, audit.Owner, nil)
	}
	if err == nil {
		err = s.Later.Add(ctx, Work{Kind: WorkExport, Owner: string(id), Key: "export:" + e.ID, Payload: job})
	}
	if err != nil {
		// A failure of ours must not cost the person a week.
		return Export{}, errors.Join(err, s.giveUpExport(context.WithoutCancel(ctx), job))
	}
	return e, nil
}

// Exports lists the caller's exports, newest first.
func (s *Service) Exports(ctx context.Context, id account.UserID) ([]Export, error) {
	page, err := s.exports.Of(string(id)).List(ctx, store.Query{Index: "by_user", Descending: true})
	return page.Items, err //nolint:wrapcheck // the store says what it did
}

// OpenExport opens the caller's export; a fault of kind NotFound when it is
// somebody else's, not ready, or expired.
func (s *Service) OpenExport(ctx context.Context, id account.UserID, export string) (File, error) {
	e, err := s.exports.Of(string(id)).Get(ctx, export)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return File{}, err //nolint:wrapcheck // the store says what it did
	}
	if err != nil || e.State != ExportReady || !s.Now().Before(e.ExpiresAt) {
		return File{}, fault.New(fault.NotFound, "not_found", "There is no such export, or it has expired. Ask for a new one.")
	}
	if err := s.note(ctx, string(id), audit.DataExportFetched, audit.Owner, nil); err != nil {
		return File{}, err
	}
	return s.Blobs.Open(ctx, string(id), exportPlace+export) //nolint:wrapcheck // the blobs say what they did
}

// buildExport writes the file: a JSON Lines file a collection and every blob,
// in one ZIP.
func (s *Service) buildExport(ctx context.Context, job ExportJob) error {
	u, err := s.users.Get(ctx, job.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // erased meanwhile
	}
	if err != nil {
		return err //nolint:wrapcheck // the store says what it did
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(s.writeExport(ctx, job.UserID, write)) }()
	size, err := s.Blobs.Put(ctx, job.UserID, exportPlace+job.ID, "application/zip", read)
	// Ends the writer when the blobs failed first.
	read.CloseWithError(err)
	if err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	expires := s.Now().Add(exportLife)
	_, err = s.exports.Update(ctx, job.ID, func(e *Export) error {
		e.State, e.Size, e.ExpiresAt = ExportReady, size, expires
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		// Erased meanwhile: nothing may be left of the person.
		if err = s.Blobs.Delete(ctx, job.UserID, exportPlace+job.ID); fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return err //nolint:wrapcheck // the blobs say what they did
	}
	if err != nil {
		return err //nolint:wrapcheck // the store says what it did
	}
	return s.sendTo(ctx, u, u.Email, letter.ExportReady, "export-ready:"+job.ID, map[string]string{letter.ExpiresOn: expires.UTC().Format(time.RFC3339)})
}

// giveUpExport lets the person ask again.
func (s *Service) giveUpExport(ctx context.Context, job ExportJob) error {
	errReady := errors.New("it is ready")
	_, err := s.exports.Update(ctx, job.ID, func(e *Export) error {
		if e.State != ExportPending {
			return errReady
		}
		e.State = ExportFailed
		return nil
	})
	switch {
	case errors.Is(err, errReady):
		return nil // it was finished after all
	case errors.Is(err, store.ErrNotFound):
		err = nil // it was never written, or the person is erased
	}
	return errors.Join(err, s.Attempts.Clear(ctx, "export:"+job.UserID))
}

func (s *Service) writeExport(ctx context.Context, userID string, w io.Writer) error {
	archive := zip.NewWriter(w)
	var file io.Writer
	collection := ""
	for doc, err := range s.DB.ForOwner(ctx, userID) {
		if err != nil {
			return err //nolint:wrapcheck // the store says what it did
		}
		if doc.Collection != collection {
			collection = doc.Collection
			if file, err = archive.Create(collection + ".jsonl"); err != nil {
				return err //nolint:wrapcheck // wrapped by the caller
			}
		}
		line, err := doc.JSON()
		if err != nil {
			return err //nolint:wrapcheck // the store says what it did
		}
		if _, err := io.Copy(file, bytes.NewReader(append(line, '\n'))); err != nil {
			return err //nolint:wrapcheck // wrapped by the caller
		}
	}
	for name, err := range s.Blobs.Names(ctx, userID) {
		if err != nil {
			return err //nolint:wrapcheck // the blobs say what they did
		}
		if strings.HasPrefix(name, exportPlace) {
			continue
		}
		if err := s.addFile(ctx, archive, userID, name); err != nil {
			return err
		}
	}
	return archive.Close() //nolint:wrapcheck // wrapped by the caller
}

func (s *Service) addFile(ctx context.Context, archive *zip.Writer, userID, name string) error {
	blob, err := s.Blobs.Open(ctx, userID, name)
	if err != nil {
		return err //nolint:wrapcheck // the blobs say what they did
	}
	defer blob.Close() //nolint:errcheck // only read
	file, err := archive.Create("files/" + name)
	if err == nil {
		_, err = io.Copy(file, blob)
	}
	return err //nolint:wrapcheck // wrapped by the caller
}

// sweepExports removes the files whose time is over, and gives up what will
// never be ready.
func (s *Service) sweepExports(ctx context.Context) error {
	for e, err := range s.exports.All(ctx, store.Query{Index: byState, Equal: []any{ExportPending}, To: s.Now().Add(-exportPatience)}) {
		if err == nil {
			err = s.giveUpExport(ctx, ExportJob{UserID: e.UserID, ID: e.ID})
		}
		if err != nil {
			return err //nolint:wrapcheck // the store says what it did
		}
	}
	for e, err := range s.exports.All(ctx, store.Query{Index: byTime, Equal: []any{ExportReady}, To: s.Now()}) {
		if err != nil {
			return err //nolint:wrapcheck // the store says what it did
		}
		if err := s.Blobs.Delete(ctx, e.UserID, exportPlace+e.ID); err != nil && fault.KindOf(err) != fault.NotFound {
			return err //nolint:wrapcheck // the blobs say what they did
		}
		_, err := s.exports.Update(ctx, e.ID, func(e *Export) error { e.State = ExportExpired; return nil })
		if err != nil && !errors.Is(err, store.ErrNotFound) { // erased meanwhile
			return err //nolint:wrapcheck // the store says what it did
		}
	}
	return nil
}
