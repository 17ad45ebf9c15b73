package user

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Change has what should change in a profile; nil leaves it as it is.
type Change struct {
	FirstName, LastName, Bio, Language *string
	// InPreferences tells that the language came among the preferences.
	InPreferences               bool
	Email, Telegram, Push       *bool
	AnswerStyle, AnswerLength   *string
	AutoTranscribe              *bool
	SaveHistory, ShareAnalytics *bool
}

// Profile returns the caller's account.
func (s *Service) Profile(ctx context.Context, id account.UserID) (User, error) {
	return s.get(ctx, id)
}

// UpdateProfile changes what is given.
func (s *Service) UpdateProfile(ctx context.Context, id account.UserID, c Change) (User, error) {
	if err := c.check(); err != nil {
		return User{}, err
	}
	return s.update(ctx, string(id), func(u *User) error {
		set(&u.FirstName, trimmed(c.FirstName))
		set(&u.LastName, trimmed(c.LastName))
		set(&u.Bio, c.Bio)
		p := &u.Preferences
		set(&p.Language, c.Language)
		set(&p.Notifications.Email, c.Email)
		set(&p.Notifications.Telegram, c.Telegram)
		set(&p.Notifications.Push, c.Push)
		set(&p.InterviewSettings.AnswerStyle, c.AnswerStyle)
		set(&p.InterviewSettings.AnswerLength, c.AnswerLength)
		set(&p.InterviewSettings.AutoTranscribe, c.AutoTranscribe)
		set(&p.Privacy.SaveHistory, c.SaveHistory)
		set(&p.Privacy.ShareAnalytics, c.ShareAnalytics)
		return nil
	})
}

func (c Change) check() error {
	var errs []error
	if c.FirstName != nil {
		errs = append(errs, checkName("first_name", *c.FirstName))
	}
	if c.LastName != nil {
		errs = append(errs, checkLength("last_name", *c.LastName))
	}
	if c.Language != nil {
		errs = append(errs, checkLanguage(c.languageField(), *c.Language))
	}
	if c.Bio != nil && utf8.RuneCountInString(*c.Bio) > maxBio {
		errs = append(errs, fault.BadField("bio", "max_length", "Use at most 1000 characters."))
	}
	return merge(errors.Join(errs...))
}

// languageField is where the language stood in the request.
func (c Change) languageField() string {
	if c.InPreferences {
		return "preferences.language"
	}
	return "language"
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func trimmed(s *string) *string {
	if s == nil {
		return nil
	}
	t := strings.TrimSpace(*s)
	return &t
}
