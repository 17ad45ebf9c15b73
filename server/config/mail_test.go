package config_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/config"
)

func TestMailSettings(t *testing.T) {
	for _, c := range []struct {
		name, setting string
		wrong         bool
	}{
		{"TLS from the first byte", "SMTP_URL=smtps://me:topsecret@mail.example.org:465", false},
		{"STARTTLS", "SMTP_URL=smtp://me%40example.org:topsecret@mail.example.org", false},
		{"a catcher of mails on this machine", "SMTP_URL=smtp://localhost:1025?starttls=off", false},
		{"another scheme", "SMTP_URL=https://me:topsecret@mail.example.org", true},
		{"no host", "SMTP_URL=smtp:topsecret", true},
		{"a port that is none", "SMTP_URL=smtp://me:topsecret@mail.example.org:many", true},
		{"TLS twice", "SMTP_URL=smtps://me:topsecret@mail.example.org?starttls=off", true},
		{"STARTTLS perhaps", "SMTP_URL=smtp://me:topsecret@mail.example.org?starttls=perhaps", true},
		{"a path", "SMTP_URL=smtp://mail.example.org/topsecret", true},
		{"bare address", "FROM_EMAIL=hello@example.org", false},
		{"address with a name", "FROM_EMAIL=Jobs <hello@example.org>", false},
		{"no address", "FROM_EMAIL=topsecret", true},
		{"two addresses", "FROM_EMAIL=a@example.org, topsecret@example.org", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := config.Load([]string{c.setting}, "")
			if (err != nil) != c.wrong {
				t.Fatalf("error = %v, want one: %t", err, c.wrong)
			}
			variable, _, _ := strings.Cut(c.setting, "=")
			if c.wrong && (!strings.Contains(err.Error(), variable+": ") || strings.Contains(err.Error(), "topsecret")) {
				t.Errorf("the mistake does not name %s, or shows its value: %v", variable, err)
			}
		})
	}
}

func TestMailsComeFromTheProduct(t *testing.T) {
	c, err := config.Load(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if c.FromEmail != "InterviewAI Pro <noreply@interviewai.pro>" || c.SMTPURL != "" || c.SendGridKey != "" {
		t.Errorf("got %q, %q, %q", c.FromEmail, c.SMTPURL, c.SendGridKey)
	}
}
