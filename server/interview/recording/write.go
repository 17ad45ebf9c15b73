package recording

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/seal"
)

// partTime bounds the keeping of one part. It goes on when the sender's
// connection breaks: what has arrived need not be sent again.
const partTime = 30 * time.Second

// headBytes are enough to tell what a file is.
const headBytes = 512

// Write appends what from holds, to its end, at an offset, which must be where
// the recording goes on. What was read before an error of from is kept; the
// recording is returned as it is then. With its last byte a recording is queued to
// be read.
func (s *Service) Write(ctx context.Context, owner account.UserID, interviewID, id string, offset int64, from io.Reader) (Recording, error) {
	r, err := s.Get(ctx, owner, interviewID, id)
	if err == nil {
		err = r.takes(offset)
	}
	if err != nil {
		return r, err
	}
	most := int64(MaxBytes)
	if r.Size > 0 {
		most = r.Size
	}
	buffer := make([]byte, min(PartBytes, most-offset+1))
	for {
		n, readErr := fill(buffer, from)
		if over := r.Received + int64(n) - most; over > 0 {
			return r, errors.Join(ErrTooLarge, s.keepRest(ctx, &r, buffer[:int64(n)-over]))
		}
		if err := s.keepRest(ctx, &r, buffer[:n]); err != nil {
			return r, err
		}
		switch {
		case errors.Is(readErr, io.EOF):
			return r, nil
		case readErr != nil:
			return r, fmt.Errorf("receive recording: %w", readErr)
		}
	}
}

// fill is io.ReadFull that tells the end of what is read (io.EOF) from its being
// cut off, for which some readers have io.ErrUnexpectedEOF themselves.
func fill(buffer []byte, from io.Reader) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = from.Read(buffer[n:])
		n += more
	}
	return n, err //nolint:wrapcheck // the caller says what was read
}

// keepRest keeps one part, if there is anything in it.
func (s *Service) keepRest(ctx context.Context, r *Recording, content []byte) error {
	if len(content) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), partTime)
	defer cancel()
	grown, err := s.addPart(ctx, *r, content)
	if err != nil {
		return err
	}
	*r = grown
	return s.received(ctx, grown)
}

// takes refuses bytes that do not go on where the recording ends.
func (r *Recording) takes(offset int64) error {
	switch {
	case r.Status != Uploading:
		return ErrComplete
	case r.Received != offset:
		return ErrOffset
	case len(r.Parts) >= MaxParts:
		return ErrPieces
	}
	return nil
}

// addPart keeps a part under a name of its own and then writes it into the
// document, where one of several senders at the same offset wins.
func (s *Service) addPart(ctx context.Context, r Recording, content []byte) (Recording, error) {
	offset, whole := r.Received, r.Size > 0 && r.Received+int64(len(content)) == r.Size
	if offset == 0 && (len(content) >= headBytes || whole) {
		kind, ok := s.Decoder.Kind(content[:min(len(content), headBytes)])
		if !ok {
			return r, s.refuse(ctx, r, ErrFormat)
		}
		r.MimeType = kind
	}
	part := Part{Name: fmt.Sprintf("%s%03d-%s", folder(r.ID), len(r.Parts), rand.Text()[:12]), Size: int64(len(content))}
	sealed, err := seal.Seal(r.Key, r.UserID+"/"+part.Name, content)
	if err == nil {
		_, err = s.Blobs.Put(ctx, r.UserID, part.Name, "application/octet-stream", bytes.NewReader(sealed))
	}
	if err != nil {
		return r, fmt.Errorf("keep part of recording: %w", err)
	}
	grown, err := s.update(ctx, r.UserID, r.ID, func(now *Recording) error {
		if err := now.takes(offset); err != nil {
			return err
		}
		now.Parts = append(now.Parts, part)
		now.Received += part.Size
		now.MimeType = r.MimeType
		now.arrive(s.Now())
		return nil
	})
	if err != nil {
		return r, errors.Join(err, s.dropBlob(ctx, r.UserID, part.Name))
	}
	return grown, nil
}

// arrive makes a recording whose last byte is there one to be read.
func (r *Recording) arrive(now time.Time) {
	if r.Size > 0 && r.Received == r.Size {
		r.Status, r.NextTryAt = Processing, now
	}
}

// received queues a recording whose last byte is there.
func (s *Service) received(ctx context.Context, r Recording) error {
	if r.Status != Processing {
		return nil
	}
	return s.Queue.Add(ctx, r.job(), 0) //nolint:wrapcheck // the queue says what it did
}

// refuse ends a recording by what is in it, and returns why.
func (s *Service) refuse(ctx context.Context, r Recording, why error) error {
	return errors.Join(why, s.fail(ctx, r, why, 0))
}

// Declare says how large a recording will be that was begun without knowing it.
func (s *Service) Declare(ctx context.Context, owner account.UserID, interviewID, id string, size int64) (Recording, error) {
	r, err := s.Get(ctx, owner, interviewID, id)
	if err != nil {
		return Recording{}, err
	}
	if r.MimeType == "" && size > 0 && size == r.Received { // too small to tell by its first part
		_, err := s.kind(ctx, r)
		if errors.Is(err, ErrFormat) {
			return r, s.refuse(ctx, r, err)
		}
		if err != nil {
			return r, err
		}
	}
	r, err = s.update(ctx, r.UserID, id, func(r *Recording) error {
		switch {
		case r.Status != Uploading:
			return ErrComplete
		case size <= 0:
			return ErrEmpty
		case size > MaxBytes:
			return ErrTooLarge
		case size < r.Received || r.Size > 0 && r.Size != size:
			return ErrOffset
		}
		r.Size = size
		r.arrive(s.Now())
		return nil
	})
	if err != nil {
		return r, err
	}
	return r, s.received(ctx, r)
}

// Finish ends a recording whose size was not known: it has all that it will have.
func (s *Service) Finish(ctx context.Context, owner account.UserID, interviewID, id string) (Recording, error) {
	r, err := s.Get(ctx, owner, interviewID, id)
	if err != nil || r.Status != Uploading {
		return r, err
	}
	return s.Declare(ctx, owner, interviewID, id, r.Received)
}
