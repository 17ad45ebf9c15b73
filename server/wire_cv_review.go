package main

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/comment"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/gaps"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/proofread"
	"github.com/interviewai-pro/interviewai/server/cv/review"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/hunspell"
	"github.com/interviewai-pro/interviewai/server/web"
)

// withModel lets the language model, where one is set up, fill gaps and comment.
func withModel(p *platform, o *cv.Options) error {
	model, err := p.model()
	if err != nil || model == nil {
		return err
	}
	o.Fill = func(ctx context.Context, doc *document.Document, parsed cv.Parsed) (cv.Parsed, error) {
		filled, counts, err := gaps.FillCounted(ctx, model, doc, parsed)
		if counts.Dropped > 0 {
			p.logger.InfoContext(ctx, "a model's values are not in the text", "dropped", counts.Dropped, "filled", counts.Filled)
		}
		return filled, err
	}
	o.Commenter = func(ctx context.Context, doc *document.Document, parsed *cv.Parsed, job string) (cv.Comments, error) {
		return comment.Write(ctx, model, doc, parsed, job)
	}
	return nil
}

// openTailor opens tailored versions of CVs.
func openTailor(ctx context.Context, p *platform, cvs *cv.Service, reviews *review.Service, proof proofreader) (*tailor.Service, error) {
	o := tailor.Options{
		DB: p.stores.db, CVs: cvs, Proof: proof, Attempts: p.accounts.users.Attempts, Now: p.now,
		Score: func(_ context.Context, doc *document.Document, parsed *cv.Parsed) (int, error) {
			return reviews.Score(doc, parsed), nil
		},
		Promise: func(ctx context.Context, doc *document.Document, parsed *cv.Parsed, posting job.Posting) (tailor.Estimate, error) {
			back, read, err := edition.Readback(ctx, doc, parsed)
			if err != nil {
				return tailor.Estimate{}, err
			}
			slips, _ := proof.Check(back, &read)
			return tailor.EstimateOf(back, &read, slips, posting, p.now()), nil
		},
	}
	model, err := p.model()
	if err != nil {
		return nil, err
	}
	if model != nil {
		o.Model = model
	}
	return tailor.Open(ctx, o)
}

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
