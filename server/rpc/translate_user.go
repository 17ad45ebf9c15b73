package rpc

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	members "github.com/interviewai-pro/interviewai/server/account/user"
)

// profileOf is an account as its owner sees it.
func profileOf(users *members.Service, u members.User) *v1.UserProfile {
	p := &v1.UserProfile{
		Id: u.ID, Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, Avatar: users.AvatarURL(u), Bio: u.Bio,
		Role: string(u.Role), Language: u.Preferences.Language, EmailVerified: u.EmailVerified,
		HasPassword: u.Password != "", TelegramLinked: u.TelegramID != 0,
		CreatedAt: timestamppb.New(u.CreatedAt), UpdatedAt: timestamppb.New(u.UpdatedAt),
		Preferences: preferencesOf(u.Preferences),
		Subscription: &v1.SubscriptionInfo{
			Plan: u.Subscription.Plan, Status: u.Subscription.Status,
			StartDate: timestamppb.New(u.Subscription.StartDate), EndDate: timeOf(u.Subscription.EndDate),
		},
		Usage: &v1.UsageInfo{
			MockInterviewsThisMonth: int32(u.Usage.MockInterviewsThisMonth), CvAnalysesThisMonth: int32(u.Usage.CVAnalysesThisMonth),
			ChromeQuestionsThisMonth: int32(u.Usage.ChromeQuestionsThisMonth),
		},
	}
	if u.Change != nil {
		p.PendingEmail = u.Change.Email
	}
	for _, one := range u.Providers {
		p.Providers = append(p.Providers, one.Name)
	}
	return p
}

func preferencesOf(p members.Preferences) *v1.UserPreferences {
	return &v1.UserPreferences{
		Language:      p.Language,
		Notifications: &v1.NotificationPreferences{Email: p.Notifications.Email, Telegram: p.Notifications.Telegram, Push: p.Notifications.Push},
		InterviewSettings: &v1.InterviewPreferences{
			AnswerStyle: p.InterviewSettings.AnswerStyle, AnswerLength: p.InterviewSettings.AnswerLength, AutoTranscribe: p.InterviewSettings.AutoTranscribe,
		},
		Privacy: &v1.PrivacyPreferences{SaveHistory: p.Privacy.SaveHistory, ShareAnalytics: p.Privacy.ShareAnalytics},
	}
}

func eventsOf(events []audit.Event) []*v1.AuditEvent {
	out := make([]*v1.AuditEvent, len(events))
	for i, e := range events {
		out[i] = &v1.AuditEvent{
			Id: e.ID, At: timestamppb.New(e.At), Act: e.Act, By: e.By, UserId: e.UserID, SessionId: e.SessionID,
			Agent: e.Agent, Place: e.Place, Details: e.Details,
		}
	}
	return out
}

// timeOf leaves a time out that is not set.
func timeOf(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}
