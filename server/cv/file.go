package cv

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/seal"
	"github.com/interviewai-pro/interviewai/server/store"
)

// FilePath is where the file of a CV is served.
func FilePath(id string) string { return "/api/v1/cv/" + id + "/file" }

var errNoFile = fault.New(fault.NotFound, "cv_file_gone", "The file of this CV was not kept, since it could not be read.")

// content returns what is in a version.
func (s *Service) content(ctx context.Context, c CV, version int) ([]byte, error) {
	key := c.Keys[strconv.Itoa(version)]
	if key == nil {
		return nil, errNoFile
	}
	name := blobName(c.ID, version)
	sealed, err := s.Blobs.Read(ctx, c.UserID, name)
	if fault.KindOf(err) == fault.NotFound {
		return nil, errNoFile.Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return seal.Open(key, c.UserID+"/"+name, sealed)
}

// Download returns the present file of a CV, and notes that it was fetched.
func (s *Service) Download(ctx context.Context, owner account.UserID, id string) (File, []byte, error) {
	c, err := s.get(ctx, owner, id)
	if err != nil {
		return File{}, nil, err
	}
	content, err := s.content(ctx, c, c.Version)
	if err != nil {
		return File{}, nil, err
	}
	details := map[string]string{"cv": id, "version": strconv.Itoa(c.Version)}
	return c.File, content, s.Trail.Note(ctx, string(owner), audit.CVDownloaded, details) //nolint:wrapcheck // the trail says what it did
}

// Content returns a file by the name it is kept under, for its owner's data
// export; a fault of kind NotFound when nobody has its key any more.
func (s *Service) Content(ctx context.Context, owner, name string) ([]byte, error) {
	id, number, _ := strings.Cut(strings.TrimPrefix(name, BlobPrefix), "/")
	version, err := strconv.Atoi(number)
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	c, err := s.get(ctx, account.UserID(owner), id)
	if err != nil {
		return nil, err
	}
	return s.content(ctx, c, version)
}

// Delete removes a CV with all its versions.
func (s *Service) Delete(ctx context.Context, owner account.UserID, id string) error {
	// From here on nobody sees it or adds to it. A deletion that broke off is gone
	// on with when it is asked for again.
	_, err := s.cvs.Of(string(owner)).Update(ctx, id, func(c *CV) error {
		c.Deleting, c.Keys = true, nil
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return errNoCV
	}
	if err != nil {
		return fmt.Errorf("delete cv: %w", err)
	}
	s.watchers.Wake(id)
	if err := s.remove(ctx, string(owner), id); err != nil {
		return err
	}
	return s.Trail.Note(ctx, string(owner), audit.CVDeleted, map[string]string{"cv": id}) //nolint:wrapcheck // the trail says what it did
}

// remove deletes everything of a CV, its document last.
func (s *Service) remove(ctx context.Context, owner, id string) error {
	if s.Deleted != nil {
		if err := s.Deleted(ctx, owner, id); err != nil {
			return fmt.Errorf("delete what was made of cv: %w", err)
		}
	}
	for name, err := range s.Blobs.Names(ctx, owner, blobFolder(id)) {
		if err == nil {
			err = s.dropFile(ctx, owner, name)
		}
		if err != nil {
			return fmt.Errorf("delete files of cv: %w", err)
		}
	}
	if err := s.dropReading(ctx, owner, id); err != nil {
		return err
	}
	if err := s.cvs.Of(owner).Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("delete cv: %w", err)
	}
	return nil
}

func (s *Service) dropReading(ctx context.Context, owner, id string) error {
	if err := s.readings.Of(owner).Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("delete what was read: %w", err)
	}
	return nil
}

// dropFile removes a file; that it is gone already is no failure.
func (s *Service) dropFile(ctx context.Context, owner, name string) error {
	if err := s.Blobs.Delete(ctx, owner, name); err != nil && fault.KindOf(err) != fault.NotFound {
		return err //nolint:wrapcheck // the blobs say what they did
	}
	return nil
}
