package e2e

import (
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// outbox is the folder with the mails. What was read once is remembered: mails
// do not change.
type outbox struct {
	folder string
	mu     sync.Mutex
	seen   map[string]struct{ to, link string }
}

// to returns the links of the mails to an address, oldest first, each as "page
// token", or empty for a mail without one.
func (o *outbox) to(email string) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen == nil {
		o.seen = map[string]struct{ to, link string }{}
	}
	names, err := filepath.Glob(filepath.Join(o.folder, "*.eml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names) // their names sort by time
	var found []string
	for _, name := range names {
		one, ok := o.seen[name]
		if !ok {
			if one.to, one.link, err = readLetter(name); err != nil {
				return nil, err
			}
			o.seen[name] = one
		}
		if one.to == email {
			found = append(found, one.link)
		}
	}
	return found, nil
}

func readLetter(name string) (to, link string, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", "", err
	}
	message, err := mail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		return "", "", err
	}
	address, err := message.Header.AddressList("To")
	if err != nil {
		return "", "", err
	}
	found := regexp.MustCompile(`/([a-z-]+)\?token=([A-Za-z0-9_.%-]+)`).FindSubmatch(text)
	if found == nil {
		return address[0].Address, "", nil
	}
	token, err := url.QueryUnescape(string(found[2]))
	return address[0].Address, string(found[1]) + " " + token, err
}
