package rpc

import (
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// What the contract's rules refuse is said in words for people.
func TestBrokenRulesAreToldInWords(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for _, c := range []struct {
		request proto.Message
		want    map[string]string
	}{
		{&v1.RegisterRequest{Email: "nonsense", LastName: long, Language: "english", Password: long}, map[string]string{
			"email": "Enter an e-mail address, such as ada@example.org.", "first_name": "Enter at least 1 character.",
			"last_name": "Use at most 50 characters.", "language": "Enter a language's code of two letters, such as en.",
			"terms_accepted": "Accept the terms to open an account.", "password": "This is too long.",
		}},
		{&v1.UpdateProfileRequest{Preferences: &v1.PreferencesUpdate{
			Language:          proto.String("EN"),
			InterviewSettings: &v1.InterviewSettingsUpdate{AnswerStyle: proto.String("loud"), AnswerLength: proto.String("")},
		}}, map[string]string{
			"preferences.language":                         "Enter a language's code of two letters, such as en.",
			"preferences.interview_settings.answer_style":  "Choose one of: professional, balanced, simple.",
			"preferences.interview_settings.answer_length": "Choose one of: short, medium, long.",
		}},
		{&v1.TranscribeRequest{Format: "mp3"}, map[string]string{"format": "Choose one of: json, text, srt, vtt."}},
		{&v1.CreateLiveSessionRequest{Options: &v1.AnswerOptions{Style: "loud"}}, map[string]string{
			"consent": "Confirm that everybody who is heard agrees.", "options.style": "Choose one of: professional, balanced, simple.",
		}},
		{&v1.UploadCvRequest{}, map[string]string{"file": "This is empty: send the file, in JSON as base64."}},
		{&v1.ListUsersRequest{PageSize: 1000}, map[string]string{"page_size": "Enter a number from 0 to 500."}},
		{&v1.StartOAuthRequest{Provider: "google", ReturnTo: "//elsewhere"}, map[string]string{"return_to": "This is not in the form that is asked for."}},
	} {
		err, ok := protovalidate.Validate(c.request).(*protovalidate.ValidationError) //nolint:errorlint // as it comes
		if !ok {
			t.Fatalf("%T: %v", c.request, err)
		}
		got := map[string]string{}
		for _, f := range violations(err.ToProto()).Fields {
			got[f.Path] = f.Message
		}
		for path, want := range c.want {
			if got[path] != want {
				t.Errorf("%T %s: %q, want %q", c.request, path, got[path], want)
			}
		}
	}
}
