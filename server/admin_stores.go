package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/datadir"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/store"
)

// openBeside opens the documents beside the service, which may be running: the
// embedded database allows a second process to write too.
func openBeside(ctx context.Context, cfg *config.Config) (*store.DB, error) {
	dir, err := datadir.Visit(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	db, _, err := openDocuments(ctx, cfg, dir)
	return db, err
}

// openOperator opens what the administrators' commands work on, beside the
// service. Running services see what is written within a second or two.
func openOperator(ctx context.Context, cfg *config.Config, stderr io.Writer) (*platform, func() error, error) {
	var all parts
	p, err := openOperatorParts(ctx, cfg, stderr, &all)
	if err != nil {
		return nil, nil, errors.Join(err, all.close())
	}
	return p, all.close, nil
}

func openOperatorParts(ctx context.Context, cfg *config.Config, stderr io.Writer, all *parts) (*platform, error) {
	p := &platform{
		settings: settings{Config: cfg, roles: []config.Role{config.API}}, now: time.Now,
		logger:    observe.NewLogger(stderr, cfg.JSONLogs(), slog.LevelWarn),
		metrics:   observe.NewMetrics(version),
		publicURL: strings.TrimRight(cfg.PublicURL, "/"),
	}
	if p.publicURL == "" {
		p.publicURL = "http://127.0.0.1:" + strconv.Itoa(cfg.Port)
	}
	dir, err := datadir.Visit(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	db, _, err := openDocuments(ctx, cfg, dir)
	if err != nil {
		return nil, err
	}
	all.closers = append(all.closers, db.Close)
	// Nobody asks whether it is there: what commands do is in the documents.
	redis.LogTo(p.logger)
	cache, err := redis.Open(string(cfg.RedisURL))
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	all.closers = append(all.closers, cache.Close)
	blobs, _, err := openBlobs(ctx, cfg, dir)
	if err != nil {
		return nil, err
	}
	all.closers = append(all.closers, blobs.Close)
	p.stores = &stores{dir: dir, db: db, redis: cache, blobs: blobs}
	if _, err := p.wireKeys(ctx); err != nil {
		return nil, err
	}
	if p.accounts, err = openAccounts(ctx, p); err != nil {
		return nil, err
	}
	// Sweeping needs every collection that expires; accounts have opened theirs.
	if _, err := coach.Sessions.Open(ctx, db); err != nil {
		return nil, err
	}
	_, err = coach.Records.Open(ctx, db)
	return p, err
}
