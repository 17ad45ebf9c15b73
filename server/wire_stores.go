package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/datadir"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/mongo"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

const (
	documentsFile = "documents.db"
	blobsFolder   = "blobs"
	// sealingKey encrypts the fields that collections declare as secret.
	sealingKey = "documents.key"
	// sweepEvery is how often expired documents are removed.
	sweepEvery = time.Minute
	// redisPatience is how long a start waits for Redis.
	redisPatience = 2 * time.Second
)

// stores is what the service keeps things in, embedded or outside.
type stores struct {
	dir   *datadir.Dir
	db    *store.DB
	redis *redis.Server
	blobs *blob.Bucket
}

// wireStores takes the data directory and opens the stores.
func wireStores(ctx context.Context, p *platform) (parts, error) {
	var out parts
	dir, err := datadir.Open(p.DataDir)
	if err != nil {
		return out, err
	}
	out.closers = append(out.closers, dir.Close)

	db, where, err := openDocuments(ctx, p.Config, dir)
	if err != nil {
		return out, err
	}
	out.closers = append(out.closers, db.Close)
	out.notes = append(out.notes, "documents  "+where)

	cache, err := redis.Open(string(p.RedisURL))
	if err != nil {
		return out, fmt.Errorf("REDIS_URL: %w", err)
	}
	out.closers = append(out.closers, cache.Close)
	out.lasting = append(out.lasting, part{"redis", cache.Run})
	out.notes = append(out.notes, "redis      "+redisPlace(ctx, cache, p.logger))

	blobs, where, err := openBlobs(ctx, p.Config, dir)
	if err != nil {
		return out, err
	}
	out.closers = append(out.closers, blobs.Close)
	out.notes = append(out.notes, "blobs      "+where)

	out.checks = append(out.checks, checksOf(db, cache, blobs)...)
	if p.has(config.Worker) {
		out.lasting = append(out.lasting, part{"sweep", func(ctx context.Context) error {
			return sweep(ctx, db, p.now, p.logger)
		}})
	}
	p.stores = &stores{dir: dir, db: db, redis: cache, blobs: blobs}
	return out, nil
}

func openDocuments(ctx context.Context, cfg *config.Config, dir *datadir.Dir) (db *store.DB, where string, err error) {
	secret, err := documentsKey(cfg, dir)
	if err != nil {
		return nil, "", err
	}
	var old [][]byte
	for _, text := range cfg.DocumentsKeysOld {
		key, err := base64.StdEncoding.DecodeString(string(text))
		if err != nil {
			return nil, "", fmt.Errorf("DOCUMENTS_KEYS_OLD: %w", err)
		}
		old = append(old, key)
	}
	sealer, err := store.NewSealer(secret, old...)
	if err != nil {
		return nil, "", err
	}
	if uri := string(cfg.MongoURI); uri != "" {
		engine, err := mongo.Open(ctx, uri)
		if err != nil {
			return nil, "", fmt.Errorf("MONGODB_URI: %w", err)
		}
		where = "MongoDB (MONGODB_URI)"
		if cfg.DocumentsKey == "" {
			where += ", encrypted with this data directory's own key: set DOCUMENTS_KEY to run more than one process"
		}
		return store.New(engine, sealer), where, nil
	}
	file := dir.Path(documentsFile)
	engine, err := sqlite.Open(ctx, file)
	if err != nil {
		return nil, "", err
	}
	return store.New(engine, sealer), "SQLite, embedded in " + shorten(file), nil
}

// documentsKey is the configured one, or the data directory's own.
func documentsKey(cfg *config.Config, dir *datadir.Dir) ([]byte, error) {
	if cfg.DocumentsKey == "" {
		return dir.Secret(sealingKey, store.KeyBytes)
	}
	key, err := base64.StdEncoding.DecodeString(string(cfg.DocumentsKey))
	if err != nil {
		return nil, fmt.Errorf("DOCUMENTS_KEY: %w", err)
	}
	return key, nil
}

func openBlobs(ctx context.Context, cfg *config.Config, dir *datadir.Dir) (bucket *blob.Bucket, where string, err error) {
	if name := cfg.AWSBucketAudio; name != "" {
		bucket, err = blob.OpenS3(ctx, blob.S3{
			Bucket: name, Region: cfg.AWSRegion,
			AccessKeyID: cfg.AWSAccessKey, SecretAccessKey: string(cfg.AWSSecretKey),
		})
		if err != nil {
			return nil, "", fmt.Errorf("AWS_S3_BUCKET_AUDIO: %w", err)
		}
		return bucket, "S3 (AWS_S3_BUCKET_AUDIO)", nil
	}
	folder := dir.Path(blobsFolder)
	bucket, err = blob.OpenDir(folder)
	if err != nil {
		return nil, "", err
	}
	return bucket, "embedded in " + shorten(folder), nil
}

// redisPlace says where Redis is, and whether it is there: a start without it is
// a start all the same, since a restart must not need more than going on does.
func redisPlace(ctx context.Context, s *redis.Server, logger *slog.Logger) string {
	if s.Embedded() {
		return "embedded in this process"
	}
	ctx, cancel := context.WithTimeout(ctx, redisPatience)
	defer cancel()
	if err := s.Ping(ctx); err != nil {
		logger.WarnContext(ctx, "redis does not answer; the service runs without it until it does: "+
			"live sessions take no events, limits hold in each process by itself, nothing is cached", observe.KeyError, err)
		return "REDIS_URL, which does not answer: degraded until it does"
	}
	return "REDIS_URL"
}

// sweep removes what has expired, as a database's own expiry would.
func sweep(ctx context.Context, db *store.DB, now func() time.Time, logger *slog.Logger) error {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			removed, err := db.Sweep(ctx, now())
			if err != nil && ctx.Err() == nil {
				logger.WarnContext(ctx, "sweep failed; it is tried again", observe.KeyError, err)
			} else if removed > 0 {
				logger.DebugContext(ctx, "expired documents removed", "count", removed)
			}
		}
	}
}

// shorten shows a path as a person would write it from here.
func shorten(path string) string {
	here, err := os.Getwd()
	if err != nil || here == "/" || len(path) <= len(here) || path[:len(here)+1] != here+"/" {
		return path
	}
	return "." + path[len(here):]
}
