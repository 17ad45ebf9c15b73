package config_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/config"
)

func TestSignInProviders(t *testing.T) {
	for name, c := range map[string]struct {
		environ []string
		wrong   string // what the mistake begins with; empty for none
	}{
		"none":                  {nil, ""},
		"both":                  {[]string{"GOOGLE_CLIENT_ID=a", "GOOGLE_CLIENT_SECRET=b", "GITHUB_CLIENT_ID=c", "GITHUB_CLIENT_SECRET=d"}, ""},
		"no secret":             {[]string{"GOOGLE_CLIENT_ID=a"}, "GOOGLE_CLIENT_ID:"},
		"no id":                 {[]string{"GITHUB_CLIENT_SECRET=a"}, "GITHUB_CLIENT_ID:"},
		"no address":            {[]string{"GITHUB_URL=github"}, "GITHUB_URL:"},
		"plain http":            {[]string{"GOOGLE_ISSUER=http://127.0.0.1:1"}, ""},
		"plain http for people": {[]string{"NODE_ENV=production", "GOOGLE_ISSUER=http://127.0.0.1:1"}, "GOOGLE_ISSUER:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(c.environ, "")
			if c.wrong == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("Load: %v, want a mistake of %s", err, c.wrong)
			}
		})
	}
}

func TestSignInProvidersDefaults(t *testing.T) {
	c, err := config.Load(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if c.GoogleIssuer != "https://accounts.google.com" || c.GitHubURL != "https://github.com" || c.GitHubAPIURL != "https://api.github.com" {
		t.Errorf("defaults: %q %q %q", c.GoogleIssuer, c.GitHubURL, c.GitHubAPIURL)
	}
}
