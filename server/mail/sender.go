package mail

import (
	"fmt"
)

// Services are what the configuration says about sending.
type Services struct {
	// SMTPURL of a mail server, as in SMTPOptions; it goes before SendGrid.
	SMTPURL string
	// SendGridKey of an account there.
	SendGridKey string
	// Outbox is the folder for files when neither is set.
	Outbox string
}

// NewSender chooses how mail leaves. The note says it in a few words for people
// who watch the service start, without any secret.
func NewSender(s Services) (sender Sender, note string, err error) {
	switch {
	case s.SMTPURL != "":
		smtp, err := NewSMTP(SMTPOptions{URL: s.SMTPURL})
		if err != nil {
			return nil, "", err
		}
		return smtp, "by SMTP through " + smtp.host, nil
	case s.SendGridKey != "":
		sendgrid, err := NewSendGrid(SendGridOptions{Key: s.SendGridKey})
		if err != nil {
			return nil, "", err
		}
		return sendgrid, "through SendGrid", nil
	default:
		outbox, err := NewOutbox(s.Outbox)
		if err != nil {
			return nil, "", err
		}
		return outbox, fmt.Sprintf(".eml files in %s", s.Outbox), nil
	}
}
