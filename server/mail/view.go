package mail

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/origin"
)

// view is what the layouts show: finished sentences, which they encode.
type view struct {
	Language, Direction            string
	Name                           string
	Subject, Hello, Happened, Next string
	Details                        []detail
	Button, Link, BareLink, NotYou string
	Closing, Footer, Site          string
}

type detail struct{ Label, Value string }

// view writes the sentences of a letter.
func (p *Post) view(l letter.Letter, w *words) (view, error) {
	form, known := forms[l.Kind]
	phrases, written := w.Letters[l.Kind]
	if !known || !written {
		return view{}, fmt.Errorf("no such letter in %q", w.Code)
	}
	for _, key := range form.needs {
		if strings.TrimSpace(l.Data[key]) == "" {
			return view{}, fmt.Errorf("%s is missing", key)
		}
	}
	v := view{Language: w.Code, Direction: w.Direction, Name: harmless(l.Name), Site: p.site.String()}
	values := []string{"{name}", v.Name, "{site}", v.Site}
	for _, key := range form.needs {
		if key != letter.Token { // a token is shown in its link only
			values = append(values, "{"+key+"}", w.show(key, l.Data[key]))
		}
	}
	// One pass: what a value says is never read as a placeholder.
	write := strings.NewReplacer(values...).Replace

	v.Hello = w.HelloNameless
	if v.Name != "" {
		v.Hello = write(w.Hello)
	}
	v.Subject, v.Happened, v.Next = write(phrases.Subject), write(phrases.Happened), write(phrases.Next)
	v.NotYou, v.Closing, v.Footer = write(phrases.NotYou), w.Closing, write(w.Footer)
	for _, key := range form.shows {
		if value := w.show(key, l.Data[key]); value != "" {
			v.Details = append(v.Details, detail{Label: w.Details[key], Value: value})
		}
	}
	if form.page != "" {
		v.Button, v.BareLink, v.Link = phrases.Button, w.BareLink, p.link(form, l.Data[letter.Token])
	}
	return v, nil
}

// link is an address of the product's own, with the token that it is given.
func (p *Post) link(f form, token string) string {
	u := p.site.JoinPath(f.page)
	if slices.Contains(f.needs, letter.Token) {
		u.RawQuery = url.Values{letter.Token: {token}}.Encode()
	}
	return u.String()
}

// show writes a value of a letter's data as its reader should see it.
func (w *words) show(key, value string) string {
	switch key {
	case letter.ErasedOn:
		return w.day(value)
	case letter.ExpiresOn:
		return w.moment(value)
	case letter.Place:
		if value == origin.Unknown {
			return ""
		}
		if name, ok := w.Places[value]; ok {
			return name
		}
	case letter.Provider:
		if name, ok := providers[value]; ok {
			return name
		}
	case letter.Agent:
		return device(value)
	}
	return oneLine(value)
}

// providers are the names that sign-in providers call themselves by.
var providers = map[string]string{"google": "Google", "github": "GitHub"}

// day writes a day ("2026-11-24") in words of the language; any other text is
// left as it is.
func (w *words) day(value string) string {
	at, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return oneLine(value)
	}
	return w.date(at)
}

// moment writes a moment (RFC 3339) in words of the language, in UTC since
// nobody knows where the letter is read; any other text is left as it is.
func (w *words) moment(value string) string {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return oneLine(value)
	}
	at = at.UTC()
	return w.date(at) + at.Format(" (15:04 UTC)")
}

func (w *words) date(at time.Time) string {
	return strings.NewReplacer("{day}", strconv.Itoa(at.Day()), "{month}", w.Months[at.Month()-1], "{year}", strconv.Itoa(at.Year())).Replace(w.Date)
}
