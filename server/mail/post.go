package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
)

// Options of New; Sender, PublicURL and From are needed.
type Options struct {
	// Sender of the messages.
	Sender Sender
	// PublicURL is where people reach the product. Links are made from it and
	// from nothing else: never from a Host header, which a stranger chooses.
	PublicURL string
	// From is the product's address, such as "InterviewAI Pro <noreply@interviewai.pro>".
	From string
	// Now tells the time; nil means time.Now.
	Now func() time.Time
	// Logger hears of each letter sent, without address or content; nil means
	// slog.Default.
	Logger *slog.Logger
}

// Post renders letters and sends them. It is safe for concurrent use.
type Post struct {
	sender Sender
	from   *mail.Address
	words  *phrasebook
	site   *url.URL
	now    func() time.Time
	logger *slog.Logger
}

// New checks the options and reads the words of all languages.
func New(o Options) (*Post, error) {
	if o.Sender == nil {
		return nil, errors.New("mail: no sender")
	}
	from, err := mail.ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("mail: read sender's address: %w", err)
	}
	site, err := url.Parse(o.PublicURL)
	if err != nil || site.Host == "" || site.Scheme != "http" && site.Scheme != "https" {
		return nil, fmt.Errorf("mail: public address %q is not an http:// or https:// address", o.PublicURL)
	}
	site.RawQuery, site.Fragment, site.User = "", "", nil
	words, err := readPhrasebook()
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return &Post{sender: o.Sender, from: from, words: words, site: site, now: o.Now, logger: o.Logger}, nil
}

// Send renders a letter and sends it. See Sender for its errors; a letter that
// cannot be written (unknown kind, missing data, no address) is a permanent one.
func (p *Post) Send(ctx context.Context, l letter.Letter) error {
	m, err := p.Render(l)
	if err != nil {
		return err
	}
	if err := p.sender.Send(ctx, m); err != nil {
		return fmt.Errorf("send %s: %w", l.Kind, err)
	}
	p.logger.InfoContext(ctx, "mail sent", "kind", m.Kind, "language", m.Language)
	return nil
}

// Render writes a letter in its language, or in English when the product does
// not speak it.
func (p *Post) Render(l letter.Letter) (Message, error) {
	to, err := mail.ParseAddress(l.To)
	if err != nil {
		// The parser's error may quote the address.
		return Message{}, permanent{fmt.Errorf("render %s: no valid address", l.Kind)}
	}
	language := p.words.in(l.Language)
	view, err := p.view(l, language)
	if err != nil {
		return Message{}, permanent{fmt.Errorf("render %s: %w", l.Kind, err)}
	}
	var text, html strings.Builder
	if err := p.words.text.Execute(&text, view); err != nil {
		return Message{}, permanent{fmt.Errorf("render %s as text: %w", l.Kind, err)}
	}
	if err := p.words.html.Execute(&html, view); err != nil {
		return Message{}, permanent{fmt.Errorf("render %s as HTML: %w", l.Kind, err)}
	}
	_, domain, _ := strings.Cut(p.from.Address, "@")
	return Message{
		Kind: l.Kind, Language: language.Code,
		From: p.from.String(), To: to.Address, ToName: view.Name,
		Subject: view.Subject, Text: text.String(), HTML: html.String(),
		ID: rand.Text() + "@" + domain, Date: p.now(),
	}, nil
}
