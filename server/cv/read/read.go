// Package read makes a document of an uploaded file. What the file is, its
// content tells; its name and declared type are the sender's word and not asked.
package read

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

const (
	// timeout of one file in this process; PDF files have their own.
	timeout = 10 * time.Second
	// parallel is how many files are unpacked at once: each may take some tens
	// of MiB while it is read.
	parallel = 4
)

// PDF reads PDF files.
type PDF interface {
	// Read returns the pages with their texts. Errors are refusals (Encrypted,
	// Damaged, NoText, TooManyPages, TooComplex, Unavailable, Busy) or ctx's.
	Read(ctx context.Context, file []byte) ([]layout.Page, error)
}

// Reader reads files of every format. It may be used by many goroutines.
type Reader struct {
	pdf     PDF
	running chan struct{}
}

// New makes a reader. Without a PDF reader PDF files are refused as Unavailable.
func New(pdf PDF) *Reader {
	return &Reader{pdf: pdf, running: make(chan struct{}, parallel)}
}

// Read returns the text of a file as a person reads it. Errors are refusals of
// package refusal, each of which says what to do, or ctx's.
func (r *Reader) Read(ctx context.Context, file []byte) (*document.Document, error) {
	format, err := Sniff(file)
	if err != nil {
		return nil, err
	}
	if format == PDFFile {
		return r.readPDF(ctx, file)
	}
	select {
	case r.running <- struct{}{}:
		defer func() { <-r.running }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to read a file: %w", context.Cause(ctx))
	}
	if format == TextFile {
		return txt.Read(file)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, refusal.TooComplex)
	defer cancel()
	return docx.Read(ctx, file)
}

func (r *Reader) readPDF(ctx context.Context, file []byte) (*document.Document, error) {
	if r.pdf == nil {
		return nil, refusal.Unavailable
	}
	pages, err := r.pdf.Read(ctx, file)
	if err != nil {
		return nil, err
	}
	doc := &document.Document{
		Format: string(PDFFile), Pages: len(pages), Lines: layout.Lines(pages),
		Recognised: slices.ContainsFunc(pages, func(p layout.Page) bool { return p.Recognised }),
	}
	if !slices.ContainsFunc(doc.Lines, func(l document.Line) bool { return !l.Margin }) {
		return nil, refusal.NoText
	}
	return doc, nil
}
