package oauthtest

import (
	"encoding/json"
	"net/http"
)

// The paths. GitHub's and OpenID Connect's are those of the real ones.
const (
	DiscoveryPath       = "/.well-known/openid-configuration"
	AuthorizePath       = "/authorize"
	TokenPath           = "/token"
	KeysPath            = "/keys"
	UserInfoPath        = "/userinfo"
	GitHubAuthorizePath = "/login/oauth/authorize"
	GitHubTokenPath     = "/login/oauth/access_token"
	GitHubUserPath      = "/user"
	GitHubEmailsPath    = "/user/emails"
)

// ServeHTTP answers one call, or misbehaves.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.seen[r.URL.Path]++
	s.mu.Unlock()
	if r.URL.Path != AuthorizePath && r.URL.Path != GitHubAuthorizePath && s.fails(w, r) {
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET " + DiscoveryPath:
		s.discovery(w)
	case "GET " + KeysPath:
		s.keys(w)
	case "GET " + UserInfoPath, "POST " + UserInfoPath:
		s.userInfo(w, r)
	case "GET " + AuthorizePath, "POST " + AuthorizePath, "GET " + GitHubAuthorizePath, "POST " + GitHubAuthorizePath:
		s.authorize(w, r)
	case "POST " + TokenPath, "POST " + GitHubTokenPath:
		s.token(w, r)
	case "GET " + GitHubUserPath:
		s.githubUser(w, r)
	case "GET " + GitHubEmailsPath:
		s.githubEmails(w, r)
	default:
		http.NotFound(w, r)
	}
}

// fails does the troubles that any endpoint for programs can have.
func (s *Server) fails(w http.ResponseWriter, r *http.Request) bool {
	switch s.present() {
	case Down:
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
	case KeysDown:
		if r.URL.Path != KeysPath {
			return false
		}
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
	case Slow:
		_ = r.ParseForm() // a server notices that a caller left only after reading what it sent
		<-r.Context().Done()
	case Endless:
		w.Header().Set("Content-Type", "application/json")
		_, err := w.Write([]byte(`{"a":"`))
		for chunk := make([]byte, 64<<10); err == nil; {
			for i := range chunk {
				chunk[i] = 'a'
			}
			_, err = w.Write(chunk)
		}
	case Nonsense:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("<html>"))
	case Redirects:
		http.Redirect(w, r, s.RedirectTo, http.StatusTemporaryRedirect)
	default:
		return false
	}
	return true
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store") // RFC 6749, 5.1
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
