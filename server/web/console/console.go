// Package console is the few pages on which people look after their account and
// administrators after the service, until the product has its own application:
// static files that call the same REST surface as everybody else, and nothing
// from outside.
package console

import (
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/interviewai-pro/interviewai/server/web/asset"
)

//go:embed content
var content embed.FS

const (
	// assets is where the pages' scripts and styles are.
	assets = "/console/"
	// policy lets a page run our scripts and call this server. Forms are sent by
	// scripts alone: without them nothing entered may end up in an address.
	policy = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// Paths returns where the pages are. They are one document, whose script shows
// what belongs to the path.
func Paths() []string { return []string{"/account", "/register", "/forgot-password", "/admin"} }

// Register adds the pages to a mux, and leads from its root to the account.
func Register(mux *http.ServeMux) {
	mux.Handle("GET /{$}", http.RedirectHandler(Paths()[0], http.StatusFound))
	entries, err := fs.ReadDir(content, "content")
	if err != nil {
		panic(fmt.Errorf("list embedded files: %w", err)) // they were there when this was built
	}
	for _, entry := range entries {
		f := read(entry.Name())
		if entry.Name() != "index.html" {
			mux.Handle("GET "+assets+entry.Name(), f)
			continue
		}
		for _, page := range Paths() {
			mux.Handle("GET "+page, f)
		}
	}
}

func read(name string) asset.Asset {
	body, err := content.ReadFile("content/" + name)
	if err != nil {
		panic(fmt.Errorf("read embedded file: %w", err)) // it was there when this was built
	}
	return asset.Plain(body, http.Header{
		"Content-Type":                 {mime.TypeByExtension(path.Ext(name))},
		"Content-Security-Policy":      {policy},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		// Asked after each time: scripts of two versions must not be mixed.
		"Cache-Control": {"no-cache"},
	})
}
