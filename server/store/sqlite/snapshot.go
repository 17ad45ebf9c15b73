package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// Snapshot writes a copy of the database file at path to the new file into, as it stands at one moment, while another
// process may be writing. The copy is compact and needs no log (https://sqlite.org/lang_vacuum.html#vacuuminto).
func Snapshot(ctx context.Context, path, into string) (err error) {
	// SQLite would take a missing file for an empty database.
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("snapshot sqlite: %w", err)
	}
	db, err := sql.Open("sqlite3", dsn(path, "deferred", false))
	if err != nil {
		return fmt.Errorf("snapshot sqlite: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", into); err != nil {
		return fmt.Errorf("snapshot sqlite: %w", err)
	}
	return nil
}
