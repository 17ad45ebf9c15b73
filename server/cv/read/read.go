// Package read makes a document of an uploaded file. What the file is, its
// content tells; its name and declared type are the sender's word and not asked.
package read

import (
	"context"
	"errors"
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
	// Damaged, NoText, TooManyPages, TooComplex, Unavailable, Busy) or ctx's. With
	// NoText the pages may come too.
	Read(ctx context.Context, file []byte) ([]layout.Page, error)
}

// OCR recognises pages.
type OCR interface {
	// Available fails where it is not installed.
	Available() error
	// Recognise returns those of a file's pages that are pictures with text on
	// them, with that text. Errors are refusals (Damaged, TooComplex, Unavailable, Busy) or ctx's.
	Recognise(ctx context.Context, file []byte, pages []layout.Page) ([]layout.Page, error)
}

// Reader reads files of every format. It may be used by many goroutines.
type Reader struct {
	pdf     PDF
	ocr     OCR
	running chan struct{}
}

// New makes a reader for which pages that are pictures have no text. Without a
// PDF reader (nil) PDF files are refused as Unavailable.
func New(pdf PDF) *Reader { return WithOCR(pdf, nil) }

// WithOCR makes a reader that has pictures of pages recognised, where what does
// it is installed.
func WithOCR(pdf PDF, ocr OCR) *Reader {
	return &Reader{pdf: pdf, ocr: ocr, running: make(chan struct{}, parallel)}
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
	if err == nil || errors.Is(err, refusal.NoText) {
		pages, err = r.recognise(ctx, file, pages, err)
	}
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

// recognise replaces the pages that are pictures. Unread says what is wrong when
// none can be: nil where others have text. A reading that lacks such pages is
// better than none, so that only what may go well another time, or has no other
// pages, fails.
func (r *Reader) recognise(ctx context.Context, file []byte, pages []layout.Page, unread error) ([]layout.Page, error) {
	if r.ocr == nil || r.ocr.Available() != nil || len(pages) == 0 {
		return pages, unread
	}
	read, err := r.ocr.Recognise(ctx, file, pages)
	switch {
	case err != nil && unread == nil && ctx.Err() == nil && !errors.Is(err, refusal.Busy):
		return pages, nil
	case err != nil:
		return nil, err //nolint:wrapcheck // a refusal, or ctx's
	case len(read) == 0:
		return pages, unread
	}
	pages = slices.Clone(pages)
	for _, p := range read {
		pages[p.Number-1] = p
	}
	return pages, nil
}
