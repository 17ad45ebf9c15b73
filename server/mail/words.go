package mail

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"
)

//go:embed templates
var templates embed.FS

// fallback is written when the product does not speak the reader's language.
const fallback = "en"

// phrasebook is all languages and the two layouts.
type phrasebook struct {
	languages map[string]*words
	html      *htmltemplate.Template
	text      *texttemplate.Template
}

// words are one language's file. A text may name {placeholders}: {name}, {site}
// (the product's address) and the letter's own data.
type words struct {
	// Code is the file's name: ISO 639-1.
	Code string `json:"-"`
	// Name of the language in itself.
	Name string `json:"name"`
	// Direction of its script: "ltr" or "rtl".
	Direction string `json:"direction"`
	// Hello greets by {name}; HelloNameless when the name is not known.
	Hello         string `json:"hello"`
	HelloNameless string `json:"hello_nameless"`
	// BareLink comes before the address for readers whose button does nothing.
	BareLink string `json:"bare_link"`
	// Closing and Footer end every letter.
	Closing string `json:"closing"`
	Footer  string `json:"footer"`
	// Details are the labels of data shown in lines of their own.
	Details map[string]string `json:"details"`
	// Places are the words of server/account/origin that name no address.
	Places map[string]string `json:"places"`
	// Months and Date write a day: {day}, {month}, {year}.
	Months []string `json:"months"`
	Date   string   `json:"date"`
	// Letters by kind.
	Letters map[string]phrases `json:"letters"`
}

// phrases are one kind of letter in one language.
type phrases struct {
	Subject string `json:"subject"`
	// Happened says what happened, Next what to do, NotYou what to do if the
	// reader has nothing to do with it. Only Happened is always there.
	Happened string `json:"happened"`
	Next     string `json:"next,omitempty"`
	Button   string `json:"button,omitempty"`
	NotYou   string `json:"not_you,omitempty"`
}

// readPhrasebook reads what was embedded at build time; an error is a mistake
// in a file of the templates folder.
func readPhrasebook() (*phrasebook, error) {
	book := &phrasebook{languages: map[string]*words{}}
	names, err := fs.Glob(templates, "templates/*.json")
	if err != nil {
		return nil, fmt.Errorf("find languages of mails: %w", err)
	}
	for _, name := range names {
		data, err := templates.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		w := &words{Code: strings.TrimSuffix(path.Base(name), ".json")}
		if err := decoder.Decode(w); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		book.languages[w.Code] = w
	}
	if book.languages[fallback] == nil {
		return nil, fmt.Errorf("mails are not written in %q, the language of last resort", fallback)
	}
	if book.html, err = htmltemplate.ParseFS(templates, "templates/layout.html"); err != nil {
		return nil, fmt.Errorf("read layout of mails: %w", err)
	}
	if book.text, err = texttemplate.ParseFS(templates, "templates/layout.txt"); err != nil {
		return nil, fmt.Errorf("read layout of mails: %w", err)
	}
	return book, nil
}

// in finds a language. A tag such as "pt-BR" means its language, "pt" (RFC 4647
// §3.4, lookup).
func (b *phrasebook) in(code string) *words {
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(code, "_", "-")), "-")
	if w := b.languages[language]; w != nil {
		return w
	}
	return b.languages[fallback]
}

// codes lists the languages, the fallback first.
func (b *phrasebook) codes() []string {
	var codes []string
	for code := range b.languages {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int {
		if (a == fallback) != (b == fallback) {
			if a == fallback {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return codes
}
