package mail_test

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

func TestLinks(t *testing.T) {
	const token = "token=a+b%2Bc%2Fd%26e%3Df"
	for kind, want := range map[string]string{
		letter.VerifyEmail:        "https://app.example.org/base/verify-email?" + token,
		letter.PasswordReset:      "https://app.example.org/base/reset-password?" + token,
		letter.EmailChangeCurrent: "https://app.example.org/base/confirm-email-change?" + token,
		letter.EmailChangeNew:     "https://app.example.org/base/confirm-email-change?" + token,
		letter.AccountDeleted:     "https://app.example.org/base/restore-account?" + token,
		letter.ExportReady:        "https://app.example.org/base/account",
		letter.NewDevice:          "https://app.example.org/base/account",
	} {
		m := render(t, of(kind, "en"))
		if !strings.Contains(m.Text, "\n"+want+"\n") {
			t.Errorf("%s: %s does not stand on a line of its own in\n%s", kind, want, m.Text)
		}
		links := links(t, m.HTML)
		if len(links) != 3 || links[0] != want || links[1] != want {
			t.Errorf("%s: links of the HTML are %q", kind, links)
		}
		if address, err := url.Parse(want); err == nil && strings.Contains(want, "token") && address.Query().Get("token") != "a b+c/d&e=f" {
			t.Errorf("%s: the token does not come back", kind)
		}
	}
}

// links are the targets of a page's links, in order, as a browser reads them.
func links(t *testing.T, page string) []string {
	t.Helper()
	var found []string
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return found
		case html.StartTagToken:
			tag := tokens.Token()
			for _, a := range tag.Attr {
				if a.Key == "href" {
					found = append(found, a.Val)
				}
			}
			if tag.Data == "script" || tag.Data == "img" || tag.Data == "link" || tag.Data == "form" || tag.Data == "iframe" {
				t.Errorf("a mail holds <%s>", tag.Data)
			}
		}
	}
}

func TestEveryLetterInEveryLanguage(t *testing.T) {
	for _, language := range []string{"en", "de", "es", "fr", "pt", "ru", "tr", "uz", "zh"} {
		for _, kind := range letter.Kinds() {
			m := render(t, of(kind, language))
			if m.Language != language || m.Subject == "" || strings.ContainsAny(m.Subject+m.Text, "{}") || strings.Contains(m.Text, "<no value>") {
				t.Errorf("%s in %s:\n%s\n%s", kind, language, m.Subject, m.Text)
			}
			if !strings.Contains(m.HTML, `<html lang="`+language+`" dir="ltr">`) {
				t.Errorf("%s in %s does not say its language", kind, language)
			}
			for _, line := range strings.Split(m.Text+"\n"+m.HTML, "\n") {
				if len(line) > 998 { // RFC 5322 §2.1.1
					t.Errorf("%s in %s: a line of %d bytes", kind, language, len(line))
				}
			}
			links(t, m.HTML)
		}
	}
}

func TestLanguages(t *testing.T) {
	for wish, want := range map[string]string{"": "en", "xx": "en", "pt-BR": "pt", "zh_Hans": "zh", "RU": "ru", "../en": "en"} {
		if m := render(t, of(letter.VerifyEmail, wish)); m.Language != want {
			t.Errorf("%q is answered in %q, want %q", wish, m.Language, want)
		}
	}
}

func TestStrangersTextIsHarmless(t *testing.T) {
	for _, c := range []struct{ name, hello string }{
		{"<script>alert(1)</script>", "Hello <script>alert(1)</script>,\n"},
		{"Eve\r\nBcc: victim@example.com", "Hello,\n"},
		{"Eve\r\nBcc: everybody", "Hello Eve Bcc: everybody,\n"},
		{"you won, see http://evil.example", "Hello,\n"},
		{"evil.com", "Hello,\n"},
		{"t.me/evil", "Hello,\n"},
		{"{token} {site}", "Hello {token} {site},\n"},
		{"=?utf-8?q?=0D=0ABcc:_x?=", "Hello = ?utf-8?q?=0D=0ABcc:_x?=,\n"},
		{"{{.Link}}", "Hello {{.Link}},\n"},
		{"J. R. O'Brien", "Hello J. R. O'Brien,\n"},
		{"a\u202Eb\u2028c\x00", "Hello ab c,\n"},
		{strings.Repeat("x", 300), "Hello " + strings.Repeat("x", 101) + "…,\n"},
		{" ", "Hello,\n"},
	} {
		l := of(letter.NewDevice, "en")
		l.Name, l.Data[letter.Agent], l.Data[letter.Place] = c.name, "<b>x</b>\r\ny", "<i>z</i>"
		m := render(t, l)
		if !strings.HasPrefix(m.Text, c.hello) {
			t.Errorf("%q is greeted %q, want %q", c.name, strings.SplitN(m.Text, "\n", 2)[0], c.hello)
		}
		if strings.ContainsAny(m.ToName, "\r\n\x00") || strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, "<b>") || strings.Contains(m.HTML, "<i>") {
			t.Errorf("%q got through", c.name)
		}
		if got := len(links(t, m.HTML)); got != 3 {
			t.Errorf("%q: %d links", c.name, got)
		}
	}
}

func TestUnwritableLettersAreNotTriedAgain(t *testing.T) {
	for name, spoil := range map[string]func(*letter.Letter){
		"no such kind": func(l *letter.Letter) { l.Kind = "advertisement" },
		"no token":     func(l *letter.Letter) { delete(l.Data, letter.Token) },
		"blank token":  func(l *letter.Letter) { l.Data[letter.Token] = " " },
		"no address":   func(l *letter.Letter) { l.To = "" },
		"two headers":  func(l *letter.Letter) { l.To = "secret@example.com\r\nBcc: b@example.com" },
		"two readers":  func(l *letter.Letter) { l.To = "secret@example.com, b@example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			l := of(letter.VerifyEmail, "en")
			spoil(&l)
			sent := &kept{}
			err := post(t, sent).Send(t.Context(), l)
			if !mail.IsPermanent(err) || len(sent.messages) != 0 {
				t.Errorf("got %v, %d sent", err, len(sent.messages))
			}
			if err != nil && strings.Contains(err.Error(), "secret@") {
				t.Errorf("the address is in the error: %v", err)
			}
		})
	}
}

func TestOptionsAreChecked(t *testing.T) {
	good := mail.Options{Sender: &kept{}, PublicURL: "http://localhost:3000", From: "a@example.org"}
	if _, err := mail.New(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*mail.Options){
		"no sender":     func(o *mail.Options) { o.Sender = nil },
		"no from":       func(o *mail.Options) { o.From = "" },
		"no address":    func(o *mail.Options) { o.PublicURL = "" },
		"other address": func(o *mail.Options) { o.PublicURL = "javascript://x" },
	} {
		bad := good
		spoil(&bad)
		if _, err := mail.New(bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
