package tailor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Decision is what to do with one change.
type Decision struct {
	ChangeID string
	// Status is Accepted, Rejected, or Proposed to take a decision back.
	Status Status
	// Addition is the answer to what the change asks. It is kept when a later
	// decision has none.
	Addition string
}

var (
	errNoChange = fault.BadField("changeId", "change", "There is no such change in this tailored version.")
	errStatus   = fault.BadField("status", "status", `Write "accepted", "rejected" or "proposed".`)
	errOpen     = fault.BadField("addition", "required", "Answer what the change asks before you accept it.")
	errNothing  = fault.BadField("addition", "unasked", "This change asks for nothing.")
	// errUndecided keeps what nobody has accepted out of files.
	errUndecided = fault.New(fault.Conflict, "cv_nothing_decided", "You have accepted none of the changes yet. Accept those you like, or reject all of them; the CV without changes can be exported by itself.")
	errOutdated  = fault.New(fault.Conflict, "cv_change_outdated", "What this change is about is not in your CV any more. Ask for changes again.")
)

// find returns a version of this owner.
func (s *Service) find(ctx context.Context, owner account.UserID, id string) (Optimization, error) {
	o, err := s.versions.Of(string(owner)).Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Optimization{}, errNone
	}
	if err != nil {
		return Optimization{}, fmt.Errorf("read tailored version: %w", err)
	}
	return o, nil
}

// Get returns a version beside its CV.
func (s *Service) Get(ctx context.Context, owner account.UserID, id string) (Version, error) {
	o, err := s.find(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	v, err := s.CVs.Get(ctx, owner, o.CVID)
	if err != nil {
		return Version{}, err //nolint:wrapcheck // cv says what it did
	}
	return show(o, &v), nil
}

// List returns a CV's versions, newest first.
func (s *Service) List(ctx context.Context, owner account.UserID, cvID string) ([]Version, error) {
	v, err := s.CVs.Get(ctx, owner, cvID)
	if err != nil {
		return nil, err //nolint:wrapcheck // cv says what it did
	}
	page, err := s.versions.Of(string(owner)).List(ctx, store.Query{Index: byCV, Equal: []any{cvID}, Descending: true, PageSize: EachCV})
	if err != nil {
		return nil, fmt.Errorf("list tailored versions: %w", err)
	}
	out := make([]Version, 0, len(page.Items))
	for _, o := range page.Items {
		out = append(out, show(o, &v))
	}
	return out, nil
}

// Decide accepts and rejects changes, or takes decisions back, in any order: all
// of them or, where one is wrong, none. The score of the accepted ones is made
// anew.
func (s *Service) Decide(ctx context.Context, owner account.UserID, id string, decisions []Decision) (Version, error) {
	now, err := s.Get(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	if now.Document == nil {
		return Version{}, errNotRead
	}
	v, err := s.CVs.Get(ctx, owner, now.CVID)
	if err != nil {
		return Version{}, err //nolint:wrapcheck // cv says what it did
	}
	if v.Reading == nil {
		return Version{}, errNotRead
	}
	o, err := s.versions.Of(string(owner)).Update(ctx, id, func(o *Optimization) error {
		for _, d := range decisions {
			if err := decide(o, d, &v.Reading.Parsed); err != nil {
				return err
			}
		}
		return s.rescore(ctx, v.Reading, o)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Version{}, errNone
	}
	if err != nil {
		return Version{}, err //nolint:wrapcheck // a fault, or one that says what was done
	}
	return show(o, &v), nil
}

func decide(o *Optimization, d Decision, p *cv.Parsed) error {
	i := slices.IndexFunc(o.Changes, func(c Change) bool { return c.ID == d.ChangeID })
	if i < 0 {
		return errNoChange
	}
	c := &o.Changes[i]
	switch d.Status {
	case Accepted, Rejected, Proposed:
	case Outdated:
		return errStatus
	default:
		return errStatus
	}
	if addition := clean(d.Addition, maxAddition); addition != "" {
		if c.Asks == "" {
			return errNothing
		}
		c.answer(addition)
	}
	if d.Status == Accepted && c.open() {
		return errOpen
	}
	if d.Status == Accepted && !c.fits(p) {
		return errOutdated
	}
	c.Status = d.Status
	return nil
}

// Rename gives a version another name.
func (s *Service) Rename(ctx context.Context, owner account.UserID, id, name string) (Version, error) {
	if name = clean(name, maxName); name == "" {
		return Version{}, errName
	}
	_, err := s.versions.Of(string(owner)).Update(ctx, id, func(o *Optimization) error {
		o.Name = name
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Version{}, errNone
	}
	if err != nil {
		return Version{}, fmt.Errorf("rename tailored version: %w", err)
	}
	return s.Get(ctx, owner, id)
}

// Delete removes a version; its CV stays.
func (s *Service) Delete(ctx context.Context, owner account.UserID, id string) error {
	err := s.versions.Of(string(owner)).Delete(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return errNone
	}
	if err != nil {
		return fmt.Errorf("delete tailored version: %w", err)
	}
	return nil
}

// DeleteOf removes all versions of a CV. It may be done again after an error.
func (s *Service) DeleteOf(ctx context.Context, owner account.UserID, cvID string) error {
	mine := s.versions.Of(string(owner))
	for {
		page, err := mine.List(ctx, store.Query{Index: byCV, Equal: []any{cvID}})
		if err != nil {
			return fmt.Errorf("list tailored versions: %w", err)
		}
		for _, o := range page.Items {
			if err := mine.Delete(ctx, o.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("delete tailored version: %w", err)
			}
		}
		if page.Next == "" {
			return nil
		}
	}
}

// Tailored returns a CV with the accepted changes, and the version's name. The
// fault is of kind NotFound for a version that is not of this owner and CV, and of
// kind Conflict while there are changes and none is accepted nor all are rejected:
// what is shown then is a proposal.
func (s *Service) Tailored(ctx context.Context, owner account.UserID, cvID, id string) (*document.Document, cv.Parsed, string, error) {
	o, err := s.find(ctx, owner, id)
	if err != nil {
		return nil, cv.Parsed{}, "", err
	}
	if o.CVID != cvID {
		return nil, cv.Parsed{}, "", errNone
	}
	v, err := s.CVs.Get(ctx, owner, cvID)
	if err != nil {
		return nil, cv.Parsed{}, "", err //nolint:wrapcheck // cv says what it did
	}
	if v.Reading == nil {
		return nil, cv.Parsed{}, "", errNotRead
	}
	now := show(o, &v)
	if !anyIs(now.Changes, Accepted) && slices.ContainsFunc(now.Changes, func(c Change) bool { return c.Status == Proposed && !c.open() }) {
		return nil, cv.Parsed{}, "", errUndecided
	}
	return v.Reading.Document, Apply(v.Reading.Parsed, now.Changes), o.Name, nil
}
