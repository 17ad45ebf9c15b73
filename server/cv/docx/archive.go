package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// Bounds of an archive (security.md 19).
const (
	maxEntries  = 1000
	maxUnpacked = 50 << 20
	maxRatio    = 100
	// smallEntry may be packed as well as it likes: a list of styles shrinks
	// to little, and is no bomb.
	smallEntry = 64 << 10
	// maxGap is how many bytes may stand between two tags: a text, or one
	// tag's attributes. Both are held in memory as a whole.
	maxGap = 1 << 20
)

// archive is the parts of a file, none unpacked yet.
type archive struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

func open(file []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, refusal.Damaged.Because(err)
	}
	if len(r.File) > maxEntries {
		return nil, refusal.TooComplex.Because(fmt.Errorf("%d entries in the archive", len(r.File)))
	}
	a := &archive{parts: make(map[string]*zip.File, len(r.File)), left: maxUnpacked}
	total := uint64(0)
	for _, f := range r.File {
		total += min(f.UncompressedSize64, maxUnpacked+1)
		if total > maxUnpacked {
			return nil, refusal.TooComplex.Because(errors.New("unpacks to more than 50 MiB"))
		}
		if f.UncompressedSize64 > smallEntry && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, refusal.TooComplex.Because(fmt.Errorf("%q unpacks to more than %d times its size", f.Name, maxRatio))
		}
		if f.Flags&1 != 0 {
			return nil, refusal.Encrypted
		}
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/"))
		if _, twice := a.parts[name]; !twice {
			a.parts[name] = f
		}
	}
	return a, nil
}

// open returns a part's content, bounded whatever its header says; nil for none.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.parts[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, refusal.Damaged.Because(err)
	}
	return &part{ReadCloser: r, archive: a}, nil
}

// part counts what is unpacked, and how far tags are apart.
type part struct {
	io.ReadCloser
	archive *archive
	gap     int
}

func (p *part) Read(buf []byte) (int, error) {
	n, err := p.ReadCloser.Read(buf)
	if p.archive.left -= int64(n); p.archive.left < 0 {
		return 0, refusal.TooComplex.Because(errors.New("unpacks to more than 50 MiB"))
	}
	if last := bytes.LastIndexByte(buf[:n], '<'); last >= 0 {
		p.gap = n - last
	} else if p.gap += n; p.gap > maxGap {
		return 0, refusal.TooComplex.Because(errors.New("a text or tag of more than 1 MiB"))
	}
	return n, err
}

// Is reports whether a ZIP archive is a DOCX file.
func Is(file []byte) bool {
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return false
	}
	for _, f := range r.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), mainPart) {
			return true
		}
	}
	return false
}
