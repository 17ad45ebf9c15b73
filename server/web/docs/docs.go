// Package docs serves the API's documentation: the OpenAPI document and a page
// to read and try it, which needs nothing from outside.
package docs

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/interviewai-pro/interviewai/gen/openapi"
)

//go:embed content third_party/swagger-ui
var files embed.FS

// policy lets the page run our copy of the viewer and call this server. The
// viewer draws its icons as data: images.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// asset is something to serve, in the forms it is kept in.
type asset struct {
	kind, tag string
	// forms by content coding; "" is the plain one.
	forms map[string][]byte
}

// Register adds the documentation to a mux, under /api/docs.
func Register(mux *http.ServeMux) {
	assets := map[string]asset{
		"/api/docs":                      plain("text/html; charset=utf-8", read("content/docs.html")),
		"/api/docs/start.js":             plain("text/javascript; charset=utf-8", read("content/start.js")),
		"/api/docs/docs.css":             plain("text/css; charset=utf-8", read("content/docs.css")),
		"/api/docs/openapi.json":         plain("application/json", openapi.Document()),
		"/api/docs/swagger-ui-bundle.js": packed("text/javascript; charset=utf-8", "swagger-ui-bundle.js"),
		"/api/docs/swagger-ui.css":       packed("text/css; charset=utf-8", "swagger-ui.css"),
	}
	for path, a := range assets {
		mux.Handle("GET "+path, a)
	}
}

func read(name string) []byte {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("read embedded file: %w", err)) // it was there when this was built
	}
	return content
}

// plain is an asset that is compressed now, once.
func plain(kind string, content []byte) asset {
	a := asset{kind: kind, tag: tagOf(content), forms: map[string][]byte{"": content}}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(content) // a buffer's Write does not fail
	_ = w.Close()
	if out.Len() < len(content) {
		a.forms["gzip"] = out.Bytes()
	}
	return a
}

// packed is an asset of the viewer, which is embedded compressed only.
func packed(kind, name string) asset {
	gz := read("third_party/swagger-ui/" + name + ".gz")
	return asset{kind: kind, tag: tagOf(gz), forms: map[string][]byte{
		"gzip": gz, "br": read("third_party/swagger-ui/" + name + ".br"),
	}}
}

func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// ServeHTTP implements http.Handler.
func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", a.kind)
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "public, no-cache")
	header.Add("Vary", "Accept-Encoding")
	coding := a.choose(r.Header.Get("Accept-Encoding"))
	tag := `"` + a.tag + coding + `"`
	header.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if coding != "" {
		header.Set("Content-Encoding", coding)
	}
	body, kept := a.forms[coding]
	if kept {
		_, _ = w.Write(body) // a client that is gone needs no answer
		return
	}
	// A client that takes no compression: rare enough to unpack each time.
	unpacked, err := gzip.NewReader(bytes.NewReader(a.forms["gzip"]))
	if err != nil {
		panic(fmt.Errorf("unpack embedded file: %w", err))
	}
	_, _ = io.Copy(w, unpacked) //nolint:gosec // G110: our own file
}

// choose returns the smallest form that the client takes.
func (a asset) choose(accepted string) string {
	for _, coding := range []string{"br", "gzip"} {
		if a.forms[coding] != nil && accepts(accepted, coding) {
			return coding
		}
	}
	return ""
}

// accepts reads Accept-Encoding (RFC 9110, 12.5.3) as far as clients use it.
func accepts(header, coding string) bool {
	for one := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}
