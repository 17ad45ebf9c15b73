package store

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Rewrap encrypts with the current key what older keys encrypted, in all open collections, and returns how many
// documents that were. Afterwards the older keys are needed no more. It may run beside the service and be repeated.
func (db *DB) Rewrap(ctx context.Context) (int, error) {
	total := 0
	for _, c := range db.collections() {
		if len(c.encrypted) == 0 {
			continue
		}
		scan := Scan{Limit: MaxPageSize}
		for {
			records, err := c.table.List(ctx, scan)
			if err != nil {
				return total, fmt.Errorf("rewrap %s: %w", c.spec.Name, err)
			}
			for _, r := range records {
				changed, err := db.rewrap(ctx, c, r)
				if err != nil {
					return total, err
				}
				if changed {
					total++
				}
			}
			if len(records) < scan.Limit {
				break
			}
			scan.After = &Position{ID: idOf(records[len(records)-1])}
		}
	}
	return total, nil
}

func (db *DB) rewrap(ctx context.Context, c opened, r Record) (bool, error) {
	id := idOf(r)
	if !db.sealer.stale(c.encrypted, r.Doc) {
		return false, nil
	}
	plain, err := db.sealer.open(c.spec.Name, id, c.encrypted, r.Doc)
	if err != nil {
		return false, fmt.Errorf("rewrap %s/%s: %w", c.spec.Name, id, err)
	}
	sealed, err := db.sealer.seal(c.spec.Name, id, c.encrypted, plain)
	if err != nil {
		return false, fmt.Errorf("rewrap %s/%s: %w", c.spec.Name, id, err)
	}
	target := Target{ID: id}
	if c.spec.Owner != "" {
		target.Owner, _ = r.Doc.Lookup(c.spec.Owner).StringValueOK()
	}
	err = c.table.Replace(ctx, target, r.Version, sealed)
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotFound) {
		return false, nil // whoever changed it used the current key
	}
	if err != nil {
		return false, fmt.Errorf("rewrap %s/%s: %w", c.spec.Name, id, err)
	}
	return true, nil
}

func idOf(r Record) string { return r.Doc.Lookup(KeyField).StringValue() }

// stale reports whether a field was encrypted with another key than the current one, or not at all.
func (s *Sealer) stale(fields []string, doc bson.Raw) bool {
	for _, field := range fields {
		v, err := doc.LookupErr(field)
		if err != nil {
			continue
		}
		subtype, data, ok := v.BinaryOK()
		if !ok || subtype != sealedSubtype || len(data) < keyIDBytes || string(data[:keyIDBytes]) != s.current {
			return true
		}
	}
	return false
}
