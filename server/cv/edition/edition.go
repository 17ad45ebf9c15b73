// Package edition hands CVs out: the CV itself or a tailored version of it, in
// one of our templates, as DOCX, PDF or JSON Resume.
package edition

import (
	"context"
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/export"
	"github.com/interviewai-pro/interviewai/server/cv/jsonresume"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// CVs are people's CVs.
type CVs interface {
	// Get returns a CV of this owner; a fault of kind NotFound for any other.
	Get(ctx context.Context, owner account.UserID, id string) (cv.View, error)
}

// Tailor has tailored versions of CVs.
type Tailor interface {
	// Tailored returns a CV with the accepted changes, and the version's name; a
	// fault of kind NotFound for a version that is not of this owner and CV.
	Tailored(ctx context.Context, owner account.UserID, cv, id string) (*document.Document, cv.Parsed, string, error)
}

// Service exports CVs. It is safe for concurrent use.
type Service struct {
	cvs    CVs
	tailor Tailor
}

// New makes a Service.
func New(cvs CVs, tailor Tailor) *Service { return &Service{cvs: cvs, tailor: tailor} }

// Format is a file format.
type Format string

// The formats; the specification of JSON is JSON Resume 1.0.0 (jsonresume.org).
const (
	DOCX Format = "docx"
	PDF  Format = "pdf"
	JSON Format = "json"
)

var mimeTypes = map[Format]string{
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	PDF:  "application/pdf",
	JSON: "application/json",
}

// File is an exported CV.
type File struct {
	Content        []byte
	Name, MimeType string
	// Warnings say what could not be written as it was.
	Warnings []string
}

// Order says what to export, and how.
type Order struct {
	CV string
	// Version is a tailored version of it; empty for the CV itself.
	Version string
	// Format is DOCX when it is empty, Template the first.
	Format   Format
	Template string
}

var (
	errNotRead  = fault.New(fault.Conflict, "cv_not_read", "This CV is not read yet. Wait until it is, or upload it again if that failed.")
	errFormat   = fault.BadField("format", "format", `Write "docx", "pdf" or "json".`)
	errTemplate = fault.BadField("template", "template", "There is no such template. /api/v1/cv-templates lists them.")
)

// Export makes a file.
func (s *Service) Export(ctx context.Context, owner account.UserID, o Order) (File, error) {
	if o.Format == "" {
		o.Format = DOCX
	}
	if mimeTypes[o.Format] == "" {
		return File{}, errFormat
	}
	template, err := templateOf(o.Template)
	if err != nil {
		return File{}, err
	}
	v, err := s.cvs.Get(ctx, owner, o.CV)
	if err != nil {
		return File{}, err
	}
	if v.Reading == nil {
		return File{}, errNotRead
	}
	doc, parsed, name := v.Reading.Document, v.Reading.Parsed, ""
	if o.Version != "" {
		if doc, parsed, name, err = s.tailor.Tailored(ctx, owner, o.CV, o.Version); err != nil {
			return File{}, err
		}
	}
	r := resume.Of(doc, &parsed)
	out := File{Name: nameOf(parsed.Personal.Name.Text, name, o.Format), MimeType: mimeTypes[o.Format]}
	switch o.Format {
	case DOCX:
		out.Content, err = export.DOCX(r, template)
	case PDF:
		if strange := export.Unprintable(r); strange != "" {
			out.Warnings = append(out.Warnings, "Our PDF fonts do not have these letters, and a question mark stands for each: "+strange+". The DOCX has them.")
		}
		out.Content, err = export.PDF(r, template)
	case JSON:
		out.Content, err = jsonresume.Marshal(r)
	}
	if err != nil {
		return File{}, fmt.Errorf("export cv: %w", err)
	}
	return out, nil
}

func templateOf(id string) (string, error) {
	all := export.Templates()
	for _, t := range all {
		if id == "" || t.ID == id {
			return t.ID, nil
		}
	}
	return "", errTemplate
}

// nameOf is a file's name: whose it is and for what.
func nameOf(person, version string, format Format) string {
	parts := []string{"CV"}
	if person != "" {
		parts = []string{person, "CV"}
	}
	if version != "" {
		parts = append(parts, version)
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return ' '
		}
		return r
	}, strings.Join(parts, " - "))
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > maxName {
		name = strings.TrimSpace(string(runes[:maxName]))
	}
	return name + "." + string(format)
}

// maxName bounds a file's name in letters.
const maxName = 120

// Readback is a CV as our reader reads it from our first template: what a system
// gets to see of the exported file.
func Readback(ctx context.Context, doc *document.Document, p *cv.Parsed) (*document.Document, cv.Parsed, error) {
	content, err := Draft(resume.Of(doc, p))
	if err != nil {
		return nil, cv.Parsed{}, err
	}
	back, err := docx.Read(ctx, content)
	if err != nil {
		return nil, cv.Parsed{}, fmt.Errorf("read the exported cv back: %w", err)
	}
	return back, structure.Parse(back), nil
}

// Draft is a resume as DOCX in our first template.
func Draft(r resume.Resume) ([]byte, error) {
	content, err := export.DOCX(r, export.Templates()[0].ID)
	if err != nil {
		return nil, fmt.Errorf("export cv: %w", err)
	}
	return content, nil
}
