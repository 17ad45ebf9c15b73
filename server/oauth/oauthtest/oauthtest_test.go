package oauthtest_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// The pair of RFC 7636, appendix B.
const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	back      = "https://app.example.org/callback"
)

func authorization(s *oauthtest.Server) url.Values {
	return url.Values{
		"client_id": {s.ClientID}, "redirect_uri": {back}, "response_type": {"code"}, "scope": {"openid email user:email"},
		"state": {"a+b/c=&"}, "nonce": {"n"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
}

func redemption(s *oauthtest.Server, code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {back}, "code_verifier": {verifier},
		"client_id": {s.ClientID}, "client_secret": {s.ClientSecret},
	}
}

func call(t *testing.T, method, address string, form url.Values, token string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestAuthorize(t *testing.T) {
	s := oauthtest.Start(t, oauthtest.Options{})
	s.Register(back)
	for name, c := range map[string]struct {
		change string // name=value; no value removes it
		status int
		code   string // the error that is brought back
	}{
		"good":                {"", 302, ""},
		"another client":      {"client_id=x", 400, ""},
		"unregistered":        {"redirect_uri=" + back + "/x", 400, ""},
		"no way back":         {"redirect_uri", 400, ""},
		"implicit flow":       {"response_type=token", 302, "unsupported_response_type"},
		"no response type":    {"response_type", 302, "invalid_request"},
		"no challenge":        {"code_challenge", 302, "invalid_request"},
		"plain challenge":     {"code_challenge_method=plain", 302, "invalid_request"},
		"no OpenID":           {"scope=email", 302, "invalid_scope"},
		"truncated challenge": {"code_challenge=short", 302, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			in := authorization(s)
			if key, value, has := strings.Cut(c.change, "="); has {
				in.Set(key, value)
			} else {
				in.Del(key)
			}
			answer, _ := call(t, http.MethodGet, s.URL+oauthtest.AuthorizePath+"?"+in.Encode(), nil, "")
			if answer.StatusCode != c.status {
				t.Fatalf("status %d", answer.StatusCode)
			}
			if c.status != http.StatusFound {
				return
			}
			to, err := answer.Location()
			if err != nil {
				t.Fatal(err)
			}
			if got := to.Query(); got.Get("error") != c.code || got.Get("state") != "a+b/c=&" || (got.Get("code") == "") == (c.code == "") {
				t.Errorf("brought back: %v", got)
			}
		})
	}
}

func TestToken(t *testing.T) {
	var ahead time.Duration
	s := oauthtest.Start(t, oauthtest.Options{Now: func() time.Time { return time.Now().Add(ahead) }})
	s.Register(back)
	for name, c := range map[string]struct {
		change         map[string]string
		ahead          time.Duration
		openid, github string // errors; empty succeeds
	}{
		"good":             {nil, 0, "", ""},
		"wrong secret":     {map[string]string{"client_secret": "x"}, 0, "invalid_client", "incorrect_client_credentials"},
		"invented code":    {map[string]string{"code": "x"}, 0, "invalid_grant", "bad_verification_code"},
		"another verifier": {map[string]string{"code_verifier": strings.Repeat("a", 43)}, 0, "invalid_grant", "bad_verification_code"},
		"the challenge":    {map[string]string{"code_verifier": challenge}, 0, "invalid_grant", "bad_verification_code"},
		"no verifier":      {map[string]string{"code_verifier": ""}, 0, "invalid_grant", "bad_verification_code"},
		"another way back": {map[string]string{"redirect_uri": back + "/"}, 0, "invalid_grant", "redirect_uri_mismatch"},
		"another grant":    {map[string]string{"grant_type": "password"}, 0, "unsupported_grant_type", "unsupported_grant_type"},
		"too late":         {nil, oauthtest.CodeLife, "invalid_grant", "bad_verification_code"},
	} {
		for authorize, token := range map[string]string{
			oauthtest.AuthorizePath: oauthtest.TokenPath, oauthtest.GitHubAuthorizePath: oauthtest.GitHubTokenPath,
		} {
			t.Run(name+token, func(t *testing.T) {
				ahead = 0
				code := s.Visit(t, s.URL+authorize+"?"+authorization(s).Encode()).Get("code")
				ahead = c.ahead
				in := redemption(s, code)
				for key, value := range c.change {
					in.Set(key, value)
				}
				answer, body := call(t, http.MethodPost, s.URL+token, in, "")
				got, want := errorOf(t, answer, body), c.openid
				if token == oauthtest.GitHubTokenPath {
					want = c.github
					if answer.StatusCode != http.StatusOK {
						t.Errorf("GitHub answers %d", answer.StatusCode)
					}
				} else if (answer.StatusCode == http.StatusOK) != (want == "") {
					t.Errorf("status %d", answer.StatusCode)
				}
				if got != want {
					t.Errorf("error %q, want %q: %s", got, want, body)
				}
			})
		}
	}
}

func errorOf(t *testing.T, answer *http.Response, body string) string {
	t.Helper()
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		return form.Get("error")
	}
	var said struct {
		Error string `json:"error"`
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return said.Error
}

func TestACodeUsedTwiceTakesItsTokenBack(t *testing.T) {
	s := oauthtest.Start(t, oauthtest.Options{})
	s.Register(back)
	in := redemption(s, s.Visit(t, s.URL+oauthtest.AuthorizePath+"?"+authorization(s).Encode()).Get("code"))
	_, body := call(t, http.MethodPost, s.URL+oauthtest.TokenPath, in, "")
	var given map[string]any
	if err := json.Unmarshal([]byte(body), &given); err != nil {
		t.Fatal(err)
	}
	if keys := slices.Sorted(maps.Keys(given)); !slices.Equal(keys, []string{"access_token", "expires_in", "id_token", "scope", "token_type"}) {
		t.Errorf("given: %v", keys)
	}
	token, _ := given["access_token"].(string)
	if answer, _ := call(t, http.MethodGet, s.URL+oauthtest.UserInfoPath, nil, token); answer.StatusCode != http.StatusOK {
		t.Errorf("userinfo: %s", answer.Status)
	}
	answer, body := call(t, http.MethodPost, s.URL+oauthtest.TokenPath, in, "")
	if errorOf(t, answer, body) != "invalid_grant" {
		t.Errorf("the second time: %s", body)
	}
	if answer, _ := call(t, http.MethodGet, s.URL+oauthtest.UserInfoPath, nil, token); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("userinfo with a token taken back: %s", answer.Status)
	}
}

func TestPage(t *testing.T) {
	s := oauthtest.Start(t, oauthtest.Options{Page: true})
	s.Register(back)
	in := authorization(s)
	answer, body := call(t, http.MethodGet, s.URL+oauthtest.AuthorizePath+"?"+in.Encode(), nil, "")
	if answer.StatusCode != http.StatusOK || !strings.Contains(body, "Continue as Ada?") || !strings.Contains(body, `value="a&#43;b/c=&amp;"`) {
		t.Errorf("%s: %s", answer.Status, body)
	}
	for decision, want := range map[string]string{"allow": "code", "deny": "error"} {
		in.Set("decision", decision)
		answer, _ := call(t, http.MethodPost, s.URL+oauthtest.AuthorizePath, in, "")
		if to, err := answer.Location(); err != nil || to.Query().Get(want) == "" || to.Query().Get("state") != "a+b/c=&" {
			t.Errorf("%s: %v, %v", decision, to, err)
		}
	}
}
