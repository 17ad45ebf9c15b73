package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

// OwnedDocument is one document of a person, from whichever collection.
type OwnedDocument struct {
	Collection string
	ID         string
	// Doc has the specification's field names; encrypted fields are decrypted.
	Doc bson.Raw
}

// JSON returns the document as JSON, with times in RFC 3339 (MongoDB's relaxed extended JSON).
func (d OwnedDocument) JSON() ([]byte, error) {
	text, err := bson.MarshalExtJSON(d.Doc, false, false)
	if err != nil {
		return nil, fmt.Errorf("write %s/%s as JSON: %w", d.Collection, d.ID, err)
	}
	return text, nil
}

// ForOwner goes through everything that belongs to an owner in all open collections, for export; what the collections
// declare as hidden is left out. It ends after the first error.
func (db *DB) ForOwner(ctx context.Context, owner string) iter.Seq2[OwnedDocument, error] {
	return func(yield func(OwnedDocument, error) bool) {
		for _, c := range db.collections() {
			if c.spec.Owner == "" || owner == "" || slices.Contains(c.hidden, HideAll) {
				continue
			}
			for token := ""; ; {
				records, next, err := c.ofOwner(ctx, owner, token)
				if err != nil {
					yield(OwnedDocument{}, err)
					return
				}
				for _, r := range records {
					doc, err := db.owned(c, r)
					if !yield(doc, err) || err != nil {
						return
					}
				}
				if token = next; token == "" {
					break
				}
			}
		}
	}
}

func (o opened) ofOwner(ctx context.Context, owner, token string) ([]Record, string, error) {
	scan, err := Query{Index: OwnerIndex, Equal: []any{owner}, PageSize: MaxPageSize, PageToken: token}.scan(&o.spec)
	if err != nil {
		return nil, "", err
	}
	records, next, err := listPage(ctx, o.table, o.spec.Name, scan)
	if err != nil {
		err = fmt.Errorf("list %s of one owner: %w", o.spec.Name, err)
	}
	return records, next, err
}

func (db *DB) owned(c opened, r Record) (OwnedDocument, error) {
	d := OwnedDocument{Collection: c.spec.Name, ID: r.Doc.Lookup(KeyField).StringValue(), Doc: r.Doc}
	if len(c.encrypted) > 0 {
		plain, err := db.sealer.open(c.spec.Name, d.ID, c.encrypted, r.Doc)
		if err != nil {
			return OwnedDocument{}, fmt.Errorf("read %s/%s: %w", c.spec.Name, d.ID, err)
		}
		d.Doc = plain
	}
	for _, field := range c.hidden {
		visible, err := raw.Without(d.Doc, field)
		if err != nil {
			return OwnedDocument{}, fmt.Errorf("read %s/%s: %w", c.spec.Name, d.ID, err)
		}
		d.Doc = visible
	}
	return d, nil
}

// EraseOwner deletes everything that belongs to an owner in all open collections and returns how many documents that
// were. After an error some may be left; erasing again goes on.
func (db *DB) EraseOwner(ctx context.Context, owner string) (int, error) {
	erased := 0
	for _, c := range db.collections() {
		if c.spec.Owner == "" || owner == "" {
			continue
		}
		for {
			records, _, err := c.ofOwner(ctx, owner, "")
			if err != nil {
				return erased, err
			}
			if len(records) == 0 {
				break
			}
			for _, r := range records {
				id := r.Doc.Lookup(KeyField).StringValue()
				err := c.table.Delete(ctx, Target{ID: id, Owner: owner})
				if err != nil && !errors.Is(err, ErrNotFound) {
					return erased, fmt.Errorf("erase %s/%s: %w", c.spec.Name, id, err)
				}
				erased++
			}
		}
	}
	return erased, nil
}
