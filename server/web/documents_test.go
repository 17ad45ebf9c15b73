package web_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/interviewai-pro/interviewai/server/account"
)

func document(t *testing.T, s *site) (*openapi3.T, routers.Router) {
	t.Helper()
	_, text := s.send(t, "GET", "/api/docs/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, router
}

func TestTheDocumentIsValidAndComplete(t *testing.T) {
	doc, _ := document(t, serve(t))
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	// §6.1 as far as it exists, and what it inherits.
	for _, want := range []string{
		"POST /api/v1/auth/register 201", "POST /api/v1/auth/login 200", "POST /api/v1/auth/refresh 200", "POST /api/v1/auth/logout 200",
		"GET /api/v1/users/profile 200", "PATCH /api/v1/users/profile 200", "POST /api/v1/ai/transcribe 200", "POST /api/v1/ai/generate-answer 200",
		"POST /api/v1/live/sessions 201", "GET /api/v1/auth/challenge 200", "POST /api/v1/users/exports 201", "POST /api/v1/users/avatar 200",
		"GET /health 200", "GET " + account.JWKSPath + " 200", "GET /api/v1/avatars/{key} 200", "GET /api/v1/users/exports/{id}/download 200",
		"POST /api/v1/auth/login 401", "POST /api/v1/auth/refresh 401", "POST /api/v1/auth/oauth/{provider}/finish 401", "DELETE /api/v1/admin/flags/{name} 404",
		"POST /api/v1/interviews/start 201", "POST /api/v1/interviews/{sessionId}/answer 200", "GET /api/v1/interviews/{sessionId}/feedback 200",
		"POST /api/v1/interviews/{sessionId}/pause 200", "POST /api/v1/interviews/{sessionId}/complete 200", "GET /api/v1/interviews 200",
		"GET /api/v1/interviews/{sessionId}/report 200", "GET /report/{secret} 404", "POST /api/v1/interviews/{sessionId}/recordings 201",
		"PATCH /api/v1/interviews/{sessionId}/recordings/{id} 204", "PUT /api/v1/interviews/{sessionId}/recordings/{id}/keep 200",
		"POST /api/v1/admin/questions 201", "POST /api/v1/admin/questions/import 200", "GET /api/v1/rubric 200",
		"GET /livez 200", "GET /readyz 503", "GET /api/v1/avatars/{key} 304", "POST /api/v1/ai/transcribe 415",
	} {
		parts := strings.Fields(want)
		path := doc.Paths.Value(parts[1])
		if path == nil || path.GetOperation(parts[0]) == nil {
			t.Errorf("%s is missing", want)
			continue
		}
		if path.GetOperation(parts[0]).Responses.Value(parts[2]) == nil {
			t.Errorf("%s: another status is documented", want)
		}
	}
	if doc.Paths.Value("/api/v1/users/avatar").Post.RequestBody.Value.Content.Get("multipart/form-data") == nil {
		t.Error("pictures as a form are not documented")
	}
	for path, item := range doc.Paths.Map() {
		for verb, op := range item.Operations() {
			if op.Summary == "" || op.Description == "" {
				t.Errorf("%s %s is not described", verb, path)
			}
			if op.Security == nil {
				t.Errorf("%s %s does not say who may call", verb, path)
			}
			for _, p := range op.Parameters {
				if p.Value.Description == "" || p.Value.Name == "password" {
					t.Errorf("%s %s: parameter %s", verb, path, p.Value.Name)
				}
			}
		}
	}
	for name, schema := range doc.Components.Schemas {
		if schema.Value.Description == "" {
			t.Errorf("%s is not described", name)
		}
		for field, property := range schema.Value.Properties {
			if property.Ref == "" && property.Value.Description == "" {
				t.Errorf("%s.%s is not described", name, field)
			}
			if strings.HasSuffix(property.Value.Description, "\n ") {
				t.Errorf("%s.%s: torn description", name, field)
			}
		}
	}
	for path, open := range map[string]bool{"/api/v1/auth/login": true, "/api/v1/auth/change-password": false, "/api/v1/live/sessions": false} {
		if got := len(*doc.Paths.Value(path).Post.Security) == 0; got != open {
			t.Errorf("%s: open %v", path, got)
		}
	}
}

// TestEveryCallDocumentsWhatHTTPDoes holds what no call says for itself: limits,
// bodies that are not taken, answers that have not changed.
func TestEveryCallDocumentsWhatHTTPDoes(t *testing.T) {
	doc, _ := document(t, serve(t))
	has := func(response *openapi3.ResponseRef, names ...string) bool {
		for _, name := range names {
			if response == nil || response.Value.Headers[name] == nil {
				return false
			}
		}
		return true
	}
	calls := 0
	for path, item := range doc.Paths.Map() {
		for verb, op := range item.Operations() {
			answers := op.Responses
			if strings.HasPrefix(path, "/api/v1/") && op.RequestBody != nil && (answers.Value("413") == nil || answers.Value("415") == nil) {
				t.Errorf("%s %s: a body that is not taken is not documented", verb, path)
			}
			if limited := answers.Value("429"); limited == nil {
				continue
			} else if !has(limited, "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy") {
				t.Errorf("%s %s: nothing says when to come back", verb, path)
			}
			calls++
			good := answers.Value("200")
			for _, status := range []string{"201", "204"} {
				if good == nil {
					good = answers.Value(status)
				}
			}
			if !has(good, "RateLimit-Remaining", "RateLimit-Policy") {
				t.Errorf("%s %s: nothing says how many calls are left", verb, path)
			}
			// Files are made for each answer; calls of services are cached.
			call := strings.Contains(op.OperationID, "_")
			if json := good.Value.Content.Get("application/json"); call && verb == http.MethodGet && json != nil && (answers.Value("304") == nil || !has(good, "ETag")) {
				t.Errorf("%s %s: an unchanged answer is not documented", verb, path)
			}
		}
	}
	if calls < 50 {
		t.Errorf("only %d calls are limited", calls)
	}
}

func TestAnswersAreAsDocumented(t *testing.T) {
	s := serve(t)
	_, router := document(t, s)
	sessions, _ := s.send(t, "GET", "/api/v1/live/sessions", "", "Authorization", "Bearer good")
	for _, c := range []struct {
		method, path, body string
		status             int
		headers            []string
	}{
		{"GET", "/api/v1/users/profile", "", 200, nil},
		{"GET", "/api/v1/live/sessions", "", 304, []string{"If-None-Match", sessions.Header.Get("ETag")}},
		{"POST", "/api/v1/auth/verify-email", "x", 415, []string{"Content-Type", "text/plain"}},
		{"POST", "/api/v1/auth/verify-email", `{"token":"` + strings.Repeat("x", 9<<20) + `"}`, 413, nil},
		{"GET", "/livez", "", 200, nil},
		{"GET", "/readyz", "", 200, nil},
		{"GET", "/api/v1/users/exports", "", 200, nil},
		{"POST", "/api/v1/auth/refresh", "{}", 200, nil},
		{"POST", "/api/v1/auth/verify-email", `{"token":"t"}`, 200, nil},
		{"POST", "/api/v1/auth/verify-email", `{"token":"used"}`, 400, nil},
		{"POST", "/api/v1/ai/generate-answer", `{"question":"Why?"}`, 200, nil},
		{"POST", "/api/v1/live/sessions", `{"consent":true}`, 201, nil},
		{"GET", "/api/v1/live/sessions", "", 200, nil},
		{"POST", "/api/v1/live/sessions/s1/end", "{}", 409, nil},
		{"GET", "/api/v1/live/sessions/s1", "", 500, nil},
		{"GET", "/health", "", 200, nil},
		{"GET", account.JWKSPath, "", 200, nil},
	} {
		t.Run(c.method+c.path, func(t *testing.T) {
			if c.headers == nil {
				c.headers = []string{"Content-Type", "application/json"}
			}
			response, text := s.send(t, c.method, c.path, c.body, append(c.headers, "Authorization", "Bearer good")...)
			if response.StatusCode != c.status {
				t.Fatalf("status %d: %s", response.StatusCode, text)
			}
			request, err := http.NewRequestWithContext(t.Context(), c.method, c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			route, vars, err := router.FindRoute(request)
			if err != nil {
				t.Fatal(err)
			}
			if documented := route.Operation.Responses.Status(c.status); documented == nil || c.status > 400 && c.status < 500 && c.status != 409 && route.Operation.Responses.Value(strconv.Itoa(c.status)) == nil {
				t.Errorf("%d is not documented by itself", c.status)
			}
			options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
			asked := &openapi3filter.RequestValidationInput{Request: request, PathParams: vars, Route: route, Options: options}
			if err := openapi3filter.ValidateRequest(t.Context(), asked); err != nil && c.status < 413 {
				t.Error(err)
			}
			answered := &openapi3filter.ResponseValidationInput{RequestValidationInput: asked, Status: response.StatusCode, Header: response.Header, Options: options}
			answered.SetBodyBytes(bytes.TrimSpace([]byte(text)))
			if err := openapi3filter.ValidateResponse(t.Context(), answered); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestThePageNeedsNothingFromOutside(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/api/docs", "/api/docs/start.js", "/api/docs/docs.css", "/api/docs/swagger-ui-bundle.js", "/api/docs/swagger-ui.css"} {
		var plain string
		for _, coding := range []string{"identity", "gzip", "br"} {
			response, text := s.send(t, "GET", path, "", "Accept-Encoding", coding)
			policy := response.Header.Get("Content-Security-Policy")
			if response.StatusCode != http.StatusOK || !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
				t.Errorf("%s as %s: %d, %s", path, coding, response.StatusCode, policy)
			}
			if coding == "identity" {
				plain = text
			}
			got := response.Header.Get("Content-Encoding")
			if got != "" && (got != coding || len(text) >= len(plain)) {
				t.Errorf("%s as %s came as %s, %d bytes of %d", path, coding, got, len(text), len(plain))
			}
			again, _ := s.send(t, "GET", path, "", "Accept-Encoding", coding, "If-None-Match", response.Header.Get("ETag"))
			if again.StatusCode != http.StatusNotModified {
				t.Errorf("%s as %s again: %d", path, coding, again.StatusCode)
			}
		}
		if path == "/api/docs" && (strings.Contains(plain, "//") || strings.Contains(plain, "<style") || strings.Contains(plain, "style=")) {
			t.Errorf("the page has something inline or from outside: %s", plain)
		}
	}
}
