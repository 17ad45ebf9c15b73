package web_test

import (
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/web"
)

const verify = "/api/v1/auth/verify-email"

// send makes a request with headers given as name, value pairs.
func (s *site) send(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	client := *s.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func TestWhereARequestCameFrom(t *testing.T) {
	trusting := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32")}
	for _, c := range []struct {
		name    string
		trusted []netip.Prefix
		headers []string
		want    string
	}{
		{"nothing said", nil, nil, "127.0.0.1"},
		{"forged, nobody trusted", nil, []string{"X-Forwarded-For", "203.0.113.9", "X-Real-Ip", "203.0.113.9", "Forwarded", "for=203.0.113.9"}, "127.0.0.1"},
		{"forged own header", nil, []string{"X-Interviewai-Origin", "203.0.113.9"}, "127.0.0.1"},
		{"a proxy's word", trusting, []string{"X-Forwarded-For", "203.0.113.9"}, "203.0.113.9"},
		{"forged before a proxy", trusting, []string{"X-Forwarded-For", "198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"forged in a header of its own", trusting, []string{"X-Forwarded-For", "198.51.100.1", "X-Forwarded-For", "203.0.113.9"}, "203.0.113.9"},
		{"two proxies", trusting, []string{"X-Forwarded-For", "198.51.100.1, 203.0.113.9, 10.1.2.3"}, "203.0.113.9"},
		{"with port", trusting, []string{"X-Forwarded-For", "203.0.113.9:4711"}, "203.0.113.9"},
		{"IPv6 with port", trusting, []string{"X-Forwarded-For", "[2001:db9::1]:4711"}, "2001:db9::1"},
		{"mapped IPv4", trusting, []string{"X-Forwarded-For", "::ffff:203.0.113.9"}, "203.0.113.9"},
		{"rubbish", trusting, []string{"X-Forwarded-For", "203.0.113.9, <script>"}, "127.0.0.1"},
		{"only proxies", trusting, []string{"X-Forwarded-For", "10.0.0.1"}, "10.0.0.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serveWith(t, func(o *web.Options) { o.TrustedProxies = c.trusted })
			_, text := s.send(t, "POST", verify, `{"token":"t"}`, append(c.headers, "Content-Type", "application/json")...)
			if !strings.Contains(text, "from "+c.want+" by") {
				t.Errorf("want %s: %s", c.want, text)
			}
		})
	}
}

func TestDevicesAndBrowsers(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		name, want string
		headers    []string
	}{
		{"program", `by curl device "`, []string{"User-Agent", "curl"}},
		{"known browser", `by Firefox device d1 browser"`, []string{"User-Agent", "Firefox", "Cookie", "__Host-device=d1", "Sec-Fetch-Site", "same-origin"}},
		{"listed origin of another site keeps no cookies", `by Firefox device "`, []string{"User-Agent", "Firefox", "Sec-Fetch-Site", "cross-site", "Origin", "https://app.interviewai.pro"}},
		{"overlong token", `by x device "`, []string{"User-Agent", "x", "Cookie", "__Host-device=" + strings.Repeat("d", 301)}},
		{"overlong agent", "by " + strings.Repeat("я", 200) + " device", []string{"User-Agent", strings.Repeat("я", 300)}},
		{"unprintable agent", "by ab device", []string{"User-Agent", "a\u202eb"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, text := s.send(t, "POST", verify, `{"token":"t"}`, append(c.headers, "Content-Type", "application/json")...); !strings.Contains(text, c.want) {
				t.Errorf("want %q: %s", c.want, text)
			}
		})
	}
}

func TestStrictTransportIsSaidByThoseWhoKnow(t *testing.T) {
	for name, trusted := range map[string][]netip.Prefix{"forged": nil, "proxy": {netip.MustParsePrefix("127.0.0.0/8")}} {
		s := serveWith(t, func(o *web.Options) { o.TrustedProxies = trusted })
		response, _ := s.send(t, "GET", "/livez", "", "X-Forwarded-Proto", "https")
		if got := response.Header.Get("Strict-Transport-Security"); (got != "") != (trusted != nil) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
