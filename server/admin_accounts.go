package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/store"
)

// createAdmin makes an administrator: a new account, or the one that an
// address has. The password comes from standard input; an account that has none
// then gets a link to set one printed.
func createAdmin(ctx context.Context, call adminCall) (err error) {
	if a, err := mail.ParseAddress(call.email); err != nil || a.Address != call.email {
		return errUsage{errors.New("--email needs an address, such as --email me@example.org")}
	}
	secret, err := passwordFrom(call.stdin)
	if err != nil {
		return err
	}
	p, release, err := openOperator(ctx, call.cfg, call.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	u, created, err := p.accounts.users.CreateAdmin(ctx, call.email, secret)
	if err != nil {
		return err
	}
	what := "is an administrator now"
	if created {
		what += ", with a new account"
	}
	switch {
	case secret != "":
		what += ", and has the given password"
	case u.Password != "":
		what += "; the password is as it was"
	default:
		what += ", without a password yet"
	}
	say(call.stdout, "%s %s.\n", call.email, what)
	if u.Password != "" {
		return nil
	}
	return printReset(ctx, p, call)
}

// resetPassword prints a link that sets a new password, for people whose mail
// does not arrive. It is the same link that "forgot password" sends.
func resetPassword(ctx context.Context, call adminCall) (err error) {
	p, release, err := openOperator(ctx, call.cfg, call.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return printReset(ctx, p, call)
}

func printReset(ctx context.Context, p *platform, call adminCall) error {
	token, err := p.accounts.users.ResetToken(ctx, call.email)
	if err != nil {
		return err
	}
	say(call.stdout, "Set a password within an hour at\n%s/reset-password?token=%s\nAll devices are signed out then.\n", p.publicURL, token)
	return nil
}

// passwordFrom reads a line when there is something to read: a pipe, a file.
// A terminal is not asked, since it would show the password.
func passwordFrom(in io.Reader) (string, error) {
	if file, ok := in.(*os.File); ok {
		if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
			return "", nil //nolint:nilerr // nothing to read from
		}
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// erasedBefore is who was erased according to the present documents; nobody
// when there are none.
func erasedBefore(ctx context.Context, call adminCall) ([]user.Erased, error) {
	if _, err := os.Stat(call.cfg.DataDir + "/" + documentsFile); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var erased []user.Erased
	err := withDocuments(ctx, call, func(db *store.DB) (err error) {
		erased, err = user.ListErased(ctx, db)
		return err
	})
	return erased, err
}

// withDocuments opens the documents for a moment.
func withDocuments(ctx context.Context, call adminCall, do func(*store.DB) error) error {
	db, err := openBeside(ctx, call.cfg)
	if err != nil {
		return err
	}
	return errors.Join(do(db), db.Close())
}
