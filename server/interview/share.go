package interview

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/report"
	"github.com/interviewai-pro/interviewai/server/store"
)

var (
	errNotOver = fault.New(fault.Conflict, "interview_running", "This interview is not completed yet. Complete it first.")
	// errNoShare says the same of a link that never was and of one that was revoked.
	errNoShare = fault.New(fault.NotFound, "share_not_found", "This link does not lead to a report (any more). Ask who sent it for a new one.")
)

// Shown is what of a person stands in a report: the name, the answers word by
// word, and what is quoted of them.
type Shown struct {
	Name, Answers, Quotes bool
}

// ShareReport makes the report of an interview readable for whoever has the
// secret that is returned. It is not kept; sharing again makes a new one and ends
// the old one.
func (s *Service) ShareReport(ctx context.Context, owner account.UserID, id string, show Shown) (secret string, err error) {
	secret = strings.ToLower(rand.Text() + rand.Text())
	_, err = s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		if !v.Status.Over() {
			return errNotOver
		}
		v.Share = &Share{Digest: digest(secret), At: now, WithName: show.Name, WithAnswers: show.Answers}
		v.note(WasShared, "", now)
		return nil
	})
	return secret, err
}

// UnshareReport ends the link of an interview's report.
func (s *Service) UnshareReport(ctx context.Context, owner account.UserID, id string) error {
	_, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		if v.Share != nil {
			v.Share = nil
			v.note(WasUnshared, "", now)
		}
		return nil
	})
	return err
}

// Shared is the report that a secret leads to.
func (s *Service) Shared(ctx context.Context, secret string) (report.Report, error) {
	page, err := s.interviews.List(ctx, store.Query{Index: byShare, Equal: []any{digest(secret)}, PageSize: 1})
	if err != nil {
		return report.Report{}, fmt.Errorf("find report: %w", err)
	}
	if len(page.Items) == 0 || page.Items[0].Deleting || page.Items[0].Share == nil {
		return report.Report{}, errNoShare
	}
	v := page.Items[0]
	return s.report(ctx, &v, Shown{Name: v.Share.WithName, Answers: v.Share.WithAnswers, Quotes: v.Share.WithAnswers})
}

// Report is the report of an interview for its owner, with what is quoted.
func (s *Service) Report(ctx context.Context, owner account.UserID, id string, show Shown) (report.Report, error) {
	v, err := s.Get(ctx, owner, id)
	if err != nil {
		return report.Report{}, err
	}
	show.Quotes = true
	return s.report(ctx, &v, show)
}

// digest is what is kept of a secret: 256 random bits need no salt.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
