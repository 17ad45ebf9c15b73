// Package docs serves the API's documentation: the OpenAPI document and a page
// to read and try it, which needs nothing from outside.
package docs

import (
	"embed"
	"fmt"
	"net/http"

	"github.com/interviewai-pro/interviewai/gen/openapi"
	"github.com/interviewai-pro/interviewai/server/web/asset"
)

//go:embed content third_party/swagger-ui
var files embed.FS

// policy lets the page run our copy of the viewer and call this server. The
// viewer draws its icons as data: images.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Register adds the documentation to a mux, under /api/docs.
func Register(mux *http.ServeMux) {
	assets := map[string]http.Handler{
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

// packed is a file of the viewer, which is embedded compressed only.
func packed(kind, name string) asset.Asset {
	return asset.Packed(read("third_party/swagger-ui/"+name+".gz"), read("third_party/swagger-ui/"+name+".br"), header(kind))
}

func plain(kind string, content []byte) asset.Asset { return asset.Plain(content, header(kind)) }

func header(kind string) http.Header {
	return http.Header{
		"Content-Type": {kind}, "Content-Security-Policy": {policy}, "Cache-Control": {"public, no-cache"},
	}
}
