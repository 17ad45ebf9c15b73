package oauthtest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// tokenFault is an error of RFC 6749, 5.2, and GitHub's word for the same.
type tokenFault struct{ code, github, why string }

// token is the token endpoint (RFC 6749, 3.2 and 4.1.3; RFC 7636, 4.5).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	github := r.URL.Path == GitHubTokenPath
	g, wrong := s.redeem(r, github)
	if wrong != nil {
		refuse(w, r, wrong, github)
		return
	}
	out := map[string]any{"access_token": g.token, "token_type": "Bearer"}
	if github {
		out["scope"] = strings.Join(g.scopes, ",")
		answerAsGitHub(w, r, out)
		return
	}
	out["expires_in"], out["scope"] = 3600, strings.Join(g.scopes, " ")
	if s.present() != NoIDToken {
		signed, err := s.idToken(g)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		out["id_token"] = signed
	}
	answer(w, http.StatusOK, out)
}

// redeem checks everything and uses the code up.
func (s *Server) redeem(r *http.Request, github bool) (*grant, *tokenFault) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err := r.ParseForm(); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, &tokenFault{"invalid_request", "invalid_request", "not a form"}
	}
	if !s.knows(r) {
		return nil, &tokenFault{"invalid_client", "incorrect_client_credentials", "wrong client id or secret"}
	}
	in := r.PostForm
	for name, values := range in {
		if len(values) > 1 {
			return nil, &tokenFault{"invalid_request", "invalid_request", "parameter given twice: " + name}
		}
	}
	if in.Get("grant_type") != "authorization_code" && (!github || in.Get("grant_type") != "") {
		return nil, &tokenFault{"unsupported_grant_type", "unsupported_grant_type", "only authorization_code"}
	}
	if github && s.present() == MustVerify {
		return nil, &tokenFault{"", "unverified_user_email", "the primary address is not verified"}
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.codes[in.Get("code")]
	switch {
	case g == nil || g.github != github:
		return nil, &tokenFault{"invalid_grant", "bad_verification_code", "unknown code"}
	case g.used:
		delete(s.tokens, g.token) // 4.1.2: what was given for it is taken back
		return nil, &tokenFault{"invalid_grant", "bad_verification_code", "code used before"}
	case !s.now().Before(g.expires):
		return nil, &tokenFault{"invalid_grant", "bad_verification_code", "code expired"}
	}
	g.used = true // also when the rest is wrong: a guess must not be repeated
	if in.Get("redirect_uri") != g.redirectURL {
		return nil, &tokenFault{"invalid_grant", "redirect_uri_mismatch", "another redirect_uri"}
	}
	if !proves(in, g.challenge) {
		return nil, &tokenFault{"invalid_grant", "bad_verification_code", "wrong code_verifier"}
	}
	g.token = random()
	s.tokens[g.token] = g
	return g, nil
}

// knows authenticates the client, by one way and not by two (2.3).
func (s *Server) knows(r *http.Request) bool {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		if secret != "" {
			return false
		}
		var errs [2]error
		id, errs[0] = url.QueryUnescape(user) // 2.3.1: form-encoded first
		secret, errs[1] = url.QueryUnescape(password)
		if errs[0] != nil || errs[1] != nil {
			return false
		}
	}
	return id == s.ClientID && subtle.ConstantTimeCompare([]byte(secret), []byte(s.ClientSecret)) == 1
}

// proves checks the verifier (RFC 7636, 4.1 and 4.6).
func proves(in url.Values, challenge string) bool {
	verifier := in.Get("code_verifier")
	if !regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`).MatchString(verifier) {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:]) == challenge
}

func refuse(w http.ResponseWriter, r *http.Request, wrong *tokenFault, github bool) {
	if github {
		answerAsGitHub(w, r, map[string]any{"error": wrong.github, "error_description": wrong.why})
		return
	}
	status := http.StatusBadRequest
	if wrong.code == "invalid_client" {
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Basic realm="token"`)
	}
	answer(w, status, map[string]string{"error": wrong.code, "error_description": wrong.why})
}

// answerAsGitHub answers 200, also to say no, and as a form unless asked for
// JSON.
func answerAsGitHub(w http.ResponseWriter, r *http.Request, out map[string]any) {
	if strings.Contains(r.Header.Get("Accept"), "json") {
		answer(w, http.StatusOK, out)
		return
	}
	form := url.Values{}
	for name, value := range out {
		form.Set(name, value.(string)) //nolint:errcheck // GitHub's answers hold texts only
	}
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	_, _ = w.Write([]byte(form.Encode()))
}
