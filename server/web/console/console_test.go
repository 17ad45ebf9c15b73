package console_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/web/console"
)

func get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	mux := http.NewServeMux()
	console.Register(mux)
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w.Result()
}

func TestPagesRunNothingButOurScripts(t *testing.T) {
	for _, page := range console.Paths() {
		response := get(t, page)
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %v", page, response.StatusCode, response.Header)
		}
		policy := response.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self';", "frame-ancestors 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: %q lacks %q", page, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: %q", page, policy)
		}
	}
}

func TestTheRootLeadsToTheAccount(t *testing.T) {
	response := get(t, "/")
	if response.StatusCode != http.StatusFound || response.Header.Get("Location") != "/account" {
		t.Errorf("%d %q", response.StatusCode, response.Header.Get("Location"))
	}
	if other := get(t, "/elsewhere"); other.StatusCode != http.StatusNotFound {
		t.Errorf("/elsewhere: %d", other.StatusCode)
	}
}

// Every act of the trail has words.
func TestActsHaveWords(t *testing.T) {
	text, err := os.ReadFile("content/en.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range audit.Acts() {
		if !regexp.MustCompile(`\b` + act + `: "`).Match(text) {
			t.Errorf("en.js has no words for %s", act)
		}
	}
}

// TestFilesNeedNothingFromOutside reads the files, since a browser shows only
// what one run happens to load.
func TestFilesNeedNothingFromOutside(t *testing.T) {
	files := os.DirFS("content")
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(`https?://|\son[a-z]+=|\sstyle=|<style|innerHTML|insertAdjacentHTML|document\.write|\beval\(|localStorage|sessionStorage`)
	loaded := regexp.MustCompile(`(?:from |import\()"\./([^"]+)"|"/console/([^"]+)"`)
	for _, entry := range entries {
		text, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s has %q", entry.Name(), found)
		}
		for _, match := range loaded.FindAllSubmatch(text, -1) {
			name := string(match[1]) + string(match[2])
			response := get(t, "/console/"+name)
			kind := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}[path.Ext(name)]
			if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != kind {
				t.Errorf("%s loads %s: %d %s", entry.Name(), name, response.StatusCode, response.Header.Get("Content-Type"))
			}
		}
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	first := get(t, "/console/console.js")
	tag := first.Header.Get("ETag")
	if again := get(t, "/console/console.js", "If-None-Match", tag); tag == "" || again.StatusCode != http.StatusNotModified {
		t.Errorf("%q: %d", tag, again.StatusCode)
	}
	if other := get(t, "/console/console.js", "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
		t.Errorf("another version: %d", other.StatusCode)
	}
	if first.Header.Get("Cache-Control") != "no-cache" || first.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
		t.Errorf("kept without asking, or by others: %v", first.Header)
	}
	for _, path := range []string{"/admin", "/console/en.js", "/console/console.css"} {
		if packed := get(t, path, "Accept-Encoding", "gzip, br"); packed.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not compressed: %v", path, packed.Header)
		}
	}
}

// TestEverythingSaidHasWords finds texts that are missing, which would break a
// page when it comes to them, and texts that nothing says.
func TestEverythingSaidHasWords(t *testing.T) {
	files := os.DirFS("content")
	names, err := fs.Glob(files, "*.js")
	if err != nil {
		t.Fatal(err)
	}
	words, err := fs.ReadFile(files, "en.js")
	if err != nil {
		t.Fatal(err)
	}
	known := keys(string(words))
	var code strings.Builder
	for _, name := range names {
		if name == "en.js" {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	// No other strings have dots between words.
	said := map[string]bool{}
	called := regexp.MustCompile(`(?:text|named|codes|count)\("([a-zA-Z.]+)"|"([a-zA-Z]+(?:\.[a-zA-Z]+)+)"`)
	for _, match := range called.FindAllStringSubmatch(code.String(), -1) {
		key := match[1] + match[2]
		said[key] = true
		if !known[key] {
			t.Errorf("there is no text %s", key)
		}
	}
	for key := range known {
		group := key[:max(strings.LastIndex(key, "."), 0)]
		if !said[key] && !said[group] && !strings.HasPrefix(key, "wait.") && !hasBelow(known, key) {
			t.Errorf("nothing says %s", key)
		}
	}
}

func hasBelow(known map[string]bool, key string) bool {
	for other := range known {
		if strings.HasPrefix(other, key+".") {
			return true
		}
	}
	return false
}

// keys reads the paths of a file of words: nested objects of texts.
func keys(source string) map[string]bool {
	found := map[string]bool{}
	var at []string
	token := regexp.MustCompile(`"((?:[^"\\]|\\.)*)"(:?)|(\w+):|}`)
	_, source, _ = strings.Cut(source, "export const en = {")
	for _, match := range token.FindAllStringSubmatch(source, -1) {
		switch name := match[3]; {
		case match[2] == ":":
			at = append(at, match[1])
		case name != "":
			at = append(at, name)
		case len(at) > 0: // a text, or the end of a group, ends what it is called
			at = at[:len(at)-1]
		}
		found[strings.Join(at, ".")] = true
	}
	delete(found, "")
	return found
}
