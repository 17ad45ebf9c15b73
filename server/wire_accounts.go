package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/captcha"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/account/secret"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/flag"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/mail"
	"github.com/interviewai-pro/interviewai/server/oauth"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/outgoing"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web"
)

// accounts is who may come in, and what is done about it later.
type accounts struct {
	users    *user.Service
	sessions *signin.Sessions
	gate     *signin.Gate
	jobs     *jobs.Jobs
	flags    *flag.Flags
	captcha  *captcha.Captcha
	flow     *oauth.Flow // nil without providers
	files    *blobs
}

// openAccounts opens the domain of accounts over the stores. It is also what
// the administrators' commands stand on.
func openAccounts(ctx context.Context, p *platform) (*accounts, error) {
	db := p.stores.db
	a := &accounts{files: &blobs{Bucket: p.stores.blobs}}
	keys := map[string][]byte{}
	for _, name := range []string{"refresh tokens", "accounts", "captcha"} {
		key, err := secret.Get(ctx, db, name)
		if err != nil {
			return nil, err
		}
		keys[name] = key
	}
	var err error
	if a.jobs, err = jobs.Open(ctx, jobs.Options{
		DB: db, Redis: p.stores.redis.Client(), Now: p.now, Logger: p.logger,
		Count: func(queue string, event jobs.Event) { p.metrics.Job(queue, string(event)) },
	}); err != nil {
		return nil, err
	}
	if a.flags, err = flag.Open(ctx, db, defaultFlags(p.Config), p.now); err != nil {
		return nil, err
	}
	if a.captcha, err = captcha.New(ctx, captcha.Options{Key: keys["captcha"], DB: db, Now: p.now}); err != nil {
		return nil, err
	}
	cuts, err := signin.OpenCuts(ctx, db, p.now)
	if err != nil {
		return nil, err
	}
	a.gate = signin.NewGate(cuts, p.now, p.logger)
	if err := a.gate.Load(ctx); err != nil {
		return nil, err
	}
	a.sessions, err = signin.Open(ctx, signin.Options{
		DB: db, Key: keys["refresh tokens"], Signer: p.signer, Gate: a.gate, Now: p.now,
		Who: func(ctx context.Context, id account.UserID) (account.Identity, error) {
			return a.users.Identity(ctx, id)
		},
		Reused: func(ctx context.Context, s signin.Session, from origin.Origin) {
			if err := a.users.Reused(ctx, s, from); err != nil {
				p.logger.ErrorContext(ctx, "the owner could not be told of a reused refresh token", observe.KeyUser, s.UserID, observe.KeyError, err)
			}
		},
	})
	if err != nil {
		return nil, err
	}
	hasher := password.NewHasher(password.HasherOptions{Cost: p.hashCost})
	p.metrics.HashesRefused(func() float64 { return float64(hasher.Refused()) })
	o := user.Options{
		DB: db, Blobs: a.files, Sessions: a.sessions, Hasher: hasher,
		Later: later{a.jobs}, Pictures: pictures{outgoing.New(outgoing.Options{})}, Key: keys["accounts"],
		PublicURL: p.publicURL, Bot: p.TelegramBot, Changed: p.forgetCached, Now: p.now, Logger: p.logger,
	}
	logs := redis.NewEventLog(p.stores.redis.Client())
	o.Erasers = append(o.Erasers, func(ctx context.Context, userID string) error {
		return coach.EraseLogs(ctx, db, logs, userID)
	})
	if o.Attempts, err = attempt.Open(ctx, db, p.now); err != nil {
		return nil, err
	}
	if o.Links, err = link.Open(ctx, db, p.now); err != nil {
		return nil, err
	}
	if o.Trail, err = audit.Open(ctx, db, p.now); err != nil {
		return nil, err
	}
	if p.CaptchaOn() {
		o.Captcha = a.captcha
	}
	if a.flow, err = openOAuth(ctx, p); err != nil {
		return nil, err
	}
	if a.flow != nil {
		o.OAuth = signInThrough{a.flow}
	}
	a.users, err = user.Open(ctx, o)
	return a, err
}

// openOAuth offers the providers that are configured; nil when there are none.
func openOAuth(ctx context.Context, p *platform) (*oauth.Flow, error) {
	var providers []oauth.Provider
	if p.GoogleClientID != "" {
		providers = append(providers, oauth.NewGoogle(oauth.GoogleOptions{
			ClientID: p.GoogleClientID, ClientSecret: string(p.GoogleClientSecret), Issuer: p.GoogleIssuer,
		}))
	}
	if p.GitHubClientID != "" {
		providers = append(providers, oauth.NewGitHub(oauth.GitHubOptions{
			ClientID: p.GitHubClientID, ClientSecret: string(p.GitHubClientSecret), URL: p.GitHubURL, APIURL: p.GitHubAPIURL,
		}))
	}
	if len(providers) == 0 {
		return nil, nil //nolint:nilnil // no providers is what it says
	}
	return oauth.Open(ctx, oauth.Options{DB: p.stores.db, Providers: providers, PublicURL: p.publicURL, Now: p.now})
}

// wireAccounts serves accounts in the api role and does their work in the
// worker role.
func wireAccounts(p *platform) (parts, error) {
	var out parts
	a := p.accounts
	if p.has(config.API) {
		var providers []rpc.OAuthInfo
		if a.flow != nil {
			for _, info := range a.flow.Providers() {
				providers = append(providers, rpc.OAuthInfo(info))
			}
		}
		out.services = append(out.services,
			service(interviewaiv1connect.NewAccountServiceHandler(rpc.NewAccount(rpc.AccountConfig{
				Users: a.users, Challenges: a.captcha, Providers: providers,
			}), p.handlerOptions...)),
			service(interviewaiv1connect.NewUserServiceHandler(rpc.NewUser(a.users, a.flags), p.handlerOptions...)),
			service(interviewaiv1connect.NewAdminServiceHandler(rpc.NewAdmin(rpc.AdminConfig{
				Users: a.users, Flags: a.flags, Jobs: a.jobs,
			}), p.handlerOptions...)))
		out.lasting = append(out.lasting, part{"feature flags", a.flags.Run}, part{"ended sessions", a.gate.Run})
		if !p.CaptchaOn() {
			out.notes = append(out.notes, "captcha    off (CAPTCHA_MODE): for tests only")
		}
	}
	if !p.has(config.Worker) {
		return out, nil
	}
	post, note, err := workOn(p, a)
	if err != nil {
		return out, err
	}
	if !p.Production() {
		out.routes = append(out.routes, web.Route{Pattern: "GET /dev/mails", Handler: mail.Preview(post)})
	}
	out.notes = append(out.notes, "mail       "+note)
	out.lasting = append(out.lasting, part{"jobs", a.jobs.Run}, part{"erasure", func(ctx context.Context) error {
		return eraseWhenDue(ctx, a.users, p.logger)
	}})
	return out, nil
}

// workOn says who does which job.
func workOn(p *platform, a *accounts) (post *mail.Post, note string, err error) {
	sender, note, err := mail.NewSender(mail.Services{
		SMTPURL: string(p.SMTPURL), SendGridKey: string(p.SendGridKey), Outbox: p.stores.dir.Path("outbox"),
	})
	if err != nil {
		return nil, "", err
	}
	post, err = mail.New(mail.Options{Sender: sender, PublicURL: p.publicURL, From: p.FromEmail, Now: p.now, Logger: p.logger})
	if err != nil {
		return nil, "", err
	}
	a.jobs.Handle(user.WorkLetter, func(ctx context.Context, w jobs.Work) error {
		var l letter.Letter
		if err := json.Unmarshal(w.Payload, &l); err != nil {
			return jobs.Permanent(fmt.Errorf("read letter: %w", err))
		}
		err := post.Send(ctx, l)
		if mail.IsPermanent(err) {
			return jobs.Permanent(err)
		}
		return err
	})
	for _, kind := range user.Kinds() {
		a.jobs.Handle(kind, func(ctx context.Context, w jobs.Work) error {
			return a.users.Do(ctx, kind, w.Payload, w.Last)
		})
	}
	return post, note, nil
}

// eraseWhenDue erases accounts whose time has come. From the start on, beside
// it, whoever a restored backup brought back is erased again.
func eraseWhenDue(ctx context.Context, users *user.Service, logger *slog.Logger) error {
	report := func(n int, err error) {
		if err != nil && ctx.Err() == nil {
			logger.WarnContext(ctx, "erasing failed; it is tried again", observe.KeyError, err)
		} else if n > 0 {
			logger.InfoContext(ctx, "accounts erased", "count", n)
		}
	}
	var again sync.WaitGroup
	defer again.Wait()
	again.Go(func() {
		_, err := users.EraseAgain(ctx)
		report(0, err)
	})
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		report(users.Sweep(ctx))
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// defaultFlags are the features that clients ask for through ListFeatures, as
// configured. None switches the service itself: its recogniser is chosen by
// STT_PROVIDER.
func defaultFlags(c *config.Config) []flag.Flag {
	return []flag.Flag{
		{Name: "voice_messages", Description: "For the bot: answer voice messages", Enabled: c.VoiceMessages, Percentage: 100},
		{Name: "stealth_mode", Description: "For the extension: hide the overlay from one's own shared screen", Enabled: c.StealthMode, Percentage: 100},
		{Name: "offline_mode", Description: "For clients: work offline. The service's own recogniser is chosen by STT_PROVIDER, not by this", Enabled: c.OfflineMode, Percentage: 100},
	}
}
