package cookie_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

func TestEveryCookieIsLockedDown(t *testing.T) {
	for _, name := range cookie.Names() {
		for what, text := range map[string]string{"set": cookie.Set(name, "v", time.Hour), "clear": cookie.Clear(name)} {
			c, err := http.ParseSetCookie(text)
			if err != nil {
				t.Fatalf("%s %s: %v", what, name, err)
			}
			if !strings.HasPrefix(c.Name, "__Host-") || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("%s: %s", what, text)
			}
		}
	}
}

func TestLife(t *testing.T) {
	for life, want := range map[time.Duration]int{0: 0, time.Hour: 3600} {
		c, err := http.ParseSetCookie(cookie.Set(cookie.Refresh, "v", life))
		if err != nil || c.MaxAge != want {
			t.Errorf("%s: max age %d, %v", life, c.MaxAge, err)
		}
	}
	if c, err := http.ParseSetCookie(cookie.Clear(cookie.Refresh)); err != nil || c.MaxAge != -1 || c.Value != "" {
		t.Errorf("cleared: %v, %v", c, err)
	}
}

func TestValue(t *testing.T) {
	header := http.Header{"Cookie": {"other=1; __Host-refresh=abc"}}
	if got := cookie.Value(header, cookie.Refresh); got != "abc" {
		t.Errorf("got %q", got)
	}
	if got := cookie.Value(header, cookie.Device); got != "" {
		t.Errorf("got %q", got)
	}
	for text, want := range map[string]bool{"": false, "other=1": false, "__Host-refresh=": false, "a=b; __Host-oauth=x": true} {
		if got := cookie.Any(http.Header{"Cookie": {text}}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
