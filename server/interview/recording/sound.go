package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/seal"
)

// partsReader reads a recording's bytes from its parts, of which it holds one at
// a time.
type partsReader struct {
	ctx    context.Context //nolint:containedctx // a reader lives as long as its request
	s      *Service
	r      Recording
	offset int64

	// held is the content of part number at.
	held []byte
	at   int
}

func (s *Service) reader(ctx context.Context, r Recording) *partsReader {
	return &partsReader{ctx: ctx, s: s, r: r, at: -1}
}

// Read implements io.Reader.
func (p *partsReader) Read(out []byte) (int, error) {
	begin := int64(0)
	for i, part := range p.r.Parts {
		if p.offset >= begin+part.Size {
			begin += part.Size
			continue
		}
		if err := p.hold(i); err != nil {
			return 0, err
		}
		n := copy(out, p.held[p.offset-begin:])
		p.offset += int64(n)
		return n, nil
	}
	return 0, io.EOF
}

// hold decrypts a part.
func (p *partsReader) hold(i int) error {
	if p.at == i {
		return nil
	}
	part := p.r.Parts[i]
	sealed, err := p.s.Blobs.Read(p.ctx, p.r.UserID, part.Name)
	if fault.KindOf(err) == fault.NotFound {
		return ErrExpired.Because(err)
	}
	if err != nil {
		return fmt.Errorf("read part of recording: %w", err)
	}
	content, err := seal.Open(p.r.Key, p.r.UserID+"/"+part.Name, sealed)
	if err != nil {
		return err
	}
	if int64(len(content)) != part.Size {
		return fmt.Errorf("read part of recording: %d bytes instead of %d", len(content), part.Size)
	}
	p.held, p.at = content, i
	return nil
}

// Seek implements io.Seeker.
func (p *partsReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += p.offset
	case io.SeekEnd:
		offset += p.r.Received
	}
	if offset < 0 {
		return 0, errors.New("seek in recording: before its beginning")
	}
	p.offset = offset
	return offset, nil
}

// kind is what a recording's first bytes say it is.
func (s *Service) kind(ctx context.Context, r Recording) (string, error) {
	head := make([]byte, headBytes)
	n, err := io.ReadFull(s.reader(ctx, r), head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err //nolint:wrapcheck // our own reader's
	}
	kind, ok := s.Decoder.Kind(head[:n])
	if !ok {
		return "", ErrFormat
	}
	return kind, nil
}

// Audio is the sound of a recording, as it was sent.
type Audio struct {
	Recording
	io.ReadSeeker
}

// Open returns the sound of a recording to its owner; ErrExpired when it is gone,
// and ErrNotFound while it has not arrived.
func (s *Service) Open(ctx context.Context, owner account.UserID, interviewID, id string) (Audio, error) {
	r, err := s.Get(ctx, owner, interviewID, id)
	switch {
	case err != nil:
		return Audio{}, err
	case r.Status == Uploading:
		return Audio{}, ErrNotFound
	case !r.HasAudio(s.Now()):
		return Audio{}, ErrExpired
	}
	return Audio{Recording: r, ReadSeeker: s.reader(ctx, r)}, nil
}

// StandsForAll reports whether a blob is the first of its recording's, under whose
// name Content returns the whole: a data export has that one and leaves the others
// out.
func StandsForAll(name string) bool {
	_, file, found := strings.Cut(strings.TrimPrefix(name, BlobPrefix), "/")
	return found && strings.HasPrefix(name, BlobPrefix) && strings.HasPrefix(file, firstPart)
}

// firstPart begins the names of first parts.
const firstPart = "000-"

// Content returns a whole recording by the name of the first of its blobs, for its
// owner's data export; a fault of kind NotFound for every other blob.
func (s *Service) Content(ctx context.Context, owner, name string) ([]byte, error) {
	id, _, _ := strings.Cut(strings.TrimPrefix(name, BlobPrefix), "/")
	r, err := s.recordings.Of(owner).Get(ctx, id)
	if err != nil || len(r.Parts) == 0 || r.Parts[0].Name != name {
		return nil, ErrNotFound.Because(err)
	}
	return io.ReadAll(s.reader(ctx, r))
}
