package mail

import (
	"bytes"
	"fmt"
	"net/mail"

	gomail "github.com/wneessen/go-mail"
)

// compose writes a message as RFC 5322 with two MIME alternatives, the best one
// last. Quoted-printable passes through every server; plain 8 bit keeps links in
// one piece for people who read the source.
func compose(m Message, encoding gomail.Encoding) (*gomail.Msg, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, permanent{fmt.Errorf("compose mail: sender's address: %w", err)}
	}
	msg := gomail.NewMsg(gomail.WithEncoding(encoding), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	// The address comes from Post, which has parsed it: nothing but an address
	// gets here, and the name is encoded by net/mail.
	msg.ToMailAddress(&mail.Address{Name: m.ToName, Address: m.To})
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetGenHeader("Content-Language", m.Language) // RFC 3282
	msg.SetGenHeader("Auto-Submitted", autoSubmitted)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// autoSubmitted keeps holiday answers away (RFC 3834 §5).
const autoSubmitted = "auto-generated"

// source is the message as bytes, lines ended by CR LF.
func source(msg *gomail.Msg) ([]byte, error) {
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("compose mail: %w", err)
	}
	return out.Bytes(), nil
}
