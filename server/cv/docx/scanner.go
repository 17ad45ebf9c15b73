package docx

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	maxDepth  = 100
	maxTokens = 3_000_000
)

// namespaces of WordprocessingML: as Word writes it, and "strict".
const (
	word       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

// scanner reads XML from a stranger: no declarations, no entities of its own,
// bounded in depth and length.
type scanner struct {
	ctx    context.Context
	dec    *xml.Decoder
	depth  int
	tokens int
}

// newScanner stands before the root's content: name says which root it has.
func newScanner(ctx context.Context, r io.Reader) (*scanner, error) {
	s := &scanner{ctx: ctx, dec: xml.NewDecoder(r)}
	for {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		if _, ok := t.(xml.StartElement); ok {
			return s, nil
		}
	}
}

func (s *scanner) token() (xml.Token, error) {
	if s.tokens++; s.tokens > maxTokens {
		return nil, refusal.TooComplex.Because(errors.New("too many XML tokens"))
	}
	if s.tokens%1024 == 0 && s.ctx.Err() != nil {
		return nil, fmt.Errorf("read docx: %w", context.Cause(s.ctx))
	}
	t, err := s.dec.Token()
	if err != nil {
		if f := fault.From(err); f != nil {
			return nil, err
		}
		return nil, refusal.Damaged.Because(err)
	}
	switch t.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > maxDepth {
			return nil, refusal.TooComplex.Because(errors.New("XML is nested too deep"))
		}
	case xml.EndElement:
		s.depth--
	case xml.Directive: // a DTD: Word writes none, and entities come with it
		return nil, refusal.Damaged.Because(errors.New("XML declares a document type"))
	}
	return t, nil
}

// children calls visit for each child of the element that was opened last, and
// returns behind its end. What visit does not read is passed over. text, where
// given, gets the texts between.
func (s *scanner) children(visit func(xml.StartElement) error, text func([]byte)) error {
	inside := s.depth
	for {
		t, err := s.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if visit != nil {
				if err := visit(t); err != nil {
					return err
				}
			}
			if err := s.skipTo(inside); err != nil {
				return err
			}
		case xml.EndElement:
			if s.depth < inside {
				return nil
			}
		case xml.CharData:
			if text != nil {
				text(t)
			}
		}
	}
}

// skipTo passes over what is open deeper than depth.
func (s *scanner) skipTo(depth int) error {
	for s.depth > depth {
		if _, err := s.token(); err != nil {
			return err
		}
	}
	return nil
}

// isWord reports whether an element is WordprocessingML's.
func isWord(e xml.StartElement) bool {
	return e.Name.Space == word || e.Name.Space == wordStrict
}

// attr is an attribute by its local name; empty for none.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on is a switch's value: present without a value means yes.
func on(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
