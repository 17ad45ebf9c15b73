package main

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/datadir"
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
