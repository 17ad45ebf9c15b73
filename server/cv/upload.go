package cv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/seal"
	"github.com/interviewai-pro/interviewai/server/store"
)

// The bounds of what one person may send and keep.
const (
	MaxCVs        = 20
	UploadsADay   = 20
	PreviewsADay  = 60
	keptVersions  = 5
	aDay          = 24 * time.Hour
	typeOfSealed  = "application/octet-stream"
	kindOfUpload  = "cv_upload"
	kindOfPreview = "cv_preview"
)

// ErrNotScannable is the refusal of a file that the virus scanner does not take,
// which is for its operator to change and no matter of time.
var ErrNotScannable = fault.New(fault.Unavailable, "cv_not_scannable", "This file could not be scanned for viruses, because our scanner does not take files of its size. Export your CV again as a smaller file, without pictures for instance, or tell us.")

// ErrInfected is the refusal of a file with a virus in it.
var ErrInfected = fault.New(fault.Invalid, "cv_infected", "The virus scanner found something harmful in this file. Check your computer, export your CV again and upload the new file.").
	WithFields(fault.Field{Path: "file", Rule: "cv_infected", Message: "It has something harmful in it."})

var (
	errTooManyCVs   = fault.Newf(fault.Limited, "cv_limit", "You have %d CVs, which is the most. Delete one, or upload the file as a new version of one.", MaxCVs)
	errUploadLimit  = fault.Newf(fault.Limited, "cv_upload_limit", "You have uploaded %d files today, which is the most. Come back tomorrow.", UploadsADay)
	errPreviewLimit = fault.Newf(fault.Limited, "cv_preview_limit", "You have looked at %d files today, which is the most. Come back tomorrow.", PreviewsADay)
	errNotScanned   = fault.New(fault.Unavailable, "cv_scanner_unavailable", "Files cannot be scanned for viruses at the moment. Try again in a minute.").After(time.Minute)
)

// Upload is a file as it was sent.
type Upload struct {
	Content        []byte
	Name           string
	JobDescription string
	// CV it is a new version of; empty for a new one.
	CV string
	// Corrections of what will be read, as somebody made them to its preview.
	Corrections []Correction
	// Lenient leaves out corrections of what is not read, where it is not their
	// owner who made them; else the file is read at once and one is refused.
	Lenient bool
}

// accepted is what is known of a file that was taken.
type accepted struct {
	name, mimeType string
	scanned        bool
}

// accept judges a file by all that can be told without reading it, and counts it.
func (s *Service) accept(ctx context.Context, owner account.UserID, u Upload, kind string) (accepted, error) {
	format, err := read.Sniff(u.Content)
	if err != nil {
		return accepted{}, err //nolint:wrapcheck // a refusal of its own
	}
	most, refusal := UploadsADay, errUploadLimit
	if kind == kindOfPreview {
		most, refusal = PreviewsADay, errPreviewLimit
	}
	err = s.Attempts.Reserve(ctx, attemptsOf(owner, kind), most, aDay)
	if errors.Is(err, attempt.ErrSpent) {
		return accepted{}, refusal.After(fault.From(err).RetryAfter)
	}
	if err != nil {
		return accepted{}, err //nolint:wrapcheck // the counter says what it did
	}
	a := accepted{name: cleanName(u.Name, string(format)), mimeType: mimeTypes[format], scanned: s.Scanner != nil}
	if s.Scanner != nil {
		if err := s.Scanner.Scan(ctx, u.Content); errors.Is(err, ErrInfected) {
			return accepted{}, ErrInfected
		} else if errors.Is(err, ErrNotScannable) {
			return accepted{}, ErrNotScannable.Because(err)
		} else if err != nil {
			return accepted{}, errNotScanned.Because(err)
		}
	}
	return a, nil
}

func attemptsOf(owner account.UserID, kind string) string { return kind + ":" + string(owner) }

// unspend counts an upload that was refused after it was read as a preview, which
// it was; where those are spent it stays an upload, so that reading is bounded.
func (s *Service) unspend(ctx context.Context, owner account.UserID) error {
	err := s.Attempts.Reserve(ctx, attemptsOf(owner, kindOfPreview), PreviewsADay, aDay)
	if errors.Is(err, attempt.ErrSpent) {
		return nil
	}
	if err != nil {
		return err //nolint:wrapcheck // the counter says what it did
	}
	return s.Attempts.Refund(ctx, attemptsOf(owner, kindOfUpload)) //nolint:wrapcheck // as above
}

var mimeTypes = map[read.Format]string{
	read.PDFFile:  "application/pdf",
	read.DOCXFile: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	read.TextFile: "text/plain",
}

// Upload keeps a file and begins to read it.
func (s *Service) Upload(ctx context.Context, owner account.UserID, u Upload) (CV, error) {
	corrections, err := corrected(u.Corrections)
	if err != nil {
		return CV{}, err
	}
	u.Corrections = corrections
	if u.CV != "" {
		if _, err := s.get(ctx, owner, u.CV); err != nil {
			return CV{}, err
		}
	} else if err := s.room(ctx, owner, MaxCVs-1); err != nil {
		return CV{}, err
	}
	a, err := s.accept(ctx, owner, u, kindOfUpload)
	if err != nil {
		return CV{}, err
	}
	if !u.Lenient {
		if err := s.judge(ctx, u); err != nil {
			return CV{}, errors.Join(err, s.unspend(ctx, owner))
		}
	}
	f := File{Version: 1, Corrections: u.Corrections, FileName: a.name, FileSize: int64(len(u.Content)), MimeType: a.mimeType, Scanned: a.scanned}
	var c CV
	if u.CV == "" {
		c, err = s.insert(ctx, owner, f, u)
	} else {
		c, err = s.add(ctx, owner, u.CV, f, u.Content, func(c *CV) {
			if u.JobDescription != "" {
				c.JobDescription = u.JobDescription
			}
		})
	}
	if err != nil {
		return CV{}, err
	}
	details := map[string]string{"cv": c.ID, "version": strconv.Itoa(c.Version)}
	return c, s.Trail.Note(ctx, string(owner), audit.CVUploaded, details) //nolint:wrapcheck // the trail says what it did
}

// room refuses one CV too many.
func (s *Service) room(ctx context.Context, owner account.UserID, most int) error {
	page, err := s.cvs.Of(string(owner)).List(ctx, store.Query{Index: byUser, PageSize: most + 1})
	if err != nil {
		return fmt.Errorf("count cvs: %w", err)
	}
	if len(page.Items) > most {
		return errTooManyCVs
	}
	return nil
}

// insert keeps a new CV: its document first, so that no file is without one.
func (s *Service) insert(ctx context.Context, owner account.UserID, f File, u Upload) (CV, error) {
	now := s.Now()
	f.UploadedAt = now
	c := CV{
		ID: store.NewID(now), UserID: string(owner), File: f, JobDescription: u.JobDescription,
		Keys: map[string][]byte{strconv.Itoa(f.Version): seal.NewKey()},
	}
	c.enter(StageReceived, now)
	if err := s.cvs.Insert(ctx, c); err != nil {
		return CV{}, fmt.Errorf("keep cv: %w", err)
	}
	// Others may have been uploaded at the same moment.
	err := s.room(ctx, owner, MaxCVs)
	if err == nil {
		err = s.put(ctx, c, u.Content)
	}
	if err == nil {
		err = s.Queue.Add(ctx, ReadJob{UserID: c.UserID, ID: c.ID, Version: c.Version})
	}
	if err != nil {
		return CV{}, errors.Join(err, s.remove(context.WithoutCancel(ctx), c.UserID, c.ID))
	}
	return c, nil
}

// add makes a file a CV's present version and begins to read it. The number is
// taken first, so that no two files can have one.
func (s *Service) add(ctx context.Context, owner account.UserID, id string, f File, content []byte, change func(*CV)) (CV, error) {
	var dropped []File
	c, err := s.update(ctx, string(owner), id, func(c *CV) error {
		now := s.Now()
		f.Version, f.UploadedAt = c.Version+1, now
		kept := c.Files()
		dropped = kept[min(len(kept), keptVersions-1):]
		c.Earlier = kept[:min(len(kept), keptVersions-1)]
		c.File = f
		for _, old := range dropped {
			delete(c.Keys, strconv.Itoa(old.Version))
		}
		if c.Keys == nil {
			c.Keys = map[string][]byte{}
		}
		c.Keys[strconv.Itoa(f.Version)] = seal.NewKey()
		c.ExpiresAt = time.Time{}
		c.enter(StageReceived, now)
		change(c)
		return nil
	})
	if err != nil {
		return CV{}, err
	}
	for _, old := range dropped {
		if err := s.dropFile(ctx, c.UserID, blobName(id, old.Version)); err != nil {
			return CV{}, err
		}
	}
	err = s.put(ctx, c, content)
	if err == nil {
		err = s.Queue.Add(ctx, ReadJob{UserID: c.UserID, ID: c.ID, Version: c.Version})
	}
	if err != nil {
		return CV{}, errors.Join(err, s.fail(context.WithoutCancel(ctx), c, errLost))
	}
	return c, nil
}

// put keeps the content of a CV's present version.
func (s *Service) put(ctx context.Context, c CV, content []byte) error {
	name := blobName(c.ID, c.Version)
	sealed, err := seal.Seal(c.Keys[strconv.Itoa(c.Version)], c.UserID+"/"+name, content)
	if err == nil {
		_, err = s.Blobs.Put(ctx, c.UserID, name, typeOfSealed, bytes.NewReader(sealed))
	}
	if err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	return nil
}

// Preview is what was read from a file that is not kept.
type Preview struct {
	Name, MimeType string
	Scanned        bool
	// At is when it was read.
	At      time.Time
	Reading Reading
}

// Preview reads a file at once and keeps nothing of it.
func (s *Service) Preview(ctx context.Context, owner account.UserID, u Upload) (Preview, error) {
	a, err := s.accept(ctx, owner, u, kindOfPreview)
	if err != nil {
		return Preview{}, err
	}
	r, err := s.readFile(ctx, u.Content, func(Stage) error { return nil })
	if err != nil {
		return Preview{}, err
	}
	return Preview{Name: a.name, MimeType: a.mimeType, Scanned: a.scanned, At: r.ReadAt, Reading: Reading{
		Document: r.Document, Parsed: r.Parsed, Sources: r.Parsed.sources(nil),
	}}, nil
}
