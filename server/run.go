package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// runService joins the parts and runs them until ctx ends:
//
//	ctx ends ─► not ready; STOP_DELAY later streams told to reconnect, serving parts end
//	         ─► the HTTP surface answers what is under way, then closes
//	         ─► lasting parts end ─► stores and traces are closed
func runService(ctx context.Context, s settings, stdout, stderr io.Writer) (err error) {
	logger := observe.NewLogger(stderr, s.JSONLogs(), logLevel(s.LogLevel))
	redis.LogTo(logger)
	traces, err := observe.NewTraces(ctx, s.TraceEndpoint, version)
	if err != nil {
		return err
	}
	// Listening comes before anything is opened: a port that is taken is the
	// commonest mistake and should not cost a second.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("%w\nAnother program may have this port: choose one with --addr 127.0.0.1:0", err)
	}
	certificate, err := openCertificate(s, logger)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	p := &platform{
		settings: s, now: s.clock, logger: logger, traces: traces,
		metrics:   observe.NewMetrics(version),
		listener:  inproc.New(),
		remote:    remoteClient(),
		publicURL: publicURL(s.PublicURL, listener.Addr(), certificate != nil),
	}
	p.local = p.listener.Client()

	var all parts
	all.closers = append(all.closers, func() error { return flushTraces(ctx, traces) })
	defer func() { err = errors.Join(err, all.close()) }()
	front, draining := context.WithCancel(context.WithoutCancel(ctx))
	defer draining()
	if err := p.wire(ctx, &all, front.Done()); err != nil {
		return errors.Join(err, listener.Close())
	}
	health := web.NewHealth(p.now, logger, all.checks...)
	handler, err := p.surface(&all, health)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := web.Server{Handler: handler, Listener: listener, Inner: p.listener, TLS: certificate, Drain: s.DrainTime, Logger: logger}

	lastingCtx, endLasting := context.WithCancel(context.WithoutCancel(ctx))
	defer endLasting()
	var lasting, serving errgroup.Group
	start := func(group *errgroup.Group, ctx context.Context, one part) {
		group.Go(func() error {
			if err := one.run(ctx); err != nil && ctx.Err() == nil {
				draining() // one part's failure ends the process in good order
				return fmt.Errorf("%s: %w", one.name, err)
			}
			return nil
		})
	}
	for _, one := range all.lasting {
		start(&lasting, lastingCtx, one)
	}
	for _, one := range all.serving {
		start(&serving, front, one)
	}
	start(&serving, front, part{"http", server.Run})
	health.SetReady(true)
	announce(stdout, p, &all)
	select {
	case <-ctx.Done():
	case <-front.Done():
	}
	health.SetReady(false)
	logger.InfoContext(ctx, "stopping", "delay", s.StopDelay.String(), "drain", s.DrainTime.String())
	select {
	case <-time.After(s.StopDelay):
		draining()
	case <-front.Done():
	}
	err = serving.Wait()
	p.local.CloseIdleConnections()
	p.remote.CloseIdleConnections()
	endLasting()
	return errors.Join(err, lasting.Wait())
}

// wire opens everything, lowest first.
func (p *platform) wire(ctx context.Context, all *parts, draining <-chan struct{}) error {
	p.serviceToken = string(p.ServiceToken)
	if p.serviceToken == "" {
		p.serviceToken = rand.Text() // all roles are in this process
	}
	if p.has(config.API) || p.has(config.Worker) || p.has(config.Bot) {
		opened, err := wireStores(ctx, p)
		all.add(opened)
		if err != nil {
			return err
		}
	}
	keys, err := p.wireKeys(ctx)
	all.add(keys)
	if err != nil {
		return err
	}
	guards, err := wireGuards(ctx, p, draining)
	all.add(guards)
	if err != nil {
		return err
	}
	services, err := wireServices(ctx, p)
	all.add(services)
	return err
}

// wireKeys gives the api role its own keys and every other process the api
// role's public ones.
func (p *platform) wireKeys(ctx context.Context) (parts, error) {
	if !p.has(config.API) {
		p.verifier = account.NewVerifier(web.NewRemoteKeys(strings.TrimRight(p.APIURL, "/"), p.remote, p.now), p.now)
		return parts{}, nil
	}
	keys, err := account.OpenKeyRing(ctx, p.stores.db, p.now)
	if err != nil {
		return parts{}, err
	}
	p.keys, p.signer, p.verifier = keys, account.NewSigner(keys, p.now), account.NewVerifier(keys, p.now)
	return parts{lasting: []part{{"signing keys", keys.Run}}}, nil
}

func (p *platform) surface(all *parts, health *web.Health) (http.Handler, error) {
	o := web.Options{
		Services: all.services, Routes: all.routes, Health: health,
		Metrics: p.metrics.Registry, Logger: p.logger, InProcess: p.local,
		CORSOrigins: p.CORSOrigins, HandlerOptions: p.handlerOptions, TrustedProxies: p.TrustedProxies,
		PublicURL: p.publicURL, Admission: p.admission,
	}
	if p.accounts != nil {
		o.Avatars, o.Exports = avatars{p.accounts.users}, exports{p.accounts.users}
	}
	if p.cvs != nil {
		o.CVs, o.CVExports = cvFiles{p.cvs}, cvExports{p.editions}
	}
	if p.interviews != nil {
		o.Recordings, o.Reports, o.Readers = p.recordings, p.interviews, p.interviews
	}
	if p.keys != nil {
		o.Keys = p.keys.JWKS
	}
	return web.New(o)
}

// checksOf says what /health looks at. Redis is disposable: without it the
// service is degraded, not dead.
func checksOf(db *store.DB, cache *redis.Server, blobs *blob.Bucket) []web.Check {
	return []web.Check{
		{Name: "database", Ping: db.Ping, Required: true},
		{Name: "redis", Ping: cache.Ping},
		{Name: "storage", Ping: blobs.Ping},
	}
}

// remoteClient speaks HTTP/2 with and without TLS, as the other roles do.
func remoteClient() *http.Client {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		Protocols:             protocols,
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second},
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
	}}
}

func flushTraces(ctx context.Context, traces *observe.Traces) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return traces.Close(ctx)
}

// publicURL is the configured one, or where we listen, as seen from here.
func publicURL(configured string, addr net.Addr, encrypted bool) string {
	if configured != "" {
		return strings.TrimRight(configured, "/")
	}
	scheme := "http://"
	if encrypted {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return scheme + addr.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, port)
}

// openCertificate is what we speak TLS with; nil for cleartext.
func openCertificate(s settings, logger *slog.Logger) (*tls.Config, error) {
	if s.TLSCertFile == "" {
		return nil, nil //nolint:nilnil // nil is cleartext
	}
	c, err := web.OpenCertificate(s.TLSCertFile, s.TLSKeyFile, time.Now, logger)
	if err != nil {
		return nil, fmt.Errorf("TLS_CERT_FILE: %w", err)
	}
	return c.TLS(), nil
}

// announce says what runs and what to try next: to a person in lines, to a
// machine as one log line.
func announce(stdout io.Writer, p *platform, all *parts) {
	var roles []string
	for _, role := range p.roles {
		roles = append(roles, string(role))
	}
	if p.JSONLogs() {
		p.logger.LogAttrs(context.Background(), slog.LevelInfo, "started",
			slog.String("version", version), slog.String("url", p.publicURL),
			slog.String("roles", strings.Join(roles, ",")), slog.String("parts", strings.Join(all.notes, "; ")))
		return
	}
	say(stdout, "InterviewAI Pro %s is ready at %s\n\n", version, p.publicURL)
	say(stdout, "  roles      %s\n", strings.Join(roles, ", "))
	for _, note := range all.notes {
		say(stdout, "  %s\n", note)
	}
	if p.has(config.Bot) {
		say(stdout, "  bot        has nothing to run yet: the Telegram bot is a later part of the product\n")
	}
	if p.keys == nil {
		say(stdout, "\n")
		return
	}
	say(stdout, "\nTry:\n  %s/account in a browser, %s/api/docs for every call\n", p.publicURL, p.publicURL)
	if !p.Production() {
		say(stdout, "  TOKEN=$(bin/interviewai token --data %s --email you@example.org)\n", p.DataDir)
	}
	say(stdout, "  bin/interviewctl play --server %s --token $TOKEN --speaker interviewer FILE\n", p.publicURL)
	say(stdout, "  curl %s/health\n\n", p.publicURL)
}
