package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestOtherSitesCannotUseOurCookies(t *testing.T) {
	s := serve(t)
	const (
		ours    = "__Host-refresh=r1"
		connect = "/interviewai.v1.AccountService/RefreshSession"
		rest    = "/api/v1/auth/refresh"
	)
	host := strings.TrimPrefix(s.url, "http://")
	for _, c := range []struct {
		name                             string
		cookie, site, origin, kind, body string
		want                             int
	}{
		{"own page", ours, "same-origin", s.url, "application/json", "{}", 200},
		{"own page, old browser", ours, "", "http://" + host, "application/json", "{}", 200},
		{"program", ours, "", "", "application/json", "{}", 200},
		{"listed origin", ours, "cross-site", "https://app.interviewai.pro", "application/json", "{}", 200},
		{"our extension", ours, "cross-site", "chrome-extension://abcdef", "application/json", "{}", 200},
		{"another site", ours, "cross-site", "https://evil.example", "application/json", "{}", 403},
		{"another site, old browser", ours, "", "https://evil.example", "application/json", "{}", 403},
		{"sandboxed frame", ours, "cross-site", "null", "application/json", "{}", 403},
		{"subdomain", ours, "same-site", "https://blog.interviewai.pro", "application/json", "{}", 403},
		{"a listed name as a prefix", ours, "cross-site", "https://app.interviewai.pro.evil.example", "application/json", "{}", 403},
		{"text/plain", ours, "", "", "text/plain", "{}", 403},
		{"text/plain from our own page", ours, "same-origin", s.url, "text/plain", "{}", 403},
		{"form", ours, "", "", "application/x-www-form-urlencoded", "a=b", 403},
		{"multipart where no upload is", ours, "", "", "multipart/form-data; boundary=x", "--x--", 403},
		{"no type", ours, "", "", "", "{}", 403},
		{"broken type", ours, "", "", "application/json/x;;", "{}", 403},
		{"other cookies prove nothing", "theme=dark", "cross-site", "https://evil.example", "application/json", "{}", 200},
		{"bearer alone", "", "cross-site", "https://evil.example", "application/json", "{}", 200},
	} {
		for _, path := range []string{connect, rest} {
			t.Run(c.name+path, func(t *testing.T) {
				headers := []string{"Authorization", "Bearer good"}
				for _, pair := range [][2]string{{"Cookie", c.cookie}, {"Sec-Fetch-Site", c.site}, {"Origin", c.origin}, {"Content-Type", c.kind}} {
					if pair[1] != "" {
						headers = append(headers, pair[0], pair[1])
					}
				}
				response, text := s.send(t, http.MethodPost, path, c.body, headers...)
				if response.StatusCode != c.want || (c.want == 403) != strings.Contains(text, `"reason":"cross_site"`) {
					t.Errorf("%d, want %d: %s", response.StatusCode, c.want, text)
				}
			})
		}
	}
	if response, _ := s.send(t, http.MethodGet, "/api/v1/users/profile", "", "Cookie", ours, "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer good"); response.StatusCode != http.StatusOK {
		t.Errorf("reading: %d", response.StatusCode)
	}
	if response, _ := s.send(t, http.MethodDelete, "/api/v1/users/avatar", "", "Cookie", ours, "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer good"); response.StatusCode != http.StatusForbidden {
		t.Errorf("DELETE from another site: %d", response.StatusCode)
	}
}
