package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const password = "SecurePass123!"

// api is the REST surface as a client of one address sees it.
type api struct {
	url    string
	outbox *outbox
	client *http.Client
	// address is what a proxy says about where the calls come from, so that
	// each person has limits of their own; see TRUSTED_PROXIES.
	address string
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   map[string]any
}

func (a answer) text(name string) string {
	s, _ := a.body[name].(string)
	return s
}

func (a answer) reason() string { return a.text("reason") }

func (a answer) String() string { return fmt.Sprintf("%d %v", a.status, a.body) }

// call makes one call. An error means that no answer came.
func (a api) call(ctx context.Context, method, path, token string, body any) (answer, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	if body == nil {
		data = nil
	}
	req, err := http.NewRequestWithContext(ctx, method, a.url+"/api/v1"+path, bytes.NewReader(data))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	if a.address != "" {
		req.Header.Set("X-Forwarded-For", a.address)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	out := answer{status: res.StatusCode, header: res.Header}
	if err := json.NewDecoder(res.Body).Decode(&out.body); err != nil {
		return answer{}, fmt.Errorf("read the answer: %w", err)
	}
	return out, nil
}

func (a api) register(ctx context.Context, email string) (answer, error) {
	return a.call(ctx, http.MethodPost, "/auth/register", "", map[string]any{
		"email": email, "password": password, "firstName": "Nadia", "lastName": "Karimova", "language": "en", "termsAccepted": true,
	})
}

func (a api) verify(ctx context.Context, token string) (answer, error) {
	return a.call(ctx, http.MethodPost, "/auth/verify-email", "", map[string]any{"token": token})
}

func (a api) signIn(ctx context.Context, email string) (answer, error) {
	return a.call(ctx, http.MethodPost, "/auth/login", "", map[string]any{"email": email, "password": password})
}

func (a api) refresh(ctx context.Context, token string) (answer, error) {
	return a.call(ctx, http.MethodPost, "/auth/refresh", "", map[string]any{"refreshToken": token})
}

func (a api) profile(ctx context.Context, access string) (answer, error) {
	return a.call(ctx, http.MethodGet, "/users/profile", access, nil)
}

func (a api) setBio(ctx context.Context, access, bio string) (answer, error) {
	return a.call(ctx, http.MethodPatch, "/users/profile", access, map[string]any{"bio": bio})
}

// api returns a client of a service, over HTTP/1.1 or, as gRPC and proxies
// do, HTTP/2.
func (s *service) api(t *testing.T, http2 bool) api {
	t.Helper()
	protocols := new(http.Protocols)
	protocols.SetHTTP1(!http2)
	protocols.SetUnencryptedHTTP2(http2)
	transport := &http.Transport{Protocols: protocols, MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	return api{url: s.url, outbox: &outbox{folder: filepath.Join(s.dir, "outbox")}, client: &http.Client{Transport: transport, Timeout: patience}}
}

// newcomer registers, verifies and signs in.
func (a api) newcomer(t *testing.T, email string) (access, refresh string) {
	t.Helper()
	must := func(want int) func(answer, error) answer {
		return func(got answer, err error) answer {
			t.Helper()
			if err != nil || got.status != want {
				t.Fatalf("%s, %v; want %d", got, err, want)
			}
			return got
		}
	}
	must(http.StatusCreated)(a.register(t.Context(), email))
	token := await(t, "the verification mail", func() string {
		all, err := a.outbox.to(email)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			if token, ok := strings.CutPrefix(one, "verify-email "); ok {
				return token
			}
		}
		return ""
	})
	must(http.StatusOK)(a.verify(t.Context(), token))
	in := must(http.StatusOK)(a.signIn(t.Context(), email))
	return in.text("accessToken"), in.text("refreshToken")
}

// again waits a moment before another try; false when ctx has ended.
func again(ctx context.Context) bool {
	timer := time.NewTimer(50 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
