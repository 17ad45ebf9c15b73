package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/oauth"
	"github.com/interviewai-pro/interviewai/server/outgoing"
	"github.com/interviewai-pro/interviewai/server/web"
)

// later queues an account's work.
type later struct{ jobs *jobs.Jobs }

// Add implements user.Background.
func (l later) Add(ctx context.Context, w user.Work) error {
	queue := jobs.Email
	if w.Kind == user.WorkExport || w.Kind == user.WorkPicture {
		queue = jobs.Notification
	}
	_, err := l.jobs.Add(ctx, jobs.New{Queue: queue, Kind: w.Kind, Owner: w.Owner, Key: w.Key, Payload: w.Payload})
	return err
}

// pictures fetches what a provider calls somebody's picture.
type pictures struct{ client *outgoing.Client }

// Fetch implements user.Pictures.
func (p pictures) Fetch(ctx context.Context, url string) ([]byte, error) {
	content, _, err := p.client.Fetch(ctx, url, 5<<20, "image/jpeg", "image/png", "image/gif", "image/webp")
	return content, err
}

// signInThrough is oauth in the words of accounts.
type signInThrough struct{ flow *oauth.Flow }

// Start implements user.OAuth.
func (s signInThrough) Start(ctx context.Context, provider string, a user.OAuthAttempt) (user.OAuthStarted, error) {
	started, err := s.flow.Start(ctx, provider, oauth.Attempt(a))
	return user.OAuthStarted(started), err
}

// Finish implements user.OAuth.
func (s signInThrough) Finish(ctx context.Context, provider, code, state, binding string) (user.OAuthIdentity, user.OAuthAttempt, error) {
	f, err := s.flow.Finish(ctx, provider, code, state, binding)
	return user.OAuthIdentity(f.Identity), user.OAuthAttempt(f.Attempt), err
}

// blobs is the bucket in the words of accounts.
type blobs struct {
	*blob.Bucket
	// cvs have the keys of their files; set before anybody exports anything.
	cvs *cv.Service
	// recordings have the keys of theirs; set before as well.
	recordings *recording.Service
}

// Open implements user.Blobs.
func (b *blobs) Open(ctx context.Context, owner, name string) (user.File, error) {
	if b.cvs != nil && strings.HasPrefix(name, cv.BlobPrefix) {
		content, err := b.cvs.Content(ctx, owner, name)
		return readable(content, err)
	}
	if b.recordings != nil && strings.HasPrefix(name, recording.BlobPrefix) {
		content, err := b.recordings.Content(ctx, owner, name)
		return readable(content, err)
	}
	r, err := b.Get(ctx, owner, name)
	if errors.Is(err, blob.ErrNotFound) {
		return user.File{}, errNoFile.Because(err)
	}
	if err != nil {
		return user.File{}, err
	}
	return user.File{ReadCloser: r, Size: r.Size, Modified: r.ModTime}, nil
}

// readable is a sealed file for its owner's export. One that was deleted a moment
// ago is empty: nobody can read it any more.
func readable(content []byte, err error) (user.File, error) {
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return user.File{}, err
	}
	return user.File{ReadCloser: io.NopCloser(bytes.NewReader(content)), Size: int64(len(content))}, nil
}

// Delete implements user.Blobs.
func (b *blobs) Delete(ctx context.Context, owner, name string) error {
	err := b.Bucket.Delete(ctx, owner, name)
	if errors.Is(err, blob.ErrNotFound) {
		return errNoFile.Because(err)
	}
	return err
}

var errNoFile = fault.New(fault.NotFound, "not_found", "This file is gone.")

// Names implements user.Blobs.
func (b *blobs) Names(ctx context.Context, owner string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range b.List(ctx, owner, "") {
			// A recording is many blobs, of which one stands for all.
			if err == nil && strings.HasPrefix(item.Name, recording.BlobPrefix) && !recording.StandsForAll(item.Name) {
				continue
			}
			if !yield(item.Name, err) || err != nil {
				return
			}
		}
	}
}

// avatars serves people's pictures.
type avatars struct{ users *user.Service }

// Open implements web.Avatars.
func (a avatars) Open(ctx context.Context, key string) (io.ReadCloser, int64, time.Time, error) {
	f, err := a.users.OpenAvatar(ctx, key)
	return f.ReadCloser, f.Size, f.Modified, err
}

// exports hands people their data.
type exports struct{ users *user.Service }

// Open implements web.Exports.
func (e exports) Open(ctx context.Context, owner account.UserID, id string) (web.ExportFile, error) {
	f, err := e.users.OpenExport(ctx, owner, id)
	return web.ExportFile{
		Content: f.ReadCloser, Name: "interviewai-" + f.Modified.UTC().Format(time.DateOnly) + ".zip", Type: "application/zip", Size: f.Size,
	}, err
}

// signIns is sign-in sessions as live sessions depend on them.
type signIns struct{ accounts *accounts }

// Watch implements rpc.SignIns.
func (s signIns) Watch(ctx context.Context, who account.Identity) (context.Context, func()) {
	return s.accounts.gate.Watch(ctx, who)
}

// Open implements rpc.SignIns.
func (s signIns) Open(ctx context.Context, userID account.UserID, session string) (bool, error) {
	all, err := s.accounts.sessions.List(ctx, userID)
	for _, one := range all {
		if one.ID == session {
			return true, err
		}
	}
	return false, err
}
