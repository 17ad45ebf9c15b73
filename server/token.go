package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/config"
)

// token prints an access token for development: whoever can read the database
// and its key could sign one anyway. An address without an account gets one. It
// works beside a running service.
func token(args, environ []string, stdout, stderr io.Writer) (err error) {
	flags := newFlags("token", "Prints an access token, good for 15 minutes. For development only.", stderr)
	file := flags.String("config", "", "`FILE` of KEY=VALUE lines")
	data := flags.String("data", "", "data `DIR`ectory of the service (default: DATA_DIR, else ./data)")
	email := flags.String("email", "", "`ADDRESS` of the user; the same address is always the same user")
	if err := parse(flags, args); err != nil {
		return err
	}
	cfg, err := config.Load(environ, *file)
	if err != nil {
		return errUsage{err}
	}
	if cfg.Production() {
		return errUsage{errors.New("token is for development: NODE_ENV is production")}
	}
	if *data != "" {
		cfg.DataDir = *data
	}
	address, err := mail.ParseAddress(*email)
	if err != nil || address.Address != *email {
		return errUsage{errors.New("--email needs an address, such as --email me@example.org")}
	}
	ctx := context.Background()
	p, release, err := openOperator(ctx, cfg, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	u, err := p.accounts.users.DevelopmentUser(ctx, *email)
	if err != nil {
		return err
	}
	signedIn, err := p.accounts.sessions.Start(ctx, account.Identity{UserID: account.UserID(u.ID), Email: u.Email, Role: u.Role}, "token", false)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, signedIn.Access)
	return err
}
