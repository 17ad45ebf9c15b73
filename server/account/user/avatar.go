package user

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/avatar"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// AvatarPath is where pictures are served, before their key.
const AvatarPath = "/api/v1/avatars/"

// Pictures fetches pictures from addresses that others chose.
type Pictures interface {
	// Fetch returns the file; it reaches nothing private.
	Fetch(ctx context.Context, url string) ([]byte, error)
}

var errNoPicture = fault.New(fault.NotFound, "not_found", "There is no such picture.")

// PictureJob is the payload of WorkPicture.
type PictureJob struct {
	UserID string `json:"userId"`
	URL    string `json:"url"`
}

// AvatarURL is where an account's picture can be fetched; empty without one.
func (s *Service) AvatarURL(u User) string {
	if u.Avatar == "" {
		return ""
	}
	return s.PublicURL + AvatarPath + u.Avatar
}

// SetAvatar replaces the picture. Each has a key of its own, so that caches
// never show the one before.
func (s *Service) SetAvatar(ctx context.Context, id account.UserID, image []byte) (User, error) {
	release, err := s.turns.take(ctx, "avatar") // one at a time: a picture at the limit takes up to 370 MB while it is decoded
	if err != nil {
		return User{}, err
	}
	square, err := avatar.Decode(image)
	release()
	if err != nil {
		return User{}, err //nolint:wrapcheck // a fault of its own
	}
	key := rand.Text()
	if err := s.pictures.Insert(ctx, picture{Key: key, UserID: string(id), CreatedAt: s.Now()}); err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	if _, err := s.Blobs.Put(ctx, string(id), "avatars/"+key, http.DetectContentType(square), bytes.NewReader(square)); err != nil {
		return User{}, err //nolint:wrapcheck // the blobs say what they did
	}
	u, err := s.replaceAvatar(ctx, id, key)
	if errors.Is(err, errNoAccount) { // erased meanwhile
		return u, errors.Join(err, s.forgetPicture(ctx, string(id), key))
	}
	return u, err
}

// DeleteAvatar removes the picture.
func (s *Service) DeleteAvatar(ctx context.Context, id account.UserID) error {
	_, err := s.replaceAvatar(ctx, id, "")
	return err
}

func (s *Service) replaceAvatar(ctx context.Context, id account.UserID, key string) (User, error) {
	var old string
	u, err := s.update(ctx, string(id), func(u *User) error {
		old, u.Avatar = u.Avatar, key
		return nil
	})
	if err != nil || old == "" {
		return u, err
	}
	return u, s.forgetPicture(ctx, string(id), old)
}

// forgetPicture removes a picture; that another call was faster is no failure.
func (s *Service) forgetPicture(ctx context.Context, userID, key string) error {
	err := s.pictures.Of(userID).Delete(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	if err == nil {
		err = s.Blobs.Delete(ctx, userID, "avatars/"+key)
	}
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return err //nolint:wrapcheck // the store and the blobs say what they did
}

// OpenAvatar opens a picture by its key, for anybody: it is meant to be seen,
// until its owner closes the account.
func (s *Service) OpenAvatar(ctx context.Context, key string) (File, error) {
	p, err := s.pictures.Get(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return File{}, errNoPicture
	}
	if err != nil {
		return File{}, err //nolint:wrapcheck // the store says what it did
	}
	u, err := s.users.Get(ctx, p.UserID)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Deleted() {
		return File{}, errNoPicture
	}
	if err != nil {
		return File{}, err //nolint:wrapcheck // the store says what it did
	}
	return s.Blobs.Open(ctx, p.UserID, "avatars/"+key) //nolint:wrapcheck // the blobs say what they did
}

// importPicture takes over a provider's picture unless the person has chosen
// one meanwhile. A picture that cannot be had is no failure.
func (s *Service) importPicture(ctx context.Context, job PictureJob) error {
	u, err := s.users.Get(ctx, job.UserID)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Avatar != "" {
		return nil
	}
	if err != nil {
		return err //nolint:wrapcheck // the store says what it did
	}
	image, err := s.Pictures.Fetch(ctx, job.URL)
	if err != nil {
		s.Logger.InfoContext(ctx, "picture not imported", "user", job.UserID, "error", err)
		return nil
	}
	if _, err = s.SetAvatar(ctx, account.UserID(u.ID), image); fault.KindOf(err) == fault.Invalid {
		return nil
	}
	return err
}
