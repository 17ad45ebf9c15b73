package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Do does a piece of work that this service queued, other than letters. last
// says that it will not be tried again. A kind that is not its own is an error.
func (s *Service) Do(ctx context.Context, kind string, payload []byte, last bool) error {
	switch kind {
	case WorkResend, WorkPasswordReset, WorkLocked, WorkTaken:
		var about AboutAddress
		if err := json.Unmarshal(payload, &about); err != nil {
			return fmt.Errorf("read %s: %w", kind, err)
		}
		return s.tell(ctx, kind, about)
	case WorkExport:
		var job ExportJob
		if err := json.Unmarshal(payload, &job); err != nil {
			return fmt.Errorf("read %s: %w", kind, err)
		}
		err := s.buildExport(ctx, job)
		if err != nil && last {
			return errors.Join(err, s.giveUpExport(ctx, job))
		}
		return err
	case WorkPicture:
		var job PictureJob
		if err := json.Unmarshal(payload, &job); err != nil {
			return fmt.Errorf("read %s: %w", kind, err)
		}
		return s.importPicture(ctx, job)
	}
	return fmt.Errorf("there is no work of kind %q", kind)
}

// tell writes to the owner of an address, if it has an account.
func (s *Service) tell(ctx context.Context, kind string, about AboutAddress) error {
	u, err := s.byEmail(ctx, about.Email)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if kind == WorkTaken {
		// Registering asks nothing of who owns the address, so their mailbox is
		// protected here, where nobody can see it.
		err := s.Attempts.Reserve(ctx, kind+":"+u.Email, mailsPerWindow, window)
		if errors.Is(err, attempt.ErrSpent) {
			return nil
		}
		if err != nil {
			return err //nolint:wrapcheck // the counter says what it did
		}
	}
	switch {
	case kind == WorkResend && !u.EmailVerified:
		if err := s.Links.Revoke(ctx, u.ID, purposeVerify); err != nil {
			return err //nolint:wrapcheck // the links say what they did
		}
		return s.sendVerification(ctx, u)
	case kind == WorkPasswordReset:
		return s.sendReset(ctx, u, letter.PasswordReset)
	case kind == WorkTaken && !u.EmailVerified:
		// The address may have been registered by somebody else first, so a
		// link that confirms would confirm their password: whoever gets the
		// mail sets one of their own.
		return s.sendReset(ctx, u, letter.RegisteredAgain)
	case kind == WorkTaken:
		return errors.Join(
			s.note(ctx, u.ID, audit.RegistrationRefused, audit.Stranger, nil),
			s.send(ctx, u, letter.AlreadyRegistered, nil))
	case kind == WorkLocked:
		return errors.Join(
			s.note(ctx, u.ID, audit.DeviceLockedOut, audit.Stranger, map[string]string{"place": about.Place}),
			s.send(ctx, u, letter.SignInLocked, map[string]string{"place": about.Place, "agent": about.Agent, letter.Minutes: strconv.Itoa(about.Minutes)}))
	}
	return nil
}

// Kinds lists the kinds of work that Do does.
func Kinds() []string {
	return []string{WorkResend, WorkPasswordReset, WorkLocked, WorkTaken, WorkExport, WorkPicture}
}
