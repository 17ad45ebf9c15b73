package docx

import (
	"encoding/xml"
	"errors"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// maxParagraphs of a file, and maxRuns.
const (
	maxParagraphs = 20_000
	maxRuns       = 200_000
)

// reader reads a part's blocks: the document, a header, a footer.
type reader struct {
	*scanner
	styles *styles
	links  map[string]string // addresses by their relation's id
	limits *limits
	// shaded is how many of the cells and boxes around have a background.
	shaded int
	fields []field
}

// limits are shared by all parts of a file.
type limits struct{ paragraphs, runs, bytes int }

// field is a w:fldChar that is open: its code, then what it shows.
type field struct {
	code    strings.Builder
	showing bool
}

var errTooLong = errors.New("more text than a CV has")

// blocks reads the content of the element opened last.
func (r *reader) blocks() (out []block, err error) {
	err = r.children(func(e xml.StartElement) error {
		more, err := r.block(e)
		out = append(out, more...)
		return err
	}, nil)
	return out, err
}

// block reads one child of a body, a cell or a box. Wrappers (content controls,
// tracked insertions) count as their content.
func (r *reader) block(e xml.StartElement) ([]block, error) {
	if e.Name.Local == "AlternateContent" {
		return r.alternateBlocks()
	}
	if !isWord(e) {
		return nil, nil
	}
	switch e.Name.Local {
	case "p":
		p, err := r.paragraph()
		return []block{{para: p}}, err
	case "tbl":
		t, err := r.table()
		return []block{{table: t}}, err
	case "sdt":
		return r.control()
	case "body", "ins", "moveTo", "customXml", "smartTag", "sdtContent":
		return r.blocks()
	default: // w:del and w:moveFrom among them: what was taken out
		return nil, nil
	}
}

// control reads a content control; one that only shows its prompt ("Click here")
// is empty.
func (r *reader) control() (out []block, err error) {
	prompt := false
	err = r.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "sdtPr":
			return r.children(func(e xml.StartElement) error {
				prompt = prompt || e.Name.Local == "showingPlcHdr" && on(e)
				return nil
			}, nil)
		case "sdtContent":
			if prompt {
				return nil
			}
			out, err = r.blocks()
			return err
		}
		return nil
	}, nil)
	return out, err
}

// alternateBlocks reads the first choice; the fallback is the same for older
// programs.
func (r *reader) alternateBlocks() (out []block, err error) {
	chosen := false
	err = r.children(func(e xml.StartElement) error {
		if chosen || e.Name.Local != "Choice" && e.Name.Local != "Fallback" {
			return nil
		}
		chosen = true
		out, err = r.blocks()
		return err
	}, nil)
	return out, err
}

func (r *reader) table() (*table, error) {
	t := &table{}
	err := r.children(func(e xml.StartElement) error { return r.tableChild(e, t) }, nil)
	return t, err
}

func (r *reader) tableChild(e xml.StartElement, t *table) error {
	switch e.Name.Local {
	case "tblPr":
		return r.children(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "tblStyle":
				t.filled = t.filled || r.styles.resolve(attr(e, "val")).filled
			case "shd":
				t.filled = t.filled || shade(e)
			}
			return nil
		}, nil)
	case "tr":
		row, err := r.row(t.filled)
		t.rows = append(t.rows, row)
		return err
	case "sdt", "sdtContent", "ins", "customXml":
		return r.children(func(e xml.StartElement) error { return r.tableChild(e, t) }, nil)
	}
	return nil
}

func (r *reader) row(filled bool) (out []cell, err error) {
	deleted := false
	var visit func(e xml.StartElement) error
	visit = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return r.children(func(e xml.StartElement) error {
				deleted = deleted || e.Name.Local == "del"
				return nil
			}, nil)
		case "tc":
			c, err := r.cell(filled)
			out = append(out, c)
			return err
		case "sdt", "sdtContent", "customXml":
			return r.children(visit, nil)
		}
		return nil
	}
	if err = r.children(visit, nil); deleted {
		out = nil
	}
	return out, err
}

func (r *reader) cell(filled bool) (c cell, err error) {
	before := r.shaded
	if filled {
		r.shaded++
	}
	err = r.children(func(e xml.StartElement) error {
		if e.Name.Local == "tcPr" {
			return r.children(func(e xml.StartElement) error {
				if e.Name.Local == "shd" && shade(e) {
					r.shaded++
				}
				return nil
			}, nil)
		}
		more, err := r.block(e)
		c.blocks = append(c.blocks, more...)
		return err
	}, nil)
	r.shaded = before
	return c, err
}

// take counts what is read against the bounds.
func (l *limits) take(paragraphs, runs, bytes int) error {
	l.paragraphs += paragraphs
	l.runs += runs
	l.bytes += bytes
	if l.paragraphs > maxParagraphs || l.runs > maxRuns || l.bytes > refusal.MaxText {
		return refusal.TooComplex.Because(errTooLong)
	}
	return nil
}
