package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// vault is every secret that a test has seen, by what it is.
type vault struct {
	mu      sync.Mutex
	secrets map[string]string
}

func newVault() *vault { return &vault{secrets: map[string]string{}} }

// shortest is what can be looked for without finding it in everything.
const shortest = 8

// add keeps a secret.
func (v *vault) add(what, value string) {
	if len(value) < shortest {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.secrets[value] = what
}

// secretFields are the fields of requests that nobody else should read, and
// those of answers that open something.
var (
	secretFields = regexp.MustCompile(`(?i)password|token|email|captcha|binding|^state$|^code$|cvText|jobDescription|answerText|transcript|^text$|question|bio|prompt|candidateName|telegramId`)
	openingKeys  = regexp.MustCompile(`(?i)^(access|refresh|device)?token$|email|binding|authorizationUrl`)
)

// watch keeps the secrets of a call. Only what was answered well has codes that
// are secrets: those of refusals are words.
func (v *vault) watch(req *http.Request, body []byte, got reply) {
	if token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "); token != "" {
		v.add("bearer", token)
	}
	for _, c := range req.Cookies() {
		v.add("cookie sent", c.Value)
	}
	for _, c := range (&http.Response{Header: got.header}).Cookies() {
		v.add("cookie set", c.Value)
	}
	for name, values := range req.URL.Query() {
		if secretFields.MatchString(name) {
			v.add("query "+name, values[0])
		}
	}
	v.take("asked", body, secretFields)
	if got.status < http.StatusMultipleChoices {
		v.take("answered", got.body, openingKeys)
		if strings.Contains(req.URL.Path, "/oauth/") || strings.Contains(req.URL.Path, "/telegram/") {
			v.take("answered", got.body, secretFields)
		}
	}
}

func (v *vault) take(what string, text []byte, names *regexp.Regexp) {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return
	}
	var walk func(name string, value any)
	walk = func(name string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, one := range value {
				walk(key, one)
			}
		case []any:
			for _, one := range value {
				walk(name, one)
			}
		case string:
			if names.MatchString(name) {
				v.add(what+" "+name, value)
			}
		}
	}
	walk("", value)
}

// faces are the forms in which a secret may appear: as it is, in a URL, in
// base64, in JSON; a JSON web token's parts, and the halves of what is long and
// random, either of which would be enough to know whose it is.
func faces(what, secret string) []string {
	all := []string{secret}
	add := func(one string) {
		if one != secret && len(one) >= shortest {
			all = append(all, one)
		}
	}
	add(url.QueryEscape(secret))
	encoded := base64.StdEncoding.EncodeToString([]byte(secret))
	add(encoded[:len(encoded)-4]) // the last group depends on what follows
	if quoted, err := json.Marshal(secret); err == nil {
		add(strings.Trim(string(quoted), `"`))
	}
	if strings.HasPrefix(secret, "eyJ") {
		for _, part := range strings.Split(secret, ".")[1:] {
			add(part)
		}
	}
	if random := !strings.ContainsAny(secret, " @"); random && len(secret) >= 24 && !strings.HasPrefix(what, "asked email") {
		add(secret[len(secret)/2:])
		if !strings.HasPrefix(secret, "eyJ") { // all of these begin alike
			add(secret[:len(secret)/2])
		}
	}
	return all
}

// leak is a secret found where it must not be.
type leak struct{ what, face, line string }

// leaks looks for every secret in a text.
func (v *vault) leaks(text string) []leak {
	v.mu.Lock()
	defer v.mu.Unlock()
	var found []leak
	for secret, what := range v.secrets {
		for _, face := range faces(what, secret) {
			if at := strings.Index(text, face); at >= 0 {
				from := strings.LastIndexByte(text[:at], '\n') + 1
				line, _, _ := strings.Cut(text[from:], "\n")
				found = append(found, leak{what, face, line})
				break
			}
		}
	}
	return found
}

// size is how many secrets there are.
func (v *vault) size() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.secrets)
}
