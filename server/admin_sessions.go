package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
)

// listSessions shows where somebody is signed in.
func listSessions(ctx context.Context, call adminCall) (err error) {
	p, release, err := openOperator(ctx, call.cfg, call.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	u, err := p.accounts.users.ByAddress(ctx, call.email)
	if err != nil {
		return err
	}
	sessions, err := p.accounts.sessions.List(ctx, account.UserID(u.ID))
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(call.stdout, 0, 0, 2, ' ', 0)
	say(w, "SESSION\tSIGNED IN\tLAST USED\tENDS\tMETHOD\tPLACE\tDEVICE\n")
	for _, s := range sessions {
		// The device describes itself: quoted, it cannot play tricks on a terminal.
		say(w, "%s\t%s\t%s\t%s\t%s\t%s\t%q\n", s.ID, short(s.CreatedAt), short(s.LastUsedAt), short(s.ExpiresAt), s.Method, s.Place, s.Agent)
	}
	return w.Flush()
}

func short(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

// rotateKeys lets a new key sign access tokens.
func rotateKeys(ctx context.Context, call adminCall) (err error) {
	db, err := openBeside(ctx, call.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	keys, err := account.OpenKeyRing(ctx, db, time.Now)
	if err != nil {
		return err
	}
	trail, err := audit.Open(ctx, db, time.Now)
	if err != nil {
		return err
	}
	id, err := keys.Rotate(ctx)
	if err != nil {
		return err
	}
	if err := trail.Record(ctx, audit.Event{Act: audit.SigningKeyRotated, By: audit.Admin, Details: map[string]string{"key": id}}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(call.stdout, "Key %s signs from now on, in running services within 30 seconds.\nThe keys before it verify for another 24 hours.\n", id)
	return err
}

// sweepNow does at once what the worker role does every minute.
func sweepNow(ctx context.Context, call adminCall) (err error) {
	p, release, err := openOperator(ctx, call.cfg, call.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if _, err := p.accounts.users.EraseAgain(ctx); err != nil {
		return err
	}
	erased, err := p.accounts.users.Sweep(ctx)
	if err != nil {
		return err
	}
	removed, err := p.stores.db.Sweep(ctx, p.now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(call.stdout, "%d expired documents removed, %d accounts erased.\n", removed, erased)
	return err
}

// rewrap encrypts with the present key what older ones encrypted.
func rewrap(ctx context.Context, call adminCall) (err error) {
	p, release, err := openOperator(ctx, call.cfg, call.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	n, err := p.stores.db.Rewrap(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(call.stdout, "%d documents were encrypted anew. DOCUMENTS_KEYS_OLD is needed no more once every process has the present DOCUMENTS_KEY.\n", n)
	return err
}
