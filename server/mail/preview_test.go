package mail_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

func get(t *testing.T, method, address string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	mail.Preview(post(t, &kept{})).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, address, nil))
	return w
}

func TestPreview(t *testing.T) {
	page := get(t, http.MethodGet, "/dev/mails?kind=new_device&language=ru")
	for _, part := range []string{
		"Вход с нового устройства", `src="?kind=new_device&amp;language=ru&amp;part=html"`, `href="?kind=export_ready&amp;language=ru"`, `href="?kind=new_device&amp;language=zh"`, "Firefox, Linux",
	} {
		if !strings.Contains(page.Body.String(), part) {
			t.Errorf("no %s in the page", part)
		}
	}
	if strings.Contains(page.Body.String(), "style=") || strings.Contains(page.Body.String(), "<style") || strings.Contains(page.Header().Get("Content-Security-Policy"), "unsafe") {
		t.Error("the page needs styles that its policy forbids, or its policy allows too much")
	}
	if style := get(t, http.MethodGet, "/dev/mails?part=style"); !strings.HasPrefix(style.Header().Get("Content-Type"), "text/css") || style.Body.Len() == 0 {
		t.Errorf("style: %v", style.Header())
	}
	framed := get(t, http.MethodGet, "/dev/mails?kind=new_device&language=ru&part=html")
	if policy := framed.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox; default-src 'none';") || framed.Header().Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("a mail is shown under %q", policy)
	}
	if !strings.HasPrefix(framed.Body.String(), "<!DOCTYPE html>\n<html lang=\"ru\"") {
		t.Error("no mail in the frame")
	}
}

func TestPreviewShowsEveryLetter(t *testing.T) {
	for _, kind := range letter.Kinds() {
		if page := get(t, http.MethodGet, "/?language=tr&kind="+kind); page.Code != http.StatusOK {
			t.Errorf("%s: %d %s", kind, page.Code, page.Body)
		}
	}
	for address, want := range map[string]int{"/": 200, "/?kind=x": 404, "/?language=xx": 404} {
		if page := get(t, http.MethodGet, address); page.Code != want {
			t.Errorf("%s: %d", address, page.Code)
		}
	}
	if page := get(t, http.MethodPost, "/"); page.Code != http.StatusMethodNotAllowed || page.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", page.Code)
	}
}
