// Package page is the few pages that people reach from their mail or come back
// to from a provider's: no scripts, a button or a form, and words about what
// happened. Opening a page changes nothing, since mail scanners open every link;
// only its button does, by a call that everybody else could make too.
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

//go:embed content
var content embed.FS

// The pages that have a form.
const (
	verifyEmail   = "/verify-email"
	resetPassword = "/reset-password"
	confirmEmail  = "/confirm-email-change"
	restore       = "/restore-account"
)

const (
	signedIn  = "/account/signed-in"
	stylePath = "/account/page.css"
	// policy lets a page show its words and style and send its own form, and
	// nothing else.
	policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

// Paths returns the paths that take forms of ours. They use what is in the form
// and no cookie.
func Paths() []string { return []string{verifyEmail, resetPassword, confirmEmail, restore} }

// Pages serves the pages.
type Pages struct {
	accounts  interviewaiv1connect.AccountServiceClient
	users     interviewaiv1connect.UserServiceClient
	publicURL string
	layout    *template.Template
}

// New returns the pages, which call the services through client at baseURL. Who
// signed in through a provider is sent back to publicURL.
func New(client connect.HTTPClient, baseURL, publicURL string) *Pages {
	return &Pages{
		accounts:  interviewaiv1connect.NewAccountServiceClient(client, baseURL),
		users:     interviewaiv1connect.NewUserServiceClient(client, baseURL),
		publicURL: strings.TrimRight(publicURL, "/"),
		layout:    template.Must(template.ParseFS(content, "content/page.html")),
	}
}

// Register adds the pages to a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for path, f := range p.forms() {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			p.show(w, http.StatusOK, p.ask(f, r.URL.Query().Get("token")))
		})
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { p.submit(w, r, f) })
	}
	mux.HandleFunc("GET "+signedIn, p.serveSignedIn)
	mux.HandleFunc("GET /api/v1/auth/oauth/{provider}/callback", p.serveCallback)
	mux.HandleFunc("GET "+stylePath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		http.ServeFileFS(w, r, content, "content/page.css")
	})
}

// view is what the layout shows.
type view struct {
	Title string
	// Words are paragraphs for the person.
	Words []string
	// Faults are what was wrong with the form.
	Faults []string
	// Form is shown when there is something to send.
	Form *formView
	// Link leads on; empty without one.
	Link, LinkText string
	Style          string
}

type formView struct {
	Path, Token, Button string
	Password            bool
}

// show writes a page.
func (p *Pages) show(w http.ResponseWriter, status int, v view) {
	v.Style = stylePath
	var out bytes.Buffer
	if err := p.layout.Execute(&out, v); err != nil {
		panic(fmt.Errorf("show page: %w", err)) // the template is ours and tested
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer") // the address has a token in it
	header.Set("X-Robots-Tag", "noindex, nofollow")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a client that is gone needs no answer
}
