package recording

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

var errBusy = fault.New(fault.Unavailable, "recording_busy", "This recording cannot be deleted at the moment. Try again in a minute.").After(time.Minute)

// Delete removes a recording with everything of it. An answer that was made of it
// stays; one that waits for it is told first that nothing will come.
func (s *Service) Delete(ctx context.Context, owner account.UserID, interviewID, id string) error {
	r, err := s.Get(ctx, owner, interviewID, id)
	if err == nil && r.Status == Processing {
		if err = s.fail(ctx, r, ErrExpired, 0); err == nil {
			r, err = s.Get(ctx, owner, interviewID, id)
		}
	}
	switch {
	case err != nil:
		return err
	case !r.NextTryAt.IsZero():
		return errBusy
	}
	return s.remove(ctx, r)
}

// DeleteOf removes all recordings of an interview.
func (s *Service) DeleteOf(ctx context.Context, owner account.UserID, interviewID string) error {
	all, err := s.of(ctx, owner, interviewID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := s.remove(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes the document first, and with it the key: a part that arrives
// now finds no place and goes again. Should the process end before the blobs are
// deleted, nobody can read them.
func (s *Service) remove(ctx context.Context, r Recording) error {
	if err := s.dropBlobs(ctx, r.UserID, r.ID); err != nil {
		return err
	}
	if err := s.recordings.Of(r.UserID).Delete(ctx, r.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("delete recording: %w", err)
	}
	return s.dropBlobs(ctx, r.UserID, r.ID) // what came in between
}

// dropSound forgets the sound.
func (r *Recording) dropSound(now time.Time) {
	r.Parts, r.Key = nil, nil
	if r.Transcript == nil {
		r.RemoveAt = now.Add(shownFor)
	}
}

// dropBlobs removes all blobs of a recording, also such as no document names.
func (s *Service) dropBlobs(ctx context.Context, owner, id string) error {
	for name, err := range s.Blobs.Names(ctx, owner, folder(id)) {
		if err == nil {
			err = s.dropBlob(ctx, owner, name)
		}
		if err != nil {
			return fmt.Errorf("delete sound of recording: %w", err)
		}
	}
	return nil
}

// dropBlob removes a blob; that it is gone already is no failure.
func (s *Service) dropBlob(ctx context.Context, owner, name string) error {
	if err := s.Blobs.Delete(ctx, owner, name); err != nil && fault.KindOf(err) != fault.NotFound {
		return err //nolint:wrapcheck // the blobs say what they did
	}
	return nil
}
