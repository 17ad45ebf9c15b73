// Package review says what an applicant tracking system and a first reader would
// make of a CV, and how it covers a job. Nothing of it is kept: it follows from
// the reading, the corrections and the rules, and is made anew whenever it is
// shown.
package review

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// CVs are people's CVs.
type CVs interface {
	// Get returns a CV of this owner; a fault of kind NotFound for any other.
	Get(ctx context.Context, owner account.UserID, id string) (cv.View, error)
	// KeepJob replaces the job that a CV is meant for.
	KeepJob(ctx context.Context, owner account.UserID, id, description string) (cv.View, error)
}

// Proofreader finds mistakes of spelling and grammar.
type Proofreader interface {
	// Check returns the mistakes in the order of the text, and the dictionaries
	// that were asked, such as "en 3f2a91c0".
	Check(doc *document.Document, p *cv.Parsed) (slips []ats.Slip, dictionaries []string)
}

// Service reviews CVs. It is safe for concurrent use.
type Service struct {
	cvs    CVs
	proof  Proofreader
	scores scores
}

// New makes a Service.
func New(cvs CVs, proof Proofreader) *Service { return &Service{cvs: cvs, proof: proof} }

// Review is what is made of a CV.
type Review struct {
	ats.Analysis
	Slips        []ats.Slip
	Dictionaries []string
	// NotScored says why there is no score: CVs in this one's language are not read;
	// nothing is found in them then, and there is no match. Else it is empty.
	NotScored string
	// Match is nil without a job description, and where it was not understood.
	Match *job.Match
	// Unclear says that a job description was given and nothing that it asks for was
	// understood; else it is empty.
	Unclear string
	// At is when the CV was read or last corrected.
	At time.Time
}

var errNotRead = fault.New(fault.Conflict, "cv_not_read", "This CV is not read yet. Wait until it is, or upload it again if that failed.")

// Of reviews a CV for the job it is meant for; nil for one that is not read.
func (s *Service) Of(v *cv.View) *Review {
	if v.Reading == nil {
		return nil
	}
	r := s.make(v.Reading.Document, &v.Reading.Parsed, v.JobDescription, v.UploadedAt)
	r.At = v.ChangedAt()
	return &r
}

// Score is the score of a CV by itself.
func (s *Service) Score(doc *document.Document, p *cv.Parsed) int {
	slips, _ := s.proof.Check(doc, p)
	return ats.Analyse(ats.Input{Document: doc, Parsed: p, Slips: slips}).Score
}

func (s *Service) make(doc *document.Document, p *cv.Parsed, description string, at time.Time) Review {
	if why := structure.Unread(p.Language); why != "" {
		return Review{Analysis: ats.Analysis{Version: ats.Version}, NotScored: why}
	}
	var r Review
	r.Slips, r.Dictionaries = s.proof.Check(doc, p)
	r.Analysis = ats.Analyse(ats.Input{Document: doc, Parsed: p, Slips: r.Slips})
	if description != "" {
		match := job.Fit(doc, p, job.Parse(description), at)
		if match.Understood() {
			r.Match = &match
		} else {
			r.Unclear = job.Unclear
		}
	}
	return r
}

// read returns a CV that is read.
func (s *Service) read(ctx context.Context, owner account.UserID, id string) (cv.View, error) {
	v, err := s.cvs.Get(ctx, owner, id)
	if err == nil && v.Reading == nil {
		err = errNotRead
	}
	return v, err
}

// Analyse reviews a CV for a job: the given one, or that it is meant for. Keep
// makes the given one that.
func (s *Service) Analyse(ctx context.Context, owner account.UserID, id string, description *string, keep bool) (cv.View, Review, error) {
	v, err := s.read(ctx, owner, id)
	if err != nil {
		return cv.View{}, Review{}, err
	}
	if description != nil && keep {
		if v, err = s.cvs.KeepJob(ctx, owner, id, *description); err != nil {
			return cv.View{}, Review{}, err
		}
		if v.Reading == nil { // another version was uploaded this moment
			return cv.View{}, Review{}, errNotRead
		}
	} else if description != nil {
		v.JobDescription = *description
	}
	return v, *s.Of(&v), nil
}

// Text reviews a CV as if this were its text, and says by how much its score
// differs from that of the CV as it is, 0 where one of the two has none. Corrections are not applied to the text:
// whoever edits it writes what they want.
func (s *Service) Text(ctx context.Context, owner account.UserID, id, text string, description *string) (r Review, change int, err error) {
	v, err := s.read(ctx, owner, id)
	if err != nil {
		return Review{}, 0, err
	}
	wanted := v.JobDescription
	if description != nil {
		wanted = *description
	}
	doc := edited(v.Reading.Document, text)
	parsed := structure.Parse(doc)
	if parsed.Language == "" { // too short to tell
		parsed.Language = v.Reading.Parsed.Language
	}
	r = s.make(doc, &parsed, wanted, v.UploadedAt)
	r.At = v.ChangedAt()
	if r.NotScored != "" || !structure.Reads(v.Reading.Parsed.Language) {
		return r, 0, nil
	}
	before := s.scores.of(v.Reading.Document, &v.Reading.Parsed, func() int { return s.Score(v.Reading.Document, &v.Reading.Parsed) })
	return r, r.Score - before, nil
}
