package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Outbox is the Sender that is used while no mail service is configured: it
// leaves each message as a file, "20261124T101530.123456789Z-verify_email-….eml".
// Their names sort by time. It never deletes any.
type Outbox struct {
	folder string
}

// NewOutbox makes the folder, for its owner only, where it is missing.
func NewOutbox(folder string) (*Outbox, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make outbox: %w", err)
	}
	return &Outbox{folder: folder}, nil
}

// stamp names files by UTC, of constant width so that names sort.
const stamp = "20060102T150405.000000000Z"

// Send writes the message into a hidden file, and under its name once it is
// whole: whoever watches the folder never sees half a mail.
//
// Texts are 8 bit, so that the link is found as it is by grep; lines end as they
// do in the files of Unix mailboxes, with LF alone.
func (o *Outbox) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	msg, err := compose(m, gomail.NoEncoding)
	if err != nil {
		return err
	}
	data, err := source(msg)
	if err != nil {
		return err
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	name := fmt.Sprintf("%s-%s-%s.eml", m.Date.UTC().Format(stamp), m.Kind, strings.ToLower(rand.Text()[:8]))
	if err := o.write(name, data); err != nil {
		return fmt.Errorf("write mail into outbox: %w", err)
	}
	return nil
}

// write is atomic and durable; os.CreateTemp makes files of mode 0600.
func (o *Outbox) write(name string, data []byte) (err error) {
	f, err := os.CreateTemp(o.folder, ".unfinished-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(o.folder, name))
}
