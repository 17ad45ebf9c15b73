package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/clamav"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/review"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/poppler"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/tesseract"
	"github.com/interviewai-pro/interviewai/server/web"
)

// wireCV serves CVs in the api role and reads them in the worker role.
func wireCV(ctx context.Context, p *platform) (parts, error) {
	var out parts
	a := p.accounts
	pdf := poppler.New(poppler.Options{})
	ocr := tesseract.New(tesseract.Options{
		Pages: pdf, Language: func(doc *document.Document) string { return structure.Parse(doc).Language },
	})
	o := cv.Options{
		DB: p.stores.db, Blobs: cvBlobs{p.stores.blobs}, Queue: cvQueue{a.jobs}, Trail: cvTrail{a.users.Trail},
		Reader: read.WithOCR(pdf, ocr), Structure: structure.Parse,
		Attempts: a.users.Attempts, Now: p.now, Logger: p.logger,
	}
	if err := withModel(p, &o); err != nil {
		return out, err
	}
	scanned := "not scanned for viruses (CLAMD_ADDRESS)"
	if p.ClamdAddress != "" {
		scanner, err := clamav.New(p.ClamdAddress)
		if err != nil {
			return out, fmt.Errorf("CLAMD_ADDRESS: %w", err)
		}
		o.Scanner, scanned = cvScanner{scanner}, "scanned by ClamAV"
		out.checks = append(out.checks, web.Check{Name: "virusScanner", Ping: scanner.Ping})
	}
	var tailored *tailor.Service
	o.Deleted = func(ctx context.Context, owner, id string) error {
		return tailored.DeleteOf(ctx, account.UserID(owner), id)
	}
	cvs, err := cv.Open(ctx, o)
	if err != nil {
		return out, err
	}
	a.files.cvs = cvs
	proof := newProofreader()
	reviews := review.New(cvs, proof)
	if tailored, err = openTailor(ctx, p, cvs, reviews, proof); err != nil {
		return out, err
	}
	note := "PDF, DOCX and text"
	switch {
	case pdf.Available() != nil:
		note = "DOCX and text; install poppler-utils for PDF"
	case ocr.Available() != nil:
		note += "; install tesseract-ocr for scans"
	default:
		note = "PDF, scans, DOCX and text"
	}
	out.notes = append(out.notes, "cvs        "+note+", "+scanned)
	if p.has(config.API) {
		p.cvs = cvs
		if missing := proof.dictionaries.Missing(); len(missing) > 0 {
			out.notes = append(out.notes, "spelling   not checked for "+strings.Join(missing, ", ")+" (install the hunspell dictionaries)")
		}
		p.editions = edition.New(cvs, tailored)
		out.services = append(out.services,
			service(interviewaiv1connect.NewCvServiceHandler(rpc.NewCV(cvs, reviews, p.editions, p.publicURL), p.handlerOptions...)),
			service(interviewaiv1connect.NewCvOptimizationServiceHandler(rpc.NewCVOptimization(tailored), p.handlerOptions...)))
	}
	if p.has(config.Worker) {
		a.jobs.Handle(cv.WorkRead, func(ctx context.Context, w jobs.Work) error {
			var job cv.ReadJob
			if err := json.Unmarshal(w.Payload, &job); err != nil {
				return jobs.Permanent(fmt.Errorf("read job: %w", err))
			}
			return cvs.Read(ctx, job, w.Last)
		})
	}
	return out, nil
}

// cvQueue queues readings.
type cvQueue struct{ jobs *jobs.Jobs }

// Add implements cv.Queue.
func (q cvQueue) Add(ctx context.Context, job cv.ReadJob) error {
	_, err := q.jobs.Add(ctx, jobs.New{
		Queue: jobs.CVAnalysis, Kind: cv.WorkRead, Owner: job.UserID, Key: job.ID + "/" + strconv.Itoa(job.Version), Payload: job,
	})
	return err
}

// cvScanner is ClamAV in the words of CVs.
type cvScanner struct{ scanner *clamav.Scanner }

// Scan implements cv.Scanner.
func (s cvScanner) Scan(ctx context.Context, file []byte) error {
	err := s.scanner.Scan(ctx, file)
	switch {
	case errors.Is(err, clamav.ErrInfected):
		return cv.ErrInfected.Because(err)
	case errors.Is(err, clamav.ErrTooLarge):
		return cv.ErrNotScannable.Because(err)
	}
	return err
}

// cvTrail keeps what is done to CVs.
type cvTrail struct{ trail *audit.Trail }

// Note implements cv.Trail.
func (t cvTrail) Note(ctx context.Context, userID, act string, details map[string]string) error {
	caller, _ := account.FromContext(ctx)
	from := origin.FromContext(ctx)
	return t.trail.Record(ctx, audit.Event{
		UserID: userID, Act: act, By: audit.Owner, SessionID: caller.SessionID, Agent: from.Agent, Place: from.Place(), Details: details,
	})
}

// cvBlobs is the bucket in the words of CVs.
type cvBlobs struct{ *blob.Bucket }

// maxSealed is the largest file with what encryption adds.
const maxSealed = refusal.MaxBytes + 1<<10

// Read implements cv.Blobs.
func (b cvBlobs) Read(ctx context.Context, owner, name string) ([]byte, error) {
	r, err := b.Get(ctx, owner, name)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, errNoFile.Because(err)
	}
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, maxSealed))
	return content, errors.Join(err, r.Close())
}

// Delete implements cv.Blobs.
func (b cvBlobs) Delete(ctx context.Context, owner, name string) error {
	return (&blobs{Bucket: b.Bucket}).Delete(ctx, owner, name)
}

// Names implements cv.Blobs.
func (b cvBlobs) Names(ctx context.Context, owner, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range b.List(ctx, owner, prefix) {
			if !yield(item.Name, err) || err != nil {
				return
			}
		}
	}
}

// cvFiles hands people their CVs' files.
type cvFiles struct{ cvs *cv.Service }

// Download implements web.CVs.
func (c cvFiles) Download(ctx context.Context, owner account.UserID, id string) (web.CVFile, error) {
	file, content, err := c.cvs.Download(ctx, owner, id)
	return web.CVFile{Content: content, Name: file.FileName, Type: file.MimeType, Modified: file.UploadedAt}, err
}

// Linked implements web.CVs.
func (c cvFiles) Linked(ctx context.Context, link string) (web.CVFile, error) {
	file, content, err := c.cvs.Linked(ctx, link)
	return web.CVFile{Content: content, Name: file.FileName, Type: file.MimeType, Modified: file.UploadedAt}, err
}
