package rpc_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/read"
)

// openCVs opens CVs that are read as soon as they are queued.
func openCVs(p *people, o cv.Options) *cv.Service {
	p.Helper()
	var cvs *cv.Service
	o.Reader, o.Structure = read.New(nil), nameFirst
	o.Commenter = func(context.Context, *document.Document, *cv.Parsed, string) (cv.Comments, error) {
		return cv.Comments{Model: "clever-1", Comments: []cv.Comment{{Text: "Say more.", Span: document.Span{Line: 1, End: 8}, Quote: "Engineer"}}}, nil
	}
	o.Queue = atOnce(func(ctx context.Context, job cv.ReadJob) error { return cvs.Read(ctx, job, true) })
	cvs, err := cv.Open(p.Context(), o)
	p.ok(err)
	return cvs
}

// nameFirst takes the first line for the name, the second for a position and the
// rest for skills. Nurses are Italian.
func nameFirst(doc *document.Document) cv.Parsed {
	out := cv.Parsed{Language: "en"}
	if strings.Contains(doc.Plain(), "Infermiera") {
		out.Language = "it"
	}
	for i, line := range doc.Lines {
		value := cv.Value{Text: line.Text, From: cv.FromText, Spans: []document.Span{{Line: i, End: len(line.Text)}}}
		switch i {
		case 0:
			out.Personal.Name = value
		case 1:
			out.Experience = append(out.Experience, cv.Experience{Title: value, Period: cv.Period{Start: cv.Date{Year: 2019, Month: 3}, Current: true}})
		default:
			out.Skills = append(out.Skills, cv.Skill{Value: value, Canonical: strings.ToUpper(line.Text)})
		}
	}
	return out
}

// noSlips finds no mistakes.
type noSlips struct{}

func (noSlips) Check(*document.Document, *cv.Parsed) ([]ats.Slip, []string) { return nil, nil }

type atOnce func(context.Context, cv.ReadJob) error

func (q atOnce) Add(ctx context.Context, job cv.ReadJob) error { return q(ctx, job) }

type cvTrail struct{ trail *audit.Trail }

func (t cvTrail) Note(ctx context.Context, userID, act string, details map[string]string) error {
	return t.trail.Record(ctx, audit.Event{UserID: userID, Act: act, By: audit.Owner, Details: details})
}

// cvBucket is a directory of blobs in the words of CVs.
type cvBucket struct{ *blob.Bucket }

func (b cvBucket) Read(ctx context.Context, owner, name string) ([]byte, error) {
	r, err := b.Get(ctx, owner, name)
	if err != nil {
		return nil, gone(err)
	}
	content, err := io.ReadAll(r)
	return content, errors.Join(err, r.Close())
}

func (b cvBucket) Delete(ctx context.Context, owner, name string) error {
	return gone(b.Bucket.Delete(ctx, owner, name))
}

func (b cvBucket) Names(ctx context.Context, owner, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range b.List(ctx, owner, prefix) {
			if !yield(item.Name, err) || err != nil {
				return
			}
		}
	}
}
