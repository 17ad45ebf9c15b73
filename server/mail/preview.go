package mail

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/interviewai-pro/interviewai/server/account/letter"
)

//go:embed preview/page.html
var previewFiles embed.FS

//go:embed preview/style.css
var previewStyle []byte

// Policies of the page and of a mail in it. A mail has inline styles, as mails
// must; it is shown in a frame that may do nothing else, so the page itself
// needs no exception.
const (
	previewPolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	mailPolicy    = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)

// Preview is a page for development that shows every letter in every language,
// HTML and text side by side, with made-up data. Its addresses differ in the
// query only, so it may be mounted anywhere. It sends nothing.
func Preview(p *Post) http.Handler {
	// It is part of the program: a mistake in it is found by any test.
	page := template.Must(template.ParseFS(previewFiles, "preview/page.html"))
	return &preview{post: p, page: page}
}

type preview struct {
	post *Post
	page *template.Template
}

// ServeHTTP shows ?kind=…&language=…; &part=html is the mail itself, ?part=style
// the page's style sheet.
func (v *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This page can only be read.", http.StatusMethodNotAllowed)
		return
	}
	query := r.URL.Query()
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if query.Get("part") == "style" {
		h.Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(previewStyle)
		return
	}
	kind, language := letter.VerifyEmail, fallback
	if chosen := query.Get("kind"); chosen != "" {
		kind = chosen
	}
	if chosen := query.Get("language"); chosen != "" {
		language = chosen
	}
	if !slices.Contains(letter.Kinds(), kind) || v.post.words.languages[language] == nil {
		http.Error(w, "There is no such letter, or not in this language.", http.StatusNotFound)
		return
	}
	m, err := v.post.Render(sample(kind, language))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	if query.Get("part") == "html" {
		h.Set("Content-Security-Policy", mailPolicy)
		h.Set("X-Frame-Options", "SAMEORIGIN")
		_, _ = w.Write([]byte(m.HTML))
		return
	}
	h.Set("Content-Security-Policy", previewPolicy)
	if err := v.page.Execute(w, v.view(m, kind, language)); err != nil {
		v.post.logger.ErrorContext(r.Context(), "show preview of mails", "error", err)
	}
}

// choice is one link of the lists.
type choice struct {
	Name, Address, Language string
	Chosen                  bool
}

type previewView struct {
	Kinds, Languages []choice
	Mail             Message
	Frame            string
}

func (v *preview) view(m Message, kind, language string) previewView {
	view := previewView{Mail: m, Frame: address(kind, language) + "&part=html"}
	for _, k := range letter.Kinds() {
		view.Kinds = append(view.Kinds, choice{Name: k, Address: address(k, language), Chosen: k == kind})
	}
	for _, code := range v.post.words.codes() {
		view.Languages = append(view.Languages, choice{Name: v.post.words.languages[code].Name, Address: address(kind, code), Language: code, Chosen: code == language})
	}
	return view
}

func address(kind, language string) string {
	return "?" + url.Values{"kind": {kind}, "language": {language}}.Encode()
}

// sample is a letter with made-up data of every kind.
func sample(kind, language string) letter.Letter {
	return letter.Letter{
		Kind: kind, UserID: "sample", To: "aziza@example.org", Name: "Aziza Karimova", Language: language,
		Data: map[string]string{
			letter.Token:     "zQ3vJ9kXo2mLr8sT5wYb1cNfHd6gUeAi4pRx7KqZtVM",
			letter.Place:     "203.0.113.x",
			letter.Agent:     "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
			letter.Minutes:   "15",
			letter.NewEmail:  "aziza.karimova@example.com",
			letter.ErasedOn:  "2026-12-24",
			letter.ExpiresOn: "2026-11-26T08:00:00Z",
			letter.Reason:    "Many interviews were started from one account at the same time.",
			letter.Provider:  "Google",
		},
	}
}
