package oauthtest

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authorize is the authorization endpoint (RFC 6749, 3.1 and 4.1.1). Whoever uses
// this server uses PKCE with S256: it is stricter than RFC 7636 there.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "unreadable request", http.StatusBadRequest)
		return
	}
	in := r.Form
	// Without a trusted way back the error is for the person (4.1.2.1).
	for name, values := range in {
		if len(values) > 1 {
			http.Error(w, "parameter given twice: "+name, http.StatusBadRequest)
			return
		}
	}
	if in.Get("client_id") != s.ClientID {
		http.Error(w, "unknown client", http.StatusBadRequest)
		return
	}
	if !s.registered(in.Get("redirect_uri")) {
		http.Error(w, "unregistered redirect_uri", http.StatusBadRequest)
		return
	}
	github := r.URL.Path == GitHubAuthorizePath
	if code, why := authorizeFault(in, github); code != "" {
		sendBack(w, r, url.Values{"error": {code}, "error_description": {why}})
		return
	}
	s.mu.Lock()
	user, deny := s.user, s.deny
	s.mu.Unlock()
	switch decision := in.Get("decision"); {
	case deny != "":
		sendBack(w, r, url.Values{"error": {deny}})
	case decision == "deny":
		sendBack(w, r, url.Values{"error": {"access_denied"}})
	case s.page && decision != "allow":
		showPage(w, r, user)
	default:
		sendBack(w, r, url.Values{"code": {s.allow(in, user, github)}})
	}
}

func authorizeFault(in url.Values, github bool) (code, why string) {
	scopes := strings.Fields(in.Get("scope"))
	switch {
	case !github && in.Get("response_type") == "", in.Get("code_challenge") == "":
		return "invalid_request", "response_type or code_challenge is missing"
	case in.Get("response_type") != "code" && (!github || in.Get("response_type") != ""):
		return "unsupported_response_type", "only code"
	case in.Get("code_challenge_method") != "S256" || len(in.Get("code_challenge")) != 43:
		return "invalid_request", "only S256" // RFC 7636, 4.4.1
	case !github && !slices.Contains(scopes, "openid"):
		return "invalid_scope", "openid is missing" // Core 3.1.2.1
	default:
		return "", ""
	}
}

// allow makes a code.
func (s *Server) allow(in url.Values, user User, github bool) string {
	code := random()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = &grant{
		user: user, redirectURL: in.Get("redirect_uri"), challenge: in.Get("code_challenge"), nonce: in.Get("nonce"),
		scopes: strings.Fields(in.Get("scope")), github: github, expires: s.now().Add(CodeLife),
	}
	return code
}

// sendBack redirects with the state exactly as it came (4.1.2).
func sendBack(w http.ResponseWriter, r *http.Request, out url.Values) {
	if state := r.Form.Get("state"); state != "" {
		out.Set("state", state)
	}
	back, err := url.Parse(r.Form.Get("redirect_uri"))
	if err != nil {
		http.Error(w, "unreadable redirect_uri", http.StatusBadRequest)
		return
	}
	query := back.Query()
	for name, values := range out {
		query[name] = values
	}
	back.RawQuery = query.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func showPage(w http.ResponseWriter, r *http.Request, user User) {
	page, err := template.New("").Parse(`<!doctype html><html lang="en"><title>Sign in</title>
<h1>Continue as {{.User.GivenName}}?</h1>
<form method="post" action="{{.Path}}">{{range $name, $values := .In}}<input type="hidden" name="{{$name}}" value="{{index $values 0}}">{{end}}
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form></html>`)
	if err != nil {
		http.Error(w, fmt.Sprint(err), http.StatusInternalServerError)
		return
	}
	// The form goes to the bare path, or every value would come twice.
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	in := url.Values{}
	for name, values := range r.Form {
		in[name] = values
	}
	_ = page.Execute(w, map[string]any{"User": user, "In": in, "Path": r.URL.Path})
}
