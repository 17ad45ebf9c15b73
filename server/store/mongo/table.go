package mongo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

// table is one collection.
type table struct {
	spec   store.Spec
	coll   *mongo.Collection
	server server
}

// which is the filter that names one document; the owner in it lets a sharded cluster ask one shard only.
func (t *table) which(target store.Target) bson.D {
	filter := bson.D{{Key: store.KeyField, Value: target.ID}}
	if target.Owner != "" && t.spec.Owner != "" {
		filter = append(filter, bson.E{Key: t.spec.Owner, Value: target.Owner})
	}
	return filter
}

// record separates the version from the document.
func record(stored bson.Raw) (store.Record, error) {
	version, ok := raw.Lookup(stored, store.VersionField)
	if !ok {
		return store.Record{}, fmt.Errorf("the document has no %s", store.VersionField)
	}
	n, ok := raw.Int(version)
	if !ok {
		return store.Record{}, fmt.Errorf("%s of the document is a %s", store.VersionField, version.Type)
	}
	doc, err := raw.Without(stored, store.VersionField)
	return store.Record{Doc: doc, Version: n}, err
}

func versioned(doc bson.Raw, version int64) (bson.Raw, error) {
	v, err := raw.Value(version)
	if err != nil {
		return nil, err
	}
	return raw.Append(doc, store.VersionField, v)
}

func (t *table) Get(ctx context.Context, target store.Target) (store.Record, error) {
	stored, err := t.coll.FindOne(ctx, t.which(target)).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return store.Record{}, store.ErrNotFound
	}
	if err != nil {
		return store.Record{}, err
	}
	return record(stored)
}

func (t *table) Insert(ctx context.Context, doc bson.Raw) error {
	stored, err := versioned(doc, 1)
	if err != nil {
		return err
	}
	_, err = t.coll.InsertOne(ctx, stored)
	if mongo.IsDuplicateKeyError(err) {
		return store.ErrExists
	}
	return err
}

func (t *table) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	stored, err := versioned(doc, version+1)
	if err != nil {
		return err
	}
	filter := append(t.which(target), bson.E{Key: store.VersionField, Value: version})
	result, err := t.coll.ReplaceOne(ctx, filter, stored)
	if err != nil {
		return err
	}
	if result.MatchedCount == 0 {
		return store.ErrConflict
	}
	return nil
}

func (t *table) Delete(ctx context.Context, target store.Target) error {
	result, err := t.coll.DeleteOne(ctx, t.which(target))
	if err != nil {
		return err
	}
	if result.DeletedCount == 0 {
		return store.ErrNotFound
	}
	return nil
}

// Increment is one conditional command, so the server makes it atomic. When it found nothing to change, the document
// is read to tell why; if it changed meanwhile so that the increment would now pass, it is tried again.
func (t *table) Increment(ctx context.Context, target store.Target, field string, by, limit int64) (int64, error) {
	filter := t.which(target)
	if by > 0 {
		under := bson.A{bson.D{{Key: field, Value: bson.D{{Key: "$lte", Value: limit - by}}}}}
		if by <= limit {
			under = append(under, bson.D{{Key: field, Value: bson.D{{Key: "$exists", Value: false}}}})
		}
		filter = append(filter, bson.E{Key: "$or", Value: under})
	}
	add := bson.D{{Key: "$inc", Value: bson.D{{Key: field, Value: by}, {Key: store.VersionField, Value: int64(1)}}}}
	for {
		changed, err := t.coll.FindOneAndUpdate(ctx, filter, add, options.FindOneAndUpdate().SetReturnDocument(options.After)).Raw()
		if err == nil {
			return integer(changed, field)
		}
		if !errors.Is(err, mongo.ErrNoDocuments) {
			return 0, err
		}
		r, err := t.Get(ctx, target)
		if err != nil {
			return 0, err
		}
		now := int64(0)
		if _, err := r.Doc.LookupErr(raw.Path(field)...); err == nil {
			if now, err = integer(r.Doc, field); err != nil {
				return 0, err
			}
		}
		if now > limit-by {
			return 0, store.ErrLimit
		}
	}
}

func integer(doc bson.Raw, field string) (int64, error) {
	v, _ := raw.Lookup(doc, field)
	n, ok := raw.Int(v)
	if !ok {
		return 0, fmt.Errorf("field %s is not an integer", field)
	}
	return n, nil
}

func (t *table) List(ctx context.Context, scan store.Scan) ([]store.Record, error) {
	find := options.Find().SetSort(sortOf(scan)).SetLimit(int64(scan.Limit)).SetBatchSize(int32(scan.Limit))
	if scan.Index.Name != "" {
		find.SetHint(scan.Index.Name) // MongoDB refuses the query if the index is not there
	}
	cursor, err := t.coll.Find(ctx, filterOf(scan), find)
	if err != nil {
		return nil, err
	}
	defer func() { _ = cursor.Close(context.WithoutCancel(ctx)) }()
	var records []store.Record
	for cursor.Next(ctx) {
		r, err := record(cursor.Current)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, cursor.Err()
}

func (t *table) Sweep(ctx context.Context, now time.Time) (int, error) {
	if t.spec.Expiry.Field == "" {
		return 0, nil
	}
	last := now.Add(-t.spec.Expiry.After)
	result, err := t.coll.DeleteMany(ctx, bson.D{{Key: t.spec.Expiry.Field, Value: bson.D{{Key: "$lte", Value: last}}}})
	if err != nil {
		return 0, err
	}
	return int(result.DeletedCount), nil
}
