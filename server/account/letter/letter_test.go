package letter_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/letter"
)

func TestCheck(t *testing.T) {
	whole := letter.Letter{Kind: letter.EmailChangeCurrent, To: "a@example.com", Data: map[string]string{letter.Token: "t", letter.NewEmail: "b@example.com"}}
	with := func(change func(*letter.Letter)) letter.Letter {
		l := whole
		change(&l)
		return l
	}
	for name, c := range map[string]struct {
		letter letter.Letter
		says   string
	}{
		"whole":         {whole, ""},
		"unknown kind":  {with(func(l *letter.Letter) { l.Kind = "greeting" }), "unknown kind"},
		"to nobody":     {with(func(l *letter.Letter) { l.To = "" }), "no address"},
		"key missing":   {with(func(l *letter.Letter) { l.Data = map[string]string{letter.Token: "t"} }), "lacks new_email"},
		"needs no data": {letter.Letter{Kind: letter.PasswordChanged, To: "a@example.com"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.letter.Check()
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("Check() = %v, want %q", err, c.says)
			}
		})
	}
}

func TestKindsHaveKeys(t *testing.T) {
	kinds := letter.Kinds()
	if len(kinds) != 18 {
		t.Errorf("%d kinds", len(kinds))
	}
	seen := map[string]bool{}
	for _, kind := range kinds {
		if _, ok := letter.Keys(kind); !ok || seen[kind] {
			t.Errorf("kind %q: known %v, twice %v", kind, ok, seen[kind])
		}
		seen[kind] = true
	}
}

func TestLogsShowNoSecrets(t *testing.T) {
	l := letter.Letter{
		Kind: letter.PasswordReset, UserID: "u1", To: "anna@example.com", Name: "Anna",
		Data: map[string]string{letter.Token: "SECRET"},
	}
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("queued", "letter", l)
	}
	for _, hidden := range []string{"SECRET", "anna", "Anna"} {
		if strings.Contains(out.String(), hidden) {
			t.Errorf("the log shows %q: %s", hidden, out.String())
		}
	}
	if !strings.Contains(out.String(), letter.PasswordReset) {
		t.Errorf("the log does not name the kind: %s", out.String())
	}
}

func TestSurvivesTheQueue(t *testing.T) {
	sent := letter.Letter{
		Kind: letter.VerifyEmail, UserID: "u1", To: "anna@example.com", Name: "Anna", Language: "uz",
		Data: map[string]string{letter.Token: "t"},
	}
	data, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	var got letter.Letter
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sent, got); diff != "" {
		t.Error(diff)
	}
}
