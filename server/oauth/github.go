package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/oauth2"
)

// GitHub's addresses.
const (
	GitHubURL    = "https://github.com"
	GitHubAPIURL = "https://api.github.com"
)

// GitHubOptions is how we are known to GitHub.
type GitHubOptions struct {
	ClientID, ClientSecret string
	// URL and APIURL are others for GitHub Enterprise; empty are GitHub's own.
	URL, APIURL string
}

// GitHub is the provider "github". It is no OpenID provider: who signed in is
// asked of its API, with the token.
type GitHub struct{ o GitHubOptions }

// NewGitHub makes the provider.
func NewGitHub(o GitHubOptions) *GitHub {
	if o.URL == "" {
		o.URL = GitHubURL
	}
	if o.APIURL == "" {
		o.APIURL = GitHubAPIURL
	}
	o.URL, o.APIURL = strings.TrimRight(o.URL, "/"), strings.TrimRight(o.APIURL, "/")
	return &GitHub{o: o}
}

// Info names GitHub.
func (g *GitHub) Info() Info { return Info{ID: "github", Name: "GitHub"} }

func (g *GitHub) config() oauth2.Config {
	return oauth2.Config{
		ClientID: g.o.ClientID, ClientSecret: g.o.ClientSecret,
		Endpoint: oauth2.Endpoint{
			AuthURL: g.o.URL + "/login/oauth/authorize", TokenURL: g.o.URL + "/login/oauth/access_token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
		// Name and picture are public there; the addresses need this one scope.
		Scopes: []string{"user:email"},
	}
}

// URL returns the address of the consent page.
func (g *GitHub) URL(_ context.Context, r Request) (string, error) {
	config := g.config()
	config.RedirectURL = r.RedirectURL
	return config.AuthCodeURL(r.State, oauth2.S256ChallengeOption(r.Verifier)), nil
}

// Identify exchanges the code and asks who signed in. The address is the primary
// one; it counts as verified when GitHub says so of that very address.
func (g *GitHub) Identify(ctx context.Context, code string, r Request) (Identity, error) {
	token, err := exchange(ctx, g.config(), code, r)
	if err != nil {
		return Identity{}, err
	}
	var user struct {
		ID     int64  `json:"id"`
		Login  string `json:"login"`
		Name   string `json:"name"`
		Avatar string `json:"avatar_url"`
	}
	if err := g.read(ctx, r.Client, token, "/user", &user); err != nil {
		return Identity{}, err
	}
	if user.ID <= 0 {
		return Identity{}, ErrIdentity.Because(errNoSubject)
	}
	who := Identity{Subject: strconv.FormatInt(user.ID, 10), Picture: webAddress(user.Avatar)}
	who.FirstName, who.LastName = splitName(user.Name)
	if who.FirstName == "" {
		who.FirstName = user.Login
	}
	var addresses []struct {
		Email    string `json:"email"`
		Primary  bool   `json:"primary"`
		Verified bool   `json:"verified"`
	}
	if err := g.read(ctx, r.Client, token, "/user/emails?per_page=100", &addresses); err != nil {
		return Identity{}, err
	}
	for _, a := range addresses {
		if a.Primary {
			who.Email, who.EmailVerified = a.Email, a.Verified && a.Email != ""
		}
	}
	return who, nil
}

// read asks the API. People may withhold a scope, upon which GitHub answers 404:
// then there is nothing to read and that is no error.
func (g *GitHub) read(ctx context.Context, client *http.Client, token *oauth2.Token, path string, into any) error {
	failed := func(err error) error {
		return ErrUnavailable.Because(fmt.Errorf("read %s: %w", path, err))
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.o.APIURL+path, nil)
	if err != nil {
		return failed(err)
	}
	r.Header.Set("Accept", "application/vnd.github+json")
	r.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	r.Header.Set("User-Agent", "InterviewAI") // GitHub refuses calls without
	token.SetAuthHeader(r)
	answer, err := client.Do(r)
	if err != nil {
		return failed(err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing was written
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil
	default:
		return failed(errors.New("the API answers " + answer.Status))
	}
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		return failed(err)
	}
	return nil
}

// splitName takes the last word for the family name, as there is but one field.
func splitName(name string) (first, last string) {
	words := strings.Fields(name)
	if len(words) < 2 {
		return strings.Join(words, ""), ""
	}
	return strings.Join(words[:len(words)-1], " "), words[len(words)-1]
}

// webAddress returns an address if it is one of the web, else nothing.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	return address
}
