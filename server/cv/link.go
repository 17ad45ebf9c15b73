package cv

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// LinkFor is how long a link to a file is good for.
const LinkFor = 5 * time.Minute

// linkUse keeps the key of links apart from that which the file is sealed with
// (RFC 5869).
const linkUse = "interviewai cv file link"

// maxLink bounds a link that is tried, in bytes; ours have 130.
const maxLink = 300

// errNoLink does not say which part of a link is wrong.
var errNoLink = fault.New(fault.NotFound, "cv_link_ended", "This link has ended, or never was one. Ask for a new one where you found it.")

// LinkPath is where the file that a link is for is served.
func LinkPath(link string) string { return "/api/v1/cv-files/" + link }

// Link makes a link by which whoever has it can download the present file of a CV
// until then, without signing in. It is signed with a key that is made of the
// file's own, which stands encrypted in the CV's document: with the CV, or the
// version, the link ends.
func (s *Service) Link(ctx context.Context, owner account.UserID, id string) (link string, until time.Time, err error) {
	c, err := s.get(ctx, owner, id)
	if err != nil {
		return "", time.Time{}, err
	}
	until = s.Now().Add(LinkFor).Truncate(time.Second)
	said := strings.Join([]string{c.UserID, c.ID, strconv.Itoa(c.Version), strconv.FormatInt(until.Unix(), 10)}, ".")
	signature, err := signed(c.Keys[strconv.Itoa(c.Version)], said)
	if err != nil {
		return "", time.Time{}, err
	}
	return said + "." + signature, until, nil
}

// signed is the signature of what a link says; a fault of kind NotFound for a
// file that is not kept.
func signed(key []byte, said string) (string, error) {
	if key == nil {
		return "", errNoFile
	}
	own, err := hkdf.Key(sha256.New, key, nil, linkUse, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("make key of link: %w", err)
	}
	mac := hmac.New(sha256.New, own)
	mac.Write([]byte(said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// Linked returns the file that a link is for, and notes that it was fetched; a
// fault of kind NotFound for a link that has ended or that we have not made.
func (s *Service) Linked(ctx context.Context, link string) (File, []byte, error) {
	cut := strings.LastIndexByte(link, '.')
	parts := strings.Split(link[:max(cut, 0)], ".")
	if len(link) > maxLink || len(parts) != 4 {
		return File{}, nil, errNoLink
	}
	owner, id := parts[0], parts[1]
	version, wrong := strconv.Atoi(parts[2])
	until, wrongToo := strconv.ParseInt(parts[3], 10, 64)
	if wrong != nil || wrongToo != nil || !s.Now().Before(time.Unix(until, 0)) {
		return File{}, nil, errNoLink
	}
	c, err := s.find(ctx, account.UserID(owner), id)
	if fault.KindOf(err) == fault.NotFound {
		return File{}, nil, errNoLink.Because(err)
	}
	if err != nil {
		return File{}, nil, err
	}
	want, err := signed(c.Keys[parts[2]], link[:cut])
	if err != nil || !hmac.Equal([]byte(want), []byte(link[cut+1:])) {
		return File{}, nil, errNoLink.Because(err)
	}
	f, ok := c.file(version)
	if !ok {
		return File{}, nil, errNoLink
	}
	content, err := s.content(ctx, c, version)
	if err != nil {
		return File{}, nil, err
	}
	details := map[string]string{"cv": id, "version": parts[2], "by": "link"}
	return f, content, s.Trail.Note(ctx, owner, audit.CVDownloaded, details) //nolint:wrapcheck // the trail says what it did
}
