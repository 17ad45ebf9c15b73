package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/config"
)

// specification is the environment of §10.2, values shortened.
const specification = `
NODE_ENV=production
PORT=3000

# Database
MONGODB_URI=mongodb://admin:password@mongodb:27017/interviewai?authSource=admin
REDIS_URL=redis://:password@redis:6379
JWT_ACCESS_SECRET=your-access-secret-key
JWT_REFRESH_SECRET=your-refresh-secret-key
OPENAI_API_KEY=sk-1
OPENAI_ORGANIZATION=org-1
STRIPE_API_KEY=sk_1
STRIPE_WEBHOOK_SECRET=whsec_1
AWS_ACCESS_KEY_ID=AKIA
AWS_SECRET_ACCESS_KEY=aws-secret
AWS_REGION=us-east-1
AWS_S3_BUCKET_CV=interviewai-cv-documents
AWS_S3_BUCKET_AUDIO=interviewai-audio-recordings
TELEGRAM_BOT_TOKEN=123456789:ABC
TELEGRAM_WEBHOOK_URL=https://api.interviewai.pro/telegram/webhook
SENDGRID_API_KEY=SG.1
FROM_EMAIL=noreply@interviewai.pro
SENTRY_DSN=https://sentry.example.org/1
ENABLE_VOICE_MESSAGES=true
ENABLE_STEALTH_MODE=true
ENABLE_OFFLINE_MODE=false
`

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "service.env")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSpecificationsFileIsAccepted(t *testing.T) {
	c, err := config.Load(nil, write(t, specification))
	if err != nil {
		t.Fatal(err)
	}
	if !c.Production() || !c.JSONLogs() || c.Port != 3000 || c.STT() != "openai" {
		t.Errorf("read wrongly: %+v", c)
	}
	if string(c.MongoURI) != "mongodb://admin:password@mongodb:27017/interviewai?authSource=admin" {
		t.Error("MONGODB_URI was changed")
	}
	if diff := cmp.Diff([]string{"openai"}, c.LLMs()); diff != "" {
		t.Error(diff)
	}
}

func TestPrintMasksEverySecretAndReadsBack(t *testing.T) {
	c, err := config.Load([]string{`ICE_SERVERS=[{"urls":["turn:t.example.org"],"username":"u","credential":"hidden"}]`}, write(t, specification))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"password", "your-access", "your-refresh", "sk-1", "sk_1", "whsec", "aws-secret", "123456789", "SG.1", "sentry.example.org", "hidden"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the secret %q is shown", secret)
		}
	}
	for _, line := range []string{"NODE_ENV=production\n", "OPENAI_API_KEY=********\n", "PORT=3000\n", "ENABLE_STEALTH_MODE=true\n", "MEDIA_TOKEN_LIFE=15m0s\n"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("missing line %q in\n%s", line, out.String())
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	file := write(t, "PRT=1\nLOG_LEVEL=loud\nENABLE_STEALTH_MODE=perhaps\n")
	_, err := config.Load([]string{
		"NODE_ENV=prod", "PORT=many", "INTERVIEWAI_PORT=1", "MONGODB_URI=http://x", "LLM_PROVIDERS=openai,gemini",
		"SERVICE_TOKEN=short", "MEDIA_PUBLIC_ADDRESSES=here", "ICE_SERVERS=http://x", "HOME=/root", "OPENAI_BASE_URL=localhost",
	}, file)
	var mistakes config.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{
		"unknown name PRT (did you mean PORT?)", "LOG_LEVEL: ", "ENABLE_STEALTH_MODE: ", "NODE_ENV: ", "PORT: ",
		"unknown variable INTERVIEWAI_PORT", "MONGODB_URI: ", `LLM_PROVIDERS: "gemini"`, "SERVICE_TOKEN: ",
		"MEDIA_PUBLIC_ADDRESSES: ", "ICE_SERVERS: ", "OPENAI_BASE_URL: ",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("no mistake %q in\n%v", part, err)
		}
	}
	if strings.Contains(err.Error(), "HOME") {
		t.Error("other programs' variables are none of our business")
	}
}

func TestMistakesDoNotShowSecrets(t *testing.T) {
	_, err := config.Load([]string{"MONGODB_URI=user:topsecret@host", "PORT=topsecret", "SERVICE_TOKEN=topsecret"}, write(t, "not a line topsecret \x00'"))
	if err == nil || strings.Contains(err.Error(), "topsecret") {
		t.Errorf("got %v", err)
	}
}

func TestEnvironmentWinsOverFileAndEmptyMeansAbsent(t *testing.T) {
	c, err := config.Load([]string{"PORT=4000", "LOG_LEVEL=", "INTERVIEWAI_TOKEN=of interviewctl"}, write(t, "PORT=5000\nOPENAI_API_KEY=\nDATA_DIR=/tmp/x\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Port != 4000 || c.DataDir != "/tmp/x" || c.LogLevel != "info" || c.STT() != "offline" || c.LLMs() != nil {
		t.Errorf("got %+v", c)
	}
}

func TestMissingFileIsAMistake(t *testing.T) {
	if _, err := config.Load(nil, "/nowhere/service.env"); err == nil {
		t.Error("no error")
	}
}

func TestProviders(t *testing.T) {
	for _, c := range []struct {
		name string
		env  []string
		stt  string
		llms []string
	}{
		{"nothing set", nil, "offline", nil},
		{"local server without key", []string{"OPENAI_BASE_URL=http://127.0.0.1:8000/v1"}, "openai", []string{"openai"}},
		{"both keys", []string{"OPENAI_API_KEY=a", "ANTHROPIC_API_KEY=b"}, "openai", []string{"openai", "anthropic"}},
		{"order chosen", []string{"OPENAI_API_KEY=a", "ANTHROPIC_API_KEY=b", "LLM_PROVIDERS=anthropic,openai"}, "openai", []string{"anthropic", "openai"}},
		{"models off", []string{"OPENAI_API_KEY=a", "LLM_PROVIDERS=none", "STT_PROVIDER=offline"}, "offline", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := config.Load(c.env, "")
			if err != nil {
				t.Fatal(err)
			}
			if got.STT() != c.stt {
				t.Errorf("STT() = %q, want %q", got.STT(), c.stt)
			}
			if diff := cmp.Diff(c.llms, got.LLMs()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRoles(t *testing.T) {
	long := "SERVICE_TOKEN=" + strings.Repeat("x", 32)
	for _, c := range []struct {
		roles string
		env   []string
		wrong []string
	}{
		{"", nil, nil},
		{"api,media", nil, nil},
		{"api", nil, []string{"MEDIA_URL", "SERVICE_TOKEN"}},
		{"media", nil, []string{"API_URL", "SERVICE_TOKEN"}},
		{"media", []string{"API_URL=http://api:3000", long}, nil},
		{"worker", nil, nil},
		{"api,frontend", nil, []string{"frontend"}},
	} {
		t.Run(c.roles, func(t *testing.T) {
			cfg, err := config.Load(c.env, "")
			if err != nil {
				t.Fatal(err)
			}
			roles, err := config.ParseRoles(c.roles)
			if err == nil {
				err = cfg.CheckRoles(roles)
			}
			if (err != nil) != (c.wrong != nil) {
				t.Fatalf("error = %v, want mention of %v", err, c.wrong)
			}
			for _, part := range c.wrong {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("no mention of %s in %v", part, err)
				}
			}
		})
	}
}

func TestICEServers(t *testing.T) {
	for text, want := range map[string]string{
		"stun:a:3478, turn:b": "stun:a:3478, turn:b",
		`[{"urls":["turn:t"],"username":"u","credential":"c"}]`: "turn:t (u ********)",
	} {
		var s config.ICEServers
		if err := s.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if s.String() != want {
			t.Errorf("%s: got %q, want %q", text, s.String(), want)
		}
	}
	for _, bad := range []string{"http://x", "[{}]", "[", "turn:"} {
		var s config.ICEServers
		if s.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q accepted", bad)
		}
	}
}
