package rpc

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	members "github.com/interviewai-pro/interviewai/server/account/user"
)

// TestAProfileTellsEachThingInItsPlace gives every field a value of its own, so
// that none can be taken for another.
func TestAProfileTellsEachThingInItsPlace(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	users := &members.Service{Options: members.Options{PublicURL: "https://coach.example.org"}}
	profile := profileOf(users, members.User{
		ID: "u1", Email: "a@example.org", Password: "a hash", FirstName: "Anna", LastName: "Berg", Avatar: "key", Bio: "Writes.", Role: "pro",
		Providers: []members.Provider{{Name: "google"}, {Name: "github"}}, TelegramID: 42, CreatedAt: day(1), UpdatedAt: day(2),
		Subscription: members.Subscription{Plan: "elite", Status: "cancelled", StartDate: day(3), EndDate: day(4)},
		Preferences: members.Preferences{
			Language: "uz", Notifications: members.Notifications{Telegram: true},
			InterviewSettings: members.InterviewSettings{AnswerStyle: "simple", AnswerLength: "long", AutoTranscribe: true},
			Privacy:           members.Privacy{ShareAnalytics: true},
		},
		Usage:  members.Usage{MockInterviewsThisMonth: 5, CVAnalysesThisMonth: 6, ChromeQuestionsThisMonth: 7},
		Change: &members.EmailChange{Email: "b@example.org"},
	})
	text, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(profile)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{
		"id": "u1", "email": "a@example.org", "firstName": "Anna", "lastName": "Berg", "avatar": "https://coach.example.org/api/v1/avatars/key", "bio": "Writes.",
		"role": "pro", "language": "uz", "emailVerified": false, "pendingEmail": "b@example.org", "hasPassword": true, "providers": ["google", "github"], "telegramLinked": true,
		"preferences": {"language": "uz", "notifications": {"email": false, "telegram": true, "push": false},
			"interviewSettings": {"answerStyle": "simple", "answerLength": "long", "autoTranscribe": true}, "privacy": {"saveHistory": false, "shareAnalytics": true}},
		"subscription": {"plan": "elite", "status": "cancelled", "startDate": "2026-11-03T00:00:00Z", "endDate": "2026-11-04T00:00:00Z"},
		"usage": {"mockInterviewsThisMonth": 5, "cvAnalysesThisMonth": 6, "chromeQuestionsThisMonth": 7},
		"createdAt": "2026-11-01T00:00:00Z", "updatedAt": "2026-11-02T00:00:00Z"}`), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}
