package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"strings"

	"github.com/sendgrid/rest"
	"github.com/sendgrid/sendgrid-go"
	sgmail "github.com/sendgrid/sendgrid-go/helpers/mail"
)

// SendGridOptions of NewSendGrid; only Key is needed.
type SendGridOptions struct {
	// Key is the API key.
	Key string
	// BaseURL of the API; "" means https://api.sendgrid.com.
	BaseURL string
	// Client makes the calls; nil means one that gives up after 30 s.
	Client *http.Client
}

// SendGrid is the Sender that calls SendGrid's Mail Send API, version 3.
type SendGrid struct {
	key, baseURL string
	client       *rest.Client
}

// NewSendGrid takes the options; it does not call.
func NewSendGrid(o SendGridOptions) (*SendGrid, error) {
	if o.Key == "" {
		return nil, errors.New("mail: no SendGrid key")
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: patience}
	}
	// rest reads answers whole: bound them.
	bounded := *o.Client
	bounded.Transport = boundedAnswers{o.Client.Transport}
	return &SendGrid{key: o.Key, baseURL: o.BaseURL, client: &rest.Client{HTTPClient: &bounded}}, nil
}

// Send hands the message to SendGrid, which answers 202 when it takes it over.
func (s *SendGrid) Send(ctx context.Context, m Message) error {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return permanent{fmt.Errorf("sendgrid: sender's address: %w", err)}
	}
	body := sgmail.NewV3MailInit(sgmail.NewEmail(from.Name, from.Address), oneLine(m.Subject), sgmail.NewEmail(m.ToName, m.To),
		sgmail.NewContent("text/plain", m.Text), sgmail.NewContent("text/html", m.HTML))
	body.SetHeader("Auto-Submitted", autoSubmitted)
	body.SetHeader("Content-Language", m.Language)
	body.SetHeader("Message-ID", "<"+m.ID+">")
	// Nobody counts what people open, and links stay ours: a rewritten one would
	// show the token to one more party.
	body.SetTrackingSettings(sgmail.NewTrackingSettings().
		SetClickTracking(sgmail.NewClickTrackingSetting().SetEnable(false).SetEnableText(false)).
		SetOpenTracking(sgmail.NewOpenTrackingSetting().SetEnable(false)))
	request := sendgrid.GetRequest(s.key, "/v3/mail/send", s.baseURL)
	request.Method = rest.Post
	request.Body = sgmail.GetRequestBody(body)
	answer, err := s.client.SendWithContext(ctx, request)
	if err != nil {
		return fmt.Errorf("sendgrid: %w", err)
	}
	if answer.StatusCode >= 200 && answer.StatusCode < 300 {
		return nil
	}
	err = fmt.Errorf("sendgrid: status %d: %s", answer.StatusCode, strings.ReplaceAll(reasons(answer.Body), m.To, "[recipient]"))
	if lasting(answer.StatusCode) {
		return permanent{err}
	}
	return err
}

// lasting reports whether the same request would be refused again. 429 is "too
// many", 408 and 425 are about the moment.
func lasting(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && status < 500
}

// reasons reads SendGrid's own words from {"errors":[{"message":…,"field":…}]}.
func reasons(body string) string {
	var answer struct {
		Errors []struct {
			Message string `json:"message"`
			Field   string `json:"field"`
		} `json:"errors"`
	}
	if json.Unmarshal([]byte(body), &answer) != nil || len(answer.Errors) == 0 {
		return "no reason given"
	}
	var all []string
	for _, e := range answer.Errors {
		text := oneLine(e.Message)
		if e.Field != "" {
			text = oneLine(e.Field) + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// maxAnswer is how much of an answer is read; documented ones are far smaller.
const maxAnswer = 64 << 10

// boundedAnswers cuts answers off.
type boundedAnswers struct{ next http.RoundTripper }

func (b boundedAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	answer, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}
