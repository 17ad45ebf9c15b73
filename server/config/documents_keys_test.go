package config_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/config"
)

func TestOldKeysOfDocuments(t *testing.T) {
	one, two := key('1'), key('2')
	c, err := config.Load([]string{"DOCUMENTS_KEYS_OLD=" + one + "," + two}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.DocumentsKeysOld; len(got) != 2 || string(got[0]) != one || string(got[1]) != two {
		t.Errorf("got %d keys", len(got))
	}
	var shown strings.Builder
	if err := c.Print(&shown); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(shown.String(), "DOCUMENTS_KEYS_OLD=********,********\n") || strings.Contains(shown.String(), one) {
		t.Error("old keys are not masked")
	}
	for name, value := range map[string]string{"no base64": "x!", "too short": "AAAA", "one of two": one + ",AAAA"} {
		if _, err := config.Load([]string{"DOCUMENTS_KEYS_OLD=" + value}, ""); err == nil || !strings.Contains(err.Error(), "DOCUMENTS_KEYS_OLD") {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), one) {
			t.Errorf("%s: the key is in the message", name)
		}
	}
}

func key(of byte) string {
	return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(of), 32)))
}
