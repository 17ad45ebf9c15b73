package oauthtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// githubUser is GitHub's "Get the authenticated user".
func (s *Server) githubUser(w http.ResponseWriter, r *http.Request) {
	g := s.githubCaller(w, r)
	if g == nil {
		return
	}
	id, err := strconv.ParseInt(g.user.Subject, 10, 64)
	if err != nil {
		http.Error(w, "users of GitHub have a number for subject", http.StatusInternalServerError)
		return
	}
	out := map[string]any{
		"id": id, "login": g.user.Login, "avatar_url": g.user.Picture,
		"name":  nil,
		"email": nil, // the public address, which most people do not have
	}
	if name := strings.TrimSpace(g.user.GivenName + " " + g.user.FamilyName); name != "" {
		out["name"] = name
	}
	answer(w, http.StatusOK, out)
}

// githubEmails is GitHub's "List email addresses for the authenticated user".
func (s *Server) githubEmails(w http.ResponseWriter, r *http.Request) {
	g := s.githubCaller(w, r)
	if g == nil {
		return
	}
	if s.present() == NoEmails || !slices.Contains(g.scopes, "user:email") && !slices.Contains(g.scopes, "user") {
		answer(w, http.StatusNotFound, map[string]string{"message": "Not Found"})
		return
	}
	var out []map[string]any
	for _, other := range g.user.OtherEmails {
		out = append(out, map[string]any{"email": other, "primary": false, "verified": true, "visibility": nil})
	}
	out = append(out, map[string]any{
		"email": g.user.Email, "primary": true, "verified": g.user.EmailVerified, "visibility": "private",
	})
	answer(w, http.StatusOK, out)
}

// githubCaller finds whose token it is. GitHub also refuses programs that do not
// say what they are.
func (s *Server) githubCaller(w http.ResponseWriter, r *http.Request) *grant {
	g := s.bearer(r)
	switch {
	case r.UserAgent() == "":
		answer(w, http.StatusForbidden, map[string]string{"message": "Request forbidden by administrative rules."})
		return nil
	case g == nil || !g.github:
		answer(w, http.StatusUnauthorized, map[string]string{"message": "Bad credentials"})
		return nil
	}
	return g
}
