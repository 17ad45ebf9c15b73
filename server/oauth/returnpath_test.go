package oauth

import (
	"net/url"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestReturnPath(t *testing.T) {
	for _, good := range []string{"/", "/interviews", "/interviews/", "/a/b?next=https://x.example/&y=//z#//top", "/a%20b"} {
		if got, err := returnPath(good); err != nil || got != good {
			t.Errorf("%q: %q, %v", good, got, err)
		}
	}
	if got, err := returnPath(""); err != nil || got != "/" {
		t.Errorf("empty: %q, %v", got, err)
	}
	for _, bad := range []string{
		"//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example",
		"https://evil.example", "javascript:alert(1)", "evil.example", "///evil.example", "/%2Fevil.example", "/%2f%2fevil.example",
		"/%5Cevil.example", "/%252Fevil.example", "/%25252525252fevil.example", "/./%2Fevil.example", "/a/..//evil.example",
		"/../evil", "/%09/evil.example", "/a//b", "/a%zz", "/100%25", "/\u202e", "/" + strings.Repeat("a", 500),
	} {
		if _, err := returnPath(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzReturnPath(f *testing.F) {
	for _, seed := range []string{"/", "//e", "/\\e", "/%2f/e", "/a/../..//e", "/?//e", "/%255c"} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "app.example.org", Path: "/x"}
	// What browsers do to an address before reading it (WHATWG URL, 4.4).
	browser := strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/")
	f.Fuzz(func(t *testing.T, to string) {
		got, err := returnPath(to)
		if err != nil {
			return
		}
		for _, read := range []string{got, browser.Replace(got), unescaped(got)} {
			u, err := base.Parse(read)
			if err == nil && u.Host != base.Host || strings.HasPrefix(read, "//") {
				t.Errorf("%q leads to %v", to, u)
			}
		}
	})
}

func unescaped(s string) string {
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	for range 10 {
		next, err := url.PathUnescape(path)
		if err != nil || next == path {
			break
		}
		path = next
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/", "?", "%3F", "#", "%23").Replace(path)
}
