package recording

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/seal"
	"github.com/interviewai-pro/interviewai/server/store"
)

// New is a recording that is about to arrive.
type New struct {
	InterviewID, QuestionID string
	// Size in bytes; 0 when it is not known yet, see Declare.
	Size int64
	// FileName as the sender has it; empty for none.
	FileName string
	// Keep asks for the sound not to be deleted after Life.
	Keep bool
}

// maxFileName bounds what is kept of a file's name, in runes.
const maxFileName = 100

// Create begins a recording, whose bytes come next.
func (s *Service) Create(ctx context.Context, owner account.UserID, n New) (Recording, error) {
	switch {
	case n.Size > MaxBytes:
		return Recording{}, ErrTooLarge
	case n.QuestionID == "":
		return Recording{}, fault.BadField("question_id", "required", "Name the question that the recording answers: questionId.")
	}
	if err := s.Interviews.MayRecord(ctx, owner, n.InterviewID, n.QuestionID); err != nil {
		return Recording{}, err //nolint:wrapcheck // a refusal of its own
	}
	if n.Keep {
		if err := s.mayKeep(ctx, owner); err != nil {
			return Recording{}, err
		}
	}
	err := s.Attempts.Reserve(ctx, "recording:"+string(owner), MaxADay, 24*time.Hour)
	if errors.Is(err, attempt.ErrSpent) {
		return Recording{}, ErrADay.After(fault.From(err).RetryAfter)
	}
	if err != nil {
		return Recording{}, err //nolint:wrapcheck // the counter says what it did
	}
	now := s.Now()
	r := Recording{
		ID: store.NewID(now), UserID: string(owner), InterviewID: n.InterviewID, QuestionID: n.QuestionID,
		Asked: s.Language(ctx, owner, n.InterviewID), Status: Uploading, Size: max(0, n.Size), FileName: cleanName(n.FileName), Keep: n.Keep,
		CreatedAt: now, ExpiresAt: now.Add(Life), Key: seal.NewKey(),
	}
	if err := s.recordings.Insert(ctx, r); err != nil {
		return Recording{}, fmt.Errorf("keep recording: %w", err)
	}
	return r, nil
}

// SetKeep keeps a recording's sound, or lets it go again after Life.
func (s *Service) SetKeep(ctx context.Context, owner account.UserID, interviewID, id string, keep bool) (Recording, error) {
	r, err := s.Get(ctx, owner, interviewID, id)
	if err != nil || r.Keep == keep {
		return r, err
	}
	if keep {
		if err := s.mayKeep(ctx, owner); err != nil {
			return Recording{}, err
		}
	}
	return s.update(ctx, r.UserID, id, func(r *Recording) error {
		now := s.Now()
		if keep && r.Status != Uploading && !r.HasAudio(now) {
			return ErrExpired
		}
		r.Keep = keep
		r.setExpiry()
		return nil
	})
}

// setExpiry says when the sound goes: a kept one does not, but what is not
// finished goes in any case. Where the sound went early the time stays, and the
// sweep looks whether anything is left.
func (r *Recording) setExpiry() {
	r.ExpiresAt = r.CreatedAt.Add(Life)
	if r.Keep && len(r.Parts) > 0 && (r.Status == Ready || r.Status == Failed) {
		r.ExpiresAt = time.Time{}
	}
}

// mayKeep refuses one kept recording too many.
func (s *Service) mayKeep(ctx context.Context, owner account.UserID) error {
	page, err := s.recordings.Of(string(owner)).List(ctx, store.Query{Index: byKeep, Equal: []any{true}, PageSize: MaxKept})
	if err != nil {
		return fmt.Errorf("count kept recordings: %w", err)
	}
	if len(page.Items) >= MaxKept {
		return ErrKept
	}
	return nil
}

// cleanName keeps what can be shown of a file's name.
func cleanName(name string) string {
	kept := make([]rune, 0, maxFileName)
	for _, letter := range path.Base("/" + strings.ReplaceAll(name, "\\", "/")) {
		if len(kept) < maxFileName && letter != '/' && unicode.IsPrint(letter) && letter != unicode.ReplacementChar {
			kept = append(kept, letter)
		}
	}
	return strings.TrimSpace(string(kept))
}
