// Package mail writes the product's letters in the reader's language and sends
// them: by SMTP, through SendGrid, or, when no mail service is configured, into
// files of the data directory's outbox.
//
// The words are one file a language (templates/ru.json); how a letter looks is
// one layout for all of them. Nothing that somebody else chose (names, agents,
// addresses) can become markup, a header or a link.
package mail

import (
	"context"
	"errors"
	"time"
)

// Message is a rendered letter.
type Message struct {
	// Kind of letter, as in server/account/letter.
	Kind string
	// Language it is written in: ISO 639-1.
	Language string
	// From is the product's address, with a display name.
	From string
	// To is the reader's bare address; ToName is shown with it and may be empty.
	To, ToName string
	// Subject, one line.
	Subject string
	// Text and HTML are the same letter twice (RFC 2046 §5.1.4).
	Text, HTML string
	// ID is the Message-ID without its angle brackets (RFC 5322 §3.6.4).
	ID string
	// Date the letter was written.
	Date time.Time
}

// Sender brings a message on its way. An error for which IsPermanent is true
// will be the same next time: do not repeat. Any other may pass. No error text
// holds the reader's address.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// permanent marks an error that no repetition mends.
type permanent struct{ error }

// Unwrap returns the marked error.
func (p permanent) Unwrap() error { return p.error }

// IsPermanent reports whether sending again would fail again: the address does
// not exist, the letter is not complete, the credentials are wrong.
func IsPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}
