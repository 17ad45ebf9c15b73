package main

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/proofread"
	"github.com/interviewai-pro/interviewai/server/hunspell"
	"github.com/interviewai-pro/interviewai/server/web"
)

// proofreader finds mistakes with the installed dictionaries.
type proofreader struct {
	dictionaries *hunspell.Dictionaries
	checker      *proofread.Checker
}

func newProofreader() proofreader {
	d := hunspell.Open(hunspell.Dir)
	return proofreader{d, proofread.New(d)}
}

// Check implements review.Proofreader. How dates are written is a rule of the
// score's own.
func (p proofreader) Check(doc *document.Document, parsed *cv.Parsed) (slips []ats.Slip, dictionaries []string) {
	report := p.checker.Check(doc, parsed)
	for _, one := range report.Problems {
		if one.Kind != proofread.DateFormat {
			slips = append(slips, ats.Slip{Span: one.Span, Kind: string(one.Kind), Message: one.Message, Suggestions: one.Suggestions})
		}
	}
	for _, lang := range report.Languages {
		if version := p.dictionaries.Version(lang); version != "" {
			dictionaries = append(dictionaries, lang+" "+version)
		}
	}
	return slips, dictionaries
}

// cvExports hands people their CVs in our templates.
type cvExports struct{ editions *edition.Service }

// Export implements web.CVExports.
func (c cvExports) Export(ctx context.Context, owner account.UserID, o web.CVOrder) (web.CVFile, error) {
	file, err := c.editions.Export(ctx, owner, edition.Order{CV: o.CV, Version: o.Version, Format: edition.Format(o.Format), Template: o.Template})
	return web.CVFile{Content: file.Content, Name: file.Name, Type: file.MimeType}, err
}
