package tailor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// How many tailored versions there may be.
const (
	// ADay is how often somebody may ask for changes.
	ADay = 30
	// EachCV is how many versions of one CV are kept.
	EachCV = 10
)

const (
	aDay           = 24 * time.Hour
	kindOfAttempt  = "cv_optimize"
	maxName        = 200 // letters
	maxAddition    = 500 // letters
	maxDescription = 20_000
)

// CVs are people's CVs.
type CVs interface {
	// Get returns a CV of this owner; a fault of kind NotFound for any other.
	Get(ctx context.Context, owner account.UserID, id string) (cv.View, error)
}

// Proofreader finds mistakes of spelling and grammar.
type Proofreader interface {
	// Check returns the mistakes in the order of the text; the second result is
	// not asked for here.
	Check(doc *document.Document, p *cv.Parsed) ([]ats.Slip, []string)
}

// Options are what tailored versions need.
type Options struct {
	DB    *store.DB
	CVs   CVs
	Proof Proofreader
	// Model is nil where none is set up: the rules make the changes then.
	Model answer.Model
	// Score is a CV's as it stands, 0 to 100; Promise what the same CV gets when it
	// is exported and read back, beside a job unless that asks for nothing.
	Score   func(ctx context.Context, doc *document.Document, p *cv.Parsed) (int, error)
	Promise func(ctx context.Context, doc *document.Document, p *cv.Parsed, posting job.Posting) (Estimate, error)
	// Attempts count what is asked for in a day.
	Attempts *attempt.Counter
	Now      func() time.Time
}

// Service keeps tailored versions of CVs. It is safe for concurrent use.
type Service struct {
	Options
	versions *store.Collection[Optimization]
}

// Open makes the collection ready.
func Open(ctx context.Context, o Options) (*Service, error) {
	s := &Service{Options: o}
	s.Now = func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) } // as times are stored
	var err error
	if s.versions, err = collection().Open(ctx, o.DB); err != nil {
		return nil, fmt.Errorf("open tailored versions: %w", err)
	}
	return s, nil
}

var (
	errNone    = fault.New(fault.NotFound, "not_found", "There is no such tailored version.")
	errNotRead = fault.New(fault.Conflict, "cv_not_read", "This CV is not read yet. Wait until it is, or upload it again if that failed.")
	errMany    = fault.Newf(fault.Limited, "cv_optimization_limit", "A CV has at most %d tailored versions. Delete one first.", EachCV)
	errDay     = fault.Newf(fault.Limited, "cv_optimize_limit", "You have asked for changes %d times today, which is the most. Come back tomorrow.", ADay)
	errLevel   = fault.BadField("optimizationLevel", "level", `Write "light", "moderate" or "aggressive".`)
	errName    = fault.BadField("name", "name", "Write a name.")
)

// Order is what somebody asks for.
type Order struct {
	CV string
	// Name is made of role and company when it is empty.
	Name                string
	TargetRole, Company string
	// JobDescription is the CV's own when it is nil.
	JobDescription *string
	// Level is Moderate when it is empty.
	Level     Level
	Additions []string
	// RulesOnly does without the model.
	RulesOnly bool
}

// Optimise proposes changes and keeps them. It fails with ErrModel where the
// model is away, and with a fault of kind Conflict for a CV in a language that is
// not read: nothing is kept then.
func (s *Service) Optimise(ctx context.Context, owner account.UserID, o Order) (Version, error) {
	if o.Level == "" {
		o.Level = Moderate
	}
	if o.Level.rank() == 0 {
		return Version{}, errLevel
	}
	v, err := s.CVs.Get(ctx, owner, o.CV)
	if err != nil {
		return Version{}, err //nolint:wrapcheck // cv says what it did
	}
	if v.Reading == nil {
		return Version{}, errNotRead
	}
	if why := structure.Unread(v.Reading.Parsed.Language); why != "" {
		return Version{}, fault.New(fault.Conflict, "cv_language_not_read", why)
	}
	if n, err := s.count(ctx, owner, v.ID); err != nil || n >= EachCV {
		return Version{}, errors.Join(err, full(n >= EachCV))
	}
	key := kindOfAttempt + ":" + string(owner)
	if err := s.Attempts.Reserve(ctx, key, ADay, aDay); errors.Is(err, attempt.ErrSpent) {
		return Version{}, errDay.After(fault.From(err).RetryAfter)
	} else if err != nil {
		return Version{}, err //nolint:wrapcheck // the counter says what it did
	}
	made, err := s.make(ctx, owner, o, &v)
	if errors.Is(err, ErrModel) { // nobody got anything for it
		return Version{}, errors.Join(err, s.Attempts.Refund(ctx, key))
	}
	if err != nil {
		return Version{}, err
	}
	return show(made, &v), nil
}

func full(is bool) error {
	if is {
		return errMany
	}
	return nil
}

// make makes a version and keeps it.
func (s *Service) make(ctx context.Context, owner account.UserID, o Order, v *cv.View) (Optimization, error) {
	r := v.Reading
	slips, _ := s.Proof.Check(r.Document, &r.Parsed)
	description := v.JobDescription
	if o.JobDescription != nil {
		description = *o.JobDescription
	}
	in := Input{
		Document: r.Document, Parsed: r.Parsed, Slips: slips, Level: o.Level, TargetRole: clean(o.TargetRole, maxName),
		Company: clean(o.Company, maxName), JobDescription: strings.ToValidUTF8(description[:min(len(description), maxDescription)], ""),
	}
	in.Posting = job.Parse(in.JobDescription)
	for _, a := range o.Additions {
		if a = clean(a, maxAddition); a != "" {
			in.Additions = append(in.Additions, a)
		}
	}
	var p Proposal
	var err error
	if s.Model == nil || o.RulesOnly {
		p = Propose(in)
	} else if p, err = ProposeWith(ctx, s.Model, in); err != nil {
		return Optimization{}, err
	}
	now := s.Now()
	made := Optimization{
		ID: store.NewID(now), UserID: string(owner), CVID: v.ID, CVVersion: v.Version, Name: nameOf(o), Level: o.Level,
		TargetRole: in.TargetRole, Company: in.Company, JobDescription: in.JobDescription, Additions: in.Additions,
		Changes: p.Changes, Dropped: p.Dropped, Notes: p.Notes, Label: p.Label, CreatedAt: now,
	}
	if err := s.scores(ctx, r, in.Posting, &made); err != nil {
		return Optimization{}, err
	}
	if err := s.versions.Insert(ctx, made); err != nil {
		return Optimization{}, fmt.Errorf("keep tailored version: %w", err)
	}
	// Of many at once the last give way.
	if n, err := s.count(ctx, owner, v.ID); err != nil || n > EachCV {
		return Optimization{}, errors.Join(err, full(n > EachCV), s.versions.Of(string(owner)).Delete(ctx, made.ID))
	}
	return made, nil
}

func (s *Service) count(ctx context.Context, owner account.UserID, cvID string) (int, error) {
	page, err := s.versions.Of(string(owner)).List(ctx, store.Query{Index: byCV, Equal: []any{cvID}, PageSize: EachCV + 1})
	if err != nil {
		return 0, fmt.Errorf("count tailored versions: %w", err)
	}
	return len(page.Items), nil
}

// nameOf is what a version is called: "Backend at Google".
func nameOf(o Order) string {
	if name := clean(o.Name, maxName); name != "" {
		return name
	}
	role, company := clean(o.TargetRole, maxName), clean(o.Company, maxName)
	switch {
	case role != "" && company != "" && !named(role, company):
		return clean(role+" at "+company, maxName)
	case role != "":
		return role
	case company != "":
		return company
	}
	return "Tailored version"
}

// named reports whether a role names the company already: "Head of Product at
// NASA".
func named(role, company string) bool {
	return strings.Contains(" "+fold.Text(role)+" ", " "+fold.Text(company)+" ")
}

// clean takes control characters off what somebody wrote in a line, and what is
// too much.
func clean(text string, letters int) string {
	text = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)), " ")
	if all := []rune(text); len(all) > letters {
		text = strings.TrimSpace(string(all[:letters]))
	}
	return text
}
