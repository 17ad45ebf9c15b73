package cv

import (
	"context"
	"slices"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/fault"
)

var (
	errNoVersion = fault.BadField("version", "kept", "This version is not kept (any more).")
	errIsCurrent = fault.New(fault.Conflict, "cv_version_current", "This is the present version.")
)

// Versions returns the kept versions of a CV, newest first.
func (s *Service) Versions(ctx context.Context, owner account.UserID, id string) ([]File, error) {
	c, err := s.get(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	return c.Files(), nil
}

// Restore makes an earlier version, with its corrections, a new one.
func (s *Service) Restore(ctx context.Context, owner account.UserID, id string, version int) (File, error) {
	c, err := s.get(ctx, owner, id)
	if err != nil {
		return File{}, err
	}
	f, ok := c.file(version)
	switch {
	case !ok || c.Keys[strconv.Itoa(version)] == nil:
		return File{}, errNoVersion
	case version == c.Version:
		return File{}, errIsCurrent
	}
	content, err := s.content(ctx, c, version)
	if err != nil {
		return File{}, err
	}
	f.RestoredFrom = version
	f.Corrections = slices.Clone(f.Corrections)
	c, err = s.add(ctx, owner, id, f, content, func(*CV) {})
	if err != nil {
		return File{}, err
	}
	details := map[string]string{"cv": id, "version": strconv.Itoa(c.Version), "restored": strconv.Itoa(version)}
	return c.File, s.Trail.Note(ctx, string(owner), audit.CVUploaded, details) //nolint:wrapcheck // the trail says what it did
}
