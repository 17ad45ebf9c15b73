package tailor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
)

// Estimate is what an exported version of a CV gets.
type Estimate struct {
	// Score is 0 to 100, Findings are what costs points.
	Score    int
	Findings []ats.Finding
	// Fit is how it covers the job, 0 to 100; nil without one that something is
	// understood of.
	Fit *int
}

// EstimateOf scores a CV, and compares it with a job unless that asks for nothing;
// at is the present.
func EstimateOf(doc *document.Document, p *cv.Parsed, slips []ats.Slip, posting job.Posting, at time.Time) Estimate {
	a := ats.Analyse(ats.Input{Document: doc, Parsed: p, Slips: slips})
	out := Estimate{Score: a.Score, Findings: a.Findings}
	if len(posting.Requirements) > 0 {
		score := job.Fit(doc, p, posting, at).Score
		out.Fit = &score
	}
	return out
}

// scores promises what the exported file will get.
func (s *Service) scores(ctx context.Context, r *cv.Reading, posting job.Posting, o *Optimization) error {
	original, err := s.Score(ctx, r.Document, &r.Parsed)
	if err != nil {
		return fmt.Errorf("score cv: %w", err)
	}
	untouched, err := s.promised(ctx, r, nil, posting)
	if err != nil {
		return err
	}
	every, err := s.promised(ctx, r, all(o.Changes), posting)
	if err != nil {
		return err
	}
	o.Scores = Scores{Original: original, Untouched: untouched.Score, All: every.Score, Accepted: untouched.Score, Content: every.Score}
	if untouched.Fit != nil && every.Fit != nil {
		o.Scores.Fits = &Fits{Untouched: *untouched.Fit, All: *every.Fit, Accepted: *untouched.Fit, Content: *every.Fit}
	}
	o.Lower = lower(untouched, every)
	return nil
}

// rescore promises the same of what was decided.
func (s *Service) rescore(ctx context.Context, r *cv.Reading, o *Optimization) error {
	posting := job.Parse(o.JobDescription)
	content, err := s.promised(ctx, r, shown(o.Changes), posting)
	if err != nil {
		return err
	}
	o.Scores.Accepted, o.Scores.Content, o.Lower = o.Scores.Untouched, content.Score, ""
	if o.Scores.Fits != nil && content.Fit != nil {
		o.Scores.Fits.Accepted, o.Scores.Fits.Content = o.Scores.Fits.Untouched, *content.Fit
	}
	if anyIs(o.Changes, Accepted) {
		o.Scores.Accepted = content.Score
		if o.Scores.Fits != nil {
			o.Scores.Fits.Accepted = o.Scores.Fits.Content
		}
	}
	if content.Score >= o.Scores.Untouched {
		return nil
	}
	untouched, err := s.promised(ctx, r, nil, posting)
	if err != nil {
		return err
	}
	o.Lower = lower(untouched, content)
	return nil
}

func (s *Service) promised(ctx context.Context, r *cv.Reading, changes []Change, posting job.Posting) (Estimate, error) {
	p := Apply(r.Parsed, changes)
	out, err := s.Promise(ctx, r.Document, &p, posting)
	if err != nil {
		return Estimate{}, fmt.Errorf("score tailored version: %w", err)
	}
	return out, nil
}

// lower says for what changes cost points, where they cost more than they bring:
// a text without fillers may be shorter than the rules like.
func lower(before, after Estimate) string {
	if after.Score >= before.Score {
		return ""
	}
	was := map[string]int{}
	for _, f := range before.Findings {
		was[f.Rule] = f.Points
	}
	var why []string
	for _, f := range after.Findings {
		if f.Points > was[f.Rule] {
			why = append(why, f.Message)
		}
	}
	return fmt.Sprintf("With these changes our estimate is %d, without them %d. What costs points now: %s The text may be better all the same: decide by what it says.",
		after.Score, before.Score, strings.Join(why, " "))
}
