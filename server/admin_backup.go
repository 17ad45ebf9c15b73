package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/backup"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/datadir"
	"github.com/interviewai-pro/interviewai/server/store"
)

// backedUp is what is embedded in the data directory and cannot be made again.
func backedUp() backup.Layout {
	return backup.Layout{Documents: documentsFile, Blobs: blobsFolder, Key: sealingKey}
}

// embeddedOnly refuses what these commands cannot reach, and names the tool
// that can.
func embeddedOnly(cfg *config.Config) error {
	switch {
	case cfg.MongoURI != "":
		return errUsage{errors.New("the documents are in MongoDB (MONGODB_URI): use mongodump and mongorestore for them,\n" +
			"and keep a copy of DOCUMENTS_KEY, or of documents.key and blobs in the data directory")}
	case cfg.AWSBucketAudio != "":
		return errUsage{errors.New("the blobs are in S3 (AWS_S3_BUCKET_AUDIO): use versioning or `aws s3 sync` for them;\n" +
			"run this command without AWS_S3_BUCKET_AUDIO for the documents alone")}
	}
	return nil
}

// backUp writes the embedded stores into a file.
func backUp(ctx context.Context, call adminCall) error {
	if err := embeddedOnly(call.cfg); err != nil {
		return err
	}
	layout := backedUp()
	if call.cfg.DocumentsKey != "" {
		// The file, if there is one, is a key that was replaced: in a backup it
		// would only wait to be stolen.
		layout.Key = ""
	}
	made, err := backup.Write(ctx, call.cfg.DataDir, layout, call.file, time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(call.stdout, "%d files, %d bytes, are in %s.\n%s\n", made.Files, made.Bytes, call.file, keyNote(call.cfg, made))
	return err
}

// restore replaces the embedded stores. The lock of the data directory keeps a
// service from running meanwhile.
func restore(ctx context.Context, call adminCall) (err error) {
	if err := embeddedOnly(call.cfg); err != nil {
		return err
	}
	dir, err := datadir.Open(call.cfg.DataDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	erased, err := erasedBefore(ctx, call)
	if err != nil {
		return fmt.Errorf("read who was erased since: %w", err)
	}
	got, before, err := backup.Restore(ctx, dir.Path(), backedUp(), call.file, time.Now())
	if err != nil {
		return err
	}
	if len(erased) > 0 {
		// Whoever left after the backup was made must not come back with it: the
		// service erases them again when it starts.
		if err := withDocuments(ctx, call, func(db *store.DB) error { return user.RememberErased(ctx, db, erased) }); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(call.stdout, "%d files, %d bytes, of %s are restored.\nWhat was there before is in %s: remove it when all is well.\n%s\n",
		got.Files, got.Bytes, short(got.MadeAt), shorten(before), keyNote(call.cfg, got))
	return err
}

// keyNote says what else is needed to read a backup.
func keyNote(cfg *config.Config, s backup.Summary) string {
	switch {
	case cfg.DocumentsKey != "" && s.HasKey:
		return "It brought its own documents.key: while DOCUMENTS_KEY is another, add what `base64 documents.key` prints\n" +
			"to DOCUMENTS_KEYS_OLD and run `interviewai admin rewrap`."
	case cfg.DocumentsKey != "" && len(cfg.DocumentsKeysOld) > 0:
		return "It holds no key: keep the present DOCUMENTS_KEY too, somewhere else, and until `interviewai admin rewrap` has run\n" +
			"those of DOCUMENTS_KEYS_OLD."
	case cfg.DocumentsKey != "":
		return "It can be read with the present DOCUMENTS_KEY only: keep that too, somewhere else."
	case s.HasKey:
		return "It holds the key of the encrypted fields: keep it as safe as the service itself."
	default:
		return "It holds no key: set the DOCUMENTS_KEY of the service that it comes from."
	}
}
