// Package docx reads DOCX files: the text of their paragraphs, tables, text
// boxes, headers and footers in the order in which a person reads it. It is pure
// Go and bounded in everything; see the constants.
package docx

import (
	"context"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const mainPart = "word/document.xml"

// Read reads a DOCX file. Errors are refusals (Damaged, Encrypted, TooComplex,
// NoText) or ctx's.
func Read(ctx context.Context, file []byte) (*document.Document, error) {
	a, err := open(file)
	if err != nil {
		return nil, err
	}
	f := &fileReader{ctx: ctx, archive: a, limits: &limits{}}
	if err := f.prepare(); err != nil {
		return nil, err
	}
	body, err := f.blocks(mainPart)
	if err != nil {
		return nil, err
	}
	w := &writer{styles: f.styles, numbering: f.numbers}
	headers, err := f.parts("/header")
	if err != nil {
		return nil, err
	}
	footers, err := f.parts("/footer")
	if err != nil {
		return nil, err
	}
	w.margins(headers, true)
	w.blocks(body, 0)
	w.margins(footers, false)
	lines := w.done()
	if !slices.ContainsFunc(lines, func(l document.Line) bool { return !l.Margin }) {
		return nil, refusal.NoText
	}
	return &document.Document{Format: "docx", Pages: 1, Lines: lines}, nil
}

// fileReader reads the parts of one file.
type fileReader struct {
	ctx     context.Context
	archive *archive
	limits  *limits
	styles  *styles
	numbers *numbering
}

// prepare reads what other parts refer to. Files without styles or lists are
// fine.
func (f *fileReader) prepare() error {
	f.styles = &styles{byID: map[string]style{}}
	f.numbers = &numbering{}
	if err := f.scan("word/styles.xml", func(s *scanner) (err error) {
		f.styles, err = s.styles()
		return err
	}); err != nil {
		return err
	}
	return f.scan("word/numbering.xml", func(s *scanner) (err error) {
		f.numbers, err = s.numbering()
		return err
	})
}

// scan opens a part and gives its XML to read; a part that is not there is none.
func (f *fileReader) scan(name string, read func(*scanner) error) error {
	r, err := f.archive.open(name)
	if r == nil || err != nil {
		return err
	}
	defer r.Close()
	s, err := newScanner(f.ctx, r)
	if err == nil {
		err = read(s)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// relation is where a part refers to.
type relation struct{ kind, target string }

func (f *fileReader) relations(part string) (map[string]relation, error) {
	out := map[string]relation{}
	err := f.scan(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"), func(s *scanner) error {
		return s.children(func(e xml.StartElement) error {
			if len(out) < maxEntries*10 {
				out[attr(e, "Id")] = relation{kind: attr(e, "Type"), target: attr(e, "Target")}
			}
			return nil
		}, nil)
	})
	return out, err
}

// blocks reads a part with text.
func (f *fileReader) blocks(part string) (out []block, err error) {
	relations, err := f.relations(part)
	if err != nil {
		return nil, err
	}
	links := map[string]string{}
	for id, r := range relations {
		if strings.HasSuffix(r.kind, "/hyperlink") {
			links[id] = r.target
		}
	}
	err = f.scan(part, func(s *scanner) (err error) {
		r := &reader{scanner: s, styles: f.styles, links: links, limits: f.limits}
		out, err = r.blocks()
		return err
	})
	return out, err
}

// parts reads all headers or footers that the document refers to.
func (f *fileReader) parts(kind string) (out [][]block, err error) {
	relations, err := f.relations(mainPart)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, r := range relations {
		if strings.HasSuffix(r.kind, kind) {
			names = append(names, path.Join("word", r.target))
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		blocks, err := f.blocks(name)
		if err != nil {
			return nil, err
		}
		out = append(out, blocks)
	}
	return out, nil
}
